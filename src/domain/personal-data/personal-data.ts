import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { Line } from '../../values/text.ts'
import { isTelling } from './mask.ts'

const whom = {
  email: z
    .email('expected an e-mail address')
    .max(254)
    .overwrite((email) => email.toLowerCase())
    .optional(),
  person_id: Id('per').optional(),
  contact_id: Id('con').optional(),
}

export const NewExport = z.strictObject({
  ...whom,
  /** Which page of every table; the pages together are the whole. */
  page: z.int('expected a whole number from 1').min(1).max(10_000).default(1),
})
export type Whom = Pick<z.output<typeof NewExport>, keyof typeof whom>

export const NewErasure = z.strictObject({
  ...whom,
  reason: Line(400),
  /** Other spellings to be looked for, such as a name before a marriage. */
  also: z
    .array(Line(200).refine(isTelling, 'expected an address, a number or several words: one word alone is anybody’s'))
    .max(20)
    .optional(),
})

const Row = z.record(z.string(), z.unknown())

/** Everything that is held about a person, in rows as they are kept, by the name of their table. */
export const PersonalData = z
  .object({
    people: z.array(Row),
    contacts: z.array(Row),
    sessions: z.array(Row),
    keys: z.array(Row),
    /** What was looked for in every text of the workspace. */
    looked_for: z.array(z.string()),
    places: z.int(),
    found: z.record(z.string(), z.array(Row)),
    /** Tables of which there is more on the next page. */
    cut: z.array(z.string()),
  })
  .meta({ id: 'PersonalData' })
