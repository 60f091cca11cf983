import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { Role } from '../people/index.ts'
import type { Approval, Policy, SubjectKind } from './approval.ts'

export type VoteRow = {
  person_id: string
  person_name: string
  vote: 'approve' | 'reject'
  reason: string | null
  own: boolean
  voted_at: Instant
}

export type ApprovalRow = {
  id: string
  version: number
  subject_kind: SubjectKind
  subject_id: string
  pipeline_id: string
  pipeline_key: string
  pipeline_name: string
  title: string
  state: Approval['state']
  needed: number
  by_role: Role | null
  by_people: string[] | null
  harmless: boolean
  self_approved: boolean
  requested_by: string
  requested_by_name: string
  requested_at: Instant
  due_at: Instant | null
  decided_at: Instant | null
  votes: VoteRow[]
}

const select = sql`
  select a.id, a.version, a.subject_kind, a.subject_id, a.pipeline_id, p.key as pipeline_key, p.name as pipeline_name,
    a.title, a.state, a.needed, a.by_role, a.by_people, a.harmless, a.self_approved, a.requested_by,
    r.name as requested_by_name, a.requested_at, a.due_at, a.decided_at,
    (select coalesce(jsonb_agg(jsonb_build_object('person_id', v.person_id, 'person_name', n.name, 'vote', v.vote,
        'reason', v.reason, 'own', v.own,
        'voted_at', to_char(v.voted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by v.voted_at), '[]')
      from approval_vote v join person n on n.workspace_id = v.workspace_id and n.id = v.person_id
      where v.workspace_id = a.workspace_id and v.approval_id = a.id) as votes
  from approval a
  join pipeline p on p.workspace_id = a.workspace_id and p.id = a.pipeline_id
  join person r on r.workspace_id = a.workspace_id and r.id = a.requested_by`

export async function readApproval(tx: Tx, workspace_id: string, id: string): Promise<ApprovalRow | undefined> {
  const { rows } = await sql<ApprovalRow>`${select} where a.workspace_id = ${workspace_id} and a.id = ${id}`.execute(tx)
  return rows[0]
}

