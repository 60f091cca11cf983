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

/** The first day of a quarter, and the first that no longer belongs to it. */
export function daysOf(period: Period, startMonth: number): { from: string; until: string } {
  const edge = (quarter: Period) => {
    const year = Number(quarter.slice(0, 4)) - (startMonth > 1 ? 1 : 0)
    const month = startMonth - 1 + (Number(quarter.slice(6)) - 1) * 3
    return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
  }
  return { from: edge(period), until: edge(periodAfter(period, 1)) }
}

/** The fiscal quarter of a day; a fiscal year is named after the calendar year in which it ends. */
export function periodOf(day: string, startMonth: number): Period {
  const month = Number(day.slice(5, 7)) - 1
  const offset = (month - (startMonth - 1) + 12) % 12
  const year = Number(day.slice(0, 4)) + (startMonth > 1 && month >= startMonth - 1 ? 1 : 0)
  return `${year}-Q${Math.floor(offset / 3) + 1}`
}
