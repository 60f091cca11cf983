import { z } from 'zod'
import { PeriodSchema } from '../../values/fiscal-calendar.ts'
import { InstantSchema } from '../../values/instant.ts'
import { CurrencySchema, SumSchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'

const way = {
  /** Won in the period up to each moment, at frozen rates; the last is the moment of the forecast, or the period’s end. */
  closed: z.array(z.object({ at: InstantSchema, amount: SumSchema })),
  /**
   * What will have been won in the period by each moment: the last is the period’s end and the very figure of the
   * forecast. Likely values do not add up over pipelines, expected ones do. Empty without a forecast, as `note` says.
   */
  ahead: z.array(z.object({ at: InstantSchema, expected: SumSchema, p10: SumSchema, p50: SumSchema, p90: SumSchema })),
  quota: SumSchema.nullable(),
  n_closed: z.int(),
  /** The pipeline has too little history, and all pipelines speak for it. */
  pooled: z.boolean(),
  note: Ours.nullable(),
}

export const ForecastPath = z
  .object({
    period: PeriodSchema,
    /** The first moment of the period, and the first that no longer belongs to it. */
    from: InstantSchema,
    until: InstantSchema,
    as_of: InstantSchema,
    currency: CurrencySchema,
    total: z.object(way),
    pipelines: z.array(z.object({ pipeline: Ours, name: z.string(), ...way })),
  })
  .meta({ id: 'ForecastPath' })
export type ForecastPath = z.input<typeof ForecastPath>
