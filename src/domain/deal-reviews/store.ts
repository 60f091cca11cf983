import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { AgendaReason, SinceKind } from '../agendas/index.ts'
import type { DealReview, DecidedTask, ReviewState } from './deal-review.ts'
import type { MarkState } from './decide-mark.ts'

export type ReviewRow = {
  id: string
  pipeline_id: string
  pipeline_key: string
  pipeline_name: string
  person_id: string | null
  person_name: string | null
  team_id: string | null
  team_name: string | null
  period: string
  starts: string
  ends: string
  currency: string
  since: Instant
  since_from: SinceKind
  began_at: Instant
  began_by: string
  began_by_name: string
  ended_at: Instant | null
  ended_by: string | null
  ended_by_name: string | null
  note: string | null
  version: number
  deals_count: bigint
  reviewed_count: bigint
  decisions_count: bigint
  tasks_count: bigint
}

const reviews = sql`
  select r.id, r.period, r.starts, r.ends, r.currency, r.since, r.since_from, r.began_at, r.ended_at, r.note, r.version,
    r.pipeline_id, p.key as pipeline_key, p.name as pipeline_name, r.person_id, w.name as person_name, r.team_id,
    t.name as team_name, r.began_by, b.name as began_by_name, r.ended_by, e.name as ended_by_name,
    n.deals_count, n.reviewed_count, n.decisions_count,
    (select count(*) from deal_review_task k
      where k.workspace_id = r.workspace_id and k.deal_review_id = r.id) as tasks_count
  from deal_review r
  join pipeline p on p.workspace_id = r.workspace_id and p.id = r.pipeline_id
  join person b on b.workspace_id = r.workspace_id and b.id = r.began_by
  left join person e on e.workspace_id = r.workspace_id and e.id = r.ended_by
  left join person w on w.workspace_id = r.workspace_id and w.id = r.person_id
  left join team t on t.workspace_id = r.workspace_id and t.id = r.team_id
  cross join lateral (
    select count(*) as deals_count, count(d.reviewed_at) as reviewed_count, count(d.decision) as decisions_count
    from deal_review_deal d where d.workspace_id = r.workspace_id and d.deal_review_id = r.id) n`

/** A review as the wire shows it. */
export const reviewOf = (row: ReviewRow): DealReview => ({
  id: row.id,
  pipeline: { id: row.pipeline_id, key: row.pipeline_key, name: row.pipeline_name },
  person: row.person_id === null ? null : { id: row.person_id, name: row.person_name ?? '' },
  team: row.team_id === null ? null : { id: row.team_id, name: row.team_name ?? '' },
  period: row.period,
  starts: row.starts,
  ends: row.ends,
  currency: row.currency,
  since: row.since,
  since_from: row.since_from,
  state: row.ended_at === null ? 'under_way' : 'ended',
  began_at: row.began_at,
  began_by: { id: row.began_by, name: row.began_by_name },
  ended_at: row.ended_at,
  ended_by: row.ended_by === null ? null : { id: row.ended_by, name: row.ended_by_name ?? '' },
  note: row.note,
  deals_count: Number(row.deals_count),
  reviewed_count: Number(row.reviewed_count),
  decisions_count: Number(row.decisions_count),
  tasks_count: Number(row.tasks_count),
  version: row.version,
})

export async function readReview(tx: Tx, workspace_id: string, id: string): Promise<DealReview | undefined> {
  const { rows } = await sql<ReviewRow>`${reviews} where r.workspace_id = ${workspace_id} and r.id = ${id}`.execute(tx)
  return rows[0] && reviewOf(rows[0])
}

