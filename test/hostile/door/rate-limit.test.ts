import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../server.ts'
import { startBrowser } from '../../stories/sign-in-wire.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ settings: { rate_limit: 40, trusted_proxies: ['127.0.0.1'] } })
})
afterAll(() => server.close())

const get = (path: string, headers: Record<string, string>) => fetch(`${server.url}/api/v1${path}`, { headers })
const by = (key: string) => ({ authorization: `Bearer ${key}` })

test('every answer says what is left, and the first one too many when to come back', async () => {
  const { key } = await server.addPerson({ name: 'Loop' })
  const first = await get('/me', by(key))
  expect(first.headers.get('ratelimit-policy')).toBe('"api";q=40;w=60')
  expect(first.headers.get('ratelimit')).toMatch(/^"api";r=39;t=(59|60)$/)
  for (let i = 0; i < 39; i++) expect((await get('/me', by(key))).status).toBe(200)
  const refused = await get('/me', by(key))
  expect(refused.status).toBe(429)
  expect(await refused.json()).toMatchObject({ code: 'rate-limit', status: 429 })
  expect(refused.headers.get('ratelimit')).toMatch(/^"api";r=0;t=\d+$/)
  const wait = Number(refused.headers.get('retry-after'))
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(60)
})

test('one key that runs wild leaves other keys alone, and sessions', async () => {
  const wild = await server.addPerson({ name: 'Wild' })
  for (let i = 0; i < 41; i++) await get('/me', by(wild.key))
  expect((await get('/me', by(wild.key))).status).toBe(429)
  const calm = await server.addPerson({ name: 'Calm' })
  expect((await get('/me', by(calm.key))).status).toBe(200)
  const browser = startBrowser(server)
  await browser.call('POST', '/sessions', await server.letSignIn(wild.id), { 'x-forwarded-for': '192.0.2.9' })
  const answer = await browser.call('GET', '/me')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('ratelimit-policy')).toBe('"api";q=160;w=60')
})

test('what costs more counts more, as the description says', async () => {
  const { key } = await server.addPerson({ name: 'Heavy' })
  const description = await (await get('/openapi.json', { ...by(key), 'x-forwarded-for': '192.0.2.8' })).json()
  const cost = description.paths['/api/v1/forecasts'].get['x-cost']
  expect(cost).toBeGreaterThan(1)
  const answer = await get('/forecasts', by(key))
  expect(answer.headers.get('ratelimit')).toContain(`r=${40 - cost};`)
})

test('whoever is not known is counted by where they come from, whatever key or cookie they make up', async () => {
  const from = { 'x-forwarded-for': '203.0.113.5' }
  const statuses = []
  for (let i = 0; i < 21; i++) {
    statuses.push((await get('/me', { ...from, ...by(`trib_${'a'.repeat(40)}${i}`) })).status)
    statuses.push((await get('/me', { ...from, cookie: `tributary.session_token=${i}` })).status)
  }
  expect(statuses.slice(0, 40).every((status) => status === 401)).toBe(true)
  expect(statuses.slice(40)).toEqual([429, 429])
  expect((await get('/sign-in-methods', from)).status).toBe(429)
  expect((await get('/sign-in-methods', { 'x-forwarded-for': '203.0.113.6' })).status).toBe(200)
})

test('an open stream does not use anything up while it is open', async () => {
  const { key } = await server.addPerson({ name: 'Stream' })
  const stream = await fetch(`${server.url}/api/v1/events/stream`, { headers: by(key) })
  await new Promise((wake) => setTimeout(wake, 4_500))
  const answer = await get('/me', by(key))
  expect(answer.headers.get('ratelimit')).toContain('r=38;')
  await stream.body?.cancel()
})
