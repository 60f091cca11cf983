import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describe as described } from '../../../src/api/openapi.ts'
import { operationsOf } from '../../../src/domain/operations.ts'
import { randomFrom } from '../../../src/stats/random.ts'
import { codeOf } from '../../one-time-code.ts'
import { startBrowser } from '../../stories/sign-in-wire.ts'
import { type Company, startCompany } from '../requests/company.ts'
import { operationsIn, routesByHand } from '../requests/description.ts'
import { acceptedRequest } from '../requests/fresh.ts'
import { type Request, spoiltRequest, wellFormedRequest } from '../requests/requests.ts'
import { send } from '../requests/send.ts'

/** Everything that is shown once and never again, by what it is. */
const canaries = new Map<string, string>()
/** Everything that went over the wire but the one answer that reveals each. */
const answers: { from: string; text: string }[] = []

const folder = mkdtempSync(join(tmpdir(), 'tributary-secrets-'))
const log_file = join(folder, 'log')
const password = 'a canary among passwords'
const client_secret = 'a canary of the provider'

let company: Company
beforeAll(async () => {
  const provider = { issuer: 'http://127.0.0.1:9', client_id: 'tributary', client_secret, name: 'Login' }
  company = await startCompany({ log_file, log_level: 'debug', public_url: 'http://127.0.0.1:9', provider })
  canaries.set('password', password).set("the provider's secret", client_secret)
}, 120_000)
afterAll(async () => {
  await company.wire.server.close()
  rmSync(folder, { recursive: true, force: true })
})

const keep = (from: string, { status, body, headers }: { status: number; body: unknown; headers: unknown }) =>
  answers.push({ from: `${from} → ${status}`, text: JSON.stringify([body, headers]) })

const found = (text: string) => [...canaries].flatMap(([what, secret]) => (text.includes(secret) ? [what] : []))

test('a day of a company: invited, signed in, a second factor, a key, and a session', async () => {
  const { server } = company.wire
  const invited = await server.client.people.create({ name: 'Canary', email: 'canary@example.test', role: 'owner' })
  // With a key for repeats, so that the answer that reveals is kept as well.
  const repeatable = { idempotency_key: 'canary-of-a-link' }
  const { path } = await server.client.set_up_links.create({ person_id: invited.id }, repeatable)
  expect((await server.client.set_up_links.create({ person_id: invited.id }, repeatable)).path).toBe(path)
  const token = new URLSearchParams(path.split('#')[1]).get('token') ?? ''
  canaries.set('invitation', token)
  const browser = startBrowser(server)
  const call = async (method: string, address: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await browser.call(method, address, body, headers)
    keep(`${method} ${address}`, { ...answer, headers: [...answer.headers].filter(([name]) => name !== 'set-cookie') })
    return answer
  }
  expect((await call('POST', '/set-ups', { token, password })).status).toBe(201)
  expect((await call('POST', '/set-ups', { token, password })).status).toBe(422)
  expect((await call('POST', '/sessions', { email: invited.email, password })).status).toBe(201)
  const prepared = await browser.call('POST', '/second-factor', { password })
  canaries.set('second factor', prepared.body.secret)
  for (const code of prepared.body.backup_codes) canaries.set(`backup code ${code.slice(0, 2)}`, code)
  await call('POST', '/second-factor', { password: `${password}x` })
  expect((await call('POST', '/second-factor/confirmation', { code: codeOf(prepared.body.secret) })).status).toBe(200)
  const cookie = decodeURIComponent(browser.jar.get('tributary.session_token') ?? '')
  canaries.set('session', cookie.split('.')[0] ?? '').set('signature of the session', cookie.split('.')[1] ?? '')
  const wanted = { name: 'canary', person_id: invited.id }
  const { secret } = await server.client.keys.create(wanted, { idempotency_key: 'canary-of-a-key' })
  canaries.set('key', secret).set('key for repeats', 'canary-of-a-key')

  // What goes wrong with a secret in hand: in the wrong place, of the wrong kind, beside what is not known.
  const address = encodeURIComponent(secret)
  for (const [method, path, body, headers] of [
    ['POST', '/sessions', { email: invited.email, password: [password] }],
    ['POST', '/sessions', { email: password, password }],
    ['POST', '/sessions', { email: invited.email, password, token }],
    ['POST', '/set-ups', { token: [token], password: { password } }],
    ['POST', '/set-ups', { token, password: password.slice(0, 5), email: token }],
    ['POST', '/sessions/second-step', { code: prepared.body.backup_codes[0], password }],
    ['POST', '/people', { name: 'X', email: 'x@example.test', role: secret }],
    ['POST', '/people', { name: 'X', email: token, role: 'rep' }],
    ['GET', `/deals/${address}`],
    ['GET', `/deals?cursor=${address}`],
    ['GET', `/${address}`],
    ['GET', '/me', undefined, { authorization: `Basic ${secret}` }],
    ['GET', '/me', undefined, { authorization: `Bearer ${secret}x` }],
    ['GET', '/me', undefined, { authorization: `Bearer ${secret}`, 'tributary-workspace': token }],
    ['POST', '/deals', undefined, { authorization: `Bearer ${secret}`, 'content-type': password }],
  ] as [string, string, unknown?, Record<string, string>?][]) {
    const { status } = await call(method, path, body, headers)
    if (status < 300) expect(path).toBe('/me')
  }
  expect(canaries.size).toBeGreaterThan(15)
  for (const [what, one] of canaries) expect(one.length, what).toBeGreaterThan(10)
})

