import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { Ours } from '../../values/text.ts'
import { lifecycles, PipelineRef } from '../pipelines/index.ts'

const Candidate = z.object({
  /** To join it with another, to let it take no new deals, or to put it away. */
  what: z.enum(['merge', 'sunset', 'archive']),
  with: Ours.nullable(),
  why: z.string(),
  /** Share of won deals here less that there, with its 95 % interval; null where it says nothing. */
  difference: z.object({ estimate: z.number().nullable(), low: z.number(), high: z.number() }).nullable(),
})

/** What a pipeline costs and how it is used. */
export const Upkeep = z
  .object({
    pipeline: PipelineRef,
    lifecycle: z.enum(lifecycles),
    definition: z.object({ id: Id('def'), version: z.int() }),
    /** Who owns it, as the charter says. */
    owner: z.string(),
    reason_to_be_separate: z.string(),
    open_deals: z.int(),
    /** Within a year. */
    begun: z.int(),
    won: z.int(),
    lost: z.int(),
    /** People who own open deals in it. */
    owners: z.int(),
    stages: z.int(),
    criteria: z.int(),
    fields: z.int(),
    /** Grants of rights that hold in it. */
    grants: z.int(),
    changed_at: InstantSchema,
    last_begun_at: InstantSchema.nullable(),
    review_due_on: DaySchema.nullable(),
    review_days_late: z.int().nullable(),
    candidates: z.array(Candidate),
  })
  .meta({ id: 'Upkeep' })
export type Upkeep = z.infer<typeof Upkeep>

export const PipelineChange = z.strictObject({
  pipeline: z.string().max(100),
  lifecycle: z.enum(['active', 'sunset', 'archived']),
})
