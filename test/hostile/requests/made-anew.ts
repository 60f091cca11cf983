import type { Random } from '../../../src/stats/random.ts'
import { type Json, trade, type Wire } from '../../stories/wire.ts'

/* What a request may need to find: each call makes another one. */

export const post = async ({ call }: Wire, path: string, body: unknown): Promise<Json> => {
  const answer = await call('POST', path, body)
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
/** Another request may have let it sunset. */
export const openPipelines = async ({ call }: Wire) => {
  for (const key of ['trade', 'enterprise']) await call('PATCH', `/pipelines/${key}`, { lifecycle: 'active' })
}
export const newDeal = async (wire: Wire) => {
  await openPipelines(wire)
  return post(wire, '/deals', { name: 'Fresh', pipeline: 'trade' })
}
export const newEnterpriseDeal = async (wire: Wire) => {
  await openPipelines(wire)
  return post(wire, '/deals', { name: 'Fresh', pipeline: 'enterprise' })
}
export const newOverlap = async (wire: Wire) =>
  post(wire, '/overlaps', { deal_id: (await newDeal(wire)).id, other_id: (await newDeal(wire)).id })
export const newLink = async (wire: Wire) => {
  const deal_id = (await newDeal(wire)).id
  const { data } = await post(wire, `/deals/${deal_id}/links`, { kind: 'blocks', other_id: (await newDeal(wire)).id })
  return { deal_id, link_id: data[0].id as string }
}
export const newAccount = (wire: Wire, random: Random) =>
  post(wire, '/accounts', { name: `Fresh ${random.below(1e9)}` })
export const newContact = (wire: Wire) => post(wire, '/contacts', { name: 'Fresh' })

export const newInvitation = (random: Random) => ({
  email: `invited.${random.below(1e9)}@example.test`,
  name: 'Fresh',
  role: 'rep',
})

/** A workspace has room for twenty, so those of the requests before make way. */
export async function roomForEndpoint({ call }: Wire): Promise<void> {
  const endpoints: Json[] = (await call('GET', '/webhook-endpoints')).body.data
  for (const { id, url } of endpoints) if (url === freshEndpoint.url) await call('DELETE', `/webhook-endpoints/${id}`)
}
export const freshEndpoint = { url: 'https://hooks.example.test/fresh', event_types: ['deal.won'] }
export async function newEndpoint(wire: Wire): Promise<string> {
  await roomForEndpoint(wire)
  return (await post(wire, '/webhook-endpoints', freshEndpoint)).id
}

/** A proposed change of a pipeline of its own, which takes a stage away. */
export async function newChange(wire: Wire, random: Random) {
  const key = `fresh_${random.below(1e9)}`
  const source = trade.replace('key: trade', `key: ${key}`)
  await wire.server.client.pipelines.create({ source })
  const definition = source.replace(/^ {2}- \{ key: wanted.*\n/m, '')
  const change = await post(wire, '/change-requests', { pipeline: key, definition, stage_map: { wanted: 'agreed' } })
  return { key, change_request_id: change.id as string, approval_id: change.approvals[0].id as string, definition }
}

/** A pipeline of its own with a pilot beside it, which is tried on half of its new deals. */
export async function newPilot(wire: Wire, random: Random) {
  const source = trade.replace('key: trade', `key: fresh_${random.below(1e9)}`)
  const { key } = await wire.server.client.pipelines.create({ source })
  const definition = source.replace('Terms agreed', 'Terms closed')
  const body = { pipeline: key, definition, share: 0.5, ends_on: '2027-06-30' }
  return { body, start: async () => ({ pilot_id: (await post(wire, '/pilots', body)).id as string }) }
}

/** A set of routing rules that nobody proposed yet. */
export function newRules(random: Random) {
  const rule = { key: 'large', name: 'Large', when: `deal.amount >= ${random.below(1e6)}`, pipeline: 'trade' }
  return { rules: [rule], fallback: null, reason: 'Large ones differ' }
}

/** A pipeline with a deal, and another that could take it. */
export async function newParts(wire: Wire, random: Random): Promise<Json[]> {
  const [from, to] = [`fresh_${random.below(1e9)}`, `fresh_${random.below(1e9)}`]
  for (const key of [from, to])
    await wire.server.client.pipelines.create({ source: trade.replace('key: trade', `key: ${key}`) })
  await post(wire, '/deals', { name: 'Fresh', pipeline: from })
  return [{ from, to }]
}

/** The path of a deal that waits for a person, since nothing says where it goes. */
export const newIncoming = async (wire: Wire) => ({
  incoming_id: (await post(wire, '/incoming-deals', { name: 'Fresh' })).id as string,
})

/** Nothing is read that was read already. */
export async function unreadAgain({ call }: Wire): Promise<string> {
  const [{ id = '' } = {}]: Json[] = (await call('GET', '/notifications?limit=1')).body.data
  await call('PATCH', `/notifications/${id}`, { read: false })
  return id
}
