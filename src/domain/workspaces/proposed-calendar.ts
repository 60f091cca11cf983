import { monthsOf, type Period, quartersOf } from '../../values/fiscal-calendar.ts'
import { type FiscalCalendar, type FiscalWeeks, fiscalYear } from '../../values/fiscal-year.ts'
import type { z } from 'zod'
import type { FiscalYearQuery, FiscalYearShown } from './workspace.ts'

/** The calendar as it would be with what is asked; as it is where nothing is. */
export function proposedCalendar(calendar: FiscalCalendar, asked: FiscalYearQuery): FiscalCalendar {
  const { start_month, from_year } = asked
  if (start_month === undefined) return calendar
  const cut = { fiscal_year_start_month: start_month, fiscal_weeks: weeksOf(asked) }
  if (from_year === undefined) return { ...cut, fiscal_changes: calendar.fiscal_changes }
  const kept = (calendar.fiscal_changes ?? []).filter((change) => change.from_year < from_year)
  return { ...calendar, fiscal_changes: [...kept, { ...cut, from_year }] }
}

function weeksOf({ pattern, year_ends, weekday, named_after }: FiscalYearQuery): FiscalWeeks | null {
  if (pattern === undefined) return null
  return {
    pattern,
    year_ends: year_ends ?? 'last',
    weekday: weekday ?? 'saturday',
    named_after: named_after ?? 'end',
  }
}

/** Years with their quarters and months; one that a change leaves no day is not there. */
export function shownYears(calendar: FiscalCalendar, first: number, count: number): z.input<typeof FiscalYearShown>[] {
  return Array.from({ length: count }, (_, i) => first + i).flatMap((year) => {
    const whole = fiscalYear(year, calendar)
    if (!whole) return []
    const [starts = '', ends = ''] = [whole.edges[0], whole.edges[12]]
    const days = Temporal.PlainDate.from(starts).until(ends, { largestUnit: 'days' }).days
    const quarters = quartersOf(whole).map((quarter) => ({
      ...spanOf(quarter),
      months: monthsOf(quarter, calendar).map(spanOf),
    }))
    return [{ year, starts, ends, weeks: whole.by_weeks ? Math.round(days / 7) : null, quarters }]
  })
}

const spanOf = ({ key, starts, ends }: Period) => ({ period: key, starts, ends })
