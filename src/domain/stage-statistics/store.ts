import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'

/** What a pipeline's history says of one of its stages; null where there is too little of it. */
export type StageStatistic = {
  pipeline_id: string
  stage: string
  /** Chance (0 … 1) that a deal that enters the stage is ever won. */
  chance: number | null
  /** Deals won or lost in the pipeline, on which the chance rests. */
  n_closed: number
  /** Half of the deals stay for less; a quarter and a tenth stay for longer than the other two. */
  usual_days: number | null
  slow_days: number | null
  very_slow_days: number | null
  /** Stays in the stage that ended. */
  n_stays: number
  computed_at: Instant
}

/** What history says of the stages of some pipelines; nothing of a stage that was never computed. */
export async function readStatistics(
  tx: Tx,
  workspace_id: string,
  pipeline_ids: readonly string[],
): Promise<StageStatistic[]> {
  const { rows } = await sql<StageStatistic>`
    select pipeline_id, stage, chance, n_closed, usual_days, slow_days, very_slow_days, n_stays, computed_at
    from stage_statistic where workspace_id = ${workspace_id} and pipeline_id = any(${pipeline_ids}::text[])`.execute(
    tx,
  )
  return rows
}

/** The chance of a deal that enters a stage, for the moment of a move; null where history is too short. */
export async function readChance(
  tx: Tx,
  workspace_id: string,
  pipeline_id: string,
  stage: string,
): Promise<number | null> {
  const { rows } = await sql<{ chance: number | null }>`
    select chance from stage_statistic
    where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and stage = ${stage}`.execute(tx)
  return rows[0]?.chance ?? null
}

/**
 * Puts new statistics in the place of all that a workspace has; as the owner, in one transaction, so that a reader sees
 * either. What an older computation said of other stages goes.
 */
export async function saveStatistics(
  owner: Tx,
  workspace_id: string,
  computed_at: Instant,
  statistics: readonly Omit<StageStatistic, 'computed_at'>[],
): Promise<void> {
  await sql`
    insert into stage_statistic (workspace_id, pipeline_id, stage, chance, n_closed, usual_days, slow_days,
      very_slow_days, n_stays, computed_at)
    select ${workspace_id}, pipeline_id, stage, chance, n_closed, usual_days, slow_days, very_slow_days, n_stays,
      ${computed_at}
    from jsonb_to_recordset(${JSON.stringify(statistics)}::jsonb) as given (pipeline_id text, stage text,
      chance double precision, n_closed integer, usual_days double precision, slow_days double precision,
      very_slow_days double precision, n_stays integer)
    on conflict (workspace_id, pipeline_id, stage) do update set chance = excluded.chance,
      n_closed = excluded.n_closed, usual_days = excluded.usual_days, slow_days = excluded.slow_days,
      very_slow_days = excluded.very_slow_days, n_stays = excluded.n_stays, computed_at = excluded.computed_at`.execute(
    owner,
  )
  await sql`delete from stage_statistic where workspace_id = ${workspace_id} and computed_at <> ${computed_at}`.execute(
    owner,
  )
}