/** As above, kept from others who vote until the transaction ends. */
export async function lockApproval(tx: Tx, workspace_id: string, id: string): Promise<ApprovalRow | undefined> {
  await sql`select from approval where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return readApproval(tx, workspace_id, id)
}

/** What was asked about these subjects, newest first. */
export async function readApprovalsOf(
  tx: Tx,
  workspace_id: string,
  kind: SubjectKind,
  subject_ids: readonly string[],
): Promise<ApprovalRow[]> {
  const { rows } = await sql<ApprovalRow>`${select}
    where a.workspace_id = ${workspace_id} and a.subject_kind = ${kind} and a.subject_id = any(${subject_ids}::text[])
    order by a.id desc`.execute(tx)
  return rows
}

/** Whose questions are wanted: those that this person decides on and has not, or all that they may see. */
export type Queue = {
  state: Approval['state'] | undefined
  mine?:
    | { id: string; role: string; closed: readonly string[]; granted: readonly string[]; by_role: boolean }
    | undefined
  after?: string | undefined
  limit: number
}

export async function readQueue(tx: Tx, workspace_id: string, queue: Queue): Promise<ApprovalRow[]> {
  const { state, mine, after, limit } = queue
  // Whoever holds the right stands in where a policy names nobody, or nobody but the one who asks.
  const named = sql`exists (select from person p where p.workspace_id = a.workspace_id and p.active
    and p.id <> a.requested_by and (p.role = a.by_role or a.by_people ? p.id))`
  const byRight = mine
    ? sql`not ${named} and (a.pipeline_id = any(${mine.granted}::text[])
        or (${mine.by_role} and a.pipeline_id <> all(${mine.closed}::text[])))`
    : sql``
  const wanted = mine
    ? sql`and (a.by_role = ${mine.role} or a.by_people ? ${mine.id} or (${byRight}))
        and not exists (select from approval_vote v where v.workspace_id = a.workspace_id and v.approval_id = a.id
          and v.person_id = ${mine.id})`
    : sql``
  const { rows } = await sql<ApprovalRow>`${select}
    where a.workspace_id = ${workspace_id} ${state ? sql`and a.state = ${state}` : sql``} ${wanted}
      ${after ? sql`and a.id < ${after}` : sql``}
    order by a.id desc limit ${limit + 1}`.execute(tx)
  return rows
}

export type NewApproval = Policy & {
  id: string
  subject_kind: SubjectKind
  subject_id: string
  pipeline_id: string
  deal_id: string | null
  title: string
  harmless: boolean
  requested_by: string
  requested_at: Instant
  due_at: Instant | null
}

export async function insertApproval(tx: Tx, workspace_id: string, approval: NewApproval): Promise<void> {
  await insertRows(tx, 'approval', [{ workspace_id, ...approval, state: 'open' }])
}

export async function insertVote(
  tx: Tx,
  workspace_id: string,
  approval_id: string,
  vote: Omit<VoteRow, 'person_name'>,
): Promise<void> {
  await insertRows(tx, 'approval_vote', [{ workspace_id, approval_id, ...vote }])
}

type Change = {
  id: string
  state: Approval['state']
  self_approved: boolean
  decided_at: Instant | null
  version: number
}

export async function updateApproval(tx: Tx, workspace_id: string, change: Change): Promise<void> {
  const { id, state, self_approved, decided_at, version } = change
  await sql`update approval set state = ${state}, self_approved = ${self_approved}, decided_at = ${decided_at},
    version = ${version} where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export type PolicyRow = Policy & { valid_from: Instant }

/** The policy of a pipeline for a kind of subject at a moment; undefined where nobody set one, or it was taken back. */
export async function readPolicy(
  tx: Tx,
  workspace_id: string,
  pipeline_id: string,
  kind: SubjectKind,
  at: Instant,
): Promise<PolicyRow | undefined> {
  const { rows } = await sql<SavedPolicy>`
    select needed, by_role, by_people, valid_from from approval_policy
    where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and subject_kind = ${kind}
      and valid_from <= ${at} order by valid_from desc limit 1`.execute(tx)
  const [row] = rows
  return row && row.needed !== null ? { ...row, needed: row.needed } : undefined
}

type SavedPolicy = Omit<PolicyRow, 'needed'> & { needed: number | null }

export async function insertPolicy(
  tx: Tx,
  workspace_id: string,
  policy: SavedPolicy & { pipeline_id: string; subject_kind: SubjectKind; set_by: string },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('approval policy ' || ${policy.pipeline_id}, 0))`.execute(tx)
  await insertRows(tx, 'approval_policy', [{ workspace_id, ...policy }])
}

/** Open questions of every workspace that somebody has approved, with who did so last. */
export async function readPartlyVoted(owner: Tx) {
  const { rows } = await sql<{ workspace_id: string; id: string; last_voter: string }>`
    select a.workspace_id, a.id, v.person_id as last_voter from approval a
    cross join lateral (
      select person_id from approval_vote v where v.workspace_id = a.workspace_id and v.approval_id = a.id
      order by v.voted_at desc limit 1) v
    where a.state = 'open' order by a.workspace_id, a.id limit 1000`.execute(owner)
  return rows
}

export type Waiting = Pick<ApprovalRow, 'id' | 'requested_at' | 'due_at'> & { workspace_id: string }

/** Questions of some kinds that wait since a moment, or are due by another, in every workspace. */
export async function readWaiting(
  owner: Tx,
  kinds: readonly SubjectKind[],
  { since, due_by }: { since: Instant; due_by: Instant },
): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select workspace_id, id, requested_at, due_at from approval
    where state = 'open' and subject_kind = any(${kinds}::text[]) and (requested_at <= ${since} or due_at <= ${due_by})
    order by workspace_id, id limit 2000`.execute(owner)
  return rows
}
