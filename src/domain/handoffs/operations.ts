import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { beyondSight } from '../../platform/database/pipeline-security.ts'
import { operation } from '../../platform/operation.ts'
import { requireVersion } from '../../platform/precondition.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { sightOf } from '../../platform/rights.ts'
import { remedyForName } from '../../values/nearest-name.ts'
import { Id } from '../../values/id.ts'
import { Page, pageOf } from '../../values/page.ts'
import { readAccount, readLiving } from '../accounts/index.ts'
import { Carry, type HandoffRule, readCurrentRules } from '../handoff-rules/index.ts'
import { DealId, lockedDeal, readDeals, saveChange, type StoredDeal } from '../ledger/index.ts'
import { readPipeline, readPipelines } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { decideAcceptance, decideRefusal } from './decide-handoff.ts'
import { Acceptance, Handoff, HandoffOptions, HandoffQuery, NewHandoff, Refusal, type Said } from './handoff.ts'
import { keep, type Occasion, openDeal, openHandoff } from './jobs.ts'
import * as store from './store.ts'

const listHandoffs = operation({
  name: 'handoffs.list',
  http: 'GET /handoffs',
  access: 'deals:read',
  effect: 'read',
  mcp: { tool: 'list_handoffs' },
  summary: 'Hand-offs between pipelines, the newest first; those that wait, unless another state is asked for',
  input: HandoffQuery,
  output: Page(Handoff),
  async run(context, { state, deal, pipeline, account_id, mine, sent, limit, cursor }) {
    const { tx, workspace_id, actor } = context
    const [found] = deal === undefined ? [] : await readDeals(tx, workspace_id, [deal])
    if (deal !== undefined && !found) throw invalid('/deal', 'unknown', 'There is no such deal in this workspace.')
    const to = pipeline === undefined ? undefined : await readPipeline(tx, workspace_id, pipeline)
    if (pipeline !== undefined && !to)
      throw invalid('/pipeline', 'unknown', 'There is no such pipeline in this workspace.')
    const place = { deal_id: found?.id, pipeline_id: to?.id, account_id }
    const whose = { owner_id: mine ? actor.id : undefined, sender_id: sent ? actor.id : undefined }
    const asked = { state, ...place, ...whose, before: cursor?.[0], limit: limit + 1 }
    const rows = await store.readShown(tx, workspace_id, asked)
    const page = pageOf(rows, limit, ({ id }) => [id])
    return { ...page, data: page.data.map((row) => shown(context, row)) }
  },
})

const getHandoff = operation({
  name: 'handoffs.get',
  http: 'GET /handoffs/{handoff_id}',
  access: 'deals:read',
  effect: 'read',
  summary: 'One hand-off: what it comes from, what it opened, and until when it is to be accepted',
  input: z.strictObject({ handoff_id: Id('hof') }),
  output: Handoff,
  version: ({ version }) => version,
  run: (context, { handoff_id }) => currentHandoff(context, handoff_id),
})

const listOptions = operation({
  name: 'handoff_options.list',
  http: 'GET /deals/{deal_id}/handoff-options',
  access: 'deals:read',
  effect: 'read',
  summary: 'The hand-off rules by which somebody may open a follow-on deal of this one',
  input: z.strictObject({ deal_id: DealId }),
  output: HandoffOptions,
  async run(context, { deal_id }) {
    const [deal] = await readDeals(context.tx, context.workspace_id, [deal_id])
    if (!deal) throw notFound('deal')
    const seen = new Map((await readPipelines(context.tx, context.workspace_id)).map((one) => [one.key, one]))
    const { rules } = await byHand(context, deal)
    return {
      data: rules.flatMap(({ key: rule, name, as: kind, mode, link, to, respond, carry }) => {
        const target = seen.get(to.pipeline)
        if (target?.lifecycle !== 'active') return []
        const waits = mode === 'proposed' || respond !== undefined
        return [{ rule, name, kind, link, to: refOf(target), waits, carry }]
      }),
    }
  },
})

