import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Day, Instant } from '../../values/instant.ts'
import type { Calendar, Holiday } from './calendar.ts'

/** Every calendar with the hours that hold at a moment, by key; the newest hours where all came later. */
export async function readCalendars(tx: Tx, workspace_id: string, at: Instant): Promise<Calendar[]> {
  const { rows } = await sql<Calendar>`
    select distinct on (c.key) c.id, c.key, c.version, c.name, h.time_zone, h.hours, h.regions, h.valid_from
    from calendar c join calendar_hours h on h.workspace_id = c.workspace_id and h.calendar_id = c.id
    where c.workspace_id = ${workspace_id}
    order by c.key, (h.valid_from <= ${at}) desc, h.valid_from desc`.execute(tx)
  return rows
}

/** Nobody else sets calendars or holidays until the transaction ends. */
export async function lockCalendars(tx: Tx, workspace_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('calendars ' || ${workspace_id}, 0))`.execute(tx)
}

export async function insertCalendar(
  tx: Tx,
  workspace_id: string,
  calendar: Pick<Calendar, 'id' | 'key' | 'name'> & { created_at: Instant },
): Promise<void> {
  await insertRows(tx, 'calendar', [{ workspace_id, ...calendar }])
}

export async function updateCalendar(
  tx: Tx,
  workspace_id: string,
  { id, name, version }: Pick<Calendar, 'id' | 'name' | 'version'>,
): Promise<void> {
  await sql`update calendar set name = ${name}, version = ${version}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

type HoursRow = Pick<Calendar, 'time_zone' | 'hours' | 'regions' | 'valid_from'> & {
  calendar_id: string
  set_by: string
}

export async function insertHours(tx: Tx, workspace_id: string, row: HoursRow): Promise<void> {
  await insertRows(tx, 'calendar_hours', [{ workspace_id, ...row }])
}

export type HolidayFilter = {
  regions?: readonly string[] | undefined
  from?: Day | undefined
  to?: Day | undefined
  limit: number
  after?: readonly [Day, string] | undefined
}

/** Holidays as they are known at a moment, by day and region. */
export async function readHolidayList(
  tx: Tx,
  workspace_id: string,
  { regions, from, to, limit, after }: HolidayFilter,
  at: Instant,
): Promise<Holiday[]> {
  const [day, region] = after ?? []
  const { rows } = await sql<Holiday>`
    select * from (
      select distinct on (day, region) region, day, name, valid_from from holiday
      where workspace_id = ${workspace_id} and valid_from <= ${at}
        ${regions === undefined ? sql`` : sql`and region = any(${regions}::text[])`}
        ${from === undefined ? sql`` : sql`and day >= ${from}::date`}
        ${to === undefined ? sql`` : sql`and day <= ${to}::date`}
      order by day, region, valid_from desc) known
    where name is not null ${day === undefined ? sql`` : sql`and (day, region) > (${day}::date, ${region})`}
    order by day, region limit ${limit}`.execute(tx)
  return rows
}

export type HolidayRow = { region: string; day: Day; name: string | null; valid_from: Instant; set_by: string }

export async function insertHolidays(tx: Tx, workspace_id: string, rows: readonly HolidayRow[]): Promise<void> {
  await insertRows(
    tx,
    'holiday',
    rows.map((row) => ({ workspace_id, ...row })),
  )
}
