import type { Context } from '../../platform/context.ts'
import { beyondSight } from '../../platform/database/pipeline-security.ts'
import { Problem } from '../../platform/problem.ts'
import type { Instant } from '../../values/instant.ts'
import { readAccount } from '../accounts/index.ts'
import { plusBusinessHours, readWorkingTimes } from '../calendars/index.ts'
import { setCredits } from '../credits/index.ts'
import { openDeals } from '../intake/index.ts'
import { type DealState, readDeals, type StoredDeal } from '../ledger/index.ts'
import { readLines, setLineItems } from '../line-items/index.ts'
import { createLink } from '../links/index.ts'
import { readPeople, systemFor } from '../people/index.ts'
import { readPipeline } from '../pipelines/index.ts'
import { ownerBy } from '../routing/index.ts'
import { transferDeal } from '../transfers/index.ts'
import { moneyOf } from '../../values/money.ts'
import { carried, type Source } from './carry.ts'
import type { Said } from './handoff.ts'
import * as store from './store.ts'

/** Something for which a hand-off is opened, with what it comes from. */
export type Occasion = Pick<
  store.HandoffRow,
  'rule' | 'rule_version' | 'rule_name' | 'trigger' | 'kind' | 'link' | 'terms' | 'because' | 'created_by'
> & {
  /** Of one rule there is one hand-off for each; the hand-off's own id where a person asks for it. */
  occasion: string | null
  mode: 'automatic' | 'proposed'
  source: Source & { deal: StoredDeal | null }
}

/**
 * Opens a hand-off: proposes it, or opens its deal at once. Undefined where its rule fired for this occasion before. Its
 * row is what makes it happen once: it stands in the transaction of the deal that it opens, and nothing else may have it.
 */
export async function openHandoff(
  context: Context,
  { occasion, mode, source, ...given }: Occasion,
  said: Said = {},
  how: 'fired' | 'asked' = 'fired',
): Promise<store.HandoffRow | undefined> {
  const { tx, workspace_id, now, newId, actor } = context
  const { terms } = given
  const target = await beyondSight(tx, actor, () => readPipeline(tx, workspace_id, terms.to.pipeline))
  // A pipeline is never taken away, and rules are published only where it is there.
  if (!target) throw new Error(`there is no pipeline ${terms.to.pipeline}`)
  const id = newId('hof')
  const row: store.HandoffRow = {
    ...given,
    id,
    version: 1,
    occasion: occasion ?? id,
    state: 'proposed',
    deal_id: source.deal?.id ?? null,
    account_id: source.account?.id ?? null,
    pipeline_id: target.id,
    to_deal_id: null,
    blocked_by: null,
    due_at: null,
    remind_at: null,
    created_at: now,
    decided_by: null,
    decided_at: null,
    reason: null,
  }
  if (!(await beyondSight(tx, actor, () => store.claim(tx, workspace_id, row)))) return undefined
  if (mode === 'automatic') return openDeal(context, row, source, said, how)
  const limit = await limitOf(context, row)
  return keep(context, row, { ...row, ...limit, version: 1 }, 'handoff.proposed')
}

/**
 * Opens the deal of a hand-off, or moves the deal that there is. What refuses that is kept with it where a rule fired by
 * itself, so that nothing is lost: somebody accepts it with what was missing, or rejects it. Who asks hears it instead.
 */
export async function openDeal(
  context: Context,
  row: store.HandoffRow,
  source: Occasion['source'],
  said: Said,
  how: 'fired' | 'asked' | 'accepted',
): Promise<store.HandoffRow> {
  const accepted = how === 'accepted'
  const { tx, actor } = context
  const version = accepted ? row.version + 1 : row.version
  const work = () =>
    row.kind === 'transfer' ? moveAcross(context, row, said) : openFollowOn(context, row, source, said)
  try {
    const deal = await beyondSight(tx, actor, () => context.attempt(work))
    const waits = !accepted && row.terms.respond !== undefined
    const limit = waits ? await limitOf(context, row) : { due_at: null, remind_at: null }
    const opened = { ...row, ...limit, to_deal_id: deal.id, blocked_by: null, version }
    if (!accepted)
      return keep(context, row, { ...opened, state: waits ? 'waiting' : 'accepted' }, 'handoff.opened', deal)
    const decided = { decided_by: actor.id, decided_at: context.now }
    return keep(context, row, { ...opened, ...decided, state: 'accepted' }, 'handoff.accepted', deal)
  } catch (error) {
    if (!(error instanceof Problem) || how !== 'fired') throw error
    const limit = await limitOf(context, row)
    return keep(
      context,
      row,
      { ...row, ...limit, state: 'blocked', blocked_by: error.message, version },
      'handoff.blocked',
    )
  }
}

/** Writes what became of a hand-off, and says so. */
export async function keep(
  { tx, workspace_id, record, actor }: Context,
  before: store.HandoffRow,
  after: store.HandoffRow,
  type: `handoff.${string}`,
  opened?: Pick<DealState, 'id' | 'number'>,
): Promise<store.HandoffRow> {
  await beyondSight(tx, actor, () => store.updateHandoff(tx, workspace_id, after.id, after))
  const { state, blocked_by, reason, due_at } = after
  const data = {
    deal_ids: [after.deal_id, after.to_deal_id].filter((id) => id !== null),
    account_id: after.account_id,
    rule: after.rule,
    trigger: after.trigger,
    kind: after.kind,
    before: after.version === 1 ? null : { state: before.state },
    after: { state, due_at, blocked_by, reason, ...(opened ? { opened: `D-${opened.number}` } : {}) },
  }
  record({ type, subject: after.id, version: after.version, data })
  return after
}

