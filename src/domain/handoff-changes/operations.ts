import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Page, pageOf, pageQuery } from '../../values/page.ts'
import { type ApprovalSubject, approvalsAbout, cancelApprovals, requestApproval } from '../approvals/index.ts'
import { type HandoffFinding, insertVersion, lockRules, planOf, readCurrentRules } from '../handoff-rules/index.ts'
import { readPipelines } from '../pipelines/index.ts'
import { requireWholeSight } from '../routing/index.ts'
import { routingPolicyFor } from '../routing-changes/index.ts'
import { changeStates, HandoffChange, NewHandoffChange } from './handoff-change.ts'
import * as store from './store.ts'

const listChanges = operation({
  name: 'handoff_changes.list',
  http: 'GET /handoff-rules/changes',
  access: 'pipelines:configure',
  effect: 'read',
  summary: 'Proposed sets of hand-off rules, the newest first',
  input: z.strictObject({ state: z.enum(changeStates).optional(), ...pageQuery(z.tuple([Id('hch')])) }),
  output: Page(HandoffChange),
  async run(context, { state, limit, cursor }) {
    requireWholeSight(context)
    const { tx, workspace_id } = context
    const rows = await store.readChanges(tx, workspace_id, { state, after: cursor?.[0], limit: limit + 1 })
    const page = pageOf(rows, limit, ({ id }) => [id])
    const asked = await approvalsFor(context, page.data)
    return { ...page, data: page.data.map((row) => shown(row, asked)) }
  },
})

const getChange = operation({
  name: 'handoff_changes.get',
  http: 'GET /handoff-rules/changes/{change_id}',
  access: 'pipelines:configure',
  effect: 'read',
  summary: 'One proposed set of hand-off rules, with its plan and who decides',
  input: z.strictObject({ change_id: Id('hch') }),
  output: HandoffChange,
  version: ({ version }) => version,
  async run(context, { change_id }) {
    requireWholeSight(context)
    return shownChange(context, await existing(context, change_id))
  },
})

const createChange = operation({
  name: 'handoff_changes.create',
  http: 'POST /handoff-rules/changes',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Propose a set of hand-off rules; those who decide on routing rules decide on it, and it is published then',
  input: NewHandoffChange,
  output: HandoffChange,
  version: ({ version }) => version,
  async run(context, { rules, title, reason }) {
    requireWholeSight(context)
    const { tx, workspace_id, actor, now, newId, record } = context
    const plan = await planOf(context, rules)
    if (plan.diff.length === 0)
      throw new Problem(
        'refused',
        'These are the rules that are published; change one of them first.',
        'handoffs-unchanged',
      )
    refuseFaulty(plan.findings)
    const id = newId('hch')
    const row = { id, title, reason, rules, based_on: plan.based_on, plan }
    await store.insertChange(tx, workspace_id, { ...row, created_by: actor.id, created_at: now })
    const after = { title, rules: rules.length, diff: plan.diff }
    const data = { before: { version: plan.based_on }, after }
    record({ type: 'handoff_rules.proposed', subject: id, version: 1, data })
    await ask(context, { id, title, pipeline: rules[0]?.to.pipeline })
    return shownChange(context, await existing(context, id))
  },
})

const withdrawChange = operation({
  name: 'handoff_changes.withdraw',
  http: 'POST /handoff-rules/changes/{change_id}/withdrawal',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Take a proposed set of hand-off rules back',
  input: z.strictObject({ change_id: Id('hch') }),
  output: HandoffChange,
  version: ({ version }) => version,
  async run(context, { change_id }) {
    requireWholeSight(context)
    const row = await store.lockChange(context.tx, context.workspace_id, change_id)
    if (!row) throw notFound('change of hand-off rules')
    if (row.state !== 'open')
      throw new Problem('conflict', `This change is already ${row.state}; propose another one.`, 'handoffs-decided')
    await cancelApprovals(context, 'handoffs', change_id)
    await settle(context, row, 'withdrawn')
    return shownChange(context, await existing(context, change_id))
  },
})

