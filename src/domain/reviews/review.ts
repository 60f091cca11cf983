import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { Line, Prose } from '../../values/text.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

/** A review as it was held. */
export const Review = z
  .object({
    id: Id('rev'),
    pipeline: PipelineRef,
    definition: z.object({ id: Id('def'), version: z.int() }),
    held_at: InstantSchema,
    held_by: PersonRef,
    notes: z.string(),
    decisions: z.array(z.string()),
    next_on: DaySchema.nullable(),
  })
  .meta({ id: 'Review' })
export type Review = z.infer<typeof Review>

export const NewReview = z.strictObject({
  pipeline: z.string().max(100),
  notes: Prose(8_000),
  decisions: z.array(Line(400)).max(40, 'at most 40 decisions').default([]),
  /** When to look at it again; where nothing is said, the rhythm of the charter goes on from this review. */
  next_on: DaySchema.optional(),
})

/** Of one pipeline: when it was last reviewed and when it is to be reviewed next. */
export const ReviewState = z
  .object({
    pipeline: PipelineRef,
    owner: z.string(),
    /** Null for a pipeline that was never reviewed. */
    last: Review.nullable(),
    due_on: DaySchema.nullable(),
    /** Days since it was due; negative while there is time. */
    days_late: z.int().nullable(),
  })
  .meta({ id: 'ReviewState' })
export type ReviewState = z.infer<typeof ReviewState>
