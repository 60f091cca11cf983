import { z } from 'zod'
import { accept, type Decision, refuse } from './decision.ts'
import { type FiscalCalendar, type FiscalYear, fiscalYear, fiscalYearOf } from './fiscal-year.ts'
import type { Day, Instant } from './instant.ts'

export { type FiscalCalendar } from './fiscal-year.ts'

export const periodKinds = ['week', 'month', 'quarter', 'year'] as const
export type PeriodKind = (typeof periodKinds)[number]

/** A stretch of days: the first one, and the first one that no longer belongs to it. */
export type Period = { key: string; kind: PeriodKind; starts: Day; ends: Day }

const [firstYear, lastYear] = [1900, 2999]

/**
 * Reads `2026`, `2026-Q4`, `2026-11`, `2026-P11` or `2026-W47`. Years and quarters are fiscal; months are those of the
 * calendar, except `P`, which are those of a fiscal year of weeks; weeks are those of ISO 8601, whatever the fiscal year.
 * A fiscal year is named after the calendar year in which it ends, unless a calendar of weeks says otherwise: with a
 * start in April, 2026 runs from April 2025 to March 2026.
 */
export function readPeriod(key: string, calendar: FiscalCalendar): Decision<Period> {
  const fault = faultOf(key)
  if (fault !== undefined) return refuse('period-unknown', fault, { period: key })
  const year = Number(key.slice(0, 4))
  const part = Number(key.slice(5).replace(/^[QWP]/, ''))
  if (key[5] === 'W') return accept(weekPeriod(mondayOf(year, part)))
  if (isMonthOfCalendar(key)) return accept(monthPeriod(year, part))
  const whole = fiscalYear(year, calendar)
  if (key[5] === 'P' && whole && !whole.by_weeks) return refuse('period-unknown', cutByMonths(year), { period: key })
  const period = whole && fiscalPeriod(whole, kindOf(key), part)
  return period ? accept(period) : refuse('period-unknown', cutOff(key, calendar), { period: key })
}

/** The period that a day belongs to; the month of a fiscal year of weeks where that is how its year is cut. */
export function periodOf(day: Day, kind: PeriodKind, calendar: FiscalCalendar): Period {
  const date = Temporal.PlainDate.from(day)
  const on = date.toString()
  if (kind === 'week') return weekPeriod(date.subtract({ days: date.dayOfWeek - 1 }))
  const whole = fiscalYearOf(on, calendar)
  if (kind === 'month' && !whole.by_weeks) return monthPeriod(date.year, date.month)
  const month = whole.edges.findLastIndex((edge) => edge <= on)
  const part = kind === 'quarter' ? Math.floor(month / 3) + 1 : month + 1
  const period = fiscalPeriod(whole, kind, part)
  if (!period) throw new Error(`no ${kind} holds ${on}`)
  return period
}

export const nextPeriod = (period: Period, calendar: FiscalCalendar): Period => neighbour(period, period.ends, calendar)

export const previousPeriod = (period: Period, calendar: FiscalCalendar): Period =>
  neighbour(period, Temporal.PlainDate.from(period.starts).subtract({ days: 1 }).toString(), calendar)

/** A calendar month that was asked for in a year of weeks lies between calendar months. */
function neighbour({ key, kind, starts }: Period, day: Day, calendar: FiscalCalendar): Period {
  const isOfCalendar = isMonthOfCalendar(key) && fiscalYearOf(starts, calendar).by_weeks
  return isOfCalendar ? monthPeriod(Number(day.slice(0, 4)), Number(day.slice(5, 7))) : periodOf(day, kind, calendar)
}

/** The quarters that begin from twelve years before the year of a day to four after it. */
export function quartersAround(day: Day, calendar: FiscalCalendar): { period: string; starts: Day }[] {
  const { year } = fiscalYearOf(day, calendar)
  return Array.from({ length: 17 }, (_, i) => year - 12 + i).flatMap((one) => {
    const whole = fiscalYear(one, calendar)
    return whole ? quartersOf(whole).map(({ key, starts }) => ({ period: key, starts })) : []
  })
}

/** The quarters of a fiscal year; fewer than four where a change of the calendar cuts it short. */
export const quartersOf = (year: FiscalYear): Period[] =>
  [1, 2, 3, 4].flatMap((part) => fiscalPeriod(year, 'quarter', part) ?? [])

/** The months of a quarter: those of the calendar, or of the fiscal year where that has weeks. */
export function monthsOf({ starts, ends }: Period, calendar: FiscalCalendar): Period[] {
  const months: Period[] = []
  for (let day = starts; day < ends; ) {
    const month = periodOf(day, 'month', calendar)
    months.push(month)
    day = month.ends
  }
  return months
}

/** The moments at which a period begins and is over, by the clocks of a time zone. */
export function edgesIn({ starts, ends }: Pick<Period, 'starts' | 'ends'>, time_zone: string): Edges {
  return { from: startOfDay(starts, time_zone), until: startOfDay(ends, time_zone) }
}

/** From the first moment, to the first that no longer belongs. */
export type Edges = { from: Instant; until: Instant }

/** The first moment of a day; where clocks skip midnight, that is the moment they skip to. */
export const startOfDay = (day: Day, time_zone: string): Instant =>
  Temporal.PlainDate.from(day).toZonedDateTime(time_zone).toInstant().toString({ smallestUnit: 'millisecond' })

const expected =
  'expected a period such as 2026 (year), 2026-Q4 (quarter), 2026-11 (month), 2026-P11 (month of a year of weeks) or 2026-W47 (week)'

/** Schema of a period on the wire; its days depend on the workspace's calendar, its form does not. */
export const PeriodSchema = z.string().superRefine((key, context) => {
  const fault = faultOf(key)
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault, input: key })
})

function faultOf(key: string): string | undefined {
  if (!/^\d{4}(-(Q[1-4]|P?(0[1-9]|1[0-2])|W[0-5]\d))?$/.test(key)) return expected
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

const isMonthOfCalendar = (key: string) => /^\d{4}-\d\d$/.test(key)

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

/** A year, quarter or month of weeks, by the days of its fiscal year; undefined where a change cuts it off. */
function fiscalPeriod({ year, edges }: FiscalYear, kind: PeriodKind, part: number): Period | undefined {
  const months = kind === 'year' ? 12 : kind === 'quarter' ? 3 : 1
  const from = kind === 'year' ? 0 : (part - 1) * months
  const key = kind === 'year' ? `${year}` : kind === 'quarter' ? `${year}-Q${part}` : `${year}-P${twoDigits(part)}`
  const [starts = '', ends = ''] = [edges[from], edges[from + months]]
  return starts < ends ? { key, kind, starts, ends } : undefined
}

const cutByMonths = (year: number) =>
  `P01 to P12 are the months of fiscal years of weeks, and ${year} has calendar months; write them such as ${year}-11`

/** What there is instead of a period that a change of the calendar left no day. */
function cutOff(key: string, calendar: FiscalCalendar): string {
  const year = Number(key.slice(0, 4))
  const whole = fiscalYear(year, calendar)
  const change = calendar.fiscal_changes?.find(({ from_year }) => from_year > year)?.from_year
  const last = whole ? `the fiscal year ${year} ends before ${whole.edges[12]}` : `there is no fiscal year ${year}`
  return `there is no ${key}: ${last}, since another calendar holds from ${change} on`
}

const monthsFrom = (start: Temporal.PlainDate, months: number) => ({
  starts: start.toString(),
  ends: start.add({ months }).toString(),
})

const twoDigits = (number: number): string => String(number).padStart(2, '0')
