import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { migrate, statementsOf } from '../src/platform/database/migrate.ts'
import { type Database, openDatabase, type Tx } from '../src/platform/database/open.ts'

type Rule = { rule: string; because: string; query: string }

// Looked up before a workspace is known, or emptied by the server for all of them: kept apart from what is distributed.
const undistributed = `('workspace', 'api_key', 'set_up_link', 'invitation', 'confirmation_request', 'outbox')`

/** The rules of a schema that runs on PGlite, PostgreSQL and Citus alike; a query answers what breaks its rule. */
export const schemaRules: readonly Rule[] = [
  {
    rule: 'every key and unique index of a tenant table starts with workspace_id',
    because: 'Citus refuses others, and a key without it could be taken from another workspace',
    query: `
      select t.relname || ': ' || i.relname as found from pg_index x
      join pg_class t on t.oid = x.indrelid and t.relnamespace = 'public'::regnamespace
      join pg_class i on i.oid = x.indexrelid
      join pg_attribute w on w.attrelid = t.oid and w.attname = 'workspace_id' and not w.attisdropped
      where x.indisunique and x.indkey[0] <> w.attnum and t.relname not in ${undistributed}`,
  },
  {
    rule: 'every tenant table has a primary key',
    because: 'a table without one cannot be replicated, nor resumed where it was left',
    query: `
      select t.relname as found from pg_class t
      where t.relkind in ('r', 'p') and t.relnamespace = 'public'::regnamespace and t.relname not like 'kysely_%'
        and not exists (select from pg_index x where x.indrelid = t.oid and x.indisprimary)`,
  },
  {
    rule: 'every foreign key of a tenant table starts with workspace_id on both sides',
    because: 'only then is a reference into another workspace impossible',
    query: `
      select t.relname || ': ' || c.conname as found from pg_constraint c
      join pg_class t on t.oid = c.conrelid and t.relnamespace = 'public'::regnamespace
      join pg_attribute w on w.attrelid = t.oid and w.attname = 'workspace_id' and not w.attisdropped
      left join pg_attribute f on f.attrelid = c.confrelid and f.attnum = c.confkey[1]
      where c.contype = 'f' and (c.conkey[1] <> w.attnum or f.attname not in ('workspace_id'))`,
  },
  {
    rule: 'no ON DELETE SET NULL or SET DEFAULT, no ON UPDATE action',
    because: 'a composite key would lose its workspace with it; Citus refuses them',
    query: `
      select conname as found from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace and (confdeltype in ('n', 'd') or confupdtype <> 'a')`,
  },
  {
    rule: 'no triggers',
    because: 'a rule in the database is run by nobody who reads the code, and on the wrong node of Citus',
    query: `
      select t.relname || ': ' || g.tgname as found from pg_trigger g
      join pg_class t on t.oid = g.tgrelid and t.relnamespace = 'public'::regnamespace where not g.tgisinternal`,
  },
  {
    rule: 'no functions and no procedures',
    because: 'what decides stands in the code, once; migrations are split at semicolons',
    query: `select proname as found from pg_proc where pronamespace = 'public'::regnamespace`,
  },
  {
    rule: 'defaults are constants',
    because: 'ids, moments and randomness are arguments, so that a story can be told again',
    query: `
      select t.relname || '.' || a.attname || ' default ' || pg_get_expr(d.adbin, d.adrelid) as found from pg_attrdef d
      join pg_class t on t.oid = d.adrelid and t.relnamespace = 'public'::regnamespace and t.relname not like 'kysely_%'
      join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum and a.attgenerated = ''
      where pg_get_expr(d.adbin, d.adrelid) ~ '[(]' or pg_get_expr(d.adbin, d.adrelid) ~* 'current_'`,
  },
  {
    rule: 'indexes are B-trees',
    because: 'under row-level security no other kind is used for what a request asks',
    query: `
      select i.relname as found from pg_index x
      join pg_class i on i.oid = x.indexrelid and i.relnamespace = 'public'::regnamespace
      join pg_am m on m.oid = i.relam where m.amname <> 'btree'`,
  },
  {
    rule: 'every index of a tenant table starts with workspace_id',
    because: 'no request asks beyond its workspace, so another index would be read past',
    query: `
      select t.relname || ': ' || i.relname as found from pg_index x
      join pg_class t on t.oid = x.indrelid and t.relnamespace = 'public'::regnamespace
      join pg_class i on i.oid = x.indexrelid
      join pg_attribute w on w.attrelid = t.oid and w.attname = 'workspace_id' and not w.attisdropped
      where x.indkey[0] <> w.attnum and t.relname not in ${undistributed} and i.relname <> 'person_sign_in'`,
  },
  {
    rule: 'every tenant table has its row-security policy',
    because: 'the database refuses too, where the code forgot to',
    query: `
      select t.relname as found from pg_class t
      join pg_attribute w on w.attrelid = t.oid and w.attname = 'workspace_id' and not w.attisdropped
      where t.relkind in ('r', 'p') and t.relnamespace = 'public'::regnamespace and t.relname <> 'outbox'
        and not (t.relrowsecurity and exists (
          select from pg_policy p where p.polrelid = t.oid and p.polname = 'workspace'))`,
  },
  {
    rule: 'every table that hangs on a pipeline or a deal has its policy of rights',
    because: 'whoever may not see a pipeline would read it there, in whatever query comes next',
    query: `
      select t.relname as found from pg_class t
      where t.relkind in ('r', 'p') and t.relnamespace = 'public'::regnamespace
        and (t.relname in ('deal', 'pipeline') or exists (
          select from pg_attribute a where a.attrelid = t.oid and a.attname in ('pipeline_id', 'deal_id')
            and not a.attisdropped))
        and not exists (select from pg_policy p where p.polrelid = t.oid and p.polname = 'rights'
          and not p.polpermissive and p.polcmd in ('*', 'r') and 'tributary_bound'::regrole = any(p.polroles))`,
  },
  {
    rule: 'requests reach no table that row security does not guard',
    because: 'what every workspace shares would be a way from one into another; the outbox may only be written',
    query: `
      select distinct g.table_name || ': ' || g.privilege_type as found from information_schema.role_table_grants g
      join pg_class t on t.relname = g.table_name and t.relnamespace = 'public'::regnamespace
      where g.grantee in ('tributary_app', 'tributary_bound') and g.table_schema = 'public' and not t.relrowsecurity
        and not (g.table_name = 'outbox' and g.privilege_type = 'INSERT')
        and not (g.table_name = 'person_session' and t.relkind = 'v' and g.privilege_type = 'SELECT')`,
  },
  {
    rule: 'requests cannot change what is append-only',
    because: 'history that can be edited proves nothing; a comment on the table names the one column that may change',
    query: `
      select g.table_name || '.' || g.column_name as found from information_schema.column_privileges g
      join pg_class t on t.relname = g.table_name and t.relnamespace = 'public'::regnamespace
      where g.grantee in ('tributary_app', 'tributary_bound') and g.privilege_type = 'UPDATE'
        and obj_description(t.oid, 'pg_class') like 'append-only%'
        and obj_description(t.oid, 'pg_class') not like '%but ' || g.column_name || '%'
      union
      select g.table_name || ': DELETE' from information_schema.role_table_grants g
      join pg_class t on t.relname = g.table_name and t.relnamespace = 'public'::regnamespace
      where g.grantee in ('tributary_app', 'tributary_bound') and g.privilege_type in ('DELETE', 'TRUNCATE')
        and (obj_description(t.oid, 'pg_class') like 'append-only%' or t.relname in ('event', 'event_seal', 'outbox'))`,
  },
]

