import type { Day, Instant } from '../../values/instant.ts'
import { type Hours, weekDays } from './calendar.ts'

/** When people work, with every day on which they do not. */
export type WorkingTime = { time_zone: string; hours: Hours; holidays: ReadonlySet<Day> }

type Span = { from: number; to: number }

/** A calendar that is closed for longer than this is taken for one that never opens. */
const mostDays = 1_100
const hour = 3_600_000

/**
 * The moment at which so many hours have been worked since another one; null where a calendar stays closed for years. An
 * hour is one that passes: in the night in which clocks are set, a shift is longer or shorter than they say.
 */
export function plusBusinessHours(working: WorkingTime, from: Instant, hours: number): Instant | null {
  let left = Math.round(hours * hour)
  const start = Date.parse(from)
  for (const { from: opens, to: closes } of spansFrom(working, start)) {
    const begins = Math.max(opens, start)
    if (closes - begins >= left) return new Date(begins + left).toISOString()
    left -= Math.max(0, closes - begins)
  }
  return null
}

/** How many hours are worked between two moments; nothing where the second is not the later one. */
export function businessHoursBetween(working: WorkingTime, from: Instant, to: Instant): number {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  let worked = 0
  for (const { from: opens, to: closes } of spansFrom(working, start)) {
    if (opens >= end) break
    worked += Math.max(0, Math.min(closes, end) - Math.max(opens, start))
  }
  return worked / hour
}

/** The spans in which people work, from the day of a moment on. */
function* spansFrom({ time_zone, hours, holidays }: WorkingTime, start: number): Generator<Span> {
  const first = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(time_zone).toPlainDate()
  for (let i = 0; i < mostDays; i++) {
    const day = first.add({ days: i })
    if (holidays.has(day.toString())) continue
    for (const { from, to } of hours[weekDays[day.dayOfWeek - 1] ?? 'monday'])
      yield { from: momentOf(day, from, time_zone), to: momentOf(day, to, time_zone) }
  }
}

/** What is skipped when clocks go forward is read as the moment just after. */
function momentOf(day: Temporal.PlainDate, time: string, time_zone: string): number {
  const [at, plainTime] = time === '24:00' ? [day.add({ days: 1 }), '00:00'] : [day, time]
  return at.toZonedDateTime({ timeZone: time_zone, plainTime }).epochMilliseconds
}
