import { z } from 'zod'
import { accept, type Decision, refuse } from './decision.ts'
import type { Day } from './instant.ts'

export const weekPatterns = ['4-4-5', '4-5-4', '5-4-4'] as const
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/**
 * A year of 52 or 53 whole weeks. It ends on a weekday: the `last` one of the month before the start month, or the one
 * `nearest` to that month's end, which may lie in the next. The pattern says how many weeks the three months of every
 * quarter have; a 53rd week goes to the last month of the fourth.
 */
export const FiscalWeeks = z
  .strictObject({
    pattern: z.enum(weekPatterns, 'expected 4-4-5, 4-5-4 or 5-4-4'),
    year_ends: z.enum(['last', 'nearest'], 'expected last or nearest'),
    weekday: z.enum(weekdays, 'expected a weekday such as saturday'),
    /** Whether the year is called after the calendar year in which it begins, or in which it ends. */
    named_after: z.enum(['start', 'end'], 'expected start or end').default('end'),
  })
  .meta({ id: 'FiscalWeeks' })
export type FiscalWeeks = z.output<typeof FiscalWeeks>

export const StartMonth = z.int('expected a month from 1 to 12').min(1).max(12)

/** How years are cut: into calendar months from a month on, or into weeks. */
export type YearCut = { fiscal_year_start_month: number; fiscal_weeks?: FiscalWeeks | null | undefined }

/** Another way to cut years, from a fiscal year on. */
export const FiscalChange = z
  .strictObject({
    from_year: z.int('expected a fiscal year such as 2027').min(1901).max(2998),
    fiscal_year_start_month: StartMonth,
    fiscal_weeks: FiscalWeeks.nullable().default(null),
  })
  .meta({ id: 'FiscalChange' })
export type FiscalChange = z.output<typeof FiscalChange>

/**
 * How a company cuts its years. What changes from a year on leaves the years before as they were, so that a period's
 * name always means the same days. The last year before a change is as short or as long as it takes to meet the next.
 */
export type FiscalCalendar = YearCut & { fiscal_changes?: readonly FiscalChange[] | undefined }

/** One fiscal year: the first days of its twelve months, and the first day after them. Months that a change cuts off have none. */
export type FiscalYear = { year: number; edges: readonly Day[]; by_weeks: boolean }

/** A fiscal year by its name; undefined where a change of the calendar left it no day. */
export function fiscalYear(year: number, calendar: FiscalCalendar): FiscalYear | undefined {
  const cut = cutOf(year, calendar)
  const change = calendar.fiscal_changes?.find(({ from_year }) => from_year > year)
  const whole = edgesOf(year, cut)
  const edges = change ? meeting(whole, startOf(change.from_year, change), change.from_year === year + 1) : whole
  if ((edges[0] ?? '') >= (edges[12] ?? '')) return undefined
  return { year, edges, by_weeks: isByWeeks(cut) }
}

/** The fiscal year of a day. */
export function fiscalYearOf(day: Day, calendar: FiscalCalendar): FiscalYear {
  const calendarYear = Number(day.slice(0, 4))
  // Named after its start or its end, and as long as two years before a change.
  for (let year = calendarYear + 1; year >= calendarYear - 3; year--) {
    if (startOf(year, cutOf(year, calendar)) > day) continue
    const found = fiscalYear(year, calendar)
    if (found && (found.edges[0] ?? '') <= day && day < (found.edges[12] ?? '')) return found
  }
  throw new Error(`no fiscal year holds ${day}`)
}

/** How a fiscal year is cut, by its name. */
function cutOf(year: number, calendar: FiscalCalendar): YearCut {
  return calendar.fiscal_changes?.findLast(({ from_year }) => from_year <= year) ?? calendar
}

/** How the fiscal year of a day is cut. */
export const cutOn = (day: Day, calendar: FiscalCalendar): YearCut => cutOf(fiscalYearOf(day, calendar).year, calendar)

/** Changes in the order of their years, each beginning after the one before it. */
export function checkChanges(calendar: FiscalCalendar): Decision<true> {
  let before: FiscalChange | undefined
  for (const change of calendar.fiscal_changes ?? []) {
    if (before && change.from_year <= before.from_year)
      return refuse(
        'fiscal-changes',
        `The year ${change.from_year} comes before ${before.from_year}; put them in order.`,
      )
    if (before && startOf(change.from_year, change) <= startOf(before.from_year, before))
      return refuse(
        'fiscal-changes',
        `With this the year ${change.from_year} would begin before ${before.from_year} does; let it hold from a later year.`,
      )
    before = change
  }
  return accept(true)
}

const isByWeeks = ({ fiscal_weeks }: YearCut) => fiscal_weeks !== null && fiscal_weeks !== undefined

function edgesOf(year: number, cut: YearCut): Day[] {
  const start = Temporal.PlainDate.from(startOf(year, cut))
  if (!isByWeeks(cut)) return Array.from({ length: 13 }, (_, month) => start.add({ months: month }).toString())
  const lengths = (cut.fiscal_weeks?.pattern ?? '').split('-').map(Number)
  let weeks = 0
  const starts = Array.from({ length: 12 }, (_, month) => {
    const first = start.add({ weeks }).toString()
    weeks += lengths[month % 3] ?? 0
    return first
  })
  return [...starts, startOf(year + 1, cut)]
}

/** Cuts off what lies behind a change, and brings the very last year up to it. */
const meeting = (edges: readonly Day[], change: Day, isLast: boolean): Day[] =>
  edges.map((edge, i) => (edge > change || (isLast && i === 12) ? change : edge))

/** The first day of a fiscal year. */
function startOf(year: number, { fiscal_year_start_month: month, fiscal_weeks: weeks }: YearCut): Day {
  const begins = month === 1 || weeks?.named_after === 'start' ? year : year - 1
  const first = Temporal.PlainDate.from({ year: begins, month, day: 1 })
  if (!weeks) return first.toString()
  const monthEnd = first.subtract({ days: 1 })
  const weekday = weekdays.indexOf(weeks.weekday) + 1
  const latest = weeks.year_ends === 'last' ? monthEnd : monthEnd.add({ days: 3 })
  const back = (latest.dayOfWeek - weekday + 7) % 7
  return latest.subtract({ days: back - 1 }).toString()
}
