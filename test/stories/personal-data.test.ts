import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../command-line.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
})
afterAll(() => wire.server.close())

test('the export of somebody who is named everywhere comes in pages, which together are the whole', async () => {
  const email = 'nadya@harbour.test'
  const many = 4_100
  const { database, workspace_id, owner } = wire.server
  await wire.call('POST', '/contacts', { name: 'Nadya Harbour', email })
  await database.pool.query(
    `insert into activity (workspace_id, id, kind, subject, owner_id, created_by, created_at, version)
      select $1, 'act_' || lpad(n::text, 26, '0'), 'note', 'Wrote to ' || $2, $3, $3, now(), 1
      from generate_series(1, $4::int) n`,
    [workspace_id, email, owner.id, many],
  )
  const page = async (n: number): Promise<Json> =>
    (await wire.call('POST', '/personal-data/exports', { email, page: n })).body
  const pages = [await page(1), await page(2), await page(3)]
  expect(pages.map(({ found, cut }) => [found.activity.length, cut])).toEqual([
    [2_000, ['activity']],
    [2_000, ['activity']],
    [100, []],
  ])
  expect(pages.map(({ contacts }) => contacts.length)).toEqual([1, 1, 1])

  const { exit_code, stdout } = await commandLine(wire.server)(['personal-data', 'export', '--email', email, '--json'])
  expect(exit_code).toBe(0)
  const { found, cut } = JSON.parse(stdout)
  expect(new Set(found.activity.map(({ id }: Json) => id)).size).toBe(many)
  expect([found.activity.length, cut]).toEqual([many, []])
})

test('a page that is none is refused, naming it', async () => {
  const refused = await wire.call('POST', '/personal-data/exports', { email: 'x@harbour.test', page: 0 })
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/page'])
})
