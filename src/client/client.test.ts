import { expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { clientSchema } from '../../scripts/generate-client.ts'
import { createClient } from './client.ts'
import { isApiProblem } from './problem.ts'

test('the checked-in schema is what the list of operations says; `npm run client` writes it anew', () => {
  expect(readFileSync(join(import.meta.dirname, 'schema.ts'), 'utf8')).toBe(clientSchema())
})

test('path, body and the two preconditions go where the address says', async () => {
  const asked: Request[] = []
  const client = createClient({
    base: 'http://here',
    headers: { authorization: 'Bearer trib_x' },
    fetch: async (url, init) => {
      asked.push(new Request(url, init))
      return Response.json({ id: 'key_1' })
    },
  })
  await client.keys.create({ name: 'till' }, { idempotency_key: 'k1' })
  await client.keys.revoke({ key_id: 'key/1' }, { if_match: 3 })
  await client.me.get()
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST http://here/api/v1/keys',
    'POST http://here/api/v1/keys/key%2F1/revocation',
    'GET http://here/api/v1/me',
  ])
  expect(await asked[0]?.json()).toEqual({ name: 'till' })
  expect(await asked[1]?.json()).toEqual({})
  expect(asked[2]?.body).toBeNull()
  expect(asked[0]?.headers.get('idempotency-key')).toBe('k1')
  expect(asked[1]?.headers.get('if-match')).toBe('"3"')
  expect(asked[2]?.headers.get('authorization')).toBe('Bearer trib_x')
})

test('a refusal is thrown with its problem document, and an answer that is none with one of our own', async () => {
  const answers = [
    Response.json({ code: 'forbidden', detail: 'This needs a right.' }, { status: 403 }),
    new Response('<html>', { status: 502, statusText: 'Bad Gateway' }),
  ]
  const client = createClient({ base: 'http://here', fetch: async () => answers.shift() ?? Response.error() })
  const thrown = await Promise.all([client.me.get(), client.me.get()].map((call) => call.catch((error) => error)))
  expect(thrown.every(isApiProblem)).toBe(true)
  expect(thrown[0]).toMatchObject({ status: 403, code: 'forbidden', message: 'This needs a right.' })
  expect(thrown[1]).toMatchObject({ status: 502, code: 'no-answer' })
})
