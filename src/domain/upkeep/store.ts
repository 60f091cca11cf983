import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'

export type UseRow = {
  pipeline_id: string
  created_at: Instant
  changed_at: Instant
  open: number
  owners: number
  begun: number
  won: number
  lost: number
  last_begun_at: Instant | null
  grants: number
}

/** How each pipeline is used, as far as this reader sees its deals; `since` begins the year that is counted. */
export async function readUse(tx: Tx, workspace_id: string, since: Instant): Promise<Map<string, UseRow>> {
  const { rows } = await sql<UseRow>`
    select p.id as pipeline_id, p.created_at, d.published_at as changed_at,
      coalesce(u.open, 0) as open, coalesce(u.owners, 0) as owners, coalesce(u.begun, 0) as begun,
      coalesce(u.won, 0) as won, coalesce(u.lost, 0) as lost, u.last_begun_at,
      (select count(*)::int from pipeline_grant g where g.workspace_id = p.workspace_id and g.pipeline_id = p.id
        and g.valid_until = 'infinity') as grants
    from pipeline p
    join definition d on d.workspace_id = p.workspace_id and d.id = p.definition_id
    left join (
      select pipeline_id, count(*) filter (where outcome is null)::int as open,
        count(distinct owner_id) filter (where outcome is null)::int as owners,
        count(*) filter (where created_at >= ${since})::int as begun,
        count(*) filter (where outcome = 'won' and closed_at >= ${since})::int as won,
        count(*) filter (where outcome = 'lost' and closed_at >= ${since})::int as lost,
        max(created_at) as last_begun_at
      from deal where workspace_id = ${workspace_id} and outcome is distinct from 'void' group by pipeline_id) u
      on u.pipeline_id = p.id
    where p.workspace_id = ${workspace_id}`.execute(tx)
  return new Map(rows.map((row) => [row.pipeline_id, row]))
}

/**
 * Keeps others from adding a deal to a pipeline until this transaction ends: whoever inserts one refers to this row.
 * Whoever was adding one is waited for.
 */
export async function lockPipeline(tx: Tx, workspace_id: string, id: string): Promise<void> {
  await sql`select from pipeline where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
}

export async function readOpenKeys(
  tx: Tx,
  workspace_id: string,
  pipeline_id: string,
): Promise<{ open: number; keys: string[] }> {
  const counted = await sql<{ n: number }>`
    select count(*)::int as n from deal
    where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and outcome is null`.execute(tx)
  const { rows } = await sql<{ key: string }>`
    select 'D-' || number as key from deal
    where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and outcome is null
    order by number limit 100`.execute(tx)
  return { open: counted.rows[0]?.n ?? 0, keys: rows.map(({ key }) => key) }
}
