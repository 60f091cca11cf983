import { z } from 'zod'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { CurrencySchema } from '../../values/money.ts'
import { pageQuery } from '../../values/page.ts'
import { Line, Ours } from '../../values/text.ts'

export const Rate = z
  .object({
    currency: CurrencySchema,
    /** Units of the currency for one euro, as exact decimal text. */
    per_euro: z.string(),
    /** From this day on, until the next rate of the currency. */
    valid_from: DaySchema,
    source: z.string(),
    recorded_at: InstantSchema,
  })
  .meta({ id: 'Rate' })
export type Rate = z.infer<typeof Rate>

export const NewRate = z.strictObject({
  currency: CurrencySchema.refine((code) => code !== 'EUR', 'every rate is for one euro, so the euro itself has none'),
  per_euro: z
    .string({ error: 'expected the units for one euro as text, such as "1.0824"' })
    .regex(/^\d{1,12}(\.\d{1,10})?$/, 'expected the units for one euro as a decimal, such as "1.0824"')
    .refine((text) => /[1-9]/.test(text), 'must be more than 0'),
  valid_from: DaySchema,
  source: Line(200).default('entered by hand'),
})

export const RateQuery = z.strictObject({
  currency: CurrencySchema.optional(),
  ...pageQuery(z.tuple([CurrencySchema, DaySchema])),
})

/** Rates to convert by: those of each currency by the day from which they hold, the oldest first. */
export type Rates = ReadonlyMap<string, readonly { valid_from: string; per_euro: string }[]>

export const RateFile = z.strictObject({
  /** As the ECB publishes it: `Date, USD, JPY, …`, a line a day, units for one euro. */
  text: z.string().min(1).max(900_000),
  /** Only these; all that are in the file where none is named. */
  currencies: z.array(CurrencySchema).min(1).max(100).optional(),
  /** Whether a rate of the file takes the place of another one that is known for its day. */
  replace: z.boolean().default(false),
  /** Says what would be done, and does nothing. */
  dry_run: z.boolean().default(false),
})

export const LoadedRates = z
  .object({
    days: z.int(),
    from: DaySchema.nullable(),
    until: DaySchema.nullable(),
    currencies: z.array(CurrencySchema),
    /** Rates that nobody had given. */
    recorded: z.int(),
    /** Known just so already. */
    unchanged: z.int(),
    /** Known otherwise: taken from the file with `replace`, else left as they were. */
    different: z.int(),
    replaced: z.boolean(),
    /** Cells without a rate, such as N/A. */
    empty: z.int(),
    /** The first two hundred of those known otherwise. */
    differences: z.array(
      z.object({
        currency: CurrencySchema,
        valid_from: DaySchema,
        known: z.string(),
        source: z.string(),
        given: z.string(),
      }),
    ),
    /** The first two hundred columns and cells that were left out. */
    skipped: z.array(z.object({ row: z.int().nullable(), column: Ours, code: Ours, message: Ours })),
    skipped_count: z.int(),
  })
  .meta({ id: 'LoadedRates' })
