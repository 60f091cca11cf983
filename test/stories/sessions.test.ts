import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../server.ts'
import { startBrowser } from './sign-in-wire.ts'
import type { Json } from './wire.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function signedIn(name: string, agent?: string) {
  const person = await server.addPerson({ name })
  const credentials = await server.letSignIn(person.id)
  const enter = async (also = agent) => {
    const browser = startBrowser(server, also)
    expect((await browser.call('POST', '/sessions', credentials)).status).toBe(201)
    return browser
  }
  return { person, credentials, enter, browser: await enter() }
}

test('I see my own sessions, since when and from where, and which one this is', async () => {
  const { browser, enter } = await signedIn('Ayu', 'Firefox at home')
  await enter('Safari on the phone')
  await signedIn('Somebody else')
  const { data } = (await browser.call('GET', '/sessions')).body
  expect(data.map(({ browser, current }: Json) => [browser, current])).toEqual([
    ['Safari on the phone', false],
    ['Firefox at home', true],
  ])
  expect(data[0]).toMatchObject({ address: '127.0.0.1', id: expect.stringMatching(/^ses_/) })
  // Where it came from is what the connection says, whatever a client claims.
  const liar = await browser.call('GET', '/sessions', undefined, { 'x-forwarded-for': '10.1.1.1' })
  expect(liar.body.data[0].address).toBe('127.0.0.1')
})

test('a session that is ended is gone with its next request', async () => {
  const { browser, enter } = await signedIn('Bima')
  const phone = await enter()
  const { data } = (await browser.call('GET', '/sessions')).body
  const other = data.find(({ current }: Json) => !current)
  expect((await phone.call('GET', '/me')).status).toBe(200)
  expect((await browser.call('DELETE', `/sessions/${other.id}`)).body).toEqual({ ended: 1 })
  expect((await phone.call('GET', '/me')).status).toBe(401)
  expect((await browser.call('GET', '/me')).status).toBe(200)
  expect((await browser.call('DELETE', `/sessions/${other.id}`)).status).toBe(404)
})

test('nobody ends the session of another; an owner ends all of a person', async () => {
  const { browser, person } = await signedIn('Cici')
  const { browser: stranger } = await signedIn('Dodo')
  const [mine] = (await browser.call('GET', '/sessions')).body.data
  expect((await stranger.call('DELETE', `/sessions/${mine.id}`)).status).toBe(404)
  expect((await stranger.call('DELETE', `/people/${person.id}/sessions`)).status).toBe(403)
  const foreign = await server.foundWorkspace('sessions-elsewhere')
  await expect(foreign.client.sessions.end({ session_id: mine.id })).rejects.toMatchObject({ status: 404 })
  await expect(foreign.client.sessions.end_of_person({ person_id: person.id })).rejects.toMatchObject({ status: 404 })
  expect((await browser.call('GET', '/me')).status).toBe(200)
  expect(await server.client.sessions.end_of_person({ person_id: person.id })).toEqual({ ended: 1 })
  expect((await browser.call('GET', '/me')).status).toBe(401)
  const { rows } = await server.database.pool.query(
    `select data from event where type = 'sessions.ended' and subject = $1`,
    [person.id],
  )
  expect(rows).toEqual([{ data: { before: { sessions: [mine.id] } } }])
})

test('all others are ended, and this one stays', async () => {
  const { browser, enter } = await signedIn('Endah')
  const others = [await enter(), await enter()]
  expect((await browser.call('DELETE', '/sessions')).body).toEqual({ ended: 2 })
  for (const other of others) expect((await other.call('GET', '/me')).status).toBe(401)
  expect((await browser.call('GET', '/me')).status).toBe(200)
  expect((await browser.call('DELETE', '/sessions')).body).toEqual({ ended: 0 })
})

test('an open stream closes within 5 s of the end of its session, and of its key', async () => {
  const { browser, person } = await signedIn('Fitri')
  const open = (headers: Record<string, string>) => fetch(`${server.url}/api/v1/events/stream`, { headers })
  const bySession = await open({ cookie: browser.cookie() })
  const byKey = await open({ authorization: `Bearer ${person.key}` })
  const untilEnd = async ({ body }: Response) => {
    for await (const _ of body ?? []) continue
    return performance.now()
  }
  const ends = Promise.all([untilEnd(bySession), untilEnd(byKey)])
  await server.client.sessions.end_of_person({ person_id: person.id })
  const { data } = await server.client.keys.list()
  await server.client.keys.revoke({ key_id: data.find((key) => key.person.id === person.id)?.id ?? '' })
  const revoked = performance.now()
  for (const ended of await ends) expect(ended - revoked).toBeLessThan(5_000)
})

test('a row of a session is seen by its workspace alone, and its token by no request', async () => {
  const { person } = await signedIn('Gita')
  const foreign = await server.foundWorkspace('sessions-rows')
  const seenFrom = async (workspace: string, columns: string) => {
    const client = await server.database.pool.connect()
    try {
      await client.query(`begin; set local role tributary_app; set local app.workspace = '${workspace}'`)
      return (await client.query(`select ${columns} from auth_session`)).rows.length
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  expect(person.id).toMatch(/^per_/)
  expect(await seenFrom(server.workspace_id, 'id')).toBeGreaterThan(0)
  expect(await seenFrom(foreign.workspace_id, 'id')).toBe(0)
  await expect(seenFrom(server.workspace_id, 'token')).rejects.toThrow(/permission denied/)
})
