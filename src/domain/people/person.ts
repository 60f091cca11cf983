import { z } from 'zod'
import { accesses } from '../../platform/operation.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { CurrencySchema } from '../../values/money.ts'
import { Line } from '../../values/text.ts'
import { roles } from './access.ts'

export const PersonRef = z.object({ id: Id('per'), name: z.string() }).meta({ id: 'PersonRef' })
export type PersonRef = z.infer<typeof PersonRef>

export const Person = z
  .object({
    id: Id('per'),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    active: z.boolean(),
    /** False for people known from an import only: they own deals, but cannot sign in yet. */
    signs_in: z.boolean(),
    created_at: InstantSchema,
  })
  .meta({ id: 'Person' })
export type Person = z.infer<typeof Person>

export const NewPerson = z.strictObject({
  name: Line(120),
  email: z.email('expected an e-mail address').max(254),
  role: z.enum(roles),
})

/** `path` leads, behind the address of the server, to the page where the password is chosen. */
export const SetUpLink = z
  .object({ person: PersonRef, email: z.string(), path: z.string(), expires_at: InstantSchema })
  .meta({ id: 'SetUpLink' })

export const Workspace = z
  .object({
    id: Id('wsp'),
    slug: z.string(),
    name: z.string(),
    time_zone: z.string(),
    /** Totals are in this currency. */
    currency: CurrencySchema,
    /** 1 for January. */
    fiscal_year_start_month: z.int().min(1).max(12),
    /** The day by the workspace's clock. */
    today: DaySchema,
    /** True where the clock is simulated, for tests: every page says so. */
    clock_simulated: z.boolean(),
    embedded_database: z.boolean(),
  })
  .meta({ id: 'Workspace' })

/** What an owner may change of their workspace; figures follow it from now on, and older moments keep theirs. */
export const WorkspaceChange = z.strictObject({
  name: Line(120).optional(),
  time_zone: z.string().max(60).refine(isTimeZone, 'expected a time zone such as Asia/Jakarta').optional(),
  currency: CurrencySchema.optional(),
  fiscal_year_start_month: z.int('expected a month from 1 to 12').min(1).max(12).optional(),
})

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

export const Me = z.object({
  person: Person,
  workspace: Workspace,
  access: z.array(z.enum(accesses)),
  /** Who looks through this person's eyes, where somebody does. */
  viewed_by: PersonRef.nullable(),
})

export const Key = z
  .object({
    id: Id('key'),
    name: z.string(),
    person: PersonRef,
    prefix: z.string(),
    created_at: InstantSchema,
    expires_at: InstantSchema.nullable(),
    revoked_at: InstantSchema.nullable(),
  })
  .meta({ id: 'ApiKey' })
