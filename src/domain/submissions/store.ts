import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { type Money, minorOf, moneyOf } from '../../values/money.ts'
import type { ComputedFrom, Submission } from './submission.ts'

export type Kept = Submission & { computed_from: ComputedFrom }

type Row = {
  id: string
  period: string
  starts: string
  ends: string
  currency: string
  commit_minor: bigint
  best_case_minor: bigint
  pipeline_minor: bigint
  note: string | null
  due_at: Instant | null
  submitted_at: Instant
  locks_at: Instant
  pipeline_id: string
  pipeline_key: string
  pipeline_name: string
  person_id: string
  person_name: string
  computed_from: ComputedFrom
}

const columns = sql`s.id, s.period, s.starts, s.ends, s.currency, s.commit_minor, s.best_case_minor, s.pipeline_minor,
  s.note, s.due_at, s.submitted_at, s.pipeline_id, p.key as pipeline_key, p.name as pipeline_name, s.person_id,
  w.name as person_name, coalesce(s.due_at, s.ends::timestamp at time zone (s.computed_from ->> 'time_zone')) as locks_at`
const named = sql`join pipeline p on p.workspace_id = s.workspace_id and p.id = s.pipeline_id
  join person w on w.workspace_id = s.workspace_id and w.id = s.person_id`

const submissionOf = (row: Row, now: Instant): Submission => ({
  id: row.id,
  pipeline: { id: row.pipeline_id, key: row.pipeline_key, name: row.pipeline_name },
  person: { id: row.person_id, name: row.person_name },
  period: row.period,
  starts: row.starts,
  ends: row.ends,
  currency: row.currency,
  called: {
    commit: moneyOf(row.commit_minor, row.currency),
    best_case: moneyOf(row.best_case_minor, row.currency),
    pipeline: moneyOf(row.pipeline_minor, row.currency),
  },
  note: row.note,
  due_at: row.due_at,
  submitted_at: row.submitted_at,
  locked: row.locks_at < now,
})

export type Filter = {
  pipeline_id?: string | undefined
  period?: string | undefined
  person_id?: string | undefined
}

const matching = ({ pipeline_id, period, person_id }: Filter) => sql`
  ${pipeline_id === undefined ? sql`` : sql`and s.pipeline_id = ${pipeline_id}`}
  ${period === undefined ? sql`` : sql`and s.period = ${period}`}
  ${person_id === undefined ? sql`` : sql`and s.person_id = ${person_id}`}`

/** What was submitted, the newest first; one more than asked for. `whose` are the people that a reader may see, by pipeline. */
export async function readSubmissions(
  tx: Tx,
  workspace_id: string,
  filter: Filter & { limit: number; cursor?: [string, string] | undefined; hidden: readonly string[] },
  now: Instant,
): Promise<Submission[]> {
  const [at, id] = filter.cursor ?? []
  const { rows } = await sql<Row>`
    select ${columns} from submission s ${named}
    where s.workspace_id = ${workspace_id} ${matching(filter)}
      and (s.pipeline_id || ' ' || s.person_id) <> all(${filter.hidden}::text[])
      ${at === undefined ? sql`` : sql`and (s.submitted_at, s.id) < (${at}, ${id})`}
    order by s.submitted_at desc, s.id desc limit ${filter.limit + 1}`.execute(tx)
  return rows.map((row) => submissionOf(row, now))
}

/** Who submitted what in which pipeline, to tell whose may be seen. */
export async function readAuthors(tx: Tx, workspace_id: string): Promise<{ pipeline_id: string; person_id: string }[]> {
  const { rows } = await sql<{ pipeline_id: string; person_id: string }>`
    select distinct pipeline_id, person_id from submission where workspace_id = ${workspace_id}`.execute(tx)
  return rows
}

export async function readSubmission(
  tx: Tx,
  workspace_id: string,
  id: string,
  now: Instant,
): Promise<Kept | undefined> {
  const { rows } = await sql<Row>`
    select ${columns}, s.computed_from from submission s ${named}
    where s.workspace_id = ${workspace_id} and s.id = ${id}`.execute(tx)
  const [row] = rows
  return row && { ...submissionOf(row, now), computed_from: row.computed_from }
}

/** The last one of the same person, pipeline and period before this one. */
export async function readLastBefore(
  tx: Tx,
  workspace_id: string,
  { id, pipeline, person, period, submitted_at }: Submission,
  now: Instant,
): Promise<Kept | undefined> {
  const { rows } = await sql<Row>`
    select ${columns}, s.computed_from from submission s ${named}
    where s.workspace_id = ${workspace_id} and s.pipeline_id = ${pipeline.id} and s.person_id = ${person.id}
      and s.period = ${period} and (s.submitted_at, s.id) < (${submitted_at}, ${id})
    order by s.submitted_at desc, s.id desc limit 1`.execute(tx)
  const [row] = rows
  return row && { ...submissionOf(row, now), computed_from: row.computed_from }
}

