import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { Lifecycle } from '../pipelines/index.ts'

/** One part as it was decided: every stage that the old pipeline ever had is read as one of the new. */
export type PartRow = {
  from: string
  to: string
  rule: string | null
  stages: Record<string, string>
  fields: Record<string, string>
}

export type LineageRow = {
  id: string
  version: number
  kind: 'split' | 'merge'
  summary: string
  parts: PartRow[]
  lifecycles: Record<string, Lifecycle>
  state: 'moving' | 'done' | 'undoing' | 'undone'
  job_id: string
  routing_change_id: string | null
  created_by: string
  created_by_name: string
  created_at: Instant
  undone_by: string | null
  undone_by_name: string | null
  undone_at: Instant | null
}

const select = sql`select l.id, l.version, l.kind, l.summary, l.parts, l.lifecycles, l.state, l.job_id, l.routing_change_id, l.created_by,
    b.name as created_by_name, l.created_at, l.undone_by, u.name as undone_by_name, l.undone_at
  from lineage l
  join person b on b.workspace_id = l.workspace_id and b.id = l.created_by
  left join person u on u.workspace_id = l.workspace_id and u.id = l.undone_by`

export async function readLineages(
  tx: Tx,
  workspace_id: string,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<LineageRow[]> {
  const { rows } = await sql<LineageRow>`${select} where l.workspace_id = ${workspace_id}
    ${after === undefined ? sql`` : sql`and l.id < ${after}`} order by l.id desc limit ${limit}`.execute(tx)
  return rows
}

export async function readLineage(tx: Tx, workspace_id: string, id: string): Promise<LineageRow | undefined> {
  const { rows } = await sql<LineageRow>`${select} where l.workspace_id = ${workspace_id} and l.id = ${id}`.execute(tx)
  return rows[0]
}

export async function lockLineage(tx: Tx, workspace_id: string, id: string): Promise<LineageRow | undefined> {
  await sql`select from lineage where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return readLineage(tx, workspace_id, id)
}

/** Splits and merges of a workspace are begun one after the other: two at once would both take the same deals. */
export async function lockActs(tx: Tx, workspace_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('lineages ' || ${workspace_id}, 0))`.execute(tx)
}

type NewRow = Pick<
  LineageRow,
  'id' | 'kind' | 'summary' | 'parts' | 'lifecycles' | 'job_id' | 'routing_change_id' | 'created_by' | 'created_at'
>

export async function insertLineage(tx: Tx, workspace_id: string, row: NewRow): Promise<void> {
  const pipeline_ids = [...new Set(row.parts.flatMap(({ from, to }) => [from, to]))]
  await insertRows(tx, 'lineage', [{ workspace_id, ...row, pipeline_ids, state: 'moving', version: 1 }])
}

type Change = Pick<LineageRow, 'id' | 'state' | 'job_id' | 'routing_change_id' | 'version' | 'undone_by' | 'undone_at'>

export async function updateLineage(tx: Tx, workspace_id: string, change: Change): Promise<void> {
  const { id, state, job_id, routing_change_id, version, undone_by, undone_at } = change
  await sql`update lineage set state = ${state}, job_id = ${job_id},
    routing_change_id = ${routing_change_id}, version = ${version}, undone_by = ${undone_by},
    undone_at = ${undone_at} where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export type LineageDeal = {
  deal_id: string
  from_pipeline_id: string
  to_pipeline_id: string
  state: 'waiting' | 'moved' | 'past' | 'stayed' | 'back'
  moved_version: number | null
}

export async function insertDeals(
  tx: Tx,
  workspace_id: string,
  lineage_id: string,
  deals: readonly Omit<LineageDeal, 'moved_version'>[],
  settled_at: Instant,
): Promise<void> {
  for (let at = 0; at < deals.length; at += 2_000)
    await insertRows(
      tx,
      'lineage_deal',
      deals.slice(at, at + 2_000).map((deal) => ({ workspace_id, lineage_id, settled_at, ...deal })),
    )
}

export async function readDealsIn(
  tx: Tx,
  workspace_id: string,
  lineage_id: string,
  state: LineageDeal['state'],
  limit: number,
): Promise<LineageDeal[]> {
  const { rows } = await sql<LineageDeal>`
    select deal_id, from_pipeline_id, to_pipeline_id, state, moved_version from lineage_deal
    where workspace_id = ${workspace_id} and lineage_id = ${lineage_id} and state = ${sql.lit(state)}
    order by deal_id limit ${sql.lit(limit)}`.execute(tx)
  return rows
}

export type Settled = { deal_id: string; state: LineageDeal['state']; moved_version: number | null; why: string | null }

export async function settleDeals(
  tx: Tx,
  workspace_id: string,
  lineage_id: string,
  settled: readonly Settled[],
  /** Null where a deal came back: when it had left stays. */
  settled_at: Instant | null,
): Promise<void> {
  await sql`update lineage_deal d set state = s.state, moved_version = s.moved_version, why = s.why,
      settled_at = coalesce(${settled_at}::timestamptz, d.settled_at)
    from unnest(${settled.map(({ deal_id }) => deal_id)}::text[], ${settled.map(({ state }) => state)}::text[],
      ${settled.map(({ moved_version }) => moved_version)}::int[], ${settled.map(({ why }) => why)}::text[])
      as s(deal_id, state, moved_version, why)
    where d.workspace_id = ${workspace_id} and d.lineage_id = ${lineage_id} and d.deal_id = s.deal_id`.execute(tx)
}

export type Counts = Record<LineageDeal['state'], number>

export async function countDeals(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<Map<string, Counts>> {
  const { rows } = await sql<{ lineage_id: string; state: LineageDeal['state']; n: number }>`
    select lineage_id, state, count(*)::int as n from lineage_deal
    where workspace_id = ${workspace_id} and lineage_id = any(${ids}::text[]) group by lineage_id, state`.execute(tx)
  return new Map(
    ids.map((id) => {
      const counts: Counts = { waiting: 0, moved: 0, past: 0, stayed: 0, back: 0 }
      for (const { lineage_id, state, n } of rows) if (lineage_id === id) counts[state] = n
      return [id, counts]
    }),
  )
}

/** A deal of a pipeline that is split or merged: open there, or closed there or with a past that counts for it. */
export type Concerned = {
  id: string
  deal_id: string
  pipeline_id: string
  stage: string
  outcome: 'won' | 'lost' | null
  closed_at: Instant | null
  amount_minor: bigint | null
  currency: string
  owner_id: string | null
}

export async function readConcerned(
  tx: Tx,
  workspace_id: string,
  pipeline_ids: readonly string[],
  limit: number,
): Promise<Concerned[]> {
  const { rows } = await sql<Concerned>`
    select id, id as deal_id, pipeline_id, stage, outcome, closed_at, amount_minor, currency,
      owner_id from deal
    where workspace_id = ${workspace_id} and (outcome is null or outcome in ('won', 'lost'))
      and (pipeline_id = any(${pipeline_ids}::text[]) or (outcome is not null and id in (
        select d.deal_id from lineage_deal d
        where d.workspace_id = ${workspace_id} and d.to_pipeline_id = any(${pipeline_ids}::text[]))))
    order by id limit ${sql.lit(limit + 1)}`.execute(tx)
  return rows
}

/** The earliest of the splits and merges after this one that hold and moved or count a deal of it. */
export async function readLater(
  tx: Tx,
  workspace_id: string,
  { id, created_at }: Pick<LineageRow, 'id' | 'created_at'>,
): Promise<Pick<LineageRow, 'id' | 'summary'> | undefined> {
  const { rows } = await sql<Pick<LineageRow, 'id' | 'summary'>>`
    select l.id, l.summary from lineage l
    where l.workspace_id = ${workspace_id} and l.undone_at is null and l.id <> ${id}
      and (l.created_at, l.id) > (${created_at}, ${id}) and exists (
        select from lineage_deal d
        join lineage_deal e on e.workspace_id = d.workspace_id and e.deal_id = d.deal_id
        where d.workspace_id = l.workspace_id and d.lineage_id = l.id and e.lineage_id = ${id})
    order by l.created_at, l.id limit 1`.execute(tx)
  return rows[0]
}