/** Reads a review and keeps others from changing it until this transaction ends. */
export async function lockReview(tx: Tx, workspace_id: string, id: string): Promise<DealReview | undefined> {
  await sql`select from deal_review where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return readReview(tx, workspace_id, id)
}

type Filter = {
  pipeline_id?: string | undefined
  state?: ReviewState | undefined
  limit: number
  cursor?: [string, string] | undefined
  /** Pipelines and scopes that are not for this reader. */
  hidden: readonly string[]
}

/** Reviews, the newest first; one more than asked for. */
export async function readReviews(tx: Tx, workspace_id: string, filter: Filter): Promise<DealReview[]> {
  const { pipeline_id, state, limit, cursor, hidden } = filter
  const [at, id] = cursor ?? []
  const { rows } = await sql<ReviewRow>`
    ${reviews} where r.workspace_id = ${workspace_id} and (r.pipeline_id || ' ' || r.scope) <> all(${hidden}::text[])
      ${pipeline_id === undefined ? sql`` : sql`and r.pipeline_id = ${pipeline_id}`}
      ${state === undefined ? sql`` : state === 'ended' ? sql`and r.ended_at is not null` : sql`and r.ended_at is null`}
      ${at === undefined ? sql`` : sql`and (r.began_at, r.id) < (${at}, ${id})`}
    order by r.began_at desc, r.id desc limit ${limit + 1}`.execute(tx)
  return rows.map(reviewOf)
}

/** Of which deals there were reviews, to tell which are not for a reader. */
export async function readScopes(tx: Tx, workspace_id: string) {
  const { rows } = await sql<{ pipeline_id: string; scope: string; person_id: string | null; team_id: string | null }>`
    select distinct pipeline_id, scope, person_id, team_id from deal_review where workspace_id = ${workspace_id}`.execute(
    tx,
  )
  return rows
}

/** The review of a scope that is under way, and the last one that ended. */
export async function readAround(
  tx: Tx,
  workspace_id: string,
  { pipeline_id, scope }: { pipeline_id: string; scope: string },
): Promise<{ under_way: string | null; last: { id: string; began_at: Instant; ended_at: Instant } | null }> {
  const { rows } = await sql<{ id: string; began_at: Instant; ended_at: Instant | null }>`
    (select id, began_at, ended_at from deal_review
      where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and scope = ${scope} and ended_at is null)
    union all
    (select id, began_at, ended_at from deal_review
      where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and scope = ${scope} and ended_at is not null
      order by ended_at desc, id desc limit 1)`.execute(tx)
  const last = rows.find(({ ended_at }) => ended_at !== null)
  return {
    under_way: rows.find(({ ended_at }) => ended_at === null)?.id ?? null,
    last: last ? { id: last.id, began_at: last.began_at, ended_at: last.ended_at ?? '' } : null,
  }
}

/**
 * Deals that the last review left: on its agenda and not talked about, or not on it and changed by somebody while it went
 * on, so that what begins where it ended would not tell of them.
 */
export async function readLeftOver(
  tx: Tx,
  workspace_id: string,
  { id, pipeline_id, began_at, ended_at }: { id: string; pipeline_id: string; began_at: Instant; ended_at: Instant },
): Promise<Set<string>> {
  const { rows } = await sql<{ deal_id: string }>`
    select d.deal_id from deal_review_deal d
    where d.workspace_id = ${workspace_id} and d.deal_review_id = ${id} and d.reviewed_at is null
    union
    select l.deal_id from deal_ledger l
    where l.workspace_id = ${workspace_id} and l.pipeline_id = ${pipeline_id} and not l.administrative
      and l.occurred_at > ${began_at} and l.occurred_at <= ${ended_at}
      and not exists (select from deal_review_deal d where d.workspace_id = l.workspace_id and d.deal_review_id = ${id}
        and d.deal_id = l.deal_id)`.execute(tx)
  return new Set(rows.map(({ deal_id }) => deal_id))
}

export type NewReview = {
  id: string
  pipeline_id: string
  person_id: string | null
  team_id: string | null
  scope: string
  period: string
  starts: string
  ends: string
  currency: string
  since: Instant
  since_from: SinceKind
  began_by: string
  began_at: Instant
}

/** False where one of the same scope is under way already, be it since a moment ago. */
export async function insertReview(tx: Tx, workspace_id: string, review: NewReview): Promise<boolean> {
  const row = { workspace_id, ...review, version: 1 }
  const columns = Object.keys(row)
  const { numAffectedRows } = await sql`
    insert into deal_review (${sql.join(columns.map((name) => sql.ref(name)))})
    values (${sql.join(Object.values(row))})
    on conflict (workspace_id, pipeline_id, scope) where ended_at is null do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export type AgendaRow = {
  deal_id: string
  position: number
  reasons: AgendaReason[]
  chance_from: number | null
  chance_to: number | null
}

export async function insertAgenda(
  tx: Tx,
  workspace_id: string,
  deal_review_id: string,
  rows: readonly AgendaRow[],
): Promise<void> {
  await insertRows(
    tx,
    'deal_review_deal',
    rows.map((row) => ({ workspace_id, deal_review_id, ...row, version: 1 })),
  )
}

export type MarkRow = AgendaRow &
  MarkState & {
    number: bigint
    reviewed_by_name: string | null
    decided_by_name: string | null
    version: number
  }

const marks = sql`
  select d.deal_id, d.position, d.reasons, d.chance_from, d.chance_to, d.reviewed_at, d.reviewed_by, d.decision,
    d.decided_by, d.version, l.number, r.name as reviewed_by_name, c.name as decided_by_name
  from deal_review_deal d
  join deal l on l.workspace_id = d.workspace_id and l.id = d.deal_id
  left join person r on r.workspace_id = d.workspace_id and r.id = d.reviewed_by
  left join person c on c.workspace_id = d.workspace_id and c.id = d.decided_by`

/** The deals on the agenda of a review, in their order. */
export async function readMarks(tx: Tx, workspace_id: string, deal_review_id: string): Promise<MarkRow[]> {
  const { rows } = await sql<MarkRow>`
    ${marks} where d.workspace_id = ${workspace_id} and d.deal_review_id = ${deal_review_id}
    order by d.position`.execute(tx)
  return rows
}

/** One of them, by the id of the deal or its key. */
export async function readMark(
  tx: Tx,
  workspace_id: string,
  deal_review_id: string,
  id_or_key: string,
): Promise<MarkRow | undefined> {
  const { rows } = await sql<MarkRow>`
    ${marks} where d.workspace_id = ${workspace_id} and d.deal_review_id = ${deal_review_id}
      and ${id_or_key} in (l.id, 'D-' || l.number)`.execute(tx)
  return rows[0]
}

export async function saveMark(
  tx: Tx,
  workspace_id: string,
  deal_review_id: string,
  {
    deal_id,
    reviewed_at,
    reviewed_by,
    decision,
    decided_by,
    version,
  }: MarkState & { deal_id: string; version: number },
): Promise<void> {
  await sql`update deal_review_deal set reviewed_at = ${reviewed_at}, reviewed_by = ${reviewed_by},
      decision = ${decision}, decided_by = ${decided_by}, version = ${version}
    where workspace_id = ${workspace_id} and deal_review_id = ${deal_review_id} and deal_id = ${deal_id}`.execute(tx)
}

export async function insertTask(
  tx: Tx,
  workspace_id: string,
  task: { deal_review_id: string; deal_id: string; activity_id: string },
): Promise<void> {
  await insertRows(tx, 'deal_review_task', [{ workspace_id, ...task }])
}

/** The tasks that were decided on in a review, by deal, as they are now. */
export async function readTasks(
  tx: Tx,
  workspace_id: string,
  deal_review_id: string,
): Promise<Map<string, DecidedTask[]>> {
  type Row = Omit<DecidedTask, 'owner'> & { deal_id: string; owner_id: string | null; owner_name: string | null }
  const { rows } = await sql<Row>`
    select k.deal_id, a.id, a.subject, a.due_on, a.done_at, a.owner_id, o.name as owner_name
    from deal_review_task k
    join activity a on a.workspace_id = k.workspace_id and a.id = k.activity_id
    left join person o on o.workspace_id = a.workspace_id and o.id = a.owner_id
    where k.workspace_id = ${workspace_id} and k.deal_review_id = ${deal_review_id}
    order by a.created_at, a.id`.execute(tx)
  const tasks = new Map<string, DecidedTask[]>()
  for (const { deal_id, owner_id, owner_name, ...task } of rows)
    tasks
      .getOrInsertComputed(deal_id, () => [])
      .push({ ...task, owner: owner_id === null ? null : { id: owner_id, name: owner_name ?? '' } })
  return tasks
}

/** Moves the version of a review on, with its end where it has come; answers the version that it is at then. */
export async function saveReview(
  tx: Tx,
  workspace_id: string,
  id: string,
  end?: { ended_at: Instant; ended_by: string; note: string | null },
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    update deal_review set version = version + 1
      ${end === undefined ? sql`` : sql`, ended_at = ${end.ended_at}, ended_by = ${end.ended_by}, note = ${end.note}`}
    where workspace_id = ${workspace_id} and id = ${id} returning version`.execute(tx)
  return rows[0]?.version ?? 1
}