/** What looks like a secret wherever it stands: nothing else in an answer is so long and so random. */
const opaque = /[\w+/-]{40,}/g

test('an operation that reveals a secret says so, and what is kept for a repeat does not hold it', async () => {
  const { server } = company.wire
  const listed = operationsOf({ clock_simulated: true, embedded_database: true })
  const posts = operationsIn(described(listed)).filter(({ method, effect }) => method === 'POST' && effect === 'write')
  const revealing: string[] = []
  // Last, since it takes people away whom the others name.
  posts.sort((one, other) => Number(one.name === 'personal_data.erase') - Number(other.name === 'personal_data.erase'))
  for (const [i, address] of posts.entries()) {
    const key = (attempt: number): [string, string][] => [['idempotency-key', `reveals-${address.name}-${attempt}`]]
    const { request, answer } = await acceptedRequest(company, address, randomFrom(31 + i), key)
    const secrets = answer.body.match(opaque) ?? []
    if (secrets.length === 0 || address.name === 'personal_data.export') continue
    revealing.push(address.name)
    expect((await send(server.url, request)).body).toBe(answer.body)
    const { rows } = await server.database.pool.query<{ text: string }>('select t::text as text from idempotency_key t')
    for (const one of secrets) expect(rows.filter(({ text }) => text.includes(one))).toEqual([])
  }
  // What is held about a person is kept as carefully, though there is no secret in it.
  const saying = listed.flatMap(({ name, reveals }) => (reveals && name !== 'personal_data.export' ? [name] : []))
  expect(revealing.toSorted()).toEqual(saying.toSorted())
  expect(saying.length).toBeGreaterThan(4)
}, 120_000)

test('every address is asked in good and in bad words by the key, and none answers with a secret', async () => {
  const { wire, known, operations } = company
  const random = randomFrom(7)
  for (const address of [...operations, ...routesByHand]) {
    if (['test_clock.set', 'events.stream'].includes(address.name)) continue
    // The owner's own sessions may end; the one that is looked for has to stay.
    const key = address.name.startsWith('sessions.') ? wire.server.owner.key : (canaries.get('key') ?? '')
    const requests: Request[] = [wellFormedRequest(address, known, key, random)]
    for (let i = 0; i < 4; i++) requests.push(spoiltRequest(address, known, key, random))
    for (const request of requests) {
      const answer = await send(wire.server.url, request).catch(() => undefined)
      if (answer) keep(`${request.method} ${request.target.slice(0, 100)}`, answer)
    }
  }
  expect(answers.length).toBeGreaterThan(300)
}, 120_000)

test('what the server cannot do is logged, and without the secrets that it was about', async () => {
  const { server } = company.wire
  const { pool } = server.database
  const key = canaries.get('key') ?? ''
  const tables = ['auth_session', 'api_key', 'person', 'set_up_link']
  for (const table of tables) {
    await pool.query(`alter table ${table} rename to ${table}_away`)
    const browser = startBrowser(server)
    for (const [path, body] of [
      ['/sessions', { email: 'canary@example.test', password }],
      ['/set-ups', { token: canaries.get('invitation'), password }],
      ['/keys', { name: 'another' }],
    ] as const) {
      const headers = { authorization: `Bearer ${key}` }
      const answer = await browser.call('POST', path, body, headers)
      keep(`without ${table}: POST ${path}`, {
        ...answer,
        headers: [...answer.headers].filter(([n]) => n !== 'set-cookie'),
      })
    }
    await pool.query(`alter table ${table}_away rename to ${table}`)
  }
  expect(answers.filter(({ from }) => from.endsWith('→ 500')).length).toBeGreaterThan(2)
  expect(readFileSync(log_file, 'utf8').split('\n').length).toBeGreaterThan(2)
})

test('the scanner finds what is there: each canary in the text that holds it', () => {
  for (const [what, secret] of canaries) expect(found(`{"x":"${secret}"}`)).toContain(what)
})

test('no secret was in any answer but the one that reveals it, and in no line of the log', () => {
  expect(answers.flatMap(({ from, text }) => found(text).map((what) => `${what} in ${from}`))).toEqual([])
  expect(found(readFileSync(log_file, 'utf8'))).toEqual([])
})

test('nor in any row of the database, events and kept answers among them; a session is in its own row alone', async () => {
  const { pool } = company.wire.server.database
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  expect(tables.length).toBeGreaterThan(30)
  const seen: string[] = []
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(`select t::text as text from ${name} t`)
    for (const { text } of rows) for (const what of found(text)) seen.push(`${what} in ${name}`)
  }
  expect([...new Set(seen)]).toEqual(['session in public.auth_session'])
})
