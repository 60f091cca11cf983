import { afterAll, beforeAll, expect, test } from 'vitest'
import { countAttempts } from '../../../src/api/attempts.ts'
import { startTestServer, type TestServer } from '../../server.ts'
import { startBrowser } from '../../stories/sign-in-wire.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ settings: { trusted_proxies: ['127.0.0.1'] } })
})
afterAll(() => server.close())

/** Everybody from an address of their own, as a proxy tells it. */
let addresses = 0
const from = (address = `192.0.2.${++addresses}`) => ({ 'x-forwarded-for': address })
const signIn = (email: string, password: string, headers = from()) =>
  startBrowser(server).call('POST', '/sessions', { email, password }, headers)

test('after ten wrong guesses at one address even the right password waits, whoever sends it, and others do not', async () => {
  const guessed = await server.letSignIn((await server.addPerson({ name: 'Guessed' })).id)
  const other = await server.letSignIn((await server.addPerson({ name: 'Left alone' })).id)
  for (let i = 0; i < 10; i++) expect((await signIn(guessed.email, `wrong password ${i}`)).status).toBe(401)
  const refused = await signIn(guessed.email.toUpperCase(), guessed.password)
  expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } })
  const wait = Number(refused.headers.get('retry-after'))
  expect(wait).toBeGreaterThan(800)
  expect(wait).toBeLessThanOrEqual(900)
  expect((await signIn(other.email, other.password)).status).toBe(201)
})

test('guesses sent at once are counted like others', async () => {
  const { email } = await server.letSignIn((await server.addPerson({ name: 'At once' })).id)
  const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => signIn(email, `wrong password ${i}`)))
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
})

test('an address that nobody has is refused and counted in the same words', async () => {
  const { email } = await server.letSignIn((await server.addPerson({ name: 'Known' })).id)
  const said = async (address: string) => {
    const { status, body } = await signIn(address, 'wrong password')
    return { status, ...body, request_id: '', retry_after: 0 }
  }
  for (let i = 0; i < 12; i++) expect(await said(email)).toEqual(await said('nobody@example.test'))
})

test('an address that nobody has takes as much work as a wrong password', async () => {
  const times: Record<string, number[]> = { known: [], nobody: [] }
  for (let i = 0; i < 12; i++)
    for (const kind of ['known', 'nobody']) {
      const email = `${kind}${i}@example.test`
      if (kind === 'known') await server.letSignIn((await server.addPerson({ name: `${kind}${i}` })).id)
      const started = performance.now()
      await signIn(email, 'wrong password')
      times[kind]?.push(performance.now() - started)
    }
  const median = (values: number[] = []) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
  const ratio = median(times['known']) / median(times['nobody'])
  // Without the hash that is made for nobody it would be ten and more.
  expect(ratio).toBeGreaterThan(0.25)
  expect(ratio).toBeLessThan(4)
})

test('one network address guesses at fifty, not at a list', async () => {
  const address = from('198.51.100.7')
  const answers = []
  for (let i = 0; i < 52; i++) answers.push((await signIn(`list${i}@example.test`, 'wrong password', address)).status)
  expect(answers.filter((status) => status === 401)).toHaveLength(50)
  expect(answers.slice(-2)).toEqual([429, 429])
})

test('the window slides: what was refused is let in once the oldest guess is a quarter of an hour old', () => {
  let now = 0
  const attempts = countAttempts(() => now)
  for (let i = 0; i < 10; i++) {
    now = i * 60_000
    attempts.begin('a', 'x')
  }
  expect(() => attempts.begin('a', 'x')).toThrow(/Try again in 6 min/)
  now = 15 * 60_000 - 1
  expect(() => attempts.begin('a', 'x')).toThrow()
  now = 15 * 60_000 + 1
  const takeBack = attempts.begin('a', 'x')
  expect(() => attempts.begin('a', 'x')).toThrow()
  takeBack()
  attempts.begin('a', 'x')
})
