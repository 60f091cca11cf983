import { z } from 'zod'
import { canonical } from '../../platform/canonical.ts'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { type Day, DaySchema, dayOf, type Instant, plusDays } from '../../values/instant.ts'
import { Page, pageOf } from '../../values/page.ts'
import { plusBusinessHours, type WorkingTime } from './business-time.ts'
import {
  Calendar,
  Deadline,
  DeadlineQuery,
  Holiday,
  HolidayQuery,
  NewCalendar,
  NewHolidays,
  Region,
} from './calendar.ts'
import { type NamedDay, readHolidays } from './read-holidays.ts'
import * as store from './store.ts'

const listCalendars = operation({
  name: 'calendars.list',
  http: 'GET /calendars',
  access: 'workspace:read',
  effect: 'read',
  summary: 'When people work, place by place: what time limits in business hours are counted by',
  input: z.strictObject({}),
  output: z.object({ data: z.array(Calendar) }),
  run: async ({ tx, workspace_id, now }) => ({ data: await store.readCalendars(tx, workspace_id, now) }),
})

const setCalendar = operation({
  name: 'calendars.set',
  http: 'PUT /calendars/{calendar}',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Say when people work at a place, from now on; limits that run already keep their end',
  input: NewCalendar,
  output: Calendar,
  version: ({ version }) => version,
  async run(context, { calendar: key, name, ...hours }) {
    const { tx, workspace_id, now, actor, newId, record, unchanged } = context
    await store.lockCalendars(tx, workspace_id)
    const before = (await store.readCalendars(tx, workspace_id, now)).find((one) => one.key === key)
    if (before && canonical(told(before)) === canonical(told({ name, ...hours }))) {
      unchanged()
      return before
    }
    const id = before?.id ?? newId('cal')
    const version = (before?.version ?? 0) + 1
    if (before) await store.updateCalendar(tx, workspace_id, { id, name, version })
    else await store.insertCalendar(tx, workspace_id, { id, key, name, created_at: now })
    await store.insertHours(tx, workspace_id, { calendar_id: id, ...hours, valid_from: now, set_by: actor.id })
    const data = { key, before: before ? told(before) : null, after: told({ name, ...hours }) }
    record({ type: 'calendar.set', subject: id, version, data })
    return { id, key, version, name, ...hours, valid_from: now }
  },
})

const listHolidays = operation({
  name: 'holidays.list',
  http: 'GET /holidays',
  access: 'workspace:read',
  effect: 'read',
  summary: 'Days on which regions do not work, as the workspace entered them; from today on unless a day is named',
  input: HolidayQuery,
  output: Page(Holiday),
  async run({ tx, workspace_id, now }, { region, from = dayOf(now), to, limit, cursor }) {
    const regions = region === undefined ? undefined : [region]
    const asked = { regions, from, to, limit: limit + 1, after: cursor }
    const rows = await store.readHolidayList(tx, workspace_id, asked, now)
    return pageOf(rows, limit, (one) => [one.day, one.region])
  },
})

const addHolidays = operation({
  name: 'holidays.create',
  http: 'POST /holidays',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Add holidays of a region, day by day or as copied text; a day that is known already takes the new name',
  input: NewHolidays,
  output: z
    .object({ region: Region, added: z.int(), renamed: z.int(), unchanged: z.int() })
    .meta({ id: 'AddedHolidays' }),
  async run(context, { region, days, text }) {
    const { tx, workspace_id, now, actor, record, unchanged } = context
    const given = daysOf(days, text)
    await store.lockCalendars(tx, workspace_id)
    const known = await knownDays(context, region, given)
    const added = given.filter(({ day }) => !known.has(day))
    const renamed = given.filter(({ day, name }) => known.has(day) && known.get(day) !== name)
    const counts = { region, added: added.length, renamed: renamed.length }
    const answer = { ...counts, unchanged: given.length - added.length - renamed.length }
    const news = [...added, ...renamed]
    if (news.length === 0) {
      unchanged()
      return answer
    }
    const rows = news.map((one) => ({ region, ...one, valid_from: now, set_by: actor.id }))
    await store.insertHolidays(tx, workspace_id, rows)
    const before = renamed.map(({ day }) => ({ day, name: known.get(day) }))
    record({ type: 'holidays.added', subject: workspace_id, version: 1, data: { region, before, after: news } })
    return answer
  },
})

