import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../../../src/stats/random.ts'
import type { Json, Wire } from '../../stories/wire.ts'
import type { Company } from './company.ts'
import type { Described } from './description.ts'
import { type Request, wellFormedRequest } from './requests.ts'
import { send, type Received } from './send.ts'

export type Fresh = (
  wire: Wire,
  random: Random,
) => Promise<{ path?: Record<string, string>; body?: Json; text?: string }>

const post = async ({ call }: Wire, path: string, body: unknown): Promise<Json> => {
  const answer = await call('POST', path, body)
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
const newDeal = (wire: Wire) => post(wire, '/deals', { name: 'Fresh', pipeline: 'trade' })
const newOverlap = async (wire: Wire) =>
  post(wire, '/overlaps', { deal_id: (await newDeal(wire)).id, other_id: (await newDeal(wire)).id })
const newContact = (wire: Wire) => post(wire, '/contacts', { name: 'Fresh' })

const newInvitation = (random: Random) => ({
  email: `invited.${random.below(1e9)}@example.test`,
  name: 'Fresh',
  role: 'rep',
})

/** A workspace has room for twenty, so those of the requests before make way. */
async function roomForEndpoint({ call }: Wire): Promise<void> {
  const endpoints: Json[] = (await call('GET', '/webhook-endpoints')).body.data
  for (const { id, url } of endpoints) if (url === freshEndpoint.url) await call('DELETE', `/webhook-endpoints/${id}`)
}
const freshEndpoint = { url: 'https://hooks.example.test/fresh', event_types: ['deal.won'] }
async function newEndpoint(wire: Wire): Promise<string> {
  await roomForEndpoint(wire)
  return (await post(wire, '/webhook-endpoints', freshEndpoint)).id
}

/** What an operation needs that no well-formed request has by chance: something to be the first to take away. */
const prepared: Record<string, Fresh> = {
  'pipelines.create': async (_, random) => ({
    text: readFileSync(join(import.meta.dirname, '../../../motions/direct.yaml'), 'utf8').replace(
      /^key: .*$/m,
      `key: direct_${random.below(1e6)}`,
    ),
  }),
  'moves.create': async (wire) => ({ path: { deal_id: (await newDeal(wire)).id }, body: { to_stage: 'agreed' } }),
  'moves.reverse': async (wire) => {
    const { id } = await newDeal(wire)
    const move = await post(wire, `/deals/${id}/moves`, { to_stage: 'agreed' })
    return { path: { deal_id: id, move_id: move.id }, body: {} }
  },
  'deals.create': async (_, random) => ({ body: { name: `Deal ${random.below(1e6)}`, pipeline: 'trade' } }),
  'deals.bulk': async (_, random) => ({
    body: { operations: [{ op: 'create', name: `Deal ${random.below(1e6)}`, pipeline: 'trade' }] },
  }),
  'deals.search': async (_, random) => ({
    body: {
      filter: {
        all: [{ field: 'fields.region', op: random.pick(['eq', 'ne', 'contains']), value: `North ${random.below(9)}` }],
        any: [
          { field: 'amount', op: 'gte', value: { amount: '1.00', currency: 'EUR' } },
          { field: 'owner', value: 'me' },
        ],
      },
    },
  }),
  'deals.update': async (wire, random) => ({
    path: { deal_id: (await newDeal(wire)).id },
    body: { next_step: `Call ${random.below(1e6)}` },
  }),
  'deal_contacts.create': async (wire) => ({
    path: { deal_id: (await newDeal(wire)).id },
    body: { contact_id: (await newContact(wire)).id, role: 'champion' },
  }),
  'deal_contacts.delete': async (wire) => {
    const [deal, contact] = [await newDeal(wire), await newContact(wire)]
    await post(wire, `/deals/${deal.id}/contacts`, { contact_id: contact.id, role: 'champion' })
    return { path: { deal_id: deal.id, contact_id: contact.id } }
  },
  'deal_team.delete': async (wire) => {
    const deal = await newDeal(wire)
    await post(wire, `/deals/${deal.id}/team`, { person_id: wire.server.owner.id, role: 'helps' })
    return { path: { deal_id: deal.id, person_id: wire.server.owner.id } }
  },
  'evidence.create': async (wire) => ({
    path: { deal_id: (await post(wire, '/deals', { name: 'Fresh', pipeline: 'enterprise' })).id },
    body: { criterion: 'economic_buyer_met', held_on: '2026-11-01' },
  }),
  'overlaps.create': async (wire) => ({
    body: { deal_id: (await newDeal(wire)).id, other_id: (await newDeal(wire)).id },
  }),
  'overlaps.resolve': async (wire) => ({
    path: { overlap_id: (await newOverlap(wire)).id },
    body: { as: 'different' },
  }),
  'overlaps.reverse': async (wire) => {
    const { id } = await newOverlap(wire)
    await post(wire, `/overlaps/${id}/resolutions`, { as: 'different' })
    return { path: { overlap_id: id }, body: {} }
  },
  'keys.revoke': async (wire) => ({ path: { key_id: (await post(wire, '/keys', { name: 'fresh' })).id }, body: {} }),
  'jobs.cancellation': async (wire) => ({ path: { job_id: await waitingJob(wire) }, body: {} }),
  // Nobody who is there: the others need them.
  'personal_data.erase': async (_, random) => ({
    body: { email: `nobody.${random.below(1e6)}@example.test`, reason: 'Asked for by mail' },
  }),
  'set_up_links.create': async (wire, random) => {
    const email = `fresh.${random.below(1e9)}@example.test`
    return { path: { person_id: (await post(wire, '/people', { name: 'Fresh', email, role: 'rep' })).id }, body: {} }
  },
  'accounts.create': async (_, random) => ({ body: { name: `Account ${random.below(1e6)}` } }),
  'accounts.update': async (wire, random) => ({
    path: { account_id: (await post(wire, '/accounts', { name: `Fresh ${random.below(1e6)}` })).id },
    body: { name: `Renamed ${random.below(1e6)}` },
  }),
  'line_items.set': async (wire, random) => {
    const product = await post(wire, '/products', { name: `Product ${random.below(1e6)}` })
    const unit_price = { amount: '10.00', currency: 'EUR' }
    return {
      path: { deal_id: (await newDeal(wire)).id },
      body: { items: [{ product_id: product.id, kind: 'one_time', unit_price }] },
    }
  },
  'teams.create': async (_, random) => ({ body: { name: `Team ${random.below(1e9)}` } }),
  'workspaces.create': async (_, random) => {
    const slug = `fresh-${random.below(1e9)}`
    return { body: { slug, name: slug } }
  },
  'invitations.create': async (_, random) => ({ body: newInvitation(random) }),
  'invitations.resend': async (wire, random) => ({
    path: { invitation_id: (await post(wire, '/invitations', newInvitation(random))).id },
    body: {},
  }),
  'invitations.revoke': async (wire, random) => ({
    path: { invitation_id: (await post(wire, '/invitations', newInvitation(random))).id },
    body: {},
  }),
  'webhook_endpoints.create': async (wire) => {
    await roomForEndpoint(wire)
    return { body: freshEndpoint }
  },
  'webhook_endpoints.rotate_secret': async (wire) => ({ path: { endpoint_id: await newEndpoint(wire) }, body: {} }),
  'webhook_endpoints.test': async (wire) => ({ path: { endpoint_id: await newEndpoint(wire) }, body: {} }),
  'webhook_endpoints.delete': async (wire) => ({ path: { endpoint_id: await newEndpoint(wire) } }),
  'webhook_deliveries.resend': async (wire) => {
    const endpoint_id = await newEndpoint(wire)
    const sent = await post(wire, `/webhook-endpoints/${endpoint_id}/test-events`, {})
    await wire.server.settled()
    const { data } = (await wire.call('GET', `/webhook-endpoints/${endpoint_id}/deliveries`)).body
    return { path: { endpoint_id, delivery_id: data[0]?.id ?? sent.id }, body: {} }
  },
  'sessions.end': async (wire) => {
    const entered = await wire.server.letSignIn(wire.server.owner.id)
    await post(wire, '/sessions', entered)
    const { data } = (await wire.call('GET', '/sessions')).body
    return { path: { session_id: data[0]?.id ?? '' } }
  },
  'looks.set': async ({ call }) => ({ body: { position: (await call('GET', '/looks/current')).body.position } }),
}

/** A job of a kind that nobody does, which therefore waits. */
async function waitingJob({ server }: Wire): Promise<string> {
  const id = `job_${'0'.repeat(16)}${Math.random()
    .toString(36)
    .replaceAll(/[^0-9a-hjkmnp-tv-z]/g, '')
    .padEnd(10, '0')
    .slice(0, 10)}`
  await server.database.pool.query(
    `insert into job (workspace_id, id, kind, status, input, created_at) values ($1, $2, 'nothing', 'queued', '{}', now())`,
    [server.workspace_id, id],
  )
  return id
}

/** Nobody would end it, and whoever waits until all is done would wait for ever. */
export const endWaiting = ({ server }: Wire) =>
  server.database.pool.query(
    `update job set status = 'cancelled', finished_at = now() where kind = 'nothing' and finished_at is null`,
  )

/** A request to this address that is likely to be done, each time another one. */
export async function freshRequest(
  { wire, known }: Pick<Company, 'wire' | 'known'>,
  address: Described,
  random: Random,
): Promise<Request> {
  const { key } = wire.server.owner
  const prepare = prepared[address.name]
  if (!prepare) return wellFormedRequest(address, known, key, random)
  const { path = {}, body, text } = await prepare(wire, random)
  const target = address.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => path[name] ?? name)
  const written = text ?? (body === undefined ? '' : JSON.stringify(body))
  const type = address.document ?? 'application/json'
  return {
    method: address.method,
    target,
    headers: [
      ['host', '127.0.0.1'],
      ['connection', 'close'],
      ['authorization', `Bearer ${key}`],
      ['content-type', type],
      ['content-length', String(Buffer.byteLength(written))],
    ],
    body: written,
  }
}

export type Accepted = { request: Request; answer: Received }

/** Sends requests to an address until one is done; `also` are headers that go with each. */
export async function acceptedRequest(
  company: Pick<Company, 'wire' | 'known'>,
  address: Described,
  random: Random,
  also: (attempt: number) => [string, string][] = () => [],
): Promise<Accepted> {
  let last = ''
  for (let attempt = 0; attempt < 120; attempt++) {
    const request = await freshRequest(company, address, random)
    const sent = { ...request, headers: [...request.headers, ...also(attempt)] }
    const answer = await send(company.wire.server.url, sent)
    await endWaiting(company.wire)
    if (answer.status < 300) return { request: sent, answer }
    last = answer.body
  }
  throw new Error(`no request to ${address.name} was done; the last was refused: ${last.slice(0, 400)}`)
}
