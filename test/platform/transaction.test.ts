import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessOf } from '../../src/domain/people/index.ts'
import type { Effect } from '../../src/platform/operation.ts'
import { proveRowSecurity, tenantTables } from '../../src/platform/database/row-security.ts'
import { inTransaction, rehearse } from '../../src/platform/transaction.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { boundByNothing } from '../../src/platform/rights.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const asked = (effect: Effect) => ({
  actor: {
    id: server.owner.id,
    name: 'Owner',
    role: 'owner',
    workspace_id: server.workspace_id,
    channel: 'api' as const,
    access: accessOf('owner'),
    rights: boundByNothing,
  },
  effect,
  name: 'test.write',
  now: '2026-11-24T04:00:00.000Z',
})
const names = async () =>
  (await sql<{ name: string }>`select name from workspace`.execute(server.database.owner)).rows.map(({ name }) => name)
const rename = (name: string) => sql`update workspace set name = ${name} where id = ${server.workspace_id}`

test('a write that records no event does not commit', async () => {
  const write = inTransaction(server.database, asked('write'), ({ tx }) => rename('Silent').execute(tx))
  await expect(write).rejects.toThrow('test.write wrote without recording an event')
  expect(await names()).not.toContain('Silent')
})

test('what a failing request did is undone with its events', async () => {
  const write = inTransaction(server.database, asked('write'), async ({ tx, record }) => {
    await rename('Half done').execute(tx)
    record({ type: 'workspace.renamed', subject: server.workspace_id, version: 1, data: {} })
    throw new Error('half way')
  })
  await expect(write).rejects.toThrow('half way')
  expect(await names()).not.toContain('Half done')
  const { rows } = await sql`select from event where type = 'workspace.renamed'`.execute(server.database.owner)
  expect(rows).toEqual([])
})

test('a read cannot write', async () => {
  const read = inTransaction(server.database, asked('read'), ({ tx }) => rename('Read').execute(tx))
  await expect(read).rejects.toMatchObject({ code: '25006' })
})

test('a rehearsal does everything and leaves nothing', async () => {
  const inside = await rehearse(server.database, asked('write'), async ({ tx, record }) => {
    await rename('Rehearsed').execute(tx)
    record({ type: 'workspace.renamed', subject: server.workspace_id, version: 1, data: {} })
    const { rows } = await sql<{ name: string }>`select name from workspace`.execute(tx)
    return rows
  })
  expect(inside).toEqual([{ name: 'Rehearsed' }])
  expect(await names()).not.toContain('Rehearsed')
})

test('S4: with no condition of ours, a request sees and touches its own workspace alone', async () => {
  const other = await server.foundWorkspace('elsewhere')
  await proveRowSecurity(server.database)
  const tables = await tenantTables(server.database.owner)
  expect(tables.length).toBeGreaterThan(20)
  expect(tables.filter(({ policy }) => !policy)).toEqual([])
  expect(await looselyGuarded()).toEqual([])
  const foreign = await inTransaction(server.database, asked('read'), async ({ tx }) => {
    const seen: string[] = []
    for (const { table, column } of tables) {
      const { rows: rights } = await sql<{ may: boolean }>`
        select has_table_privilege(${table}, 'select') as may`.execute(tx)
      if (!rights[0]?.may) continue
      const { rows } = await sql`
        select from ${sql.table(table)} where ${sql.ref(column)} <> ${server.workspace_id} limit 1`.execute(tx)
      if (rows.length > 0) seen.push(table)
    }
    return seen
  })
  expect(foreign).toEqual([])
  const moved = inTransaction(server.database, asked('write'), ({ tx }) =>
    sql`update person set role = 'viewer' where workspace_id = ${other.workspace_id}`.execute(tx).then((done) => {
      if (done.numAffectedRows === 0n) throw new Error('nothing there')
    }),
  )
  await expect(moved).rejects.toThrow('nothing there')
})

test('whoever waited for another change comes after it', async () => {
  const moments = await inTransaction(server.database, asked('write'), async (context) => {
    const before = context.now
    context.notBefore('2026-11-24T05:00:00.000Z')
    context.notBefore('2026-11-24T04:30:00.000Z')
    context.record({ type: 'workspace.waited', subject: server.workspace_id, version: 1, data: {} })
    return [before, context.now]
  })
  expect(moments).toEqual(['2026-11-24T04:00:00.000Z', '2026-11-24T05:00:00.000Z'])
  const { rows } = await sql`select recorded_at from event where type = 'workspace.waited'`.execute(
    server.database.owner,
  )
  expect(rows).toEqual([{ recorded_at: '2026-11-24T05:00:00.000Z' }])
})

test('statements that end in the middle of a transaction of their own leave nothing open for whoever comes next', async () => {
  const { pool } = server.database
  for (let i = 0; i < 20; i++)
    await expect(pool.query('begin; select 1 / 0; commit')).rejects.toThrow('division by zero')
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  expect((await server.client.me.get()).person.id).toBe(server.owner.id)
})

/** Tables with a workspace, from the catalogue alone, whose policy does not say exactly that it has to be one's own. */
async function looselyGuarded(): Promise<string[]> {
  const { rows } = await sql<{ table: string }>`
    select c.relname as table from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> 'outbox'
      and not (c.relrowsecurity and exists (
        select from pg_policy p where p.polrelid = c.oid and p.polname = 'workspace' and p.polpermissive
          and '{tributary_app}' = p.polroles::regrole[]::text
          and pg_get_expr(p.polqual, c.oid) ~ ${guard} and pg_get_expr(p.polwithcheck, c.oid) ~ ${guard}))`.execute(
    server.database.owner,
  )
  return rows.map(({ table }) => table)
}

const guard = String.raw`^\(\(workspace_id\)::text = \(?NULLIF\(current_setting\('app.workspace'::text, true\), ''::text\)\)?(::text)?\)$`

test('S4: tenants that take turns on the same connections never see each other', async () => {
  const others = await Promise.all(Array.from({ length: 8 }, (_, i) => server.foundWorkspace(`tenant-${i}`)))
  const ids = [server.workspace_id, ...others.map(({ workspace_id }) => workspace_id)]
  const seen = await Promise.all(
    Array.from({ length: 500 }, async (_, i) => {
      const workspace_id = ids[(i * 7) % ids.length] as string
      const { actor, ...rest } = asked('read')
      const rows = await inTransaction(server.database, { ...rest, actor: { ...actor, workspace_id } }, ({ tx }) =>
        sql<{ id: string }>`select id from workspace union select workspace_id from person`.execute(tx),
      )
      return rows.rows.map(({ id }) => id).join() === workspace_id
    }),
  )
  expect(seen.filter((own) => !own)).toEqual([])
})