const removeHoliday = operation({
  name: 'holidays.delete',
  http: 'DELETE /holidays/{region}/{day}',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Take a holiday of a region back: people work on that day after all',
  input: z.strictObject({ region: Region, day: DaySchema }),
  output: z.object({ region: Region, day: DaySchema }),
  async run(context, { region, day }) {
    const { tx, workspace_id, now, actor, record } = context
    await store.lockCalendars(tx, workspace_id)
    const name = (await knownDays(context, region, [{ day, name: '' }])).get(day)
    if (name === undefined) throw notFound('holiday')
    await store.insertHolidays(tx, workspace_id, [{ region, day, name: null, valid_from: now, set_by: actor.id }])
    const data = { region, before: { day, name }, after: null }
    record({ type: 'holidays.removed', subject: workspace_id, version: 1, data })
    return { region, day }
  },
})

const getDeadline = operation({
  name: 'deadlines.get',
  http: 'GET /calendars/{calendar}/deadline',
  access: 'workspace:read',
  effect: 'read',
  summary: 'When so many business hours have passed by a calendar, from now or from another moment on',
  input: DeadlineQuery,
  output: Deadline,
  async run(context, { calendar, hours, from = context.now }) {
    const working = (await readWorkingTimes(context, from)).get(calendar)
    if (!working) throw notFound('calendar')
    const due_at = plusBusinessHours(working, from, hours)
    if (due_at === null) throw new Problem('refused', alwaysClosed(calendar), 'calendar-closed')
    return { calendar, from, hours, due_at }
  },
})

export const calendarOperations = [listCalendars, setCalendar, listHolidays, addHolidays, removeHoliday, getDeadline]

/** How far ahead holidays are read: longer than any limit runs. */
const daysAhead = 1_200
const mostHolidays = 20_000

/** Every calendar as limits are counted by it that begin at a moment, by key. */
export async function readWorkingTimes(
  { tx, workspace_id, now }: Pick<Context, 'tx' | 'workspace_id' | 'now'>,
  from: Instant,
): Promise<Map<string, WorkingTime>> {
  const calendars = await store.readCalendars(tx, workspace_id, now)
  const regions = [...new Set(calendars.flatMap((one) => one.regions))]
  const span = { from: dayOf(plusDays(from, -2)), to: dayOf(plusDays(from, daysAhead)), limit: mostHolidays }
  const days = regions.length === 0 ? [] : await store.readHolidayList(tx, workspace_id, { regions, ...span }, now)
  return new Map(
    calendars.map(({ key, time_zone, hours, regions: own }) => {
      const holidays = new Set(days.filter(({ region }) => own.includes(region)).map(({ day }) => day))
      return [key, { time_zone, hours, holidays }]
    }),
  )
}

const alwaysClosed = (calendar: string) =>
  `By the calendar ${calendar} nobody works for years; look at its hours and holidays.`

const told = ({ name, time_zone, hours, regions }: Pick<Calendar, 'name' | 'time_zone' | 'hours' | 'regions'>) => ({
  name,
  time_zone,
  hours,
  regions,
})

function daysOf(days: readonly NamedDay[] | undefined, text: string | undefined): NamedDay[] {
  if ((days === undefined) === (text === undefined))
    throw invalid('/days', 'invalid', 'Give days, or text as it was copied; one of both.')
  if (text === undefined) return [...new Map((days ?? []).map((one) => [one.day, one])).values()]
  const read = readHolidays(text)
  if (!read.ok) throw invalid('/text', read.refusal.code, read.refusal.message)
  return read.value
}

async function knownDays({ tx, workspace_id, now }: Context, region: string, given: readonly NamedDay[]) {
  const days = given.map(({ day }) => day).toSorted()
  const span = { from: days[0], to: days.at(-1), limit: mostHolidays }
  const rows = await store.readHolidayList(tx, workspace_id, { regions: [region], ...span }, now)
  return new Map<Day, string>(rows.map(({ day, name }) => [day, name]))
}
