import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Line, Ours, Prose } from '../../values/text.ts'
import { PersonRef, roles } from '../people/index.ts'
import { Months, RoutingPlan, RuleSet } from '../routing/index.ts'

export const changeStates = ['open', 'published', 'rejected', 'withdrawn'] as const
export const RoutingChange = z
  .object({
    id: Id('rch'),
    version: z.int(),
    title: z.string(),
    reason: z.string(),
    state: z.enum(changeStates),
    based_on: z.int(),
    ...RuleSet,
    plan: RoutingPlan,
    created_by: PersonRef,
    created_at: InstantSchema,
    decided_at: InstantSchema.nullable(),
    approval_id: Id('apr').nullable(),
    may_vote: z.boolean(),
    why_not: Ours.nullable(),
  })
  .meta({ id: 'RoutingChange' })

export const NewRoutingChange = z.strictObject({
  ...RuleSet,
  title: Line(160).default('Routing rules'),
  reason: Prose(2000),
  months: Months,
})
export const RoutingPolicy = z
  .object({
    needed: z.int(),
    role: z.enum(roles).nullable(),
    people: z.array(PersonRef).nullable(),
    /** Null where nobody set one. */
    valid_from: InstantSchema.nullable(),
  })
  .meta({ id: 'RoutingPolicy' })
