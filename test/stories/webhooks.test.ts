import { createAccount } from '../../src/domain/accounts/index.ts'
import { webhookOperations } from '../../src/domain/webhooks/index.ts'
import { readAllowed } from '../../src/platform/outgoing-address.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Receiver, startReceiver, verify } from '../receiver.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
const receivers: Receiver[] = []
beforeAll(async () => {
  wire = await startWire({ outgoing_allow: ['127.0.0.1', 'localhost'] })
  await wire.createTrade()
})
afterEach(async () => {
  for (const { id } of (await call('GET', '/webhook-endpoints')).body.data) await call('DELETE', at(id))
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()))
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)
const at = (id: string, more = '') => `/webhook-endpoints/${id}${more}`

async function listen(...given: Parameters<typeof startReceiver>): Promise<Receiver> {
  const receiver = await startReceiver(...given)
  receivers.push(receiver)
  return receiver
}

async function subscribe(url: string, event_types = ['*'], key?: string): Promise<Json> {
  const answer = await call('POST', '/webhook-endpoints', { url, event_types }, key ? { key } : {})
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}

const openDeal = async (name: string) => (await call('POST', '/deals', { name, pipeline: 'trade' })).body
const settled = () => wire.server.settled()
const deliveries = async (id: string): Promise<Json[]> => (await call('GET', at(id, '/deliveries'))).body.data
const later = async (seconds: number) => {
  const now = new Date(Date.parse(wire.server.server.clock.now()) + seconds * 1000).toISOString()
  expect((await call('PUT', '/test-clock', { now })).status).toBe(200)
}

test('a deal is opened and moved, and its receiver hears so: signed, in order, with the sequence of the deal', async () => {
  const receiver = await listen()
  await openDeal('Before')
  const endpoint = await subscribe(receiver.url)
  const deal = await openDeal('Scales')
  await call('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed' })
  await settled()
  expect(receiver.types()).toEqual(['deal.created', 'deal.moved'])
  const [opened, moved] = receiver.received.map((one) => verify(endpoint.secret, one))
  expect(opened).toMatchObject({ subject: deal.id, sequence: 1, data: { after: { name: 'Scales' } } })
  expect(moved).toMatchObject({ subject: deal.id, sequence: 2, data: { to_stage: 'agreed' } })
  expect(Object.keys(opened ?? {})).toEqual(expect.arrayContaining(['type', 'timestamp', 'data']))
  const [event] = await wire.eventsOf(deal.id)
  expect(opened?.data).toEqual(event?.data)
  const { headers } = receiver.received[0] ?? { headers: {} as Record<string, string> }
  expect(headers['webhook-id']).toMatch(/^evt_/)
  expect(headers['content-type']).toBe('application/json')
  expect(() => verify(`whsec_${btoa('somebody else')}`, receiver.received[0] as never)).toThrow()
})

test('an endpoint hears what it asked for, and nothing of another workspace nor of the house', async () => {
  const [some, all] = [await listen(), await listen()]
  await subscribe(some.url, ['deal.moved'])
  await subscribe(all.url)
  const deal = await openDeal('Picked')
  await call('POST', '/keys', { name: 'not for outside' })
  await call('POST', '/accounts', { name: 'Elsewhere' }, { key: wire.other.key })
  await call('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed' })
  await settled()
  expect(some.types()).toEqual(['deal.moved'])
  expect(all.types()).toEqual(['deal.created', 'deal.moved'])
  const types = (await call('GET', '/event-types')).body.data.map(({ type }: Json) => type)
  expect(types).toContain('deal.won')
  const { webhooks } = (await call('GET', '/openapi.json')).body
  expect(Object.keys(webhooks)).toEqual([...types, 'webhook_endpoint.tested'])
})

test('an endpoint hears what comes behind it, be it in the very transaction that adds it', async () => {
  const receiver = await listen()
  const operations = webhookOperations(readAllowed(['127.0.0.1']).allowed)
  const add = operations.find(({ name }) => name === 'webhook_endpoints.create')
  await wire.within('write', async (context) => {
    await createAccount.run(context, { name: 'Before', kind: 'customer', fields: {} })
    await add?.run(context, { url: receiver.url, event_types: ['*'] })
    await createAccount.run(context, { name: 'Behind', kind: 'customer', fields: {} })
  })
  await settled()
  expect(receiver.received.map(({ body }) => JSON.parse(body).data.after.name)).toEqual(['Behind'])
})

