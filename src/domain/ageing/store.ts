import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import { readDefinitionOf } from '../pipelines/index.ts'
import { readStatistics } from '../stage-statistics/index.ts'
import { stageLimits, type Threshold } from './ageing.ts'

/** What counts as long in every stage of every version that deals may stand in; of one pipeline where one is named. */
export async function readThresholds(tx: Tx, workspace_id: string, pipeline_id?: string): Promise<Threshold[]> {
  const { rows } = await sql<{ id: string; pipeline_id: string }>`
    select id, pipeline_id from definition where workspace_id = ${workspace_id}
      ${pipeline_id === undefined ? sql`` : sql`and pipeline_id = ${pipeline_id}`}`.execute(tx)
  const statistics = await readStatistics(tx, workspace_id, [...new Set(rows.map((row) => row.pipeline_id))])
  const known = new Map(statistics.map((one) => [`${one.pipeline_id} ${one.stage}`, one]))
  const thresholds: Threshold[] = []
  for (const row of rows)
    for (const stage of (await readDefinitionOf(tx, workspace_id, row.id)).stages)
      thresholds.push({
        definition_id: row.id,
        stage: stage.key,
        ...stageLimits(stage, known.get(`${row.pipeline_id} ${stage.key}`)),
      })
  return thresholds
}
