import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { PersonRef } from '../people/index.ts'

export const Evidence = z
  .object({
    id: Id('evi'),
    criterion: z.string(),
    kind: z.enum(['link', 'meeting']),
    url: z.string().nullable(),
    held_on: DaySchema.nullable(),
    note: z.string().nullable(),
    given_by: PersonRef.nullable(),
    given_at: InstantSchema,
  })
  .meta({ id: 'Evidence' })
