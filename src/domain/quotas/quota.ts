import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { PeriodSchema } from '../../values/fiscal-calendar.ts'
import { InstantSchema, ViewpointSchema } from '../../values/instant.ts'
import { MoneySchema } from '../../values/money.ts'
import { PipelineRef } from '../pipelines/index.ts'

/** What a pipeline is to win in a period, from a moment on. */
export const Quota = z
  .object({
    id: Id('quo'),
    pipeline: PipelineRef,
    period: PeriodSchema,
    amount: MoneySchema,
    valid_from: InstantSchema,
  })
  .meta({ id: 'Quota' })
export type Quota = z.infer<typeof Quota>

/** The key of a pipeline, or its id. */
const PipelineName = z.string().min(1).max(100)

export const NewQuota = z.strictObject({
  pipeline: PipelineName,
  period: PeriodSchema,
  amount: MoneySchema.refine(({ amount }) => !amount.startsWith('-'), {
    path: ['amount'],
    error: 'a quota is 0 or more',
  }),
  /** From when on it counts; now, where nothing is said. An earlier moment brings along what was agreed then. */
  valid_from: InstantSchema.optional(),
})
export type NewQuota = z.output<typeof NewQuota>

export const QuotaQuery = z.strictObject({
  pipeline: PipelineName.optional(),
  period: PeriodSchema.optional(),
  /** As it was agreed at this moment; now, where nothing is said. */
  as_of: ViewpointSchema.optional(),
})
