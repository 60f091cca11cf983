import { sql } from 'kysely'
import type { FiscalChange, FiscalWeeks } from '../values/fiscal-year.ts'
import type { Instant } from '../values/instant.ts'
import { insertRows } from './database/insert-rows.ts'
import type { Tx } from './database/open.ts'

/** Settings of a workspace that change numbers: dated, so that an old moment is read under the settings of its time. */
export type Settings = {
  currency: string
  fiscal_year_start_month: number
  /** Null where years are cut into calendar months. */
  fiscal_weeks: FiscalWeeks | null
  /** How years are cut from later ones on, in their order. */
  fiscal_changes: FiscalChange[]
  /** Whether figures about named persons may be shown; the owner turns them on. */
  figures_about_people: boolean
}

export const settingKeys = [
  'currency',
  'fiscal_year_start_month',
  'fiscal_weeks',
  'fiscal_changes',
  'figures_about_people',
] as const satisfies readonly (keyof Settings)[]

const fallback: Settings = {
  currency: 'EUR',
  fiscal_year_start_month: 1,
  fiscal_weeks: null,
  fiscal_changes: [],
  figures_about_people: false,
}

/** A setting has a value; this one says that there is none any more. */
const none = 'none'

/** What no workspace begins with: before it was first said it was as if never said. */
const later: (keyof Settings)[] = ['fiscal_weeks', 'fiscal_changes']

/** The settings in force at a moment; a moment before the first one is read under the first one. */
export async function settingsAt(tx: Tx, workspace_id: string, at: Instant): Promise<Settings> {
  const { rows } = await sql<{ key: keyof Settings; value: never }>`
    select distinct on (key) key, value from workspace_setting where workspace_id = ${workspace_id}
      and (valid_from <= ${at} or key <> all(${later}))
    order by key, (valid_from <= ${at}) desc, case when valid_from <= ${at} then valid_from end desc, valid_from`.execute(
    tx,
  )
  const found = Object.fromEntries(rows.map(({ key, value }) => [key, value === none ? null : value]))
  return { ...fallback, ...found }
}

/** Adds settings that hold from a moment on; what held before stays readable as of then. */
export async function addSettings(
  tx: Tx,
  workspace_id: string,
  settings: Partial<Settings>,
  valid_from: Instant,
): Promise<void> {
  const rows = Object.entries(settings).map(([key, value]) => ({
    workspace_id,
    key,
    valid_from,
    value: value ?? none,
  }))
  await insertRows(tx, 'workspace_setting', rows)
}
