import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { sightOf } from '../../platform/rights.ts'
import { Id } from '../../values/id.ts'
import { Page, pageOf, pageQuery } from '../../values/page.ts'
import {
  type ApprovalSubject,
  approvalsAbout,
  cancelApprovals,
  NewPolicy,
  type Policy,
  requestApproval,
} from '../approvals/index.ts'
import { accessOf, readPeople, readStandings } from '../people/index.ts'
import { readPipelines } from '../pipelines/index.ts'
import { rightsOf } from '../rights/index.ts'
import { insertVersion, lockRouting, planOf, readCurrent, requireWholeSight, type RuleSet } from '../routing/index.ts'
import { changeStates, NewRoutingChange, RoutingChange, RoutingPolicy } from './routing-change.ts'
import * as store from './store.ts'

const getChange = operation({
  name: 'routing_changes.get',
  http: 'GET /routing/changes/{change_id}',
  // Whoever reads the rules reads what they may become: those who decide need not be those who write them.
  access: 'pipelines:read',
  effect: 'read',
  summary: 'One proposed set of routing rules, with its plan and who decides',
  input: z.strictObject({ change_id: Id('rch') }),
  output: RoutingChange,
  version: ({ version }) => version,
  async run(context, { change_id }) {
    requireWholeSight(context)
    return shownChange(context, await existing(context, change_id))
  },
})

const listChanges = operation({
  name: 'routing_changes.list',
  http: 'GET /routing/changes',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'Proposed sets of routing rules, the newest first',
  input: z.strictObject({ state: z.enum(changeStates).optional(), ...pageQuery(z.tuple([Id('rch')])) }),
  output: Page(RoutingChange),
  async run(context, { state, limit, cursor }) {
    requireWholeSight(context)
    const { tx, workspace_id } = context
    const rows = await store.readChanges(tx, workspace_id, { state, after: cursor?.[0], limit: limit + 1 })
    const page = pageOf(rows, limit, ({ id }) => [id])
    const asked = await approvalsFor(context, page.data)
    return { ...page, data: page.data.map((row) => shown(row, asked)) }
  },
})

export const createChange = operation({
  name: 'routing_changes.create',
  http: 'POST /routing/changes',
  access: 'pipelines:configure',
  effect: 'write',
  cost: 10,
  summary: 'Propose a set of routing rules; it is published once those who decide have approved',
  input: NewRoutingChange,
  output: RoutingChange,
  version: ({ version }) => version,
  async run(context, { rules, fallback, title, reason, months }) {
    requireWholeSight(context)
    const { tx, workspace_id, actor, now, newId, record } = context
    const plan = await planOf(context, { rules, fallback }, months)
    if (plan.diff.length === 0 && plan.based_on > 0)
      throw new Problem(
        'refused',
        'These are the rules that are published; change one of them first.',
        'routing-unchanged',
      )
    const id = newId('rch')
    const row = { id, title, reason, rules, fallback, based_on: plan.based_on, plan }
    await store.insertChange(tx, workspace_id, { ...row, created_by: actor.id, created_at: now })
    const after = { title, rules: rules.length, fallback: fallback?.pipeline ?? null, diff: plan.diff }
    record({ type: 'routing.proposed', subject: id, version: 1, data: { before: { version: plan.based_on }, after } })
    await ask(context, { id, title, rules, fallback })
    return shownChange(context, await existing(context, id))
  },
})

export const withdrawChange = operation({
  name: 'routing_changes.withdraw',
  http: 'POST /routing/changes/{change_id}/withdrawal',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Take a proposed set of routing rules back',
  input: z.strictObject({ change_id: Id('rch') }),
  output: RoutingChange,
  version: ({ version }) => version,
  async run(context, { change_id }) {
    requireWholeSight(context)
    const row = await store.lockChange(context.tx, context.workspace_id, change_id)
    if (!row) throw notFound('routing change')
    if (row.state !== 'open')
      throw new Problem('conflict', `This change is already ${row.state}; propose another one.`, 'routing-decided')
    await cancelApprovals(context, 'routing', change_id)
    await settle(context, row, 'withdrawn')
    return shownChange(context, await existing(context, change_id))
  },
})