const createHandoff = operation({
  name: 'handoffs.create',
  http: 'POST /deals/{deal_id}/handoffs',
  access: 'deals:work',
  effect: 'write',
  mcp: { tool: 'open_follow_on_deal', hint: 'Say rule, one of the hand-off options of the deal, or to_pipeline' },
  summary: 'Open a follow-on deal in a pipeline: a new deal, linked to this one, by a rule or as it is asked for',
  input: NewHandoff,
  output: Handoff,
  version: ({ version }) => version,
  async run(context, { deal_id, rule, to_pipeline, to_stage, link, note, ...said }) {
    const deal = await lockedDeal(context, deal_id)
    if (deal.outcome === 'void')
      throw new Problem('conflict', `D-${deal.number} was never a deal of its own; nothing follows it.`, 'deal-void')
    if ((rule === undefined) === (to_pipeline === undefined))
      throw invalid('/rule', 'invalid', 'Say rule, one that is asked for by hand, or to_pipeline; one of both.')
    const asked = note ?? `${context.actor.name} opened it from D-${deal.number}`
    const occasion =
      rule === undefined
        ? await freely(context, deal, { to_pipeline: to_pipeline ?? '', to_stage, link }, asked)
        : await ruled(context, deal, { rule, to_stage, link }, asked)
    requireFitting(occasion.kind, said)
    return shownOrHidden(context, await openHandoff(context, occasion, said, 'asked'))
  },
})

const acceptHandoff = operation({
  name: 'handoffs.accept',
  http: 'POST /handoffs/{handoff_id}/acceptance',
  access: 'deals:work',
  effect: 'write',
  mcp: { tool: 'accept_handoff' },
  summary: 'Accept a hand-off: say yes to the deal that it opened, or have it opened or moved now',
  input: Acceptance,
  output: Handoff,
  version: ({ version }) => version,
  async run(context, { handoff_id, if_version, ...said }) {
    const { tx, workspace_id, actor } = context
    const row = await lockedHandoff(context, handoff_id)
    requireVersion('handoff', await currentHandoff(context, row.id), if_version)
    await permitDecision(context, row)
    if (unwrap(decideAcceptance(row)) === 'open') {
      requireFitting(row.kind, said)
      const source = await sourceOf(context, row)
      const owner = said.owner ?? (row.terms.owner === undefined && row.kind === 'handoff' ? 'me' : undefined)
      await openDeal(context, row, source, owner === undefined ? said : { ...said, owner }, 'accepted')
      return currentHandoff(context, row.id)
    }
    const [name] = namesIn(said)
    if (name !== undefined)
      throw invalid(`/${name}`, 'unfit', 'The deal is open already; change it there, and accept the hand-off.')
    const decided = { decided_by: actor.id, decided_at: context.now, reason: null }
    const [opened] = await readDeals(tx, workspace_id, [row.to_deal_id ?? ''])
    const after = { ...row, ...decided, version: row.version + 1, state: 'accepted' as const }
    await keep(context, row, after, 'handoff.accepted', opened)
    return currentHandoff(context, row.id)
  },
})

const refusing = (as: 'rejected' | 'returned') =>
  operation({
    name: as === 'rejected' ? 'handoffs.reject' : 'handoffs.return',
    http: as === 'rejected' ? 'POST /handoffs/{handoff_id}/rejection' : 'POST /handoffs/{handoff_id}/return',
    access: 'deals:work',
    effect: 'write',
    summary:
      as === 'rejected'
        ? 'Reject a hand-off for good, with a reason; the deal that it opened ends as void, in no rate and no total'
        : 'Return a hand-off to where it came from, with a reason; the deal that it opened ends as void',
    input: Refusal,
    output: Handoff,
    version: ({ version }) => version,
    async run(context, { handoff_id, reason, if_version }) {
      const row = await lockedHandoff(context, handoff_id)
      requireVersion('handoff', await currentHandoff(context, row.id), if_version)
      const opened = await permitDecision(context, row)
      const gone = unwrap(decideRefusal({ ...row, opened }, context.now))
      const data = { handoff_id: row.id, returned: as === 'returned' }
      if (gone)
        await saveChange(context, { before: opened, after: gone, kind: 'voided', type: 'deal.voided', reason, data })
      const decided = { decided_by: context.actor.id, decided_at: context.now, reason }
      const after = { ...row, ...decided, version: row.version + 1, state: as }
      await keep(context, row, after, `handoff.${as}`, opened ?? undefined)
      return currentHandoff(context, row.id)
    },
  })

