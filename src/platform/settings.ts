import { sql } from 'kysely'
import type { Instant } from '../values/instant.ts'
import type { Tx } from './database/open.ts'

/** Settings of a workspace that change numbers: dated, so that an old moment is read under the settings of its time. */
export type Settings = { currency: string; fiscal_year_start_month: number }

const fallback: Settings = { currency: 'EUR', fiscal_year_start_month: 1 }

/** The settings in force at a moment; a moment before the first one is read under the first one. */
export async function settingsAt(tx: Tx, workspace_id: string, at: Instant): Promise<Settings> {
  const { rows } = await sql<{ key: keyof Settings; value: never }>`
    select distinct on (key) key, value from workspace_setting where workspace_id = ${workspace_id}
    order by key, (valid_from <= ${at}) desc, case when valid_from <= ${at} then valid_from end desc, valid_from`.execute(
    tx,
  )
  const found = Object.fromEntries(rows.map(({ key, value }) => [key, value]))
  return { ...fallback, ...found }
}
