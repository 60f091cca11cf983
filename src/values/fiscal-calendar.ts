import { z } from 'zod'
import { accept, type Decision, refuse } from './decision.ts'
import type { Day, Instant } from './instant.ts'

export const periodKinds = ['week', 'month', 'quarter', 'year'] as const
export type PeriodKind = (typeof periodKinds)[number]

/**
 * How a company cuts its years. Quarters and years follow the fiscal year; months are those of the calendar and weeks
 * those of ISO 8601, whatever the fiscal year. A fiscal year is named after the calendar year in which it ends: with a
 * start in April, 2026 runs from April 2025 to March 2026; with a start in January both years are the same.
 */
export type FiscalCalendar = { fiscal_year_start_month: number }

/** A stretch of days: the first one, and the first one that no longer belongs to it. */
export type Period = { key: string; kind: PeriodKind; starts: Day; ends: Day }

const [firstYear, lastYear] = [1900, 2999]

/** Reads `2026`, `2026-Q4`, `2026-11` or `2026-W47`. */
export function readPeriod(key: string, calendar: FiscalCalendar): Decision<Period> {
  const fault = faultOf(key)
  if (fault !== undefined) return refuse('period-unknown', fault, { period: key })
  const year = Number(key.slice(0, 4))
  const part = Number(key.slice(5).replace(/^[QW]/, ''))
  const kind = kindOf(key)
  if (kind === 'week') return accept(weekPeriod(mondayOf(year, part)))
  if (kind === 'month') return accept(monthPeriod(year, part))
  if (kind === 'quarter') return accept(quarterPeriod(year, part, calendar))
  return accept(yearPeriod(year, calendar))
}

/** The period that a day belongs to. */
export function periodOf(day: Day, kind: PeriodKind, calendar: FiscalCalendar): Period {
  const date = Temporal.PlainDate.from(day)
  if (kind === 'week') return weekPeriod(date.subtract({ days: date.dayOfWeek - 1 }))
  if (kind === 'month') return monthPeriod(date.year, date.month)
  const before = (date.month - calendar.fiscal_year_start_month + 12) % 12
  const start = date.subtract({ months: before })
  const year = start.year + (calendar.fiscal_year_start_month === 1 ? 0 : 1)
  if (kind === 'year') return yearPeriod(year, calendar)
  return quarterPeriod(year, Math.floor(before / 3) + 1, calendar)
}

export const nextPeriod = ({ ends, kind }: Period, calendar: FiscalCalendar): Period => periodOf(ends, kind, calendar)

export const previousPeriod = ({ starts, kind }: Period, calendar: FiscalCalendar): Period =>
  periodOf(Temporal.PlainDate.from(starts).subtract({ days: 1 }).toString(), kind, calendar)

/** The moments at which a period begins and is over, by the clocks of a time zone. */
export function edgesIn({ starts, ends }: Pick<Period, 'starts' | 'ends'>, time_zone: string): Edges {
  return { from: startOfDay(starts, time_zone), until: startOfDay(ends, time_zone) }
}

/** From the first moment, to the first that no longer belongs. */
export type Edges = { from: Instant; until: Instant }

/** The first moment of a day; where clocks skip midnight, that is the moment they skip to. */
export const startOfDay = (day: Day, time_zone: string): Instant =>
  Temporal.PlainDate.from(day).toZonedDateTime(time_zone).toInstant().toString({ smallestUnit: 'millisecond' })

const expected = 'expected a period such as 2026 (year), 2026-Q4 (quarter), 2026-11 (month) or 2026-W47 (week)'

/** Schema of a period on the wire; its days depend on the workspace's calendar, its form does not. */
export const PeriodSchema = z.string().superRefine((key, context) => {
  const fault = faultOf(key)
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault, input: key })
})

function faultOf(key: string): string | undefined {
  if (!/^\d{4}(-(Q[1-4]|0[1-9]|1[0-2]|W[0-5]\d))?$/.test(key)) return expected
  const year = Number(key.slice(0, 4))
  if (year < firstYear || year > lastYear) return `expected a year from ${firstYear} to ${lastYear}`
  if (kindOf(key) !== 'week') return undefined
  const last = weeksIn(year)
  const week = Number(key.slice(6))
  return week >= 1 && week <= last ? undefined : `${year} has the weeks W01 to W${last}`
}

function kindOf(key: string): PeriodKind {
  if (key.length === 4) return 'year'
  if (key[5] === 'Q') return 'quarter'
  return key[5] === 'W' ? 'week' : 'month'
}

/** The 28th of December always lies in its year's last week. */
const weeksIn = (year: number): number => Temporal.PlainDate.from({ year, month: 12, day: 28 }).weekOfYear ?? 52

/** The 4th of January always lies in its year's first week. */
function mondayOf(year: number, week: number): Temporal.PlainDate {
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 })
  return fourth.add({ days: (week - 1) * 7 - (fourth.dayOfWeek - 1) })
}

function weekPeriod(monday: Temporal.PlainDate): Period {
  const key = `${monday.yearOfWeek}-W${twoDigits(monday.weekOfYear ?? 1)}`
  return { key, kind: 'week', starts: monday.toString(), ends: monday.add({ days: 7 }).toString() }
}

const monthPeriod = (year: number, month: number): Period => ({
  key: `${year}-${twoDigits(month)}`,
  kind: 'month',
  ...monthsFrom(Temporal.PlainDate.from({ year, month, day: 1 }), 1),
})

const quarterPeriod = (year: number, quarter: number, calendar: FiscalCalendar): Period => ({
  key: `${year}-Q${quarter}`,
  kind: 'quarter',
  ...monthsFrom(startOf(year, calendar).add({ months: (quarter - 1) * 3 }), 3),
})

const yearPeriod = (year: number, calendar: FiscalCalendar): Period => ({
  key: String(year),
  kind: 'year',
  ...monthsFrom(startOf(year, calendar), 12),
})

const startOf = (year: number, { fiscal_year_start_month: month }: FiscalCalendar): Temporal.PlainDate =>
  Temporal.PlainDate.from({ year: month === 1 ? year : year - 1, month, day: 1 })

const monthsFrom = (start: Temporal.PlainDate, months: number) => ({
  starts: start.toString(),
  ends: start.add({ months }).toString(),
})

const twoDigits = (number: number): string => String(number).padStart(2, '0')