export const handoffOperations = [
  listHandoffs,
  getHandoff,
  listOptions,
  createHandoff,
  acceptHandoff,
  refusing('rejected'),
  refusing('returned'),
]

/** The published rules that are asked for by hand on deals of this one's pipeline. */
async function byHand({ tx, workspace_id, actor }: Context, deal: StoredDeal) {
  const current = await readCurrentRules(tx, workspace_id)
  const pipeline = await beyondSight(tx, actor, () => readPipeline(tx, workspace_id, deal.pipeline_id))
  const rules = (current?.rules ?? []).filter(
    ({ trigger }) => trigger.on === 'manual' && trigger.pipeline === pipeline?.key,
  )
  return { version: current?.version ?? 0, rules }
}

type Asked = { to_stage: string | undefined; link: HandoffRule['link'] | undefined }

async function ruled(
  context: Context,
  deal: StoredDeal,
  { rule: key, to_stage, link }: Asked & { rule: string },
  because: string,
): Promise<Occasion> {
  const { version, rules } = await byHand(context, deal)
  const seen = new Set((await readPipelines(context.tx, context.workspace_id)).map((one) => one.key))
  const known = rules.filter(({ to }) => seen.has(to.pipeline))
  const rule = known.find((one) => one.key === key)
  const keys = known.map((one) => one.key)
  if (!rule) throw invalid('/rule', 'unknown', `No rule ${key} is asked for by hand here. ${remedyForName(key, keys)}`)
  if (to_stage !== undefined || link !== undefined)
    throw invalid(to_stage === undefined ? '/link' : '/to_stage', 'unfit', 'The rule says that; leave it out.')
  // Pressed twice, or by two people at once, who wait for each other's lock on the deal.
  const waiting = await store.readUnanswered(context.tx, context.workspace_id, key, deal.id)
  if (waiting !== undefined)
    throw new Problem(
      'conflict',
      `${rule.name} is under way from D-${deal.number} and waits for an answer.`,
      'handoff-open',
      {
        handoff_id: waiting,
      },
    )
  const { as, mode, name, to, owner, carry, credit, respond, reason } = rule
  const terms = { to, owner, carry, credit, respond, reason }
  const named = { rule: key, rule_version: version, rule_name: name, kind: as, mode, terms }
  const by = { trigger: 'manual' as const, occasion: null, because, created_by: context.actor.id }
  return { ...named, ...by, link: as === 'transfer' ? null : rule.link, source: await sourceFrom(context, deal) }
}

/** Without a rule nobody is asked, so that whoever opens the deal must be allowed to work where it goes. */
async function freely(
  context: Context,
  deal: StoredDeal,
  { to_pipeline, to_stage, link = 'sourced_from' }: Asked & { to_pipeline: string },
  because: string,
): Promise<Occasion> {
  const target = await readPipeline(context.tx, context.workspace_id, to_pipeline)
  if (!target) throw invalid('/to_pipeline', 'unknown', `There is no pipeline ${to_pipeline} in this workspace.`)
  const stages = target.definition.stages.map(({ key }) => key)
  if (to_stage !== undefined && !stages.includes(to_stage))
    throw invalid('/to_stage', 'unknown', `${target.key} has no stage ${to_stage}. ${remedyForName(to_stage, stages)}`)
  await permitOn(context, 'work', { pipeline_id: target.id, owner_id: context.actor.id })
  const to = { pipeline: target.key, ...(to_stage === undefined ? {} : { stage: to_stage }) }
  const terms = { to, owner: undefined, carry: Carry.parse({}), credit: { sourced: false }, respond: undefined }
  const named = { rule: null, rule_version: null, rule_name: null, kind: 'handoff' as const, link }
  const by = { trigger: 'manual' as const, occasion: null, because, created_by: context.actor.id }
  const source = await sourceFrom(context, deal)
  return { ...named, ...by, mode: 'automatic', terms: { ...terms, reason: undefined }, source }
}

export async function sourceFrom({ tx, workspace_id }: Context, deal: StoredDeal): Promise<Occasion['source']> {
  const account = deal.account_id === null ? undefined : await readAccount(tx, workspace_id, deal.account_id)
  return { deal, account: account ? { id: account.id, name: account.name } : null, contract: null }
}

