import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { referenceSources, referWithoutLoss } from '../../src/domain/references.ts'
import type { Database } from '../../src/platform/database/open.ts'
import { openTestDatabase } from '../database.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

/** Tables with a column whose name says that it holds a pipeline, a version, a stage, a field or a criterion. */
async function referring(): Promise<string[]> {
  const { rows } = await sql<{ table: string }>`
    select distinct c.relname as table from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    where not a.attisdropped and a.attnum > 0
      and (a.attname ~ '(^|_)(pipeline|definition|stage|criterion|criteria|mapping|filter|condition|rule)(s|_id|_ids|_map)?$'
        or (a.attname in ('subject', 'fields') and c.relname = 'field'))
    order by 1`.execute(database.owner)
  return rows.map(({ table }) => table)
}

it('every table that keeps names of pipelines, stages or criteria answers for them before one goes away', async () => {
  const registered = new Set([...referenceSources.flatMap(({ tables }) => tables), ...Object.keys(referWithoutLoss)])
  const found = await referring()
  expect(found.filter((table) => !registered.has(table))).toEqual([])
  expect(found).toContain('activity')
  expect([...registered].filter((table) => !found.includes(table))).toEqual([])
})

it('and the check sees a table that nobody registered', async () => {
  await database.owner.transaction().execute(async (tx) => {
    await sql`create table forgotten (workspace_id text primary key, to_stage text)`.execute(tx)
  })
  expect(await referring()).toContain('forgotten')
  await sql`drop table forgotten`.execute(database.owner)
})
