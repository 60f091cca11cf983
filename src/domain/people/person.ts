import { z } from 'zod'
import { accesses } from '../../platform/operation.ts'
import { PeriodSchema } from '../../values/fiscal-calendar.ts'
import { FiscalChange, FiscalWeeks, StartMonth } from '../../values/fiscal-year.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { CurrencySchema } from '../../values/money.ts'
import { Line, Ours } from '../../values/text.ts'
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

/** What still names somebody who has left, or a team that is no more; it passes them over. */
export const NamedIn = z.object({ kind: z.enum(['routing']), name: Ours }).meta({ id: 'NamedIn' })
export type NamedIn = z.infer<typeof NamedIn>

/** A person after a change, how many open deals of theirs have another owner since, and what still names who left. */
export const ChangedPerson = Person.extend({ reassigned: z.int(), named_in: z.array(NamedIn) }).meta({
  id: 'ChangedPerson',
})
export type ChangedPerson = z.infer<typeof ChangedPerson>

export const NewPerson = z.strictObject({
  name: Line(120),
  email: z.email('expected an e-mail address').max(254),
  role: z.enum(roles),
})

/** Who gets the open deals that somebody may no longer work on. */
export const Reassignment = z.strictObject({ person_id: Id('per'), to: Id('per') }).meta({ id: 'Reassignment' })
export type Reassignment = z.output<typeof Reassignment>

/** A merge patch of a person; the address is what they are known by, and stays. */
export const PersonChange = z.strictObject({
  person_id: Id('per'),
  name: Line(120).optional(),
  role: z.enum(roles).optional(),
  active: z.boolean().optional(),
  /** A new owner for the open deals of somebody whom this takes the right to work on them. */
  reassign: z.array(Reassignment).max(1).optional(),
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
    /** Null where years are cut into calendar months. */
    fiscal_weeks: FiscalWeeks.nullable(),
    /** How years are cut from later fiscal years on; the years before keep their days. */
    fiscal_changes: z.array(FiscalChange),
    /** Whether figures about named persons may be shown. */
    figures_about_people: z.boolean(),
    /** The day by the workspace's clock. */
    today: DaySchema,
    /** The fiscal quarters from twelve years back to four ahead; each ends where the next starts. */
    quarters: z.array(z.object({ period: PeriodSchema, starts: DaySchema })),
    /** True where the clock is simulated, for tests: every page says so. */
    clock_simulated: z.boolean(),
    embedded_database: z.boolean(),
  })
  .meta({ id: 'Workspace' })

export const TimeZoneSchema = z.string().max(60).refine(isTimeZone, 'expected a time zone such as Asia/Jakarta')

/** What an owner may change of their workspace; figures follow it from now on, and older moments keep theirs. */
export const WorkspaceChange = z.strictObject({
  name: Line(120).optional(),
  time_zone: TimeZoneSchema.optional(),
  currency: CurrencySchema.optional(),
  fiscal_year_start_month: StartMonth.optional(),
  /** Years of weeks instead of calendar months; null for calendar months. */
  fiscal_weeks: FiscalWeeks.nullable().optional(),
  /** Other ways to cut years from later ones on, which leaves the years before as they are; the whole list. */
  fiscal_changes: z.array(FiscalChange).max(20).optional(),
  figures_about_people: z.boolean().optional(),
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
  /** Every workspace that this sign-in may enter; a key enters its own only. */
  workspaces: z.array(z.object({ id: Id('wsp'), slug: z.string(), name: z.string(), role: z.enum(roles) })),
  /** Who looks through this person's eyes, where somebody does. */
  viewed_by: PersonRef.nullable(),
})

export const NewKey = z.strictObject({
  name: Line(80),
  person_id: Id('per').optional(),
  /** Everything that the person may, where nothing is said. */
  scopes: z
    .array(z.enum(accesses, `expected one of ${accesses.join(', ')}`))
    .min(1, 'name at least one, or leave this out')
    .max(accesses.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'names one twice')
    .optional(),
  expires_at: InstantSchema.optional(),
})

export const Key = z
  .object({
    id: Id('key'),
    name: z.string(),
    person: PersonRef,
    prefix: z.string(),
    /** What it may do at most; null for everything that its person may. */
    scopes: z.array(z.enum(accesses)).nullable(),
    created_at: InstantSchema,
    expires_at: InstantSchema.nullable(),
    revoked_at: InstantSchema.nullable(),
  })
  .meta({ id: 'ApiKey' })
