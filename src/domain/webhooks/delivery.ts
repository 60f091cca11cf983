import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { pageQuery } from '../../values/page.ts'

export const deliveryStates = ['pending', 'delivered', 'failed', 'cancelled'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export const Attempt = z
  .object({
    number: z.int(),
    url: z.string(),
    started_at: InstantSchema,
    duration_ms: z.int(),
    /** Null where nobody answered; then `error` says why. */
    status: z.int().nullable(),
    error: z.string().nullable(),
    /** How the receiver's answer begins. */
    body: z.string(),
  })
  .meta({ id: 'WebhookAttempt' })
export type Attempt = z.infer<typeof Attempt>

export const Delivery = z
  .object({
    id: Id('dlv'),
    endpoint_id: Id('hook'),
    event: z.object({ id: Id('evt'), type: z.string(), subject: z.string(), sequence: z.int() }),
    /** `failed` after the last attempt; `cancelled` when its endpoint was disabled first. Both can be sent again. */
    state: z.enum(deliveryStates),
    next_attempt_at: InstantSchema.nullable(),
    created_at: InstantSchema,
    /** What is sent, apart from the time and the signature, which are new at each attempt. */
    request: z.object({ headers: z.record(z.string(), z.string()), body: z.string() }),
    attempts: z.array(Attempt),
  })
  .meta({ id: 'WebhookDelivery' })
export type Delivery = z.infer<typeof Delivery>

export const DeliveryQuery = z.strictObject({
  endpoint_id: Id('hook'),
  state: z.enum(deliveryStates).optional(),
  ...pageQuery(z.tuple([z.string().regex(/^\d{1,18}$/), Id('dlv')])),
})

export const DeliveryId = z.strictObject({ endpoint_id: Id('hook'), delivery_id: Id('dlv') })