const getPolicy = operation({
  name: 'routing_policy.get',
  http: 'GET /routing/approval-policy',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'Who decides on routing rules, and how many must agree',
  input: z.strictObject({}),
  output: RoutingPolicy,
  run: (context) => shownPolicy(context),
})

const setPolicy = operation({
  name: 'routing_policy.set',
  http: 'PUT /routing/approval-policy',
  access: 'rights:administer',
  effect: 'write',
  summary: 'Say who decides on routing rules from now on; what was asked before keeps its policy',
  input: NewPolicy,
  output: RoutingPolicy,
  async run(context, { needed, role, person_ids }) {
    requireWholeSight(context)
    const { tx, workspace_id, actor, now, record, unchanged } = context
    const people = new Set((await readPeople(tx, workspace_id)).map(({ id }) => id))
    for (const [i, id] of (person_ids ?? []).entries())
      if (!people.has(id)) throw invalid(`/person_ids/${i}`, 'unknown', 'There is no such person in this workspace.')
    const before = await store.readPolicy(tx, workspace_id, now)
    const after: Policy = { needed, by_role: role ?? null, by_people: person_ids ?? null }
    if (before && JSON.stringify(plain(before)) === JSON.stringify(plain(after))) {
      unchanged()
      return shownPolicy(context)
    }
    await store.insertPolicy(tx, workspace_id, { ...after, valid_from: now, set_by: actor.id })
    const data = { before: before ? plain(before) : null, after: plain(after) }
    record({ type: 'routing_policy.set', subject: workspace_id, version: 1, data })
    return shownPolicy(context)
  },
})

const removePolicy = operation({
  name: 'routing_policy.remove',
  http: 'POST /routing/approval-policy/removal',
  status: 200,
  access: 'rights:administer',
  effect: 'write',
  summary: 'Have routing and hand-off rules decided on as usual again; what was asked before keeps its policy',
  input: z.strictObject({}),
  output: RoutingPolicy,
  async run(context) {
    requireWholeSight(context)
    const { tx, workspace_id, actor, now, record, unchanged } = context
    const before = await store.readPolicy(tx, workspace_id, now)
    if (before === undefined) {
      unchanged()
      return shownPolicy(context)
    }
    const row = { needed: null, by_role: null, by_people: null, valid_from: now, set_by: actor.id }
    await store.insertPolicy(tx, workspace_id, row)
    const data = { before: plain(before), after: null }
    record({ type: 'routing_policy.removed', subject: workspace_id, version: 1, data })
    return shownPolicy(context)
  },
})

export const routingChangeOperations = [
  listChanges,
  getChange,
  createChange,
  withdrawChange,
  getPolicy,
  setPolicy,
  removePolicy,
]

/** What a vote on a set of rules brings about, in its transaction. */
export const routingSubject: ApprovalSubject = {
  async beforeApproval(context, { subject_id }) {
    const { tx, workspace_id } = context
    await lockRouting(tx, workspace_id)
    const change = await existing(context, subject_id)
    const current = (await readCurrent(tx, workspace_id))?.version ?? 0
    if (current !== change.based_on)
      throw new Problem(
        'conflict',
        `Version ${current} of the rules was published since; this was written on ${change.based_on}. Propose it anew.`,
        'stale-plan',
      )
    // What it names may have gone since it was asked for.
    await planOf(context, change, 1)
  },
  async decided(context, { subject_id, state }) {
    const { tx, workspace_id, actor, now, record } = context
    const change = await store.lockChange(tx, workspace_id, subject_id)
    if (change?.state !== 'open') return
    if (state !== 'approved') return settle(context, change, 'rejected')
    const { rules, fallback, based_on } = change
    const number = based_on + 1
    const row = { number, rules, fallback, change_id: change.id, published_by: actor.id, published_at: now }
    await insertVersion(tx, workspace_id, row)
    await store.updateChange(tx, workspace_id, {
      ...change,
      state: 'published',
      decided_at: now,
      version: change.version + 1,
    })
    const after = { version: number, rules: rules.map(({ key }) => key), fallback: fallback?.pipeline ?? null }
    const data = { title: change.title, before: { version: based_on }, after }
    record({ type: 'routing.published', subject: change.id, version: change.version + 1, data })
  },
}