/** What in a migrated database breaks a rule, as lines to read. */
export async function schemaFaults(owner: Tx): Promise<string[]> {
  const faults: string[] = []
  for (const { rule, because, query } of schemaRules) {
    const { rows } = await sql<{ found: string }>`${sql.raw(query)}`.execute(owner)
    for (const { found } of rows) faults.push(`${found}\n    ${rule}: ${because}`)
  }
  return faults
}

/** Rules on how a migration is written, which the finished schema no longer shows. */
export function migrationFaults(name: string, text: string): string[] {
  const faults: string[] = []
  let referring = false
  for (const statement of statementsOf(text)) {
    const [line = ''] = statement.split('\n')
    const say = (rule: string) => faults.push(`${name}: ${line}\n    ${rule}`)
    if (/\badd (constraint \w+ )?foreign key\b/i.test(statement)) referring = true
    else if (referring && /^create (table|(unique )?index)\b/i.test(statement))
      say('tables and indexes come before foreign keys: what refers already cannot be distributed any more')
    if (/;/.test(statement)) say('one statement a message: several are refused')
    if (/^create table/i.test(statement) && /workspace_id/.test(statement) && /\breferences\b/i.test(statement))
      say('foreign keys of tenant tables are added after the tables, with alter table')
    if (/\b(serial|bigserial|smallserial)\b/i.test(statement))
      say('identity columns, since a sequence is a global thing')
    if (/^alter table .* add generated/i.test(statement)) say('identity columns are made with their table')
    if (/^(drop|truncate)\b/i.test(statement))
      say('migrations only go forward: expand first, contract in a later release')
    if (/^(do|create (or replace )?(function|procedure|trigger|rule))\b/i.test(statement))
      say('no code in the database')
  }
  return faults
}

async function migrated(): Promise<Database> {
  const database = await openDatabase({ memory: true })
  await migrate(database)
  return database
}

if (import.meta.main) {
  const directory = join(import.meta.dirname, '../migrations')
  const files = globSync('*.sql', { cwd: directory }).sort()
  const database = await migrated()
  const written = files.flatMap((file) => migrationFaults(file, readFileSync(join(directory, file), 'utf8')))
  const faults = [...written, ...(await schemaFaults(database.owner))]
  await database.close()
  if (files.length === 0) faults.push('There is no migration to check.')
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
