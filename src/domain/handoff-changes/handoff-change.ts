import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Line, Ours, Prose } from '../../values/text.ts'
import { HandoffPlan, HandoffRules } from '../handoff-rules/index.ts'
import { PersonRef } from '../people/index.ts'

export const changeStates = ['open', 'published', 'rejected', 'withdrawn'] as const
export const HandoffChange = z
  .object({
    id: Id('hch'),
    version: z.int(),
    title: z.string(),
    reason: z.string(),
    state: z.enum(changeStates),
    based_on: z.int(),
    rules: HandoffRules,
    plan: HandoffPlan,
    created_by: PersonRef,
    created_at: InstantSchema,
    decided_at: InstantSchema.nullable(),
    approval_id: Id('apr').nullable(),
    may_vote: z.boolean(),
    why_not: Ours.nullable(),
  })
  .meta({ id: 'HandoffChange' })

export const NewHandoffChange = z.strictObject({
  rules: HandoffRules,
  title: Line(160).default('Hand-off rules'),
  reason: Prose(2000),
})
