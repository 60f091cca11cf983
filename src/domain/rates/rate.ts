import { z } from 'zod'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { CurrencySchema } from '../../values/money.ts'
import { pageQuery } from '../../values/page.ts'
import { Line } from '../../values/text.ts'

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