test('a failing event comes again by the schedule, until it is in; the next one does not wait for it', async () => {
  let well = false
  const receiver = await listen(({ message }) =>
    well || message.type !== 'deal.created' ? 200 : { status: 503, body: 'closed for lunch' },
  )
  const { id, secret } = await subscribe(receiver.url)
  const deal = await openDeal('Patient')
  await call('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed' })
  await settled()
  expect(receiver.types()).toEqual(['deal.created', 'deal.moved'])
  expect((await call('GET', at(id))).body.failing_since).toBeNull()
  const [, waiting] = await deliveries(id)
  expect(waiting).toMatchObject({
    state: 'pending',
    event: { type: 'deal.created', subject: deal.id, sequence: 1 },
    request: {
      headers: { 'webhook-id': receiver.received[0]?.headers['webhook-id'] },
      body: receiver.received[0]?.body,
    },
    attempts: [{ number: 1, status: 503, body: 'closed for lunch', error: null, url: receiver.url }],
  })
  const waits = Date.parse(waiting?.next_attempt_at) - Date.parse(waiting?.attempts[0].started_at)
  expect(waits).toBeGreaterThanOrEqual(5_000)
  await later(6)
  expect(receiver.received).toHaveLength(3)
  await later(150)
  expect(receiver.received).toHaveLength(3)
  well = true
  await later(200)
  expect(receiver.received).toHaveLength(4)
  const [first, , , last] = receiver.received
  expect(last?.body).toBe(first?.body)
  expect(last?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  verify(secret, last as never)
  expect((await deliveries(id))[1]).toMatchObject({ state: 'delivered', next_attempt_at: null })
  await later(400_000)
  expect(receiver.received).toHaveLength(4)
})

test('after the last attempt it has failed, and can be sent again; after days of failing the endpoint is disabled', async () => {
  let status = 500
  const receiver = await listen(() => status)
  const { id } = await subscribe(receiver.url)
  await openDeal('Hopeless')
  await settled()
  for (const hours of [1, 1, 2, 3, 6, 11, 16, 22, 27]) await later(hours * 3_600)
  const [failed] = await deliveries(id)
  expect(failed).toMatchObject({ state: 'failed', next_attempt_at: null })
  expect(failed?.attempts).toHaveLength(10)
  expect((await call('GET', at(id))).body).toMatchObject({ enabled: true, failing_since: expect.any(String) })
  status = 200
  const again = await call('POST', at(id, `/deliveries/${failed?.id}/resend`))
  expect(again).toMatchObject({ status: 202, body: { state: 'pending' } })
  await settled()
  expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered' })
  expect((await call('GET', at(id))).body.failing_since).toBeNull()
  status = 500
  await openDeal('Hopeless too')
  await settled()
  await later(6 * 86_400)
  expect((await call('GET', at(id))).body).toMatchObject({ enabled: false, disabled_reason: 'failing' })
  expect(await wire.eventsOf(id)).toContainEqual(
    expect.objectContaining({ type: 'webhook_endpoint.disabled', version: 2 }),
  )
})

test('410 disables at once; what is disabled hears nothing, and begins again when it is switched on', async () => {
  let status = 410
  const receiver = await listen(() => status)
  const { id } = await subscribe(receiver.url)
  await openDeal('Gone')
  await settled()
  const ended = (await call('GET', at(id))).body
  expect(ended).toMatchObject({ enabled: false, disabled_reason: 'gone' })
  const [{ id: delivery } = { id: '' }] = await deliveries(id)
  expect((await call('POST', at(id, `/deliveries/${delivery}/resend`))).body.code).toBe('endpoint-disabled')
  expect((await call('POST', at(id, '/test-events'))).status).toBe(422)
  await openDeal('Unheard')
  await settled()
  status = 200
  expect((await call('PATCH', at(id), { enabled: true })).body).toMatchObject({ enabled: true, disabled_reason: null })
  await openDeal('Heard')
  await settled()
  expect(receiver.received.map(({ body }) => JSON.parse(body).data.after.name)).toEqual(['Gone', 'Heard'])
})

