import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../../../src/stats/random.ts'
import { type Json, trade, type Wire } from '../../stories/wire.ts'
import type { Company } from './company.ts'
import type { Described } from './description.ts'
import {
  post,
  openPipelines,
  newDeal,
  newEnterpriseDeal,
  newOverlap,
  newLink,
  newAccount,
  newContact,
  newInvitation,
  roomForEndpoint,
  freshEndpoint,
  newEndpoint,
  newChange,
  newPilot,
  newRules,
  newParts,
  newIncoming,
  unreadAgain,
} from './made-anew.ts'
import { preparedForecasts } from './fresh-forecasts.ts'
import { preparedHandoffs } from './fresh-handoffs.ts'
import { preparedReviews } from './fresh-reviews.ts'
import { type Request, wellFormedRequest } from './requests.ts'
import { send, type Received } from './send.ts'

export type Fresh = (
  wire: Wire,
  random: Random,
) => Promise<{ path?: Record<string, string>; body?: Json; text?: string }>

/** What an operation needs that no well-formed request has by chance: something to be the first to take away. */
const prepared: Record<string, Fresh> = {
  'pipelines.create': async (_, random) => ({
    text: readFileSync(join(import.meta.dirname, '../../../motions/direct.yaml'), 'utf8').replace(
      /^key: .*$/m,
      `key: direct_${random.below(1e6)}`,
    ),
  }),
  'change_requests.create': async (wire, random) => {
    const { key, definition } = await newChange(wire, random)
    const other = definition.replace('Terms agreed', `Terms ${random.below(1e6)}`)
    return { body: { pipeline: key, definition: other, stage_map: { wanted: 'agreed' } } }
  },
  'change_requests.replan': async (wire, random) => {
    const { key, change_request_id } = await newChange(wire, random)
    await post(wire, '/deals', { name: 'Fresh', pipeline: key })
    return { path: { change_request_id }, body: {} }
  },
  'change_requests.withdraw': async (wire, random) => {
    const { change_request_id } = await newChange(wire, random)
    return { path: { change_request_id }, body: {} }
  },
  'change_requests.rollback': async (wire, random) => {
    const { change_request_id, approval_id } = await newChange(wire, random)
    await post(wire, `/approvals/${approval_id}/votes`, { vote: 'approve' })
    return { path: { change_request_id }, body: {} }
  },
  'approval_votes.create': async (wire, random) => {
    const { approval_id } = await newChange(wire, random)
    return { path: { approval_id }, body: { vote: 'approve' } }
  },
  'definition_findings.create': async () => ({
    text: readFileSync(join(import.meta.dirname, '../../../motions/direct.yaml'), 'utf8'),
  }),
  'routing.preview': async (_, random) => ({ body: { rules: newRules(random).rules } }),
  'routing.trace': async (_, random) => ({ body: { rules: newRules(random).rules, deal: { source: 'web' } } }),
  'routing_changes.create': async (_, random) => ({ body: newRules(random) }),
  'routing_changes.withdraw': async (wire, random) => ({
    path: { change_id: (await post(wire, '/routing/changes', newRules(random))).id },
    body: {},
  }),
  'approval_policies.remove': async (wire) => {
    await wire.call('PUT', '/pipelines/trade/approval-policy', { subject_kind: 'archive', needed: 3 })
    return { path: { pipeline: 'trade' }, body: { subject_kind: 'archive' } }
  },
  'routing_policy.remove': async (wire) => {
    await wire.call('PUT', '/routing/approval-policy', { needed: 3 })
    return { body: {} }
  },
  'lineages.plan': async (wire, random) => ({ body: { parts: await newParts(wire, random) } }),
  'lineages.create': async (wire, random) => ({ body: { parts: await newParts(wire, random), summary: 'Fresh' } }),
  'lineages.resume': async (wire, random) => {
    const { id } = await post(wire, '/lineages', { parts: await newParts(wire, random), summary: 'Fresh' })
    await wire.server.settled()
    // As a server leaves it that died for good in the middle.
    await wire.server.database.pool.query(`update lineage set state = 'moving' where id = $1`, [id])
    return { path: { lineage_id: id }, body: {} }
  },
  'lineages.undo': async (wire, random) => {
    const { id } = await post(wire, '/lineages', { parts: await newParts(wire, random), summary: 'Fresh' })
    await wire.server.settled()
    return { path: { lineage_id: id }, body: {} }
  },
  'incoming_deals.place': async (wire) => ({ path: await newIncoming(wire), body: { pipeline: 'trade' } }),
  'incoming_deals.dismiss': async (wire) => ({ path: await newIncoming(wire), body: { reason: 'No deal' } }),
  ...preparedHandoffs,
  'pilots.create': async (wire, random) => ({ body: (await newPilot(wire, random)).body }),
  'pilots.stop': async (wire, random) => ({
    path: await (await newPilot(wire, random)).start(),
    body: { reason: 'Too few deals' },
  }),
  'pilots.adopt': async (wire, random) => ({ path: await (await newPilot(wire, random)).start(), body: {} }),
  'rehearsals.create': async () => ({ body: { pipeline: 'trade', definition: trade, months: 1 } }),
  'moves.create': async (wire) => ({ path: { deal_id: (await newDeal(wire)).id }, body: { to_stage: 'agreed' } }),
  'moves.reverse': async (wire) => {
    const { id } = await newDeal(wire)
    const move = await post(wire, `/deals/${id}/moves`, { to_stage: 'agreed' })
    return { path: { deal_id: id, move_id: move.id }, body: {} }
  },
  'quotas.create': async () => ({
    body: { pipeline: 'trade', period: '2026-Q4', amount: { amount: '1200.00', currency: 'EUR' } },
  }),
  'quotas.paste': async (_, random) => ({
    body: { text: `pipeline\t2026-Q4\ntrade\t${1_000 + random.below(1e6)}`, dry_run: false },
  }),
  ...preparedForecasts,
  ...preparedReviews,
  'products.create': async (_, random) => ({ body: { name: `Product ${random.below(1e9)}` } }),
  'notifications.update': async (wire) => ({
    path: { notification_id: await unreadAgain(wire) },
    body: { read: true },
  }),
  'transfers.create': async (wire) => ({
    path: { deal_id: (await newDeal(wire)).id },
    body: { to_pipeline: 'enterprise', reason: 'bigger' },
  }),
  'transfers.reverse': async (wire) => {
    const { id } = await newDeal(wire)
    const transfer = await post(wire, `/deals/${id}/transfers`, { to_pipeline: 'enterprise', reason: 'bigger' })
    return { path: { deal_id: id, transfer_id: transfer.id }, body: {} }
  },
  'transfers.bulk': async (wire) => ({
    body: { deal_ids: [(await newDeal(wire)).id], to_pipeline: 'enterprise', reason: 'bigger' },
  }),
  'transfer_maps.set': async (_, random) => ({
    path: { from_pipeline: 'trade', to_pipeline: 'enterprise' },
    body: { stages: { wanted: random.pick(['evaluating', 'priority_named']) }, fields: {} },
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
  'notifications.read_all': async (wire) => {
    await unreadAgain(wire)
    return { body: {} }
  },
  'pipelines.update': async (wire) => {
    await openPipelines(wire)
    return { path: { pipeline: 'trade' }, body: { lifecycle: 'sunset' } }
  },
  'deals.create': async (wire, random) => {
    await openPipelines(wire)
    return { body: { name: `Deal ${random.below(1e6)}`, pipeline: 'trade' } }
  },
  'deals.bulk': async (wire, random) => {
    await openPipelines(wire)
    return { body: { operations: [{ op: 'create', name: `Deal ${random.below(1e6)}`, pipeline: 'trade' }] } }
  },
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
    path: { deal_id: (await newEnterpriseDeal(wire)).id },
    body: { criterion: 'economic_buyer_met', held_on: '2026-11-01' },
  }),
  'gate_approvals.create': async (wire) => ({
    path: { deal_id: (await newEnterpriseDeal(wire)).id },
    body: { criterion: 'terms_approved' },
  }),
  'gate_approvals.withdraw': async (wire) => {
    const deal = await newEnterpriseDeal(wire)
    const asked = await post(wire, `/deals/${deal.id}/approvals`, { criterion: 'terms_approved' })
    return { path: { deal_id: deal.id, gate_approval_id: asked.id }, body: {} }
  },
  'confirmations.create': async (wire) => ({
    path: { deal_id: (await newEnterpriseDeal(wire)).id },
    body: { criterion: 'terms_confirmed', name: 'Ayu' },
  }),
  'confirmations.revoke': async (wire) => {
    const deal = await newEnterpriseDeal(wire)
    const asked = await post(wire, `/deals/${deal.id}/confirmations`, { criterion: 'terms_confirmed', name: 'Ayu' })
    return { path: { deal_id: deal.id, confirmation_id: asked.id }, body: {} }
  },
  'explanations.create': async (wire) => ({
    path: { deal_id: (await newDeal(wire)).id },
    body: { rule: 'deal.amount > 100' },
  }),
  'account_merges.create': async (wire, random) => ({
    path: { account_id: (await newAccount(wire, random)).id },
    body: { other_id: (await newAccount(wire, random)).id },
  }),
  'account_merges.reverse': async (wire, random) => {
    const [kept, gone] = [await newAccount(wire, random), await newAccount(wire, random)]
    const merge = await post(wire, `/accounts/${kept.id}/merges`, { other_id: gone.id })
    return { path: { merge_id: merge.id }, body: {} }
  },
  'credits.set': async (wire) => ({
    path: { deal_id: (await newDeal(wire)).id },
    body: { revenue: [{ person_id: wire.server.owner.id, share: 10_000 }] },
  }),
  'links.create': async (wire) => ({
    path: { deal_id: (await newDeal(wire)).id },
    body: { kind: 'renews', other_id: (await newDeal(wire)).id },
  }),
  'links.delete': async (wire) => ({ path: await newLink(wire) }),
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
