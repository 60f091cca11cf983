import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { codeOf } from '../one-time-code.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { startBrowser } from './sign-in-wire.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** Somebody with a second factor on, signed in by it. */
async function somebody(name: string) {
  const person = await server.addPerson({ name })
  const credentials = await server.letSignIn(person.id)
  const browser = startBrowser(server)
  expect((await browser.call('POST', '/sessions', credentials)).status).toBe(201)
  const { password } = credentials
  const prepared = await browser.call('POST', '/second-factor', { password })
  expect(prepared.status).toBe(201)
  const { secret, backup_codes, uri } = prepared.body
  return { person, credentials, browser, secret, backup_codes, uri, password }
}

/** The code of the next half minute is accepted as well, and not used yet. */
const nextCode = (secret: string) => codeOf(secret, Date.now() + 30_000)

test('turned on with the password and a first code; sign-in then takes two steps', async () => {
  const { browser, credentials, secret, backup_codes, uri, person } = await somebody('Tari')
  expect(uri).toMatch(/^otpauth:\/\/totp\/Tributary:tari%40example\.test\?secret=[A-Z2-7]+&issuer=Tributary/)
  expect(backup_codes).toHaveLength(10)
  expect((await browser.call('GET', '/second-factor')).body).toEqual({ on: false })

  // Not in force before its first code: whoever closed the window can still sign in.
  const early = startBrowser(server)
  expect((await early.call('POST', '/sessions', credentials)).status).toBe(201)

  const wrong = codeOf(secret, Date.now() + 900_000)
  expect((await browser.call('POST', '/second-factor/confirmation', { code: wrong })).body.code).toBe('wrong-code')
  const first = codeOf(secret)
  expect((await browser.call('POST', '/second-factor/confirmation', { code: first })).status).toBe(200)
  expect((await browser.call('GET', '/second-factor')).body).toEqual({ on: true })

  const other = startBrowser(server)
  const step = await other.call('POST', '/sessions', credentials)
  expect(step).toMatchObject({ status: 202, body: { second_step: 'code' } })
  expect((await other.call('GET', '/me')).status).toBe(401)
  expect((await other.call('POST', '/sessions/second-step', { code: first })).body.code).toBe('wrong-code')
  const code = nextCode(secret)
  expect((await other.call('POST', '/sessions/second-step', { code })).status).toBe(201)
  expect((await other.call('GET', '/me')).body.person.id).toBe(person.id)

  // The same code, seen going by, opens no second session.
  const thief = startBrowser(server)
  await thief.call('POST', '/sessions', credentials)
  expect((await thief.call('POST', '/sessions/second-step', { code })).status).toBe(422)
  expect((await thief.call('GET', '/me')).status).toBe(401)

  const { rows } = await server.database.pool.query(`select type, data from event where subject = $1`, [person.id])
  expect(rows).toContainEqual({ type: 'second_factor.turned_on', data: { after: { on: true } } })
})

test('a backup code works once, and either kind of code turns it off', async () => {
  const { browser, credentials, secret, backup_codes } = await somebody('Umi')
  await browser.call('POST', '/second-factor/confirmation', { code: codeOf(secret) })
  const [first, second] = backup_codes
  for (const status of [201, 422]) {
    const other = startBrowser(server)
    await other.call('POST', '/sessions', credentials)
    expect((await other.call('POST', '/sessions/second-step', { code: first })).status).toBe(status)
  }
  expect((await browser.call('POST', '/second-factor/removal', { code: '000000' })).body.code).toBe('wrong-code')
  expect((await browser.call('POST', '/second-factor/removal', { code: second })).body).toEqual({ on: false })
  expect((await startBrowser(server).call('POST', '/sessions', credentials)).status).toBe(201)
})

test('codes cannot be guessed: five a sign-in, then the password again', async () => {
  const { browser, credentials, secret } = await somebody('Vino')
  await browser.call('POST', '/second-factor/confirmation', { code: codeOf(secret) })
  const other = startBrowser(server)
  await other.call('POST', '/sessions', credentials)
  const wrong = codeOf(secret, Date.now() + 900_000)
  for (let i = 0; i < 5; i++)
    expect((await other.call('POST', '/sessions/second-step', { code: wrong })).body.code).toBe('wrong-code')
  expect((await other.call('POST', '/sessions/second-step', { code: nextCode(secret) })).status).toBe(401)
  expect((await other.call('GET', '/me')).status).toBe(401)
})

test('whoever has only the password, only a key, or an old step gets nowhere', async () => {
  const { browser, secret, person } = await somebody('Wati')
  await browser.call('POST', '/second-factor/confirmation', { code: codeOf(secret) })
  expect((await browser.call('POST', '/second-factor', { password: 'wrong password' })).body.errors).toMatchObject([
    { pointer: '/password' },
  ])
  const key = { authorization: `Bearer ${person.key}` }
  const byKey = startBrowser(server)
  expect((await byKey.call('POST', '/second-factor/removal', { code: '123456' }, key)).body.code).toBe('session-needed')
  expect((await byKey.call('POST', '/sessions/second-step', { code: '123456' })).body.code).toBe('second-step-over')
  expect((await byKey.call('POST', '/sessions/second-step', { code: 'x' })).status).toBe(400)
  expect(
    (await byKey.call('POST', '/sessions/second-step', { code: '1' }, { cookie: 'tributary.two_factor=%E0' })).status,
  ).toBe(400)
  expect(
    (await byKey.call('POST', '/sessions/second-step', { code: '123456' }, { cookie: 'tributary.two_factor=%E0%' }))
      .status,
  ).toBe(401)
})

test('an owner takes it away from somebody who lost theirs, which ends their sessions; nobody else may', async () => {
  const { browser, credentials, secret, person } = await somebody('Yudi')
  await browser.call('POST', '/second-factor/confirmation', { code: codeOf(secret) })
  const manager = await server.addPerson({ role: 'manager' })
  await expect(manager.client.second_factor.reset({ person_id: person.id })).rejects.toMatchObject({ status: 403 })
  const stranger = await server.foundWorkspace('second-factor-elsewhere')
  await expect(stranger.client.second_factor.reset({ person_id: person.id })).rejects.toMatchObject({ status: 404 })
  expect(await server.client.second_factor.reset({ person_id: person.id })).toEqual({ on: false })
  expect((await browser.call('GET', '/me')).status).toBe(401)
  expect((await startBrowser(server).call('POST', '/sessions', credentials)).status).toBe(201)
})

test('a code is of its half minute: one of ten minutes ago is none', async () => {
  const { browser, credentials, secret } = await somebody('Zaki')
  await browser.call('POST', '/second-factor/confirmation', { code: codeOf(secret) })
  const old = codeOf(secret)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 })
  try {
    const other = startBrowser(server)
    await other.call('POST', '/sessions', credentials)
    expect((await other.call('POST', '/sessions/second-step', { code: old })).status).toBe(422)
  } finally {
    vi.useRealTimers()
  }
})
