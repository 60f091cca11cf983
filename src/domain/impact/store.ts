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
  const { rows } = await sql<OpenGroup>`
    select definition_id, stage, count(*)::int as deals,
      case when stage = any(${digested}::text[]) then md5(string_agg(id, ',' order by id)) else '' end as digest
    from deal where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and outcome is null
    group by definition_id, stage`.execute(tx)
  return rows
}
