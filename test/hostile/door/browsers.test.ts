import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../server.ts'
import { startBrowser } from '../../stories/sign-in-wire.ts'

type Asked = { method?: string; path: string; headers?: Record<string, string>; body?: string }
type Got = { status: number; headers: Record<string, string | string[] | undefined>; body: string }

/** Past fetch, which lets nobody say Host, Origin or Sec-Fetch-Site for themselves. */
const ask = (url: string, { method = 'GET', path, headers = {}, body }: Asked): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const asked = request({ hostname, port, method, path, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })

const codeOf = ({ body }: Got) => JSON.parse(body).code

let server: TestServer
let cookie: string
beforeAll(async () => {
  server = await startTestServer()
  const browser = startBrowser(server)
  const person = await server.addPerson({ name: 'Newcomer', role: 'owner' })
  await browser.call('POST', '/sessions', await server.letSignIn(person.id))
  cookie = browser.cookie()
})
afterAll(() => server.close())

describe("a foreign website does not reach a newcomer's localhost", () => {
  test.each([
    ['evil.example'],
    ['evil.example:3000'],
    ['localhost.evil.example'],
    ['127.0.0.1.nip.io'],
    ['192.168.0.7'],
    ['0.0.0.0'],
  ])(
    'a name that was pointed at it (%s) is answered by nothing: no page, no reading, no writing, no stream',
    async (host) => {
      for (const path of [
        '/',
        '/api/v1/me',
        '/api/v1/events/stream',
        '/api/v1/sign-in-methods',
        '/livez',
        '/icon.svg',
      ]) {
        const answer = await ask(server.url, { path, headers: { host, cookie } })
        expect([400, 421], path).toContain(answer.status)
        expect(answer.body).not.toContain('Newcomer')
      }
      const body = JSON.stringify({ email: 'a@b.test', password: 'x' })
      const headers = { host, origin: `http://${host}`, 'content-type': 'application/json', cookie }
      expect([400, 421]).toContain(
        (await ask(server.url, { method: 'POST', path: '/api/v1/sessions', headers, body })).status,
      )
    },
  )

  test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('its own names are answered: %s', async (name) => {
    const host = `${name}:${new URL(server.url).port}`
    expect((await ask(server.url, { path: '/api/v1/me', headers: { host, cookie } })).status).toBe(200)
  })

  test.each([
    ['another website', 'cross-site'],
    ['another page of this machine', 'same-site'],
  ])('%s reads nothing, with the cookie that the browser adds', async (_, site) => {
    for (const path of ['/api/v1/me', '/api/v1/deals', '/api/v1/events/stream', '/api/v1/openapi.json', '/API/v1/me']) {
      const answer = await ask(server.url, { path, headers: { cookie, 'sec-fetch-site': site } })
      expect(answer.status, path).toBeGreaterThanOrEqual(403)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
    const own = await ask(server.url, { path: '/api/v1/me', headers: { cookie, 'sec-fetch-site': 'same-origin' } })
    expect(own.status).toBe(200)
    // What it embeds is kept from it by the browser; what it links to opens as usual.
    expect((await ask(server.url, { path: '/', headers: { 'sec-fetch-site': site } })).headers).toMatchObject({
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  test.each(['https://evil.example', 'http://localhost:1', 'http://127.0.0.1', 'null', ''])(
    'Origin %s writes nothing: not by a key, not by a session, not at sign-in',
    async (origin) => {
      const json = { origin, 'content-type': 'application/json' }
      const tries: Asked[] = [
        { method: 'POST', path: '/api/v1/accounts', headers: { ...json, cookie }, body: '{"name":"Planted"}' },
        { method: 'POST', path: '/api/v1/sessions', headers: json, body: '{"email":"a@b.test","password":"x"}' },
        { method: 'POST', path: '/api/v1/sessions/second-step', headers: json, body: '{"code":"123456"}' },
        { method: 'DELETE', path: '/api/v1/sessions/current', headers: { origin, cookie } },
        { method: 'DELETE', path: '/api/v1/sessions', headers: { origin, cookie } },
        { method: 'POST', path: '/api/v1/second-factor', headers: { ...json, cookie }, body: '{}' },
        { method: 'POST', path: '/api/v1/set-ups', headers: json, body: '{}' },
        {
          method: 'POST',
          path: '/api/v1/accounts',
          headers: { ...json, authorization: `Bearer ${server.owner.key}` },
          body: '{"name":"Planted"}',
        },
      ]
      for (const asked of tries) expect(codeOf(await ask(server.url, asked)), asked.path).toBe('foreign-origin')
      expect((await server.client.accounts.list({ q: 'Planted' })).data).toEqual([])
      expect((await ask(server.url, { path: '/api/v1/me', headers: { cookie } })).status).toBe(200)
    },
  )

  test('a form of another website, which needs no permission, is not read at all', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const headers = { cookie, 'content-type': type }
      const answer = await ask(server.url, {
        method: 'POST',
        path: '/api/v1/accounts',
        headers,
        body: '{"name":"Planted"}',
      })
      expect(answer.status).toBe(415)
    }
  })
})

describe('what every answer says to a browser', () => {
  test.each(['/', '/api/v1/me', '/api/v1/nothing', '/livez', '/assets/none.js', '/sign-in'])('%s', async (path) => {
    const { headers } = await ask(server.url, { path })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|data:|\*|https?:/)
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
    expect(headers['strict-transport-security']).toBeUndefined()
    expect(headers['server']).toBeUndefined()
    expect(headers['x-powered-by']).toBeUndefined()
  })

  test('a session cookie is out of reach of scripts and of other sites', async () => {
    const person = await server.addPerson({ name: 'Cookie' })
    const answer = await startBrowser(server).call('POST', '/sessions', await server.letSignIn(person.id))
    const [line = ''] = answer.headers.getSetCookie()
    expect(line).toMatch(/^tributary\.session_token=/)
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(line).toContain(part)
    expect(line).not.toMatch(/Secure|Domain/)
    expect(JSON.stringify(answer.body)).not.toContain(line.slice(24, 50))
  })
})

describe('under https', () => {
  let secured: TestServer
  beforeAll(async () => {
    secured = await startTestServer({ settings: { public_url: 'https://crm.example.com', allowed_hosts: ['crm.lan'] } })
  })
  afterAll(() => secured.close())

  test('cookies are Secure, and browsers are told to stay with https', async () => {
    const credentials = await secured.letSignIn((await secured.addPerson()).id)
    const answer = await startBrowser(secured).call('POST', '/sessions', credentials)
    for (const line of answer.headers.getSetCookie()) expect(line).toContain('Secure')
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000')
  })

  test('it answers to the names that were given, and writes only from the public one', async () => {
    const at = (host: string) => ask(secured.url, { path: '/livez', headers: { host } })
    expect((await at('crm.example.com')).status).toBe(200)
    expect((await at('crm.lan:8080')).status).toBe(200)
    expect((await at('crm.example.com.evil.example')).status).toBe(421)
    const write = (origin: string) =>
      ask(secured.url, {
        method: 'POST',
        path: '/api/v1/accounts',
        headers: {
          origin,
          host: '127.0.0.1',
          'content-type': 'application/json',
          authorization: `Bearer ${secured.owner.key}`,
        },
        body: '{"name":"Shop"}',
      })
    expect((await write('https://crm.example.com')).status).toBe(201)
    expect((await write('https://evil.example')).status).toBe(403)
  })
})

describe('how much is read', () => {
  const authorization = () => ({ authorization: `Bearer ${server.owner.key}` })
  test('an address of more than 8,000 characters: 414', async () => {
    const answer = await ask(server.url, { path: `/api/v1/deals?q=${'x'.repeat(8_000)}`, headers: authorization() })
    expect(answer.status).toBe(414)
    expect(codeOf(answer)).toBe('address-long')
  })
  test('headers of more than 16 kB: 431', async () => {
    const answer = await ask(server.url, {
      path: '/api/v1/me',
      headers: { ...authorization(), 'x-long': 'x'.repeat(20_000) },
    })
    expect(answer.status).toBe(431)
  })
  test('a body of more than a megabyte: 413', async () => {
    const headers = { ...authorization(), 'content-type': 'application/json' }
    const body = `{"name":"${'x'.repeat(1_100_000)}"}`
    expect((await ask(server.url, { method: 'POST', path: '/api/v1/accounts', headers, body })).status).toBe(413)
  })
  test('a page of more than 200: 400, with the member that says so', async () => {
    for (const list of ['deals', 'accounts', 'contacts', 'products', 'activities']) {
      const answer = await ask(server.url, { path: `/api/v1/${list}?limit=201`, headers: authorization() })
      expect(answer.status, list).toBe(400)
      expect(JSON.parse(answer.body).errors).toMatchObject([{ pointer: '/limit' }])
    }
  })
})