export const handoffChangeOperations = [listChanges, getChange, createChange, withdrawChange]

/** What a vote on a set of rules brings about, in its transaction. */
export const handoffsSubject: ApprovalSubject = {
  async beforeApproval(context, { subject_id }) {
    const { tx, workspace_id } = context
    await lockRules(tx, workspace_id)
    const change = await existing(context, subject_id)
    const current = (await readCurrentRules(tx, workspace_id))?.version ?? 0
    if (current !== change.based_on)
      throw new Problem(
        'conflict',
        `Version ${current} of the rules was published since; this was written on ${change.based_on}. Propose it anew.`,
        'stale-plan',
      )
    // What it names may have gone, and pipelines may have changed, since it was asked for.
    refuseFaulty((await planOf(context, change.rules)).findings)
  },
  async decided(context, { subject_id, state }) {
    const { tx, workspace_id, actor, now, record } = context
    const change = await store.lockChange(tx, workspace_id, subject_id)
    if (change?.state !== 'open') return
    if (state !== 'approved') return settle(context, change, 'rejected')
    const { rules, based_on, title } = change
    const [number, version] = [based_on + 1, change.version + 1]
    const row = { number, rules, change_id: change.id, published_by: actor.id, published_at: now }
    await insertVersion(tx, workspace_id, row)
    const news = { id: change.id, state: 'published' as const, decided_at: now, version }
    await store.updateChange(tx, workspace_id, news)
    const after = { version: number, rules: rules.map(({ key }) => key) }
    const data = { title, before: { version: based_on }, after }
    record({ type: 'handoff_rules.published', subject: change.id, version, data })
  },
}

/** Deals that would open deals for ever are not a matter of opinion. */
function refuseFaulty(findings: readonly HandoffFinding[]): void {
  const fault = findings.find(({ refuses }) => refuses)
  if (fault) throw new Problem('refused', fault.message, `handoffs-${fault.kind}`, { rules: fault.rules })
}

async function settle(context: Context, change: store.ChangeRow, state: 'rejected' | 'withdrawn'): Promise<void> {
  const { tx, workspace_id, now, record } = context
  const version = change.version + 1
  await store.updateChange(tx, workspace_id, { id: change.id, state, decided_at: now, version })
  const data = { title: change.title, before: { state: change.state }, after: { state } }
  record({ type: `handoff_rules.${state}`, subject: change.id, version, data })
}

/** A question is shown with one pipeline: here with one that deals are handed to; who decides hangs on none. */
async function ask(context: Context, asked: { id: string; title: string; pipeline: string | undefined }) {
  const pipelines = await readPipelines(context.tx, context.workspace_id)
  const pipeline = pipelines.find(({ key }) => key === asked.pipeline) ?? pipelines[0]
  if (!pipeline)
    throw new Problem('refused', 'There is no pipeline yet that a deal could go to; create one first.', 'no-pipelines')
  const about = { subject_kind: 'handoffs' as const, subject_id: asked.id, pipeline_id: pipeline.id }
  await requestApproval(context, { ...about, title: asked.title, policy: await routingPolicyFor(context) })
}

async function existing({ tx, workspace_id }: Context, id: string): Promise<store.ChangeRow> {
  const row = await store.readChange(tx, workspace_id, id)
  if (!row) throw notFound('change of hand-off rules')
  return row
}

type Asked = Awaited<ReturnType<typeof approvalsAbout>>

const approvalsFor = (context: Context, rows: readonly store.ChangeRow[]): Promise<Asked> =>
  approvalsAbout(
    context,
    'handoffs',
    rows.map(({ id }) => id),
  )

const shownChange = async (context: Context, row: store.ChangeRow) => shown(row, await approvalsFor(context, [row]))

function shown(row: store.ChangeRow, asked: Asked): z.input<typeof HandoffChange> {
  const approval = asked.get(row.id)?.[0]
  const may_vote = approval?.may_vote ?? false
  return { ...row, approval_id: approval?.id ?? null, may_vote, why_not: approval?.why_not ?? null }
}
