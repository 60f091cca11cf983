import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { type Allowed, faultOfUrl } from '../../platform/outgoing-address.ts'
import { requireVersion } from '../../platform/precondition.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { differenceOf } from '../../values/difference.ts'
import { Id } from '../../values/id.ts'
import { patched } from '../../values/merge-patch.ts'
import { Page, pageOf } from '../../values/page.ts'
import { Delivery, DeliveryId, DeliveryQuery } from './delivery.ts'
import {
  EndpointChange,
  EndpointId,
  EndpointQuery,
  mostEndpoints,
  NewEndpoint,
  WebhookEndpoint,
  WithSecret,
} from './endpoint.ts'
import { eventTypes, testType } from './event-types.ts'
import { oldSecretUntil } from './message.ts'
import * as store from './store.ts'

const access = 'webhooks:configure'

/** The operations on webhooks, told once at start where this installation may call. */
export const webhookOperations = (allowed: Allowed) => [
  listEventTypes,
  listEndpoints,
  operation({
    name: 'webhook_endpoints.create',
    http: 'POST /webhook-endpoints',
    access,
    effect: 'write',
    reveals: true,
    summary: 'Add an address that events are posted to, with your rights; its signing secret is shown this once',
    input: NewEndpoint,
    output: WithSecret,
    version: ({ version }) => version,
    async run(context, { url, event_types, description = new URL(checked(url, allowed)).host }) {
      const { tx, workspace_id, actor, newId, now, record } = context
      if ((await store.countEndpoints(tx, workspace_id)) >= mostEndpoints)
        throw new Problem(
          'refused',
          `A workspace has at most ${mostEndpoints} endpoints; remove one first.`,
          'endpoints-many',
        )
      const endpoint: WebhookEndpoint = {
        id: newId('hook'),
        url: checked(url, allowed),
        description,
        event_types,
        owner: { id: actor.id, name: actor.name },
        enabled: true,
        disabled_reason: null,
        failing_since: null,
        version: 1,
        created_at: now,
      }
      await store.insertEndpoint(tx, workspace_id, endpoint)
      const secret = await addSecret(context, endpoint)
      record({ type: 'webhook_endpoint.created', subject: endpoint.id, version: 1, data: { after: endpoint } })
      return { ...endpoint, secret, old_secret_until: null }
    },
  }),
  getEndpoint,
  operation({
    name: 'webhook_endpoints.update',
    http: 'PATCH /webhook-endpoints/{endpoint_id}',
    access,
    effect: 'write',
    summary: 'Change where and what an endpoint hears, switch it off or on; from then on it has your rights',
    input: EndpointChange,
    output: WebhookEndpoint,
    version: ({ version }) => version,
    async run(context, { endpoint_id, if_version, ...given }) {
      const { tx, workspace_id, actor, record, unchanged } = context
      const before = await locked(context, endpoint_id)
      requireVersion('endpoint', before, if_version)
      if (given.url !== undefined) checked(given.url, allowed)
      const changed = patched(before, given)
      if (differenceOf(before, changed) === null) {
        unchanged()
        return before
      }
      const begun = changed.enabled && !before.enabled
      const after: WebhookEndpoint = {
        ...changed,
        owner: { id: actor.id, name: actor.name },
        disabled_reason: changed.enabled ? null : (before.disabled_reason ?? 'by_person'),
        failing_since: begun ? null : before.failing_since,
        version: before.version + 1,
      }
      await store.updateEndpoint(tx, workspace_id, after)
      if (!after.enabled) await store.cancelWaiting(tx, workspace_id, endpoint_id)
      const { version } = after
      const data = differenceOf({ ...before, version }, after) ?? {}
      record({ type: 'webhook_endpoint.updated', subject: endpoint_id, version, data })
      return after
    },
  }),
  rotateSecret,
  testEndpoint,
  listDeliveries,
  resendDelivery,
  deleteEndpoint,
]

function checked(url: string, allowed: Allowed): string {
  const fault = faultOfUrl(url, allowed)
  if (fault !== null) throw invalid('/url', 'address', fault)
  return new URL(url).href
}

/** Requests can write a secret and never read one. */
async function addSecret({ tx, workspace_id, now }: Context, { id, version }: WebhookEndpoint): Promise<string> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  await store.insertSecret(tx, workspace_id, { endpoint_id: id, version, secret, created_at: now })
  return secret
}

async function locked({ tx, workspace_id }: Context, id: string): Promise<WebhookEndpoint> {
  const endpoint = await store.lockEndpoint(tx, workspace_id, id)
  if (!endpoint) throw notFound('webhook endpoint')
  return endpoint
}

const requireEnabled = ({ enabled }: WebhookEndpoint) => {
  if (!enabled) throw new Problem('refused', 'This endpoint is disabled; switch it on first.', 'endpoint-disabled')
}

const listEventTypes = operation({
  name: 'event_types.list',
  http: 'GET /event-types',
  access,
  effect: 'read',
  summary: 'The types of events that an endpoint may hear of',
  input: z.strictObject({}),
  output: z.object({ data: z.array(z.object({ type: z.string(), summary: z.string() })) }),
  run: async () => ({ data: [...eventTypes] }),
})

