import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { readStayRows, type StayRow } from '../history/index.ts'

/** The changes of place of every deal that was ever in a pipeline, as they make its history. */
export async function readPlaces(tx: Tx, workspace_id: string, pipeline_id: string, now: Instant): Promise<StayRow[]> {
  const { rows } = await sql<{ deal_id: string }>`
    select distinct deal_id from deal_ledger
    where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id}`.execute(tx)
  const deal_ids = rows.map(({ deal_id }) => deal_id)
  return deal_ids.length === 0 ? [] : readStayRows(tx, workspace_id, now, deal_ids)
}

/** Open deals of each stage of a pipeline, those that came last first, so many of each. */
export async function readStanding(
  tx: Tx,
  workspace_id: string,
  pipeline_id: string,
  stages: readonly string[],
  most: number,
): Promise<string[]> {
  const found = await Promise.all(
    stages.map((stage) =>
      sql<{ id: string }>`
        select id from deal where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id}
          and stage = ${stage} and outcome is null
        order by entered_stage_at desc, id limit ${most}`.execute(tx),
    ),
  )
  return found.flatMap(({ rows }) => rows.map(({ id }) => id))
}

/** The text of a definition as it was written. */
export async function readText(tx: Tx, workspace_id: string, definition_id: string): Promise<string | undefined> {
  const { rows } = await sql<{ source: string }>`
    select source from definition where workspace_id = ${workspace_id} and id = ${definition_id}`.execute(tx)
  return rows[0]?.source
}
