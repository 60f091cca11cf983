import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'

export type OpenGroup = { definition_id: string; stage: string; deals: number; digest: string }

/** How many open deals of a pipeline stand in which stage of which version, and a digest of which they are. */
export async function readOpenGroups(
  tx: Tx,
  workspace_id: string,
  pipeline_id: string,
  digested: readonly string[],
): Promise<OpenGroup[]> {
  // Counted first and digested then: asked for both at once, the database sorts every open deal.
  const { rows } = await sql<OpenGroup>`
    with counted as (
      select definition_id, stage, count(*)::int as deals from deal
      where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and outcome is null
      group by definition_id, stage)
    select c.*, case when c.stage = any(${digested}::text[]) then (
        select md5(string_agg(d.id, ',' order by d.id)) from deal d
        where d.workspace_id = ${workspace_id} and d.pipeline_id = ${pipeline_id} and d.outcome is null
          and d.definition_id = c.definition_id and d.stage = c.stage)
      else '' end as digest
    from counted c`.execute(tx)
  return rows
}
