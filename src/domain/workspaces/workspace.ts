import { z } from 'zod'
import { PeriodSchema } from '../../values/fiscal-calendar.ts'
import { weekdays, weekPatterns } from '../../values/fiscal-year.ts'
import { Id } from '../../values/id.ts'
import { DaySchema } from '../../values/instant.ts'
import { CurrencySchema } from '../../values/money.ts'
import { Line } from '../../values/text.ts'
import { TimeZoneSchema } from '../people/index.ts'

/** How a workspace is named in addresses and headers; it stays. */
const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/, 'expected 3 to 40 small letters, digits and hyphens, such as north-sea')

export const NewWorkspace = z.strictObject({
  name: Line(120),
  slug: Slug,
  currency: CurrencySchema.optional(),
  time_zone: TimeZoneSchema.optional(),
})

export const FoundedWorkspace = z
  .object({ id: Id('wsp'), slug: z.string(), name: z.string() })
  .meta({ id: 'FoundedWorkspace' })

const Year = (what: string) => z.coerce.number({ error: what }).int(what).min(1902, what).max(2990, what)

/** Which years to show, and how they would be cut if the workspace's calendar were changed so. */
export const FiscalYearQuery = z.strictObject({
  /** The first year; the one of today where none is named. */
  year: Year('expected a fiscal year such as 2027').optional(),
  count: z.coerce.number('expected 1 to 12 years').int('expected 1 to 12 years').min(1).max(12).default(3),
  /** With this month: how years would be cut. */
  start_month: z.coerce
    .number('expected a month from 1 to 12')
    .int('expected a month from 1 to 12')
    .min(1, 'expected a month from 1 to 12')
    .max(12, 'expected a month from 1 to 12')
    .optional(),
  pattern: z.enum(weekPatterns, 'expected 4-4-5, 4-5-4 or 5-4-4').optional(),
  year_ends: z.enum(['last', 'nearest'], 'expected last or nearest').optional(),
  weekday: z.enum(weekdays, 'expected a weekday such as saturday').optional(),
  named_after: z.enum(['start', 'end'], 'expected start or end').optional(),
  /** The fiscal year from which they would be cut so; without one, all of them. */
  from_year: Year('expected a fiscal year such as 2027').optional(),
})
export type FiscalYearQuery = z.output<typeof FiscalYearQuery>

const Span = z.object({ period: PeriodSchema, starts: DaySchema, ends: DaySchema })

/** A fiscal year with its parts; `ends` is the first day that no longer belongs to it. */
export const FiscalYearShown = z
  .object({
    year: z.int(),
    starts: DaySchema,
    ends: DaySchema,
    /** 52 or 53 where it is cut into weeks; null where into calendar months. */
    weeks: z.int().nullable(),
    quarters: z.array(Span.extend({ months: z.array(Span) })),
  })
  .meta({ id: 'FiscalYear' })
