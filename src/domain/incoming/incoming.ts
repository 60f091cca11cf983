import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Line } from '../../values/text.ts'
import { NewDeal } from '../intake/index.ts'
import { NamedDeal } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'

export const incomingStates = ['waiting', 'opened', 'dismissed'] as const

export const IncomingDeal = z
  .object({
    id: Id('inc'),
    version: z.int(),
    /** `waiting` for a person, where no rule took it or something stood in the way. */
    state: z.enum(incomingStates),
    /** As it was handed in. */
    given: NewDeal,
    /** Why it waits, or waited. */
    because: z.string().nullable(),
    deal: NamedDeal.nullable(),
    received_by: PersonRef,
    received_at: InstantSchema,
    decided_by: PersonRef.nullable(),
    decided_at: InstantSchema.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'IncomingDeal' })

export const NewIncoming = NewDeal.omit({ pipeline: true })

export const Placement = z.strictObject({
  incoming_id: Id('inc'),
  /** Key or id of the pipeline that it goes into. */
  pipeline: z.string().min(1).max(100),
  owner: NewDeal.shape.owner,
  /** What it does not say yet, and that pipeline asks for; it wins over what was handed in. */
  ...NewDeal.pick({ amount: true, close_date: true, source: true, next_step: true, fields: true }).shape,
  /** Why here; kept with the deal. */
  reason: Line(500).optional(),
})

export const Dismissal = z.strictObject({ incoming_id: Id('inc'), reason: Line(500) })
