import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { type Instant, InstantSchema } from '../../values/instant.ts'

/** What a receiver gets: the event as it was recorded, and where it stands. */
export const WebhookMessage = z
  .object({
    type: z.string(),
    /** When it happened. */
    timestamp: InstantSchema,
    workspace_id: z.string(),
    /** The id of what it happened to. */
    subject: z.string(),
    /** The version of the subject after it, which for a deal counts its changes: a lower one after a higher one is late. */
    sequence: z.int(),
    actor_id: z.string().nullable(),
    /** What happened, mostly as `before` and `after`. */
    data: z.looseObject({}),
  })
  .meta({ id: 'WebhookMessage' })

export type SentEvent = {
  id: string
  type: string
  subject: string
  version: number
  actor_id: string | null
  data: Record<string, unknown>
  recorded_at: Instant
}

/** The body: the same bytes at every attempt, since the members of an event's data are kept in one order. */
export const bodyOf = (workspace_id: string, { type, recorded_at, subject, version, actor_id, data }: SentEvent) =>
  JSON.stringify({ type, timestamp: recorded_at, workspace_id, subject, sequence: version, actor_id, data })

export const headersOf = ({ id }: Pick<SentEvent, 'id'>): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': 'Tributary (Standard Webhooks 1.0)',
  'webhook-id': id,
})

/** Signed with every secret that holds, so that a receiver may change over during a rotation. */
export function signed(id: string, body: string, secrets: readonly string[], at: Date): Record<string, string> {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, at, body))
  return {
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  }
}

const oldHolds = 86_400_000

/** Until when the secret before a new one still signs. */
export const oldSecretUntil = (rotated_at: Instant): Instant =>
  new Date(Date.parse(rotated_at) + oldHolds).toISOString()

/** The secrets that sign at a moment, the newest first: each holds until a day after the next one was made. */
export function holding(secrets: readonly { secret: string; created_at: Instant }[], now: Instant): string[] {
  return secrets
    .filter((_, i) => {
      const next = secrets[i - 1]
      return next === undefined || now < oldSecretUntil(next.created_at)
    })
    .map(({ secret }) => secret)
}
