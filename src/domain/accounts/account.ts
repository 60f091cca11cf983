import { z } from 'zod'
import { ifVersion } from '../../platform/precondition.ts'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { pageQuery } from '../../values/page.ts'
import { Line } from '../../values/text.ts'
import { FieldsSchema, GivenFields } from '../fields/index.ts'
import { PersonRef } from '../people/index.ts'
import { DomainSchema } from './domain-name.ts'

export const accountKinds = ['customer', 'partner'] as const
export type AccountKind = (typeof accountKinds)[number]

export const AccountRef = z
  .object({ id: Id('acc'), name: z.string(), domain: z.string().nullable() })
  .meta({ id: 'AccountRef' })
export type AccountRef = z.infer<typeof AccountRef>

export const Account = z
  .object({
    id: Id('acc'),
    name: z.string(),
    /** In lower case, without `www.`; no two accounts have the same. */
    domain: z.string().nullable(),
    kind: z.enum(accountKinds),
    /** ISO 3166, two letters. */
    country: z.string().nullable(),
    owner: PersonRef.nullable(),
    fields: FieldsSchema,
    /** The account that this one went into; absent where it stands by itself. */
    merged_into: Id('acc').optional(),
    version: z.int(),
    created_at: InstantSchema,
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

const CountrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/, { error: 'expected an ISO 3166 code such as ID', abort: true })
  .refine((code) => countries.of(code) !== undefined, 'not a country; expected an ISO 3166 code such as ID')

export const NewAccount = z.strictObject({
  name: Line(200),
  domain: DomainSchema.nullable().optional(),
  kind: z.enum(accountKinds).default('customer'),
  country: CountrySchema.nullable().optional(),
  owner: Id('per').nullable().optional(),
  fields: GivenFields.optional(),
})

/** A merge patch: what is absent stays, what is null is cleared. */
export const AccountChange = z.strictObject({
  account_id: Id('acc'),
  name: Line(200).optional(),
  domain: DomainSchema.nullable().optional(),
  kind: z.enum(accountKinds).optional(),
  country: CountrySchema.nullable().optional(),
  owner: Id('per').nullable().optional(),
  fields: GivenFields.optional(),
  ...ifVersion,
})

export const AccountQuery = z.strictObject({
  /** Part of a name or of a domain. */
  q: Line(200).optional(),
  kind: z.enum(accountKinds).optional(),
  domain: DomainSchema.optional(),
  ...pageQuery(z.tuple([z.string(), Id('acc')])),
})