const listEndpoints = operation({
  name: 'webhook_endpoints.list',
  http: 'GET /webhook-endpoints',
  access,
  effect: 'read',
  summary: 'Where events are posted to, the oldest first',
  input: EndpointQuery,
  output: Page(WebhookEndpoint),
  run: async ({ tx, workspace_id }, query) =>
    pageOf(await store.readEndpoints(tx, workspace_id, query), query.limit, ({ id }) => [id]),
})

const getEndpoint = operation({
  name: 'webhook_endpoints.get',
  http: 'GET /webhook-endpoints/{endpoint_id}',
  access,
  effect: 'read',
  summary: 'One endpoint, and how it is doing',
  input: EndpointId,
  output: WebhookEndpoint,
  version: ({ version }) => version,
  async run({ tx, workspace_id }, { endpoint_id }) {
    const endpoint = await store.readEndpoint(tx, workspace_id, endpoint_id)
    if (!endpoint) throw notFound('webhook endpoint')
    return endpoint
  },
})

const deleteEndpoint = operation({
  name: 'webhook_endpoints.delete',
  http: 'DELETE /webhook-endpoints/{endpoint_id}',
  access,
  effect: 'write',
  summary: 'Remove an endpoint with its log; nothing more is sent to it',
  input: EndpointId,
  output: WebhookEndpoint,
  async run(context, { endpoint_id }) {
    const { tx, workspace_id, record } = context
    const before = await locked(context, endpoint_id)
    await store.deleteEndpoint(tx, workspace_id, endpoint_id)
    const version = before.version + 1
    record({ type: 'webhook_endpoint.deleted', subject: endpoint_id, version, data: { before } })
    return before
  },
})

const rotateSecret = operation({
  name: 'webhook_endpoints.rotate_secret',
  http: 'POST /webhook-endpoints/{endpoint_id}/secret-rotation',
  access,
  effect: 'write',
  reveals: true,
  summary: 'Make a new signing secret, shown this once; for a day the old one signs as well',
  input: EndpointId,
  output: WithSecret,
  version: ({ version }) => version,
  async run(context, { endpoint_id }) {
    const { tx, workspace_id, now, record } = context
    const before = await locked(context, endpoint_id)
    const after = { ...before, version: before.version + 1 }
    await store.updateEndpoint(tx, workspace_id, after)
    const secret = await addSecret(context, after)
    const old_secret_until = oldSecretUntil(now)
    record({
      type: 'webhook_endpoint.secret_rotated',
      subject: endpoint_id,
      version: after.version,
      data: { after: { old_secret_until } },
    })
    return { ...after, secret, old_secret_until }
  },
})

const testEndpoint = operation({
  name: 'webhook_endpoints.test',
  http: 'POST /webhook-endpoints/{endpoint_id}/test-events',
  access,
  effect: 'write',
  summary: `Send this endpoint an event of type ${testType}; the log shows what it answers`,
  status: 202,
  input: EndpointId,
  output: z.object({ event_id: Id('evt'), type: z.string() }),
  async run(context, { endpoint_id }) {
    const endpoint = await locked(context, endpoint_id)
    requireEnabled(endpoint)
    const data = { after: { message: 'A test: whoever reads this can verify its signature.' } }
    const event_id = context.record({ type: testType, subject: endpoint_id, version: endpoint.version, data })
    return { event_id, type: testType }
  },
})

const listDeliveries = operation({
  name: 'webhook_deliveries.list',
  http: 'GET /webhook-endpoints/{endpoint_id}/deliveries',
  access,
  effect: 'read',
  summary: 'What was sent to an endpoint and what it answered, the newest event first; kept for 30 days',
  input: DeliveryQuery,
  output: Page(Delivery),
  async run({ tx, workspace_id, actor }, query) {
    if (!(await store.readEndpoint(tx, workspace_id, query.endpoint_id))) throw notFound('webhook endpoint')
    const rows = await store.readDeliveries(tx, workspace_id, actor.role, query)
    return pageOf(rows, query.limit, ({ position, id }) => [String(position), id])
  },
})

const resendDelivery = operation({
  name: 'webhook_deliveries.resend',
  http: 'POST /webhook-endpoints/{endpoint_id}/deliveries/{delivery_id}/resend',
  access,
  effect: 'write',
  summary: 'Send an event to an endpoint again, now',
  status: 202,
  input: DeliveryId,
  output: Delivery,
  async run(context, { endpoint_id, delivery_id }) {
    const { tx, workspace_id, actor, now, record } = context
    const endpoint = await locked(context, endpoint_id)
    const delivery = await store.readDelivery(tx, workspace_id, actor.role, { endpoint_id, id: delivery_id })
    if (!delivery) throw notFound('delivery of this endpoint')
    requireEnabled(endpoint)
    await store.restartDelivery(tx, workspace_id, delivery_id, now)
    const data = { after: { delivery_id, event_id: delivery.event.id } }
    record({ type: 'webhook_delivery.resent', subject: endpoint_id, version: endpoint.version, data })
    return { ...delivery, state: 'pending' as const, next_attempt_at: now }
  },
})