async function settle(context: Context, change: store.ChangeRow, state: 'rejected' | 'withdrawn'): Promise<void> {
  const { tx, workspace_id, now, record } = context
  const version = change.version + 1
  await store.updateChange(tx, workspace_id, { id: change.id, state, decided_at: now, version })
  const data = { title: change.title, before: { state: change.state }, after: { state } }
  record({ type: `routing.${state}`, subject: change.id, version, data })
}

/**
 * Puts it to those who decide. A question is shown with one pipeline: here with the one that deals go to where nothing
 * else is said; who decides is of the workspace, and hangs on no pipeline.
 */
async function ask(context: Context, change: RuleSet & { id: string; title: string }): Promise<void> {
  const { id, title, rules, fallback } = change
  const named = fallback?.pipeline ?? rules[0]?.pipeline
  const pipelines = await readPipelines(context.tx, context.workspace_id)
  const pipeline = pipelines.find(({ key }) => key === named) ?? pipelines[0]
  if (!pipeline)
    throw new Problem('refused', 'There is no pipeline yet that a deal could go to; create one first.', 'no-pipelines')
  const policy = await policyFor(context)
  await requestApproval(context, { subject_kind: 'routing', subject_id: id, pipeline_id: pipeline.id, title, policy })
}

/** Where nobody set a policy: one of those who configure pipelines and see every deal. */
export async function policyFor({ tx, workspace_id, now }: Context): Promise<Policy> {
  const set = await store.readPolicy(tx, workspace_id, now)
  if (set) return set
  const people = (await readPeople(tx, workspace_id)).filter(
    ({ active, role }) => active && accessOf(role).has('pipelines:configure'),
  )
  const ids = people.map(({ id }) => id)
  const standings = await readStandings(tx, workspace_id, ids, now)
  const unbound = ids.filter((id) => {
    const standing = standings.get(id)
    return standing !== undefined && !sightOf({ id, rights: rightsOf(standing) }).bound
  })
  return { needed: 1, by_role: null, by_people: unbound }
}

async function existing({ tx, workspace_id }: Context, id: string): Promise<store.ChangeRow> {
  const row = await store.readChange(tx, workspace_id, id)
  if (!row) throw notFound('routing change')
  return row
}

type Asked = Awaited<ReturnType<typeof approvalsAbout>>

const approvalsFor = (context: Context, rows: readonly store.ChangeRow[]): Promise<Asked> =>
  approvalsAbout(
    context,
    'routing',
    rows.map(({ id }) => id),
  )

const shownChange = async (context: Context, row: store.ChangeRow) => shown(row, await approvalsFor(context, [row]))

function shown(row: store.ChangeRow, asked: Asked): z.input<typeof RoutingChange> {
  const approval = asked.get(row.id)?.[0]
  const may_vote = approval?.may_vote ?? false
  return { ...row, approval_id: approval?.id ?? null, may_vote, why_not: approval?.why_not ?? null }
}

const plain = ({ needed, by_role, by_people }: Policy) => ({ needed, role: by_role, person_ids: by_people })

async function shownPolicy({ tx, workspace_id, now }: Context): Promise<z.input<typeof RoutingPolicy>> {
  const row = await store.readPolicy(tx, workspace_id, now)
  const names = new Map((await readPeople(tx, workspace_id)).map(({ id, name }) => [id, name]))
  return {
    needed: row?.needed ?? 1,
    role: row?.by_role ?? null,
    people: row?.by_people?.map((id) => ({ id, name: names.get(id) ?? '' })) ?? null,
    valid_from: row?.valid_from ?? null,
  }
}
