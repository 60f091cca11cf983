import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { holds } from '../../platform/rights.ts'
import { Id } from '../../values/id.ts'
import type { Instant } from '../../values/instant.ts'
import { Page, pageOfKept, pageQuery } from '../../values/page.ts'
import { accessOf, readPeople, readStandings } from '../people/index.ts'
import { rightsOf } from '../rights/index.ts'
import { Approval, approvalStates, NewVote, type Policy, type SubjectKind } from './approval.ts'
import { decideVote, decideVoter, type Voter } from './decide-vote.ts'
import { plain, policyOf, policyOperations } from './policies.ts'
import * as store from './store.ts'

/** What a module above has to say about its subjects, in the transaction of the vote. */
export type Subject = {
  /** Refuses a vote in favour of what is not any more what was asked about. */
  beforeApproval?(context: Context, approval: store.ApprovalRow): Promise<void>
  decided(context: Context, approval: store.ApprovalRow): Promise<void>
}

export const approvalOperations = (subjects: Partial<Record<SubjectKind, Subject>>) => [
  operation({
    name: 'approvals.list',
    http: 'GET /approvals',
    access: 'workspace:read',
    effect: 'read',
    mcp: { tool: 'list_approvals' },
    summary: 'What waits for a decision: mine to decide, or everything that I may see; newest first',
    input: z.strictObject({
      queue: z.enum(['mine', 'all']).default('mine'),
      /** Open ones, where nothing is said. */
      state: z.enum(approvalStates).default('open'),
      ...pageQuery(z.tuple([Id('apr')])),
    }),
    output: Page(Approval),
    async run(context, { queue, state, limit, cursor }) {
      const { tx, workspace_id } = context
      const mine = queue === 'mine' ? deciderOf(context) : undefined
      const read = (after: string | undefined) => store.readQueue(tx, workspace_id, { state, mine, after, limit })
      // One's own requests wait for others, unless there are none.
      return pageOfKept({ limit, after: cursor?.[0] }, read, async (rows) => {
        const shown = await approvalsOf(context, rows)
        return mine ? shown.filter(({ may_vote }) => may_vote) : shown
      })
    },
  }),
  operation({
    name: 'approvals.get',
    http: 'GET /approvals/{approval_id}',
    access: 'workspace:read',
    effect: 'read',
    summary: 'One question put to people, with every vote and its reason',
    input: z.strictObject({ approval_id: Id('apr') }),
    output: Approval,
    version: ({ version }) => version,
    async run(context, { approval_id }) {
      const row = await store.readApproval(context.tx, context.workspace_id, approval_id)
      if (!row) throw notFound('approval')
      return shownApproval(context, row)
    },
  }),
  operation({
    name: 'approval_votes.create',
    http: 'POST /approvals/{approval_id}/votes',
    access: 'workspace:read',
    effect: 'write',
    summary: 'Approve or reject; who decides says the policy, and nobody decides on their own request while others can',
    input: NewVote,
    output: Approval,
    version: ({ version }) => version,
    async run(context, { approval_id, vote, reason }) {
      const { tx, workspace_id, actor, now, record } = context
      const before = await store.lockApproval(tx, workspace_id, approval_id)
      if (!before) throw notFound('approval')
      refuseNarrowKey(context, before.subject_kind)
      const people = await votersIn(context, before.pipeline_id)
      const voter = people.find(({ id }) => id === actor.id)
      const decided = voter && decideVoter(before, voter, people)
      if (!decided?.ok) throw refusalOf(decided?.refusal ?? { code: 'not-an-approver', message: 'You have left.' })
      if (vote === 'reject' && reason === undefined)
        throw invalid('/reason', 'required', 'Say why: whoever asked is to know what would do.')
      const subject = subjects[before.subject_kind]
      if (vote === 'approve') await subject?.beforeApproval?.(context, before)
      const given = { person_id: actor.id, vote, own: decided.value.own }
      const { state, self_approved } = decideVote(before, given, people)
      await store.insertVote(tx, workspace_id, approval_id, { ...given, reason: reason ?? null, voted_at: now })
      const version = before.version + 1
      const decided_at = state === 'open' ? null : now
      await store.updateApproval(tx, workspace_id, { id: approval_id, state, self_approved, decided_at, version })
      const told = { vote, reason: reason ?? null, state, self_approved }
      record({
        type: state === 'open' ? 'approval.voted' : `approval.${state}`,
        subject: approval_id,
        version,
        data: { title: before.title, before: { state: before.state, votes: before.votes.length }, after: told },
      })
      const after = await store.readApproval(tx, workspace_id, approval_id)
      if (!after) throw notFound('approval')
      if (state !== 'open') await subject?.decided(context, after)
      return shownApproval(context, after)
    },
  }),
  ...policyOperations,
]

export type Request = {
  subject_kind: SubjectKind
  subject_id: string
  pipeline_id: string
  deal_id?: string
  title: string
  /** Whose question it is, where somebody else puts it again; without it, whoever acts. */
  requested_by?: string
  /** Nothing hangs on it yet, so whoever asks may also answer. */
  harmless?: boolean
  /** Instead of the pipeline's own. */
  policy?: Policy
  due_at?: Instant
}

/** Puts a question to whoever decides by the policy of the pipeline; answers its id. */
export async function requestApproval(context: Context, request: Request): Promise<string> {
  const { tx, workspace_id, newId, now, actor, record } = context
  const { subject_kind, subject_id, pipeline_id, deal_id = null, title, harmless = false, due_at = null } = request
  const { requested_by = actor.id } = request
  const policy = request.policy ?? (await policyOf(context, pipeline_id, subject_kind))
  const id = newId('apr')
  const { needed, by_role, by_people } = policy
  const asked = { id, subject_kind, subject_id, pipeline_id, deal_id, title, harmless, needed, by_role, by_people }
  await store.insertApproval(tx, workspace_id, { ...asked, requested_by, requested_at: now, due_at })
  const after = { subject: { kind: subject_kind, id: subject_id }, title, requested_by, ...plain(policy) }
  record({ type: 'approval.requested', subject: id, version: 1, data: { after } })
  return id
}

