import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { pageQuery } from '../../values/page.ts'
import { Ours } from '../../values/text.ts'
import { MetricKey } from '../handoff-rules/index.ts'

export const Value = z.number('expected a number').min(-1e15, 'at least -1e15').max(1e15, 'at most 1e15')

export const UsageReading = z
  .object({ account_id: Id('acc'), metric: Ours, value: z.number(), at: InstantSchema, recorded_at: InstantSchema })
  .meta({ id: 'UsageReading' })
export type UsageReading = z.infer<typeof UsageReading>

export const NewUsage = z.strictObject({
  account_id: Id('acc'),
  metric: MetricKey,
  value: Value,
  /** When it was read, no later than now; of a metric and a moment there is one reading. */
  at: InstantSchema,
})

export const UsageQuery = z.strictObject({
  account_id: Id('acc'),
  metric: MetricKey.optional(),
  ...pageQuery(z.tuple([InstantSchema, MetricKey])),
})

export const UsageFile = z.strictObject({
  /** Lines of `account_domain,metric,value,at` under a heading of these names. */
  text: z.string().min(1, 'must not be empty').max(900_000, 'at most 900000 characters; send the rest in parts'),
})

export const UsageLoaded = z
  .object({
    rows: z.int(),
    recorded: z.int(),
    /** Rows that were known already. */
    unchanged: z.int(),
    /** At most 200 of the rows that were refused. */
    refused: z.array(
      z.object({ row: z.int(), column: Ours, code: Ours, message: z.string() }).meta({ id: 'RefusedUsage' }),
    ),
    refused_rows: z.int(),
  })
  .meta({ id: 'UsageLoaded' })
export type UsageLoaded = z.infer<typeof UsageLoaded>
