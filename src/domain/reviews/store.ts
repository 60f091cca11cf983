import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Day, Instant } from '../../values/instant.ts'
import { accessOf, type Role } from '../people/index.ts'
import type { Review } from './review.ts'

type Row = {
  id: string
  pipeline_id: string
  pipeline_key: string
  pipeline_name: string
  definition_id: string
  version: number
  held_at: Instant
  held_by: string
  held_by_name: string
  notes: string
  decisions: string[]
  next_on: Day | null
}

const select = sql`
  select r.id, r.pipeline_id, p.key as pipeline_key, p.name as pipeline_name, r.definition_id, d.version, r.held_at,
    r.held_by, h.name as held_by_name, r.notes, r.decisions, r.next_on
  from review r
  join pipeline p on p.workspace_id = r.workspace_id and p.id = r.pipeline_id
  join definition d on d.workspace_id = r.workspace_id and d.id = r.definition_id
  join person h on h.workspace_id = r.workspace_id and h.id = r.held_by`

/** The reviews of one pipeline, the newest first. */
export async function readReviews(tx: Tx, workspace_id: string, pipeline_id: string): Promise<Review[]> {
  const { rows } = await sql<Row>`${select}
    where r.workspace_id = ${workspace_id} and r.pipeline_id = ${pipeline_id}
    order by r.held_at desc, r.id desc limit 200`.execute(tx)
  return rows.map(reviewOf)
}

/** The last review of every pipeline, by the pipeline's id. */
export async function readLastReviews(tx: Tx, workspace_id: string): Promise<Map<string, Review>> {
  const { rows } = await sql<Row>`${select}
    where r.workspace_id = ${workspace_id} and not exists (
      select from review l where l.workspace_id = r.workspace_id and l.pipeline_id = r.pipeline_id
        and (l.held_at, l.id) > (r.held_at, r.id))`.execute(tx)
  return new Map(rows.map((row) => [row.pipeline_id, reviewOf(row)]))
}

/** When each definition was published, by its id: a pipeline that was never reviewed counts from there. */
export async function readFirstPublished(tx: Tx, workspace_id: string): Promise<Map<string, Instant>> {
  const { rows } = await sql<{ pipeline_id: string; at: Instant }>`
    select pipeline_id, min(published_at) as at from definition
    where workspace_id = ${workspace_id} group by pipeline_id`.execute(tx)
  return new Map(rows.map(({ pipeline_id, at }) => [pipeline_id, at]))
}

export type NewRow = {
  id: string
  pipeline_id: string
  definition_id: string
  held_at: Instant
  held_by: string
  notes: string
  decisions: string[]
  next_on: Day | null
}

export async function insertReview(tx: Tx, workspace_id: string, row: NewRow): Promise<void> {
  await insertRows(tx, 'review', [{ workspace_id, ...row }])
}

const reviewOf = (row: Row): Review => ({
  id: row.id,
  pipeline: { id: row.pipeline_id, key: row.pipeline_key, name: row.pipeline_name },
  definition: { id: row.definition_id, version: row.version },
  held_at: row.held_at,
  held_by: { id: row.held_by, name: row.held_by_name },
  notes: row.notes,
  decisions: row.decisions,
  next_on: row.next_on,
})

export async function readWorkspaces(owner: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from workspace order by id`.execute(owner)
  return rows.map(({ id }) => id)
}

/** Everybody who works here, and whether it is theirs to configure pipelines. */
export async function readReviewers(
  owner: Tx,
  workspace_id: string,
): Promise<{ id: string; email: string; configures: boolean }[]> {
  const { rows } = await sql<{ id: string; email: string; role: Role }>`
    select id, lower(email) as email, role from person where workspace_id = ${workspace_id} and active`.execute(owner)
  return rows.map(({ id, email, role }) => ({ id, email, configures: accessOf(role).has('pipelines:configure') }))
}
