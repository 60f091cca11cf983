import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, startProvider } from '../identity-provider.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { startBrowser, type TestBrowser } from './sign-in-wire.ts'

/** Who the provider would say is signed in there at the moment. */
let account: Account
const public_url = 'http://crm.example.test'
const callback = `${public_url}/api/v1/single-sign-on/callback`

let provider: Awaited<ReturnType<typeof startProvider>>
let server: TestServer
beforeAll(async () => {
  provider = await startProvider(callback, () => account)
  server = await startTestServer({ settings: { public_url, provider: provider.settings } })
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

/** From the button to the provider, through it, and to where it sends the browser back. */
async function throughProvider(browser: TestBrowser, next = '/board/all'): Promise<URL> {
  const left = await browser.call('GET', `/single-sign-on?next=${encodeURIComponent(next)}`)
  expect(left.status).toBe(303)
  const jar = new Map<string, string>()
  let place = new URL(left.headers.get('location') ?? '')
  while (place.origin === provider.issuer) {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ')
    const answer = await fetch(place, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      jar.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`${place} answered ${answer.status}: ${await answer.text()}`)
    place = new URL(location, place)
  }
  expect(place.href).toMatch(callback)
  return place
}

const comeBack = async (browser: TestBrowser, { search }: URL) => {
  const answer = await browser.call('GET', `/single-sign-on/callback${search}`)
  return { status: answer.status, location: answer.headers.get('location') ?? '' }
}
const errorOf = ({ location }: { location: string }) => new URL(location, public_url).searchParams.get('error')
const who = async (browser: TestBrowser) => (await browser.call('GET', '/me')).body.person?.name

async function signInAs(said: Account, browser = startBrowser(server)) {
  account = said
  const back = await comeBack(browser, await throughProvider(browser))
  return { browser, back }
}

test('a member whose address the provider has verified is in, and where they wanted to go', async () => {
  await server.addPerson({ name: 'Nadia Putri' })
  const { browser, back } = await signInAs({ sub: 'n1', email: 'Nadia.Putri@example.test', email_verified: true })
  expect(back).toEqual({ status: 303, location: '/board/all' })
  expect(await who(browser)).toBe('Nadia Putri')
  const again = await signInAs({ sub: 'n1', email: 'nadia.putri@example.test', email_verified: true })
  expect(await who(again.browser)).toBe('Nadia Putri')
})

test('with PKCE, a state and a nonce, each another every time', () => {
  const asked = provider.asked.map(({ searchParams }) => Object.fromEntries(searchParams))
  expect(asked.length).toBeGreaterThan(1)
  for (const query of asked)
    expect(query).toMatchObject({ code_challenge_method: 'S256', redirect_uri: callback, response_type: 'code' })
  for (const member of ['state', 'nonce', 'code_challenge']) {
    const values = asked.map((query) => query[member] ?? '')
    expect(new Set(values).size).toBe(asked.length)
    for (const value of values) expect(value.length).toBeGreaterThanOrEqual(32)
  }
})

test('who had a password before keeps it, and is the same person', async () => {
  const person = await server.addPerson({ name: 'Oki Wibowo' })
  const credentials = await server.letSignIn(person.id)
  const { browser } = await signInAs({ sub: 'o1', email: credentials.email, email_verified: true })
  expect(await who(browser)).toBe('Oki Wibowo')
  const byPassword = startBrowser(server)
  expect((await byPassword.call('POST', '/sessions', credentials)).status).toBe(201)
  expect((await byPassword.call('GET', '/sessions')).body.data).toHaveLength(2)
})

test.each([
  ['not verified', { email_verified: false }],
  ['of which it says nothing', {}],
])('an address %s opens nothing, whoever has it', async (_, claim) => {
  await server.letSignIn((await server.addPerson({ name: `Unverified ${_}` })).id)
  const email = `unverified.${_.replaceAll(' ', '.')}@example.test`
  const { browser, back } = await signInAs({ sub: `u ${_}`, email, ...claim })
  expect(errorOf(back)).toBe('address_not_verified')
  expect(await who(browser)).toBeUndefined()
})

test('nor does it for somebody who came in verified before', async () => {
  await server.addPerson({ name: 'Putu Ayu' })
  const verified = { sub: 'p1', email: 'putu.ayu@example.test', email_verified: true }
  expect(await who((await signInAs(verified)).browser)).toBe('Putu Ayu')
  const { browser, back } = await signInAs({ ...verified, email_verified: false })
  expect(errorOf(back)).toBe('address_not_verified')
  expect(await who(browser)).toBeUndefined()
})

test('whoever comes back under another address is not taken for who they were', async () => {
  await server.addPerson({ name: 'Rini Sari' })
  await server.addPerson({ name: 'Sinta Dewi' })
  await signInAs({ sub: 'r1', email: 'rini.sari@example.test', email_verified: true })
  const { browser, back } = await signInAs({ sub: 'r1', email: 'sinta.dewi@example.test', email_verified: true })
  expect(errorOf(back)).toBe('address_changed')
  expect(await who(browser)).toBeUndefined()
})

test('a stranger of good standing is told that they are a member of nothing, and leaves no trace', async () => {
  const { browser, back } = await signInAs({ sub: 's1', email: 'stranger@example.test', email_verified: true })
  expect(errorOf(back)).toBe('not_a_member')
  expect(browser.jar.has('tributary.session_token')).toBe(false)
  const { rows } = await server.database.pool.query(`select from auth_user where email = 'stranger@example.test'`)
  expect(rows).toEqual([])
})

test('whoever has left is a member no more', async () => {
  const person = await server.addPerson({ name: 'Tono Gunawan' })
  const said = { sub: 't1', email: 'tono.gunawan@example.test', email_verified: true }
  expect(await who((await signInAs(said)).browser)).toBe('Tono Gunawan')
  await server.database.pool.query('update person set active = false where id = $1', [person.id])
  expect(errorOf((await signInAs(said)).back)).toBe('not_a_member')
})

test('a state that is wrong, missing, used or of another browser opens nothing', async () => {
  await server.addPerson({ name: 'Umar Said' })
  account = { sub: 'w1', email: 'umar.said@example.test', email_verified: true }
  const changed = (place: URL, state: string | null) => {
    const other = new URL(place)
    if (state === null) other.searchParams.delete('state')
    else other.searchParams.set('state', state)
    return other
  }
  for (const state of [null, '', 'x'.repeat(32)]) {
    const browser = startBrowser(server)
    const back = await comeBack(browser, changed(await throughProvider(browser), state))
    expect(errorOf(back)).toMatch(/^state_/)
    expect(await who(browser)).toBeUndefined()
  }
  // Sent to a visitor by somebody who began it: their browser has not the cookie.
  const [attacker, victim] = [startBrowser(server), startBrowser(server)]
  const place = await throughProvider(attacker)
  expect(errorOf(await comeBack(victim, place))).toBe('state_mismatch')
  expect(await who(victim)).toBeUndefined()

  const browser = startBrowser(server)
  const good = await throughProvider(browser)
  expect((await comeBack(browser, good)).location).toBe('/board/all')
  expect(await who(browser)).toBe('Umar Said')
  const replay = startBrowser(server)
  for (const [name, value] of browser.jar) if (!name.includes('session')) replay.jar.set(name, value)
  expect(errorOf(await comeBack(replay, good))).toMatch(/^state_/)
})

test('a code that the provider did not give, or that was refused there, opens nothing', async () => {
  const browser = startBrowser(server)
  const place = await throughProvider(browser)
  place.searchParams.set('code', 'made-up')
  expect(errorOf(await comeBack(browser, place))).toBe('invalid_code')
  const refused = startBrowser(server)
  const { searchParams } = await throughProvider(refused)
  const state = searchParams.get('state') ?? ''
  expect(errorOf(await comeBack(refused, new URL(`${callback}?state=${state}&error=access_denied`)))).toBe(
    'access_denied',
  )
})

test('it leads to addresses of this application alone', async () => {
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
  ]) {
    const browser = startBrowser(server)
    account = { sub: 'n1', email: 'nadia.putri@example.test', email_verified: true }
    const back = await comeBack(browser, await throughProvider(browser, next))
    expect(back.location).toBe('/')
  }
})

test('what there is to sign in by is told to anybody; without a provider there is no way to one', async () => {
  const browser = startBrowser(server)
  expect((await browser.call('GET', '/sign-in-methods')).body).toEqual({
    password: true,
    single_sign_on: { name: 'Example Login', path: '/api/v1/single-sign-on' },
  })
  const plain = await startTestServer()
  const other = startBrowser(plain)
  expect((await other.call('GET', '/sign-in-methods')).body).toEqual({ password: true, single_sign_on: null })
  expect((await other.call('GET', '/single-sign-on')).status).toBe(404)
  expect((await other.call('GET', '/single-sign-on/callback?code=x&state=y')).status).toBe(404)
  await plain.close()
})
