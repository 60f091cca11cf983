import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { Chosen, Evidence } from './method.ts'

export type Words = { person?: Chosen; record?: Chosen }

type Row = Omit<Chosen, 'evidence' | 'set_by'> & {
  pipeline_id: string
  chosen_by: 'person' | 'record'
  set_by_id: string | null
  set_by_name: string | null
  horizon_days: number | null
  windows: number | null
  against_model: number | null
}

/** What was said last of each pipeline by a moment, by people and by the record. */
export async function readMethods(tx: Tx, workspace_id: string, as_of: Instant): Promise<Map<string, Words>> {
  const { rows } = await sql<Row>`
    select distinct on (m.pipeline_id, m.chosen_by) m.pipeline_id, m.chosen_by, m.method, m.reason, m.valid_from,
      m.set_by as set_by_id, p.name as set_by_name, m.horizon_days, m.windows, m.against_model
    from forecast_method m
    left join person p on p.workspace_id = m.workspace_id and p.id = m.set_by
    where m.workspace_id = ${workspace_id} and m.valid_from <= ${as_of}
    order by m.pipeline_id, m.chosen_by, m.valid_from desc`.execute(tx)
  const words = new Map<string, Words>()
  for (const { pipeline_id, chosen_by, set_by_id, set_by_name, horizon_days, windows, against_model, ...row } of rows) {
    const evidence =
      horizon_days === null || windows === null || against_model === null
        ? null
        : { horizon_days, windows, against_model }
    const set_by = set_by_id === null ? null : { id: set_by_id, name: set_by_name ?? '' }
    words.getOrInsertComputed(pipeline_id, () => ({}))[chosen_by] = { ...row, evidence, set_by }
  }
  return words
}

type NewRow = { pipeline_id: string; valid_from: Instant } & (
  | { chosen_by: 'person'; method: Chosen['method']; reason: string; set_by: string }
  | ({ chosen_by: 'record'; backtest_id: string } & Evidence)
)

export async function insertMethod(tx: Tx, workspace_id: string, row: NewRow): Promise<void> {
  await insertRows(tx, 'forecast_method', [{ workspace_id, ...row }])
}
