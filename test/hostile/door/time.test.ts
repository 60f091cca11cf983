import { afterAll, beforeAll, expect, test } from 'vitest'
import { onPostgres, startTestServer, type TestServer } from '../../server.ts'

// PGlite has one connection and nobody to wait for.
const connections = 8
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('a statement that takes too long is ended: 503 that says so, and nothing is left behind', async () => {
  if (!onPostgres) return expect(server.database.embedded).toBe(true)
  const { pool } = server.database
  const all = await Promise.all(Array.from({ length: connections }, () => pool.connect()))
  const { rows } = (await all[0]?.query('show statement_timeout')) ?? { rows: [] }
  expect(rows).toEqual([{ statement_timeout: '1min' }])
  for (const client of all) await client.query(`set statement_timeout = '500ms'`)
  for (const client of all.slice(1)) client.release()
  const [holder] = all
  await holder?.query('begin; lock table account in access exclusive mode')
  try {
    const started = performance.now()
    const read = server.client.accounts.list().catch((error: unknown) => error)
    const write = server.client.accounts.create({ name: 'Late' }).catch((error: unknown) => error)
    for (const refused of await Promise.all([read, write]))
      expect(refused).toMatchObject({ status: 503, code: 'took-too-long' })
    expect(performance.now() - started).toBeLessThan(5_000)
  } finally {
    await holder?.query('rollback')
    holder?.release()
  }
  expect((await server.client.accounts.list()).data).toEqual([])
  expect(await server.client.accounts.create({ name: 'In time' })).toMatchObject({ name: 'In time' })
})