/** Takes back what is still asked about a subject; answers whether anything was. */
export async function cancelApprovals(context: Context, kind: SubjectKind, subject_id: string): Promise<boolean> {
  const { tx, workspace_id, now, record } = context
  let any = false
  for (const { id, state, version, self_approved } of await store.readApprovalsOf(tx, workspace_id, kind, [
    subject_id,
  ])) {
    if (state !== 'open') continue
    const change = { id, state: 'cancelled', self_approved, decided_at: now, version: version + 1 } as const
    await store.updateApproval(tx, workspace_id, change)
    const data = { before: { state }, after: { state: 'cancelled' } }
    record({ type: 'approval.cancelled', subject: id, version: version + 1, data })
    any = true
  }
  return any
}

/** What was asked about some subjects, newest first, as this reader sees it; by the subject's id. */
export async function approvalsAbout(
  context: Context,
  kind: SubjectKind,
  subject_ids: readonly string[],
): Promise<Map<string, z.input<typeof Approval>[]>> {
  const rows = await store.readApprovalsOf(context.tx, context.workspace_id, kind, subject_ids)
  const shown = await approvalsOf(context, rows)
  return Map.groupBy(shown, ({ subject }) => subject.id)
}

/** The people whose vote on a question would count now. */
export async function whoMayVote(context: Omit<Asking, 'actor'>, row: store.ApprovalRow): Promise<string[]> {
  const people = await votersIn(context, row.pipeline_id)
  return people.filter((one) => decideVoter(row, one, people).ok).map(({ id }) => id)
}

type Asking = Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>

/** Everybody, with whether they hold the right to approve in a pipeline; where it has no grants, who may configure. */
export async function votersIn(
  { tx, workspace_id, now }: Omit<Asking, 'actor'>,
  pipeline_id: string,
): Promise<Voter[]> {
  const people = await readPeople(tx, workspace_id)
  const standings = await readStandings(
    tx,
    workspace_id,
    people.map(({ id }) => id),
    now,
  )
  return people.map(({ id, role, active }) => {
    const standing = standings.get(id)
    const rights = standing && rightsOf(standing)
    const bound = rights?.pipelines.has(pipeline_id) ?? false
    const may_approve = bound
      ? rights !== undefined && holds({ id, rights }, 'approve', { pipeline_id })
      : accessOf(role).has('pipelines:configure')
    return { id, role, active, may_approve }
  })
}

/** What the queue of the one who asks is chosen by. */
function deciderOf({ actor }: Asking): NonNullable<store.Queue['mine']> {
  const closed = [...actor.rights.pipelines.keys()]
  const granted = closed.filter((id) => holds(actor, 'approve', { pipeline_id: id }))
  const by_role = accessOf(actor.role as Parameters<typeof accessOf>[0]).has('pipelines:configure')
  return { id: actor.id, role: actor.role, closed, granted, by_role }
}

/** A key that was given less than its person decides on nothing that it could not change: one for reading publishes nothing. */
function refuseNarrowKey({ actor }: Asking, kind: SubjectKind): void {
  const scopes = actor.key?.scopes
  const access = kind === 'gate' ? 'deals:work' : 'pipelines:configure'
  if (!scopes || scopes.includes(access)) return
  const given = `This API key was given ${scopes.join(', ')} only; to vote on this it needs the right ${access}.`
  throw new Problem('forbidden', given, 'forbidden', { access, scopes })
}

function refusalOf({ code, message }: { code: string; message: string }): Problem {
  return new Problem(code === 'approval-decided' || code === 'already-voted' ? 'conflict' : 'refused', message, code)
}

const shownApproval = async (context: Asking, row: store.ApprovalRow) => {
  const [shown] = await approvalsOf(context, [row])
  return shown as z.input<typeof Approval>
}

async function approvalsOf(context: Asking, rows: readonly store.ApprovalRow[]): Promise<z.input<typeof Approval>[]> {
  const { tx, workspace_id, actor } = context
  if (rows.length === 0) return []
  const names = new Map((await readPeople(tx, workspace_id)).map(({ id, name }) => [id, name]))
  const voters = new Map<string, Voter[]>()
  for (const { pipeline_id } of rows)
    if (!voters.has(pipeline_id)) voters.set(pipeline_id, await votersIn(context, pipeline_id))
  return rows.map((row) => {
    const people = voters.get(row.pipeline_id) ?? []
    const self = people.find(({ id }) => id === actor.id)
    const may = self ? decideVoter(row, self, people) : undefined
    return {
      id: row.id,
      version: row.version,
      subject: { kind: row.subject_kind, id: row.subject_id },
      pipeline: { id: row.pipeline_id, key: row.pipeline_key, name: row.pipeline_name },
      title: row.title,
      state: row.state,
      needed: row.needed,
      role: row.by_role,
      people: row.by_people?.map((id) => ({ id, name: names.get(id) ?? '' })) ?? null,
      requested_by: { id: row.requested_by, name: row.requested_by_name },
      requested_at: row.requested_at,
      due_at: row.due_at,
      decided_at: row.decided_at,
      self_approved: row.self_approved,
      votes: row.votes.map(({ person_id, person_name, ...vote }) => ({
        person: { id: person_id, name: person_name },
        ...vote,
      })),
      may_vote: may?.ok ?? false,
      why_not: may && !may.ok ? may.refusal.message : null,
    }
  })
}