/** The same request, done by the product itself: a published rule opens deals where who fires it may not work. */
function byRule(context: Context): Context {
  const { workspace_id, actor } = context
  const system = { ...systemFor(workspace_id, actor.id), channel: actor.channel, name: actor.name }
  // Its prototype is the request, whose `now` may still move on.
  return Object.create(context, { actor: { value: system, enumerable: true } }) as Context
}

async function moveAcross(context: Context, { deal_id, terms, rule_name }: store.HandoffRow, { fields }: Said) {
  const { to, reason } = terms
  const note = rule_name ?? undefined
  await transferDeal.run(byRule(context), {
    deal_id: deal_id ?? '',
    to_pipeline: to.pipeline,
    to_stage: to.stage,
    reason,
    note,
    fields,
  })
  const [deal] = await readDeals(context.tx, context.workspace_id, [deal_id ?? ''])
  if (!deal) throw new Error('the deal that was moved is gone')
  return deal
}

async function openFollowOn(context: Context, row: store.HandoffRow, source: Occasion['source'], said: Said) {
  const { terms, link, rule, rule_name, because } = row
  const system = byRule(context)
  const owner = await ownerOf(system, row, source, said)
  const wanted = { ...carried(terms, source, said, context.now), ...(owner === undefined ? {} : { owner }) }
  const why = { decided_by: 'handoff' as const, rule, rule_name, because: [because] }
  const kept = { ...why, routing_version: null, position: null, person_id: row.created_by }
  const [opened] = await openDeals(system, [wanted], { kept, stage: terms.to.stage })
  if (opened === undefined || opened instanceof Problem) throw opened
  if (source.deal === null) return opened
  if (link !== null) await createLink.run(system, { deal_id: opened.id, kind: link, other_id: source.deal.id })
  await copyLines(system, opened.id, source.deal.id, terms.carry.lines)
  await giveCredit(system, opened, source.deal.owner_id, terms.credit)
  return opened
}

/** Whoever is named, else as the rule says, else the owner of the old deal or of the account, as far as they are here. */
async function ownerOf(context: Context, row: store.HandoffRow, { deal, account }: Occasion['source'], said: Said) {
  const { tx, workspace_id, actor } = context
  if (said.owner !== undefined) return said.owner === 'me' ? actor.id : said.owner
  const { owner, to } = row.terms
  const pool = `handoff:${row.rule ?? ''}`
  const account_id = account?.id ?? null
  const chosen = owner && (await ownerBy(context, { owner, pipeline: to.pipeline, pool, account_id }))
  if (chosen !== undefined) return chosen
  const active = new Set((await readPeople(tx, workspace_id)).flatMap((one) => (one.active ? [one.id] : [])))
  const accounts_owner =
    account === null ? null : ((await readAccount(tx, workspace_id, account.id))?.owner?.id ?? null)
  return [deal?.owner_id, accounts_owner].find((id) => id && active.has(id)) ?? undefined
}

async function copyLines(context: Context, deal_id: string, from: string, which: 'none' | 'recurring' | 'all') {
  if (which === 'none') return
  const { tx, workspace_id } = context
  const [source] = await readDeals(tx, workspace_id, [from])
  const lines = (await readLines(tx, workspace_id, from)).filter(({ kind }) => which === 'all' || kind === 'recurring')
  if (!source || lines.length === 0) return
  const items = lines.map(({ product_id, kind, quantity, unit_price_minor, period, term, rounding_minor }) => ({
    product_id,
    kind,
    quantity,
    unit_price: moneyOf(unit_price_minor, source.currency),
    period,
    term,
    rounding: rounding_minor === 0n ? null : moneyOf(rounding_minor, source.currency),
    // Its own term begins when it is won.
    starts_on: null,
  }))
  await setLineItems.run(context, { deal_id, items })
}

type Credit = store.HandoffRow['terms']['credit']

async function giveCredit(context: Context, opened: DealState, owner_id: string | null, { sourced, overlay }: Credit) {
  if (owner_id === null || (!sourced && overlay === undefined)) return
  const shares = overlay === undefined ? [] : [{ person_id: owner_id, share: overlay }]
  const revenue = opened.owner_id === null ? [] : [{ person_id: opened.owner_id, share: 10_000 }]
  const party = sourced ? { person_id: owner_id } : null
  const credits = { deal_id: opened.id, revenue, overlay: shares, sourced: party, influenced: [] }
  await setCredits.run(context, credits)
}

/** Until when a hand-off is to be accepted, and when whoever should is reminded: halfway. */
async function limitOf(
  context: Context,
  { terms: { respond } }: store.HandoffRow,
): Promise<{ due_at: Instant | null; remind_at: Instant | null }> {
  if (!respond) return { due_at: null, remind_at: null }
  const { now } = context
  const working = (await readWorkingTimes(context, now)).get(respond.calendar)
  // Where nobody works for years nothing falls due, and the hand-off waits all the same.
  if (!working) return { due_at: null, remind_at: null }
  const [due_at, remind_at] = [respond.hours, respond.hours / 2].map((hours) => plusBusinessHours(working, now, hours))
  return { due_at: due_at ?? null, remind_at: remind_at ?? null }
}