test('a secret is shown once; after a rotation both sign for a day, then only the new one', async () => {
  const receiver = await listen()
  const { id, secret } = await subscribe(receiver.url)
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const rotated = await call('POST', at(id, '/secret-rotation'))
  expect(rotated.status).toBe(201)
  expect(rotated.body.secret).not.toBe(secret)
  await openDeal('Twice signed')
  await settled()
  const [both] = receiver.received as [never]
  verify(secret, both)
  verify(rotated.body.secret, both)
  await later(86_500)
  await openDeal('Signed anew')
  await settled()
  const last = receiver.received.at(-1) as never
  verify(rotated.body.secret, last)
  expect(() => verify(secret, last)).toThrow(/signature/)
  const shown = JSON.stringify([
    (await call('GET', '/webhook-endpoints')).body,
    (await call('GET', at(id))).body,
    await deliveries(id),
    await wire.eventsOf(id),
  ])
  expect(shown).not.toContain('whsec_')
  expect(shown).not.toContain(secret.slice(6))
  const read = wire.within('read', async ({ tx }) =>
    tx.executeQuery({ sql: 'select secret from webhook_secret' } as never),
  )
  await expect(read).rejects.toThrow(/permission denied/)
})

test('a test event goes to the endpoint that it tests, whatever that one asked for', async () => {
  const [one, other] = [await listen(() => ({ status: 200, body: 'thank you' })), await listen()]
  const { id, secret } = await subscribe(one.url, ['deal.won'])
  await subscribe(other.url)
  const sent = await call('POST', at(id, '/test-events'))
  expect(sent.status).toBe(202)
  await settled()
  expect(other.received).toEqual([])
  expect(verify(secret, one.received[0] as never)).toMatchObject({ type: 'webhook_endpoint.tested', subject: id })
  expect(one.received[0]?.headers['webhook-id']).toBe(sent.body.event_id)
  expect((await deliveries(id))[0]?.attempts[0]).toMatchObject({ status: 200, body: 'thank you' })
})

test('the log is read page by page, and by state', async () => {
  const receiver = await listen()
  const { id } = await subscribe(receiver.url)
  for (let i = 0; i < 5; i++) await openDeal(`Paged ${i}`)
  await settled()
  const all = await wire.allPages(at(id, '/deliveries?limit=2'))
  expect(all.map(({ request }) => JSON.parse(request.body).data.after.name)).toEqual(
    [4, 3, 2, 1, 0].map((i) => `Paged ${i}`),
  )
  expect((await call('GET', at(id, '/deliveries?state=failed'))).body.data).toEqual([])
})

test('whose right to configure webhooks is gone, hears nothing more', async () => {
  const receiver = await listen()
  const revops = await wire.server.addPerson({ role: 'revops' })
  const { id } = await subscribe(receiver.url, ['deal.created'], revops.key)
  await openDeal('Seen')
  await settled()
  expect(receiver.received).toHaveLength(1)
  await wire.server.database.pool.query(`update person set role = 'rep' where id = $1`, [revops.id])
  await openDeal('Unseen')
  await settled()
  expect(receiver.received).toHaveLength(1)
  expect((await call('GET', at(id))).body).toMatchObject({ enabled: false, disabled_reason: 'right_lost' })
  expect((await call('PATCH', at(id), { enabled: true })).body.owner.id).toBe(wire.server.owner.id)
  await openDeal('Seen by the new owner')
  await settled()
  expect(receiver.received).toHaveLength(2)
})

test('a redirect is not followed, and a receiver that is not there is told as such', async () => {
  const inside = await listen()
  const receiver = await listen(() => ({ status: 302, headers: { location: inside.url } }))
  const { id } = await subscribe(receiver.url)
  const nowhere = await subscribe('http://localhost:9/')
  await openDeal('Redirected')
  await settled()
  expect(inside.received).toEqual([])
  expect((await deliveries(id))[0]).toMatchObject({ state: 'pending', attempts: [{ status: 302 }] })
  const [failed] = await deliveries(nowhere.id)
  expect(failed?.attempts[0]).toMatchObject({ status: null, error: expect.stringMatching(/ECONNREFUSED/) })
})