/** Of each person the newest submitted between two moments, the first excluded. */
export async function readNewest(
  tx: Tx,
  workspace_id: string,
  { pipeline_id, period, after, until }: { pipeline_id: string; period: string; after: Instant | null; until: Instant },
  now: Instant,
): Promise<Map<string, Submission>> {
  const { rows } = await sql<Row>`
    select distinct on (s.person_id) ${columns} from submission s ${named}
    where s.workspace_id = ${workspace_id} and s.pipeline_id = ${pipeline_id} and s.period = ${period}
      and s.submitted_at <= ${until} ${after === null ? sql`` : sql`and s.submitted_at > ${after}`}
    order by s.person_id, s.submitted_at desc, s.id desc`.execute(tx)
  return new Map(rows.map((row) => [row.person_id, submissionOf(row, now)]))
}

/** What somebody submitted for a period that is over, as far as it takes to hold it against what was won. */
export type Said = {
  pipeline_id: string
  period: string
  person_id: string
  /** Those who reported to them then, directly or through others. */
  below: string[]
  commit: Money
  /** What the model held likely for the same deals; null where it had too little to go by. */
  likely: Money | null
  submitted_at: Instant
}

type AskedOfPast = {
  pipeline_ids: readonly string[]
  time_zone: string
  /** Only periods that were over by then. */
  as_of: Instant
  /** How many of the last periods of each pipeline for which anybody submitted. */
  periods: number
}

/**
 * Of each person the last word on each period that is over, said while a quarter of the period was still to come: on its
 * last day everybody knows. Ordered by pipeline and period.
 */
export async function readLastSaid(
  tx: Tx,
  workspace_id: string,
  { pipeline_ids, time_zone, as_of, periods }: AskedOfPast,
): Promise<Said[]> {
  type SaidRow = Omit<Said, 'commit' | 'likely'> & { currency: string; commit_minor: bigint; likely: Money | null }
  const { rows } = await sql<SaidRow>`
    with early as (
      select s.*, dense_rank() over (partition by s.pipeline_id order by s.starts desc) as back
      from submission s
      where s.workspace_id = ${workspace_id} and s.pipeline_id = any(${pipeline_ids}::text[])
        and s.ends::timestamp at time zone ${time_zone} <= ${as_of}
        and s.submitted_at < (s.ends - (s.ends - s.starts) / 4)::timestamp at time zone ${time_zone})
    select distinct on (e.pipeline_id, e.starts, e.period, e.person_id) e.pipeline_id, e.period, e.person_id, e.currency,
      e.commit_minor, e.submitted_at, e.computed_from -> 'model' -> 'likely' as likely,
      array(select one ->> 'id' from jsonb_array_elements(e.computed_from -> 'below') one) as below
    from early e
    where e.back <= ${periods}
    order by e.pipeline_id, e.starts, e.period, e.person_id, e.submitted_at desc, e.id desc`.execute(tx)
  return rows.map(({ commit_minor, currency, ...row }) => ({ ...row, commit: moneyOf(commit_minor, currency) }))
}

export async function insertSubmission(
  tx: Tx,
  workspace_id: string,
  { id, pipeline, person, called, computed_from, locked: _, ...kept }: Kept,
  definition_id: string,
): Promise<void> {
  const amounts = {
    commit_minor: minorOf(called.commit),
    best_case_minor: minorOf(called.best_case),
    pipeline_minor: minorOf(called.pipeline),
  }
  const of = { workspace_id, id, pipeline_id: pipeline.id, definition_id, person_id: person.id }
  await insertRows(tx, 'submission', [{ ...of, ...kept, ...amounts, computed_from }])
}

/** Who owns an open deal of a pipeline: of them, and of those they report to, a forecast is expected. */
export async function readOwners(tx: Tx, workspace_id: string, pipeline_id: string): Promise<string[]> {
  const { rows } = await sql<{ owner_id: string }>`
    select distinct owner_id from deal
    where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and outcome is null and owner_id is not null`.execute(
    tx,
  )
  return rows.map(({ owner_id }) => owner_id)
}

/** Every workspace's clock, for what falls due by itself. */
export async function readClocks(owner: Tx): Promise<{ id: string; time_zone: string }[]> {
  const { rows } = await sql<{ id: string; time_zone: string }>`select id, time_zone from workspace`.execute(owner)
  return rows
}
