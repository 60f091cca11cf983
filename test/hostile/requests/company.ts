import type { Config } from '../../../src/platform/config.ts'
import { csv, mapping, textOf } from '../../stories/import-wire.ts'
import { startBrowser } from '../../stories/sign-in-wire.ts'
import { type Json, startWire, trade, type Wire } from '../../stories/wire.ts'
import { operationsIn, routesByHand } from './description.ts'
import type { Ids, Known } from './values.ts'

export type Company = Awaited<ReturnType<typeof startCompany>>

/** Two workspaces with something of everything in each, and every address of the server that holds them. */
export async function startCompany(config: Partial<Config> = {}) {
  const wire = await startWire(config)
  const ours = await furnish(wire, wire.server.owner.key)
  const theirs = await furnish(wire, wire.other.key)
  const known: Known = { ours, theirs, words: { ...words, name: ['Northwind', 'Łódź 株式会社'] } }
  const operations = operationsIn((await wire.call('GET', '/openapi.json')).body)
  return { wire, known, operations, addresses: [...operations, ...routesByHand] }
}

/** What members that are only text mean here. */
const words: Record<string, string[]> = {
  pipeline: ['trade', 'enterprise'],
  stage: ['wanted', 'agreed', 'evaluating'],
  to_stage: ['wanted', 'agreed', 'evaluating'],
  subject: ['deal', 'account', 'Call them'],
  key: ['tier', 'region', 'D-1'],
  period: ['2026-Q4', '2026', '2026-W48', '2026-11'],
  currency: ['EUR', 'IDR', 'USD'],
  amount: ['1200.00', '0.01'],
  per_euro: ['1.25'],
  domain: ['shop.example', 'other.example'],
  country: ['DE', 'ID'],
  criterion: ['success_confirmed', 'economic_buyer_met'],
  reason: ['price', 'They know us'],
  mapping: [mapping],
  email: ['someone@example.test'],
  anything: ['D-1'],
  since: ['0', '1'],
  slug: ['north-sea', 'south-sea'],
  url: ['https://hooks.example.test/tributary', 'https://hooks.invalid:8443/a?b=c'],
}

async function furnish(wire: Wire, key: string): Promise<Ids> {
  const post = async (path: string, body: unknown): Promise<Json> => {
    const answer = await wire.call('POST', path, body, { key })
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/yaml' }
  for (const body of [textOf('motions/enterprise.yaml'), trade]) {
    const answer = await fetch(`${wire.server.url}/api/v1/pipelines`, { method: 'POST', headers, body })
    if (answer.status !== 201) throw new Error(await answer.text())
  }
  const email = `spare.${key.slice(-8)}@example.test`.toLowerCase().replaceAll(/[^a-z0-9.@]/g, 'x')
  const person = await post('/people', { name: 'Spare', email, role: 'rep' })
  const spare = await post('/keys', { name: 'spare', person_id: person.id })
  const account = await post('/accounts', { name: 'Shop', domain: 'shop.example' })
  const partner = await post('/accounts', { name: 'Partner', kind: 'partner' })
  const contact = await post('/contacts', { name: 'Ayu', account_id: account.id })
  const product = await post('/products', { name: 'Scale' })
  const amount = { amount: '1000.00', currency: 'EUR' }
  const deals = []
  for (const pipeline of ['trade', 'trade', 'trade', 'enterprise', 'enterprise'])
    deals.push(await post('/deals', { name: `Deal ${pipeline}`, pipeline, account_id: account.id, amount }))
  const [first = {}, second = {}] = deals
  const move = await post(`/deals/${first.id}/moves`, { to_stage: 'agreed' })
  await post(`/deals/${second.id}/moves`, { to_stage: 'agreed' })
  await post(`/deals/${second.id}/moves`, { outcome: 'won' })
  await post(`/deals/${first.id}/contacts`, { contact_id: contact.id, role: 'champion' })
  const item = { product_id: product.id, kind: 'one_time', unit_price: amount }
  await wire.call('PUT', `/deals/${deals[2]?.id}/line-items`, { items: [item] }, { key })
  const activity = await post('/activities', { kind: 'task', subject: 'Call', deal_id: first.id })
  const loaded = await post('/imports', { mapping, file_name: 'deals.csv', dry_run: true })
  const team = await post('/teams', { name: 'North', members: [person.id] })
  const invitation = await post('/invitations', { email: `invited.${email}`, name: 'Invited', role: 'rep' })
  const hook = await post('/webhook-endpoints', { url: 'https://hooks.example.test/', event_types: ['deal.won'] })
  await post(`/webhook-endpoints/${hook.id}/test-events`, {})
  await wire.server.settled()
  const sent = (await wire.call('GET', `/webhook-endpoints/${hook.id}/deliveries`, undefined, { key })).body.data
  const overlap = await post('/overlaps', { deal_id: deals[0]?.id, other_id: deals[2]?.id })
  const pipelines = (await wire.call('GET', '/pipelines', undefined, { key })).body.data
  return {
    per: [person.id],
    ses: await sessionsOf(wire, key),
    key: [spare.id],
    acc: [account.id, partner.id],
    con: [contact.id],
    prd: [product.id],
    deal: [...deals.map(({ id }) => id), ...deals.map(({ key }) => key)],
    led: [move.id],
    ovl: [overlap.id],
    act: [activity.id],
    team: [team.id],
    inv: [invitation.id],
    imp: [loaded.id],
    job: [await jobOf(wire, loaded.id, key)],
    hook: [hook.id],
    dlv: sent.map(({ id }: Json) => id),
    pip: pipelines.map(({ id }: Json) => id),
    def: pipelines.map(({ definition }: Json) => definition.id),
  }
}

/** One session of whoever this key belongs to. */
async function sessionsOf({ server, other }: Wire, key: string): Promise<string[]> {
  const whose = key === other.key ? other : { ...server.owner, workspace_id: server.workspace_id }
  const credentials = await server.letSignIn(whose.id, undefined, whose.workspace_id)
  await startBrowser(server).call('POST', '/sessions', credentials)
  const { data } = await server.clientFor(key).sessions.list()
  return data.map(({ id }) => id)
}

async function jobOf(wire: Wire, import_id: string, key: string): Promise<string> {
  const answer = await fetch(`${wire.server.url}/api/v1/imports/${import_id}/file`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: csv('A1,Scales,trade,wanted,open,100,EUR,2026-01-01,,,,,,,2026-01-01,'),
  })
  const job = (await answer.json()) as Json
  await wire.server.settled()
  return job.id
}
