import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema } from '../../values/instant.ts'
import { MoneySchema, SumSchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'

export const LineItem = z
  .object({
    id: Id('lin'),
    product: z.object({ id: Id('prd'), key: Ours, name: z.string() }).meta({ id: 'ProductRef' }),
    kind: z.enum(['one_time', 'recurring']),
    quantity: z.int(),
    /** Of one unit: once, or for each period. */
    unit_price: MoneySchema,
    period: z.enum(['month', 'quarter', 'year']).nullable(),
    /** How many periods. */
    term: z.int().nullable(),
    /** What was agreed for the whole term beyond its periods, where that does not divide evenly; else null. */
    rounding: MoneySchema.nullable(),
    /** When its term begins; null where that is the day of the win. */
    starts_on: DaySchema.nullable(),
  })
  .meta({ id: 'LineItem' })

export const Amounts = z
  .object({
    total_contract_value: SumSchema,
    annual: SumSchema,
    first_year: SumSchema,
    one_time: SumSchema,
  })
  .meta({ id: 'Amounts' })
