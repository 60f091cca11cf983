import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { type Instant, InstantSchema } from '../../values/instant.ts'
import { Line, Ours, Prose } from '../../values/text.ts'
import { PersonRef, roles } from '../people/index.ts'

export const changeStates = ['open', 'published', 'rejected', 'withdrawn'] as const

/** What every proposed set of rules is shown with, beside the rules and their plan. */
export const proposed = (prefix: 'rch' | 'hch') => ({
  id: Id(prefix),
  version: z.int(),
  title: z.string(),
  reason: z.string(),
  state: z.enum(changeStates),
  /** The number of the published version that it was written on; 0 before the first. */
  based_on: z.int(),
  created_by: PersonRef,
  created_at: InstantSchema,
  decided_at: InstantSchema.nullable(),
  approval_id: Id('apr').nullable(),
  may_vote: z.boolean(),
  why_not: Ours.nullable(),
})

/** What is said of a set of rules by whoever proposes it. */
export const saidOf = (title: string) => ({ title: Line(160).default(title), reason: Prose(2000) })

/** A proposed set of rules as it is kept. */
export type ChangeRow = {
  id: string
  version: number
  title: string
  reason: string
  based_on: number
  state: (typeof changeStates)[number]
  created_by: { id: string; name: string }
  created_at: Instant
  decided_at: Instant | null
}

export const RoutingPolicy = z
  .object({
    needed: z.int(),
    role: z.enum(roles).nullable(),
    people: z.array(PersonRef).nullable(),
    /** Null where nobody set one. */
    valid_from: InstantSchema.nullable(),
  })
  .meta({ id: 'RoutingPolicy' })
