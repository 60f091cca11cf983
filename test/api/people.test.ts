import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('the owner adds people, and each may do what their role says', async () => {
  const rep = await server.addPerson({ role: 'rep', name: 'Bayu' })
  const me = await rep.client.me.get()
  expect(me.person).toMatchObject({ name: 'Bayu', role: 'rep' })
  expect(me.access).not.toContain('workspace:administer')
  await expect(rep.client.people.create({ name: 'X', email: 'x@example.test', role: 'rep' })).rejects.toMatchObject({
    status: 403,
    code: 'forbidden',
  })
})

test('a revoked key ends at once', async () => {
  const rep = await server.addPerson()
  const { data } = await server.client.keys.list()
  const key = data.find(({ person }) => person.id === rep.id)
  await server.client.keys.revoke({ key_id: key?.id ?? '' })
  await expect(rep.client.me.get()).rejects.toMatchObject({ status: 401 })
})

test('a person signs in with a password and is known by the session', async () => {
  const rep = await server.addPerson({ name: 'Lena' })
  const credentials = await server.letSignIn(rep.id)
  const post = (password: string) =>
    fetch(`${server.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...credentials, password }),
    })
  expect((await post('another password')).status).toBe(401)
  const signedIn = await post(credentials.password)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const me = await fetch(`${server.url}/api/v1/me`, { headers: { cookie } })
  expect(await me.json()).toMatchObject({ person: { name: 'Lena' } })
})

test('another workspace sees nothing of this one', async () => {
  const other = await server.foundWorkspace('elsewhere')
  const { data } = await other.client.people.list()
  expect(data.map(({ name }) => name)).toEqual(['Owner of elsewhere'])
})
