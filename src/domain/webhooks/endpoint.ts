import { z } from 'zod'
import { ifVersion } from '../../platform/precondition.ts'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { pageQuery } from '../../values/page.ts'
import { Line } from '../../values/text.ts'
import { PersonRef } from '../people/index.ts'
import { everything, typeNames } from './event-types.ts'

/** `by_person`: switched off; `gone`: it answered 410; `failing`: no success for days; `right_lost`: its owner's. */
export const disabledReasons = ['by_person', 'gone', 'failing', 'right_lost'] as const
export type DisabledReason = (typeof disabledReasons)[number]

export const WebhookEndpoint = z
  .object({
    id: Id('hook'),
    url: z.string(),
    description: z.string(),
    event_types: z.array(z.string()),
    /** Hears what this person may know of, and nothing once they may not configure webhooks any more. */
    owner: PersonRef,
    enabled: z.boolean(),
    disabled_reason: z.enum(disabledReasons).nullable(),
    /** Since when no attempt has succeeded; null when all is well. */
    failing_since: InstantSchema.nullable(),
    version: z.int(),
    created_at: InstantSchema,
  })
  .meta({ id: 'WebhookEndpoint' })
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>

/** With the signing secret, which is shown this once. */
export const WithSecret = WebhookEndpoint.extend({
  secret: z.string(),
  /** Until when the secret before it signs as well; null for the first one. */
  old_secret_until: InstantSchema.nullable(),
}).meta({ id: 'WebhookEndpointWithSecret' })

const Url = z.string({ error: 'expected an address such as https://hooks.firma.example/tributary' }).max(2_000)

const EventTypes = z
  .array(z.enum([everything, ...typeNames], { error: 'expected * or a type that GET /event-types lists' }))
  .min(1, 'name at least one type, or * for all of them')
  .max(100)
  .transform((types) => (types.includes(everything) ? [everything] : [...new Set(types)].toSorted()))

export const NewEndpoint = z.strictObject({ url: Url, description: Line(160).optional(), event_types: EventTypes })

export const EndpointId = z.strictObject({ endpoint_id: Id('hook') })

export const EndpointChange = EndpointId.extend({
  url: Url.optional(),
  description: Line(160).optional(),
  event_types: EventTypes.optional(),
  /** False: nothing more is sent, and what waited is given up. True also begins again after it was disabled. */
  enabled: z.boolean().optional(),
  ...ifVersion,
})

export const EndpointQuery = z.strictObject(pageQuery(z.tuple([Id('hook')])))

/** How many endpoints a workspace may have: each is called for every event that it hears of. */
export const mostEndpoints = 20
