import { afterAll, beforeAll, expect, test } from 'vitest'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

const keyWith = async (scopes: string[], more: Json = {}): Promise<Json> => {
  const made = await call('POST', '/keys', { name: 'narrow', scopes, ...more })
  expect(made.status).toBe(201)
  return made.body
}

test('a key does what its person may, and of that no more than its scopes', async () => {
  const { secret, prefix, scopes } = await keyWith(['deals:read', 'me:read'])
  expect([secret.startsWith(prefix), scopes]).toEqual([true, ['deals:read', 'me:read']])
  expect((await call('GET', '/deals', undefined, { key: secret })).status).toBe(200)
  expect((await call('GET', '/me', undefined, { key: secret })).body.access.toSorted()).toEqual([
    'deals:read',
    'me:read',
  ])
  const refused = await call('POST', '/deals', { name: 'X', pipeline: 'trade' }, { key: secret })
  expect(refused).toMatchObject({
    status: 403,
    body: { code: 'forbidden', access: 'deals:work', scopes: ['deals:read', 'me:read'] },
  })
  expect(refused.body.detail).toContain('API key')
  expect((await call('GET', '/people', undefined, { key: secret })).status).toBe(403)
})

test('scopes give a person nothing that their role does not', async () => {
  const { id } = await wire.server.addPerson({ role: 'viewer' })
  const { secret } = await keyWith(['deals:work', 'deals:read'], { person_id: id })
  expect((await call('GET', '/deals', undefined, { key: secret })).status).toBe(200)
  expect((await call('POST', '/deals', { name: 'X', pipeline: 'trade' }, { key: secret })).status).toBe(403)
})

test('a key makes no key wider than itself, nor one that outlives it', async () => {
  const expires_at = '2027-01-01T00:00:00.000Z'
  const { secret: key } = await keyWith(['keys:administer', 'deals:read'], { expires_at })
  const make = (body: Json) => call('POST', '/keys', { name: 'next', ...body }, { key })
  expect(await make({ scopes: ['deals:read', 'people:administer'] })).toMatchObject({
    status: 422,
    body: { code: 'wider-than-own', missing: ['people:administer'] },
  })
  expect(await make({ scopes: ['deals:read'], expires_at: '2028-01-01T00:00:00Z' })).toMatchObject({
    status: 422,
    body: { code: 'longer-than-own' },
  })
  const plain = await make({})
  expect(plain.body).toMatchObject({ scopes: ['keys:administer', 'deals:read'], expires_at })
  expect((await call('GET', '/people', undefined, { key: plain.body.secret })).status).toBe(403)
  // Not by way of another owner, either.
  const { id } = await wire.server.addPerson({ role: 'owner' })
  const lent = await make({ person_id: id })
  expect((await call('GET', '/people', undefined, { key: lent.body.secret })).status).toBe(403)
})

test('a key that administers people hands out no role that may more than it', async () => {
  const { secret: key } = await keyWith(['people:administer', 'me:read', 'workspace:read'])
  const rep = await wire.server.addPerson({ name: 'Rara' })
  const wider = { status: 422, body: { code: 'wider-than-own' } }
  expect(await call('PATCH', `/people/${rep.id}`, { role: 'owner' }, { key })).toMatchObject(wider)
  const person = { name: 'O', email: 'o@harbour.test', role: 'owner' }
  expect(await call('POST', '/people', person, { key })).toMatchObject(wider)
  expect(await call('POST', '/invitations', person, { key })).toMatchObject(wider)
  expect(await call('POST', `/people/${wire.server.owner.id}/set-up-links`, {}, { key })).toMatchObject(wider)
  const partner = { name: 'P', email: 'p@harbour.test', role: 'partner' }
  expect((await call('POST', '/people', partner, { key })).status).toBe(201)
  expect((await call('PATCH', `/people/${rep.id}`, { name: 'Rara B' }, { key })).status).toBe(200)
})

test('a key ends when it expires, and only its SHA-256 is kept', async () => {
  const now = wire.server.server.clock.now()
  expect(faults(await call('POST', '/keys', { name: 'late', expires_at: now }))).toEqual(['/expires_at'])
  const { secret } = await keyWith(['me:read'], { expires_at: '2026-11-25T00:00:00Z' })
  expect((await call('GET', '/me', undefined, { key: secret })).status).toBe(200)
  await wire.server.setClock('2026-11-25T00:00:00.000Z')
  expect((await call('GET', '/me', undefined, { key: secret })).status).toBe(401)
  const { rows } = await wire.server.database.pool.query('select * from api_key')
  expect(JSON.stringify(rows)).not.toContain(secret.slice(12))
  const events = await wire.server.database.pool.query(`select data from event where type = 'key.created'`)
  expect(JSON.stringify(events.rows)).not.toContain(secret.slice(12))
})

test('a request with a key writes nothing', async () => {
  const { secret } = await keyWith(['me:read'])
  const state = async () => (await wire.server.database.pool.query('select xmin, * from api_key order by id')).rows
  const before = await state()
  await call('GET', '/me', undefined, { key: secret })
  expect(await state()).toEqual(before)
})

test('an unknown scope is named, with those there are', async () => {
  const answer = await call('POST', '/keys', { name: 'x', scopes: ['deals:everything'] })
  expect(answer.status).toBe(400)
  expect(answer.body.errors[0]).toMatchObject({ pointer: '/scopes/0', detail: expect.stringContaining('deals:work') })
  expect(faults(await call('POST', '/keys', { name: 'x', scopes: [] }))).toEqual(['/scopes'])
})
