import { z } from 'zod'

/**
 * A moment, always as RFC 3339 in UTC with milliseconds (`2026-11-24T04:00:00.000Z`): one spelling in the code, in
 * JSON and from the database, so that moments compare as text.
 */
export type Instant = string

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string

/** `until` of what still holds; sorts after every instant, in text as in PostgreSQL. */
export const forever = 'infinity'

export const instantOf = (date: Date | number): Instant => new Date(date).toISOString()

export const dayOf = (instant: Instant): Day => instant.slice(0, 10)

const millisecondsPerDay = 86_400_000

/** Days from one moment to another, fractions included; negative when `to` is earlier. */
export const daysBetween = (from: Instant | Day, to: Instant | Day): number =>
  (Date.parse(to) - Date.parse(from)) / millisecondsPerDay

export const plusDays = (instant: Instant, days: number): Instant =>
  instantOf(Date.parse(instant) + days * millisecondsPerDay)

/** Read as UTC: an offset may lead out of the four digits of a year, which no database follows. */
function isReal(text: string): boolean {
  if (isKept(text)) return Number(text.slice(0, 4)) >= 1
  const parsed = Date.parse(text)
  return !Number.isNaN(parsed) && /^(?!0000)\d{4}-/.test(instantOf(parsed))
}

/** The one spelling that we keep; its form was checked before, days of the month included. */
const isKept = (text: string) => text.length === 24 && text.endsWith('Z')

/** Schema of a moment on the wire: any RFC 3339 offset is read, UTC is kept. */
export const InstantSchema = z.iso
  .datetime({ offset: true, error: 'expected a moment such as 2026-11-24T04:00:00Z', abort: true })
  .refine(isReal, 'there is no such moment')
  // Also called for text that was refused above.
  .overwrite((text) => (isKept(text) || !isReal(text) ? text : instantOf(Date.parse(text))))

/** Schema of a moment to look at things from: one in whose year and time zone there are days and periods around it. */
export const ViewpointSchema = InstantSchema.refine(
  (text) => text >= '1970' && text < '2900',
  'expected a moment from 1970 to 2899',
)

/** Schema of a calendar day on the wire. */
export const DaySchema = z.iso
  .date({ error: 'expected a day such as 2026-11-24', abort: true })
  .refine(isReal, 'there is no such day')
