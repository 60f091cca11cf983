import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Ours } from '../../values/text.ts'
import { PersonRef } from '../people/index.ts'

/** Something that others did to a deal. */
export const Change = z
  .object({
    position: z.int(),
    type: z.string(),
    occurred_at: InstantSchema,
    actor: PersonRef.nullable(),
    deal: z.object({ id: Id('deal'), key: Ours, name: z.string(), pipeline: Ours }).meta({ id: 'DealRef' }),
    /** Names of the stages it left and reached, where it moved. */
    from: z.string().nullable(),
    to: z.string().nullable(),
  })
  .meta({ id: 'Change' })

export const Look = z
  .object({
    /** When this person last looked; null for somebody who never has. */
    since: InstantSchema.nullable(),
    /** The newest position there is; sent back to say that all of this was seen. */
    position: z.int(),
    has_more: z.boolean(),
    data: z.array(Change),
  })
  .meta({ id: 'Look' })
