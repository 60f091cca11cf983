import { z } from 'zod'
import { channels } from '../../values/channel.ts'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { pageQuery } from '../../values/page.ts'
import { Line } from '../../values/text.ts'
import { PersonRef } from '../people/index.ts'

const Members = z.record(z.string(), z.unknown())

/** One thing that happened: who, through what, when, to what, before and after. */
export const AuditEvent = z
  .object({
    position: z.int(),
    id: Id('evt'),
    occurred_at: InstantSchema,
    actor: PersonRef.nullable(),
    channel: z.enum(channels),
    type: z.string(),
    /** What it happened to, with what that is called now, where it is known; a deal's key leads to its page. */
    subject: z.object({ id: z.string(), name: z.string().nullable(), key: z.string().nullable() }),
    before: Members.nullable(),
    after: Members.nullable(),
    /** What else was said of it. */
    details: Members,
    request_id: z.string().nullable(),
    /** True where personal data was erased from it. */
    erased: z.boolean(),
  })
  .meta({ id: 'AuditEvent' })
export type AuditEvent = z.infer<typeof AuditEvent>

const filters = {
  actor_id: Id('per').optional(),
  /** A type such as `deal.moved`, or how types begin, such as `deal.`. */
  type: z
    .string()
    .max(80)
    .regex(/^[a-z_]+\.?[a-z_]*$/, 'expected a type such as deal.moved, or how types begin, such as deal.')
    .optional(),
  /** The id of what it happened to, or a deal's key. */
  subject: Line(200).optional(),
  channel: z.enum(channels).optional(),
  from: InstantSchema.optional(),
  before: InstantSchema.optional(),
}

export const AuditFilter = z.strictObject(filters)
export type AuditFilter = z.output<typeof AuditFilter>

/** The newest first: a page goes on behind a position, which no other event ever takes. */
export const AuditQuery = z.strictObject({ ...filters, ...pageQuery(z.tuple([z.int().min(1)])) })

export const exportFormats = ['csv', 'jsonl'] as const
export const AuditExport = z.strictObject({
  ...filters,
  format: z.enum(exportFormats, { error: 'expected csv or jsonl' }),
})

const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected the hash of a head, 64 hexadecimal digits')
const Position = z.coerce.number({ error: 'expected a position' }).pipe(z.int('expected a position').min(0))

export const Head = z.object({ position: z.int(), hash: z.string() }).meta({ id: 'AuditHead' })

export const HeadQuery = z.strictObject(pageQuery(z.tuple([z.int().min(1)])))

export const ChainQuery = z.strictObject({
  /** Goes on behind a link that is known to hold, as the answer before told; from the first one, where it is absent. */
  after: Position.optional(),
  hash: Hash.optional(),
  /** Stops at this position, to compare its hash with one that was kept elsewhere. */
  to: Position.optional(),
  limit: z.coerce
    .number({ error: 'expected a whole number from 1 to 5000' })
    .pipe(z.int('expected a whole number from 1 to 5000').min(1).max(5000))
    .default(5000),
})

export const Verification = z
  .object({
    /** The last link that holds. */
    head: Head,
    checked: z.int(),
    erased: z.int(),
    fault: z
      .object({ position: z.int(), event_id: z.string().nullable(), code: z.string(), detail: z.string() })
      .nullable(),
    done: z.boolean(),
  })
  .meta({ id: 'AuditVerification' })

/** What is wrong with a link, in words. */
export const faultWords: Record<string, string> = {
  gap: 'The chain has no link with this position.',
  seal: 'This link does not follow from the one before it.',
  'event-missing': 'The event of this link is not there.',
  payload: 'This event is not what was sealed.',
  erasure: 'Something was taken out of this event, and no sealed event says so.',
  head: 'A head that was exported at this position has another hash.',
  cut: 'The chain ends here, although a later head was exported.',
}
