import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrationFaults, schemaFaults, schemaRules } from '../../scripts/check-schema.ts'
import type { Database } from '../../src/platform/database/open.ts'
import { openTestDatabase } from '../database.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const tenant = 'create table planted (workspace_id id not null, id id not null, primary key (workspace_id, id))'

// One planted fault for every rule, so that a rule whose query finds nothing at all is found out.
const planted: Record<string, string[]> = {
  'every key and unique index of a tenant table starts with workspace_id': [
    tenant,
    'create unique index on planted (id)',
  ],
  'every tenant table has a primary key': ['create table planted (workspace_id id not null)'],
  'every foreign key of a tenant table starts with workspace_id on both sides': [
    'create table planted (workspace_id id not null, of id references auth_user (id), primary key (workspace_id))',
  ],
  'no ON DELETE SET NULL or SET DEFAULT, no ON UPDATE action': [
    tenant,
    'alter table planted add foreign key (workspace_id, id) references deal (workspace_id, id) on delete set null',
  ],
  'no triggers': [
    `create trigger planted before update on deal for each row execute function suppress_redundant_updates_trigger()`,
  ],
  'no functions and no procedures': [`create function planted() returns integer language sql as 'select 1'`],
  'defaults are constants': ['alter table deal add column planted text default gen_random_uuid()::text'],
  'indexes are B-trees': ['create index planted on deal using gin (fields)'],
  'every index of a tenant table starts with workspace_id': ['create index planted on deal (stage)'],
  'every tenant table has its row-security policy': [tenant],
  'every table that hangs on a pipeline or a deal has its policy of rights': [
    'create table planted (workspace_id id not null, deal_id id not null, primary key (workspace_id, deal_id))',
  ],
  'requests reach no table that row security does not guard': ['grant select on installation to tributary_app'],
  'requests cannot change what is append-only': ['grant update (stage) on deal_ledger to tributary_app'],
}

test('the schema breaks no rule', async () => {
  expect(await schemaFaults(database.owner)).toEqual([])
})

test.each(schemaRules.map(({ rule }) => rule))('a planted fault is found: %s', async (rule) => {
  const undo = new Error('undo')
  const attempt = database.owner.transaction().execute(async (tx) => {
    for (const statement of planted[rule] ?? []) await sql.raw(statement).execute(tx)
    expect((await schemaFaults(tx)).join('\n')).toContain(rule)
    throw undo
  })
  await expect(attempt).rejects.toBe(undo)
})

test.each([
  [
    'a table after a foreign key',
    'alter table a add foreign key (workspace_id, b) references b (workspace_id, id);\ncreate table c (id id);',
  ],
  ['a foreign key inside a tenant table', 'create table a (workspace_id id, b id references b (id));'],
  ['a serial', 'create table a (id bigserial primary key);'],
  ['a step backwards', 'drop table deal;'],
  ['code in the database', `do $$ begin end $$;`],
  ['an identity added later', 'alter table a alter id add generated always as identity;'],
])('a planted migration is refused: %s', (_, text) => {
  expect(migrationFaults('0000_planted.sql', text)).not.toEqual([])
})
