import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { PersonRef } from '../people/index.ts'

export const evidenceKinds = ['link', 'meeting', 'confirmation', 'approval'] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

export const Evidence = z
  .object({
    id: Id('evi'),
    criterion: z.string(),
    kind: z.enum(evidenceKinds),
    url: z.string().nullable(),
    held_on: DaySchema.nullable(),
    note: z.string().nullable(),
    /** The buyer's name, as they wrote it themselves. */
    confirmed_by: z.string().nullable(),
    given_by: PersonRef.nullable(),
    given_at: InstantSchema,
  })
  .meta({ id: 'Evidence' })
