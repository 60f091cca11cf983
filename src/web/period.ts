import { dayIn } from './zone.ts'

/** Quarters of the fiscal year, named as on the wire: `2026-Q4`. */
export type Period = string

export const isPeriod = (text: unknown): text is Period => typeof text === 'string' && /^\d{4}-Q[1-4]$/.test(text)

/** The quarter `count` quarters later, or earlier when negative. */
export function periodAfter(period: Period, count: number): Period {
  const index = Number(period.slice(0, 4)) * 4 + Number(period.slice(6)) - 1 + count
  return `${Math.floor(index / 4)}-Q${(index % 4) + 1}`
}

/** `FY26 Q4` where the fiscal year is not the calendar year, else `Q4 2026`. */
export function periodName(period: Period, startMonth: number): string {
  const [year = '', quarter = ''] = period.split('-')
  return startMonth === 1 ? `${quarter} ${year}` : `FY${year.slice(2)} ${quarter}`
}

/** The fiscal quarters around today, as the workspace's calendar cuts them, in their order. */
export type Calendar = { quarters: { period: Period; starts: string }[]; time_zone: string }

/** The month to name periods by: a year that is not the calendar's is named a fiscal one, whatever month it starts in. */
export const namingMonth = (calendar: {
  fiscal_year_start_month: number
  fiscal_weeks: unknown
  fiscal_changes: readonly unknown[]
}): number =>
  calendar.fiscal_weeks === null && calendar.fiscal_changes.length === 0 ? calendar.fiscal_year_start_month : 2

/** The first day of a quarter, and the first that no longer belongs to it. What lies far away ends with the known years. */
export function daysOf(period: Period, { quarters }: Calendar): { from: string; until: string } {
  const at = quarters.findLastIndex((quarter) => quarter.period <= period)
  const from = quarters[Math.max(at, 0)]?.starts ?? ''
  return { from, until: quarters[at + 1]?.starts ?? from }
}

/** The fiscal quarter of a moment, by the clocks of the workspace. */
export function periodOf(moment: string, { quarters, time_zone }: Calendar): Period {
  const day = dayIn(moment, time_zone)
  return (quarters.findLast(({ starts }) => starts <= day) ?? quarters[0])?.period ?? ''
}

/** The quarter before or after one that there is; a change of the calendar may cut years short. */
export function neighbour(period: Period, count: number, { quarters }: Calendar): Period {
  const at = quarters.findIndex((quarter) => quarter.period === period)
  return at < 0 ? periodAfter(period, count) : (quarters[at + count]?.period ?? period)
}
