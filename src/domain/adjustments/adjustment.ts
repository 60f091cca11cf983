import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { PeriodSchema } from '../../values/fiscal-calendar.ts'
import { InstantSchema, ViewpointSchema } from '../../values/instant.ts'
import { MoneySchema } from '../../values/money.ts'
import { Prose } from '../../values/text.ts'
import { PersonRef } from '../people/index.ts'
import { countedCategories, PipelineRef } from '../pipelines/index.ts'

/** What somebody says a person's forecast comes to, other than their deals say. */
export const Adjustment = z
  .object({
    id: Id('adj'),
    pipeline: PipelineRef,
    period: PeriodSchema,
    /** Whose forecast it is about, with everybody who reports to them. */
    person: PersonRef,
    category: z.enum(countedCategories),
    /** All that is closed or called at least so firmly; null where it takes back what its author said before. */
    amount: MoneySchema.nullable(),
    reason: z.string(),
    by: PersonRef,
    /** 0 for themselves, 1 for their manager and so on; 100 for whoever stands above everybody. */
    level: z.int(),
    created_at: InstantSchema,
  })
  .meta({ id: 'Adjustment' })
export type Adjustment = z.infer<typeof Adjustment>

export const NewAdjustment = z.strictObject({
  /** Key of a pipeline, or its id. */
  pipeline: z.string().min(1).max(100),
  period: PeriodSchema,
  person_id: Id('per'),
  category: z.enum(countedCategories),
  /** All that is closed or called at least so firmly; null takes back what you said before. */
  amount: MoneySchema.refine(({ amount }) => !amount.startsWith('-'), {
    path: ['amount'],
    error: 'a forecast is 0 or more',
  }).nullable(),
  reason: Prose(1000),
})
export type NewAdjustment = z.output<typeof NewAdjustment>

export const AdjustmentQuery = z.strictObject({
  pipeline: z.string().min(1).max(100).optional(),
  period: PeriodSchema.optional(),
  person_id: Id('per').optional(),
  /** Those that had been made by this moment. */
  as_of: ViewpointSchema.optional(),
})
