import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { StayRow } from '../history/index.ts'

/**
 * The changes of place of every deal that was ever in a pipeline, in each deal's order; without reversed moves and
 * their reversals, and without deals that never were opportunities of their own.
 */
export async function readPlaces(tx: Tx, workspace_id: string, pipeline_id: string): Promise<StayRow[]> {
  const { rows } = await sql<StayRow>`
    select l.deal_id, l.pipeline_id, l.stage, l.entered_stage_at, l.outcome, l.closed_at, l.occurred_at, l.administrative
    from deal_ledger l
    where l.workspace_id = ${workspace_id} and l.kind not in ('edited', 'reversed')
      and l.deal_id in (
        select i.deal_id from deal_ledger i where i.workspace_id = ${workspace_id} and i.pipeline_id = ${pipeline_id})
      and l.id not in (
        select r.reversal_of from deal_ledger r where r.workspace_id = ${workspace_id} and r.reversal_of is not null)
      and l.deal_id not in (
        select v.id from deal v where v.workspace_id = ${workspace_id} and v.outcome = 'void')
    order by l.deal_id, l.version`.execute(tx)
  return rows
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
