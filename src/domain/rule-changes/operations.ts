import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { sightOf } from '../../platform/rights.ts'
import { pageOf } from '../../values/page.ts'
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
import { requireWholeSight } from '../routing/index.ts'
import { type ChangeRow, RoutingPolicy } from './rule-change.ts'
import * as store from './store.ts'

/** What tells one kind of rules from another. */
type Kind<Row extends ChangeRow> = {
  subject_kind: 'routing' | 'handoffs'
  /** As people read it: *There is no such …*. */
  noun: string
  /** What the types of its events begin with. */
  event: 'routing' | 'handoff_rules'
  /** The code of a refusal to take back what is decided. */
  decided: string
  kept: store.KeptChanges<Row>
}

/** What publishing a kind of rules takes, all in the transaction of the vote. */
type Publishing<Row extends ChangeRow> = {
  lock(context: Context): Promise<void>
  /** The number of the version that is published; 0 before the first. */
  current(context: Context): Promise<number>
  /** Refuses what its names or pipelines no longer allow. */
  check(context: Context, change: Row): Promise<unknown>
  /** Makes it this version; answers what is said of it in the event. */
  publish(context: Context, change: Row, number: number): Promise<Record<string, unknown>>
}

/** How proposed sets of one kind of rules are read, asked for, taken back and decided on. */
export function proposalsOf<Row extends ChangeRow>({ subject_kind, noun, event, decided, kept }: Kind<Row>) {
  async function existing({ tx, workspace_id }: Context, id: string): Promise<Row> {
    const row = await kept.read(tx, workspace_id, id)
    if (!row) throw notFound(noun)
    return row
  }

  async function shown(context: Context, rows: readonly Row[]) {
    const asked = await approvalsAbout(
      context,
      subject_kind,
      rows.map(({ id }) => id),
    )
    return rows.map((row) => {
      const approval = asked.get(row.id)?.[0]
      const may_vote = approval?.may_vote ?? false
      return { ...row, approval_id: approval?.id ?? null, may_vote, why_not: approval?.why_not ?? null }
    })
  }

  async function get(context: Context, id: string) {
    const [change] = await shown(context, [await existing(context, id)])
    if (!change) throw notFound(noun)
    return change
  }

  async function settle(context: Context, change: Row, state: 'rejected' | 'withdrawn'): Promise<void> {
    const { tx, workspace_id, now, record } = context
    const version = change.version + 1
    await kept.update(tx, workspace_id, { id: change.id, state, decided_at: now, version })
    const data = { title: change.title, before: { state: change.state }, after: { state } }
    record({ type: `${event}.${state}`, subject: change.id, version, data })
  }

  return {
    get,
    async list(
      context: Context,
      { state, limit, cursor }: { state?: Row['state'] | undefined; limit: number; cursor?: [string] | undefined },
    ) {
      const rows = await kept.list(context.tx, context.workspace_id, { state, after: cursor?.[0], limit: limit + 1 })
      const page = pageOf(rows, limit, ({ id }) => [id])
      return { ...page, data: await shown(context, page.data) }
    },
    /**
     * Keeps it and puts it to those who decide.
     *
     * @param pipeline whose key a question is shown with; who decides is of the workspace, and hangs on none
     * @param after what is said of it in the event
     */
    async propose(
      context: Context,
      change: Parameters<typeof kept.insert>[2],
      { pipeline: named, after }: { pipeline: string | undefined; after: Record<string, unknown> },
    ) {
      const { tx, workspace_id, record } = context
      const { id, title, based_on } = change
      await kept.insert(tx, workspace_id, change)
      const data = { before: { version: based_on }, after }
      record({ type: `${event}.proposed`, subject: id, version: 1, data })
      const pipelines = await readPipelines(tx, workspace_id)
      const pipeline = pipelines.find(({ key }) => key === named) ?? pipelines[0]
      if (!pipeline)
        throw new Problem(
          'refused',
          'There is no pipeline yet that a deal could go to; create one first.',
          'no-pipelines',
        )
      const about = { subject_kind, subject_id: id, pipeline_id: pipeline.id }
      await requestApproval(context, { ...about, title, policy: await policyFor(context) })
      return get(context, id)
    },
    async withdraw(context: Context, id: string) {
      const row = await kept.lock(context.tx, context.workspace_id, id)
      if (!row) throw notFound(noun)
      if (row.state !== 'open')
        throw new Problem('conflict', `This change is already ${row.state}; propose another one.`, decided)
      await cancelApprovals(context, subject_kind, id)
      await settle(context, row, 'withdrawn')
      return get(context, id)
    },
    /** What a vote on a set of rules brings about, in its transaction. */
    subject: ({ lock, current, check, publish }: Publishing<Row>): ApprovalSubject => ({
      async beforeApproval(context, { subject_id }) {
        await lock(context)
        const change = await existing(context, subject_id)
        const version = await current(context)
        if (version !== change.based_on)
          throw new Problem(
            'conflict',
            `Version ${version} of the rules was published since; this was written on ${change.based_on}. Propose it anew.`,
            'stale-plan',
          )
        await check(context, change)
      },
      async decided(context, { subject_id, state }) {
        const { tx, workspace_id, now, record } = context
        const change = await kept.lock(tx, workspace_id, subject_id)
        if (change?.state !== 'open') return
        if (state !== 'approved') return settle(context, change, 'rejected')
        const { id, title, based_on } = change
        const [number, version] = [based_on + 1, change.version + 1]
        const after = { version: number, ...(await publish(context, change, number)) }
        await kept.update(tx, workspace_id, { id, state: 'published', decided_at: now, version })
        record({
          type: `${event}.published`,
          subject: id,
          version,
          data: { title, before: { version: based_on }, after },
        })
      },
    }),
  }
}

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

export const rulePolicyOperations = [getPolicy, setPolicy, removePolicy]

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
