import { z } from 'zod'
import { ifVersion } from '../../platform/precondition.ts'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { pageQuery } from '../../values/page.ts'
import { Line } from '../../values/text.ts'
import { AccountRef } from '../accounts/index.ts'
import { FieldsSchema, GivenFields } from '../fields/index.ts'

export const Contact = z
  .object({
    id: Id('con'),
    name: z.string(),
    account: AccountRef.nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    /** What they are at their company. */
    title: z.string().nullable(),
    fields: FieldsSchema,
    version: z.int(),
    created_at: InstantSchema,
  })
  .meta({ id: 'Contact' })
export type Contact = z.infer<typeof Contact>

const members = {
  account_id: Id('acc').nullable().optional(),
  email: z
    .email('expected an e-mail address')
    .max(254)
    .overwrite((email) => email.toLowerCase())
    .nullable()
    .optional(),
  phone: Line(40).nullable().optional(),
  title: Line(160).nullable().optional(),
  fields: GivenFields.optional(),
}

export const NewContact = z.strictObject({ name: Line(200), ...members })

/** A merge patch: what is absent stays, what is null is cleared. */
export const ContactChange = z.strictObject({
  contact_id: Id('con'),
  name: Line(200).optional(),
  ...members,
  ...ifVersion,
})

export const ContactQuery = z.strictObject({
  account_id: Id('acc').optional(),
  /** Part of a name or of an e-mail address. */
  q: Line(200).optional(),
  ...pageQuery(z.tuple([z.string(), Id('con')])),
})