/** What a hand-off comes from, read again: also where whoever accepts it may not see the old deal. */
function sourceOf({ tx, workspace_id, actor }: Context, row: store.HandoffRow): Promise<Occasion['source']> {
  return beyondSight(tx, actor, async () => {
    const [deal] = row.deal_id === null ? [] : await readDeals(tx, workspace_id, [row.deal_id])
    // Whose customer it is by now: an account may have gone into another one since, and a deal be given to another.
    const account_id = deal ? deal.account_id : row.account_id
    const account = account_id === null ? undefined : await readLiving(tx, workspace_id, account_id)
    const contract = row.terms.contract ?? null
    return { deal: deal ?? null, account: account ? { id: account.id, name: account.name } : null, contract }
  })
}

/** Who may work on the deal that was opened; before there is one, who may work in the pipeline that it leads to. */
async function permitDecision(context: Context, row: store.HandoffRow): Promise<StoredDeal | null> {
  if (row.state !== 'waiting' || row.to_deal_id === null) {
    const right = row.kind === 'transfer' ? 'transfer_in' : 'work'
    await permitOn(context, right, { pipeline_id: row.pipeline_id, owner_id: context.actor.id })
    return null
  }
  return lockedDeal(context, row.to_deal_id)
}

const namesIn = (said: Said) => Object.keys(said).filter((name) => said[name as keyof Said] !== undefined)

/** A deal that is only moved keeps what it has; its new pipeline may ask for fields. */
function requireFitting(kind: store.HandoffRow['kind'], said: Said): void {
  const name = kind === 'transfer' ? namesIn(said).find((one) => one !== 'fields') : undefined
  if (name !== undefined)
    throw invalid(`/${name}`, 'unfit', 'The deal is moved as it is; only fields of its new pipeline can be given.')
}

async function lockedHandoff({ tx, workspace_id }: Context, id: string): Promise<store.HandoffRow> {
  const row = await store.lockHandoff(tx, workspace_id, id)
  if (!row) throw notFound('hand-off')
  return row
}

async function currentHandoff(context: Context, id: string): Promise<z.input<typeof Handoff>> {
  const [row] = await store.readShown(context.tx, context.workspace_id, { id, state: 'any', limit: 1 })
  if (!row) throw notFound('hand-off')
  return shown(context, row)
}

/** A rule may open a deal that whoever asked for it does not see: they hear that it was opened, and no more. */
async function shownOrHidden(context: Context, row: store.HandoffRow | undefined) {
  const { tx, workspace_id, actor } = context
  const asked = { id: row?.id ?? '', state: 'any', limit: 1 } as const
  const [seen] = await store.readShown(tx, workspace_id, asked)
  if (seen) return shown(context, seen)
  const [hidden] = await beyondSight(tx, actor, () => store.readShown(tx, workspace_id, asked))
  if (!hidden) throw notFound('hand-off')
  return shown(context, { ...hidden, opened: null })
}

const refOf = ({ id, key, name }: { id: string; key: string; name: string }) => ({ id, key, name })

/** Of a deal that somebody may not see they hear neither its name nor what its rule is called. */
function shown({ now, actor }: Context, row: store.ShownRow): z.input<typeof Handoff> {
  const { id, version, state, kind, trigger, link, account, pipeline, blocked_by, due_at, created_at, decided_at } = row
  const hidden = row.deal_id !== null && row.from_deal === null && sightOf(actor).bound
  const { rule, rule_name, rule_version } = row
  const named = rule === null || hidden ? null : { key: rule, name: rule_name ?? rule, version: rule_version ?? 0 }
  const waits = state === 'proposed' || state === 'blocked' || state === 'waiting'
  return {
    id,
    version,
    state,
    kind,
    trigger,
    rule: named,
    link,
    from: row.from_deal,
    account,
    to: { pipeline, deal: row.opened },
    because: hidden ? 'It comes from a deal that you may not see.' : row.because,
    blocked_by,
    due_at,
    overdue: waits && due_at !== null && due_at < now,
    created_by: row.creator,
    created_at,
    decided_by: row.decider,
    decided_at,
    reason: row.reason,
  }
}