test('what is wrong is named, and what would do; foreign endpoints are not there', async () => {
  const wrong = await call('POST', '/webhook-endpoints', { url: 'ftp://x', event_types: ['deal.exploded'], more: 1 })
  expect(wrong.status).toBe(400)
  expect(faults(wrong).toSorted()).toEqual(['/event_types/0', '/more'])
  for (const url of [
    'http://10.0.0.1/',
    'https://user:pw@files.example.com/',
    'https://metadata.google.internal/',
    'x',
  ]) {
    const answer = await call('POST', '/webhook-endpoints', { url, event_types: ['*'] })
    expect([answer.status, faults(answer)]).toEqual([400, ['/url']])
  }
  expect(faults(await call('POST', '/webhook-endpoints', { url: 'https://a.example/' }))).toEqual(['/event_types'])
  const theirs = await call(
    'POST',
    '/webhook-endpoints',
    { url: 'https://hooks.example.com/', event_types: ['deal.won'] },
    { key: wire.other.key },
  )
  expect(theirs.status).toBe(201)
  const { id } = theirs.body
  for (const [method, path] of [
    ['GET', at(id)],
    ['PATCH', at(id)],
    ['DELETE', at(id)],
    ['POST', at(id, '/secret-rotation')],
    ['POST', at(id, '/test-events')],
    ['GET', at(id, '/deliveries')],
    ['POST', at(id, `/deliveries/dlv_${'0'.repeat(26)}/resend`)],
  ] as const)
    expect((await call(method, path, method === 'PATCH' ? { enabled: false } : undefined)).status).toBe(404)
  expect((await call('GET', at(id), undefined, { key: wire.other.key })).status).toBe(200)
})

test('a change is decided on the version that was seen, and twenty endpoints are enough', async () => {
  const { id } = await subscribe('https://hooks.example.com/', ['deal.won'])
  expect((await call('PATCH', at(id), { description: 'Shop', if_version: 1 })).body).toMatchObject({ version: 2 })
  expect((await call('PATCH', at(id), { description: 'Late', if_version: 1 })).status).toBe(412)
  expect((await call('PATCH', at(id), { description: 'Shop' })).body.version).toBe(2)
  for (let i = 1; i < 20; i++) await subscribe('https://hooks.example.com/', ['deal.won'])
  const more = await call('POST', '/webhook-endpoints', { url: 'https://hooks.example.com/', event_types: ['*'] })
  expect(more).toMatchObject({ status: 422, body: { code: 'endpoints-many' } })
})

test('an endpoint hears of no deal, and of no field, that whoever made it may not see; nor does its log tell', async () => {
  const definition = `key: secretive
name: Secretive
charter:
  { motion: M, buyer: B, entry_rule: E, won_means: W, lost_means: L, owner: O, review_every_days: 90, reason_to_be_separate: R }
revenue_kind: new
fields:
  - { key: margin, label: Margin, type: number, read: [manager], write: [manager] }
  - { key: score, label: Score, type: number }
stages:
  - { key: first, name: First, phase: qualify }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Bigger }] }
`
  const headers = { authorization: `Bearer ${wire.server.owner.key}`, 'content-type': 'application/yaml' }
  const created = await fetch(`${wire.server.url}/api/v1/pipelines`, { method: 'POST', headers, body: definition })
  expect(created.status).toBe(201)
  const revops = await wire.server.addPerson({ role: 'revops' })
  const [theirs, mine] = [await listen(), await listen()]
  const endpoint = await subscribe(theirs.url, ['deal.created'], revops.key)
  const whole = await subscribe(mine.url, ['deal.created'])
  const fields = { margin: 4711, score: 8 }
  expect((await call('POST', '/deals', { name: 'M', pipeline: 'secretive', fields })).status).toBe(201)
  await settled()
  expect(JSON.stringify(verify(endpoint.secret, theirs.received[0] as never))).toContain('"score":8')
  expect(theirs.received[0]?.body).not.toContain('margin')
  expect(mine.received[0]?.body).toContain('"margin":4711')
  const log = async (key?: string) =>
    JSON.stringify((await call('GET', at(whole.id, '/deliveries'), undefined, key ? { key } : {})).body)
  expect(await log()).toContain('4711')
  expect(await log(revops.key)).not.toContain('margin')

  const grants = [{ to: { role: 'manager' }, rights: ['see', 'work'], deals: 'all' }]
  expect((await call('PUT', '/pipelines/secretive/rights', { grants })).status).toBe(200)
  await call('POST', '/deals', { name: 'Unseen', pipeline: 'secretive' })
  await openDeal('Seen')
  await settled()
  const names = ({ received }: Receiver) => received.map(({ body }) => JSON.parse(body).data.after.name)
  expect(names(theirs)).toEqual(['M', 'Seen'])
  expect(names(mine)).toEqual(['M', 'Unseen', 'Seen'])
})
