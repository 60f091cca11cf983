import { sql } from 'kysely'
import { Problem } from '../problem.ts'
import { securePipelines } from './pipeline-security.ts'
import type { Database, Tx } from './open.ts'

/** Tables that a request may write but never read through a workspace: their readers are the owner's. */
const undistributed = new Set(['outbox'])

/**
 * Puts row-level security on every table with a workspace: not table by table in the migrations, where one could be
 * forgotten, but from the catalogue. Requests run as `tributary_app`; the owner (sequencer, followers) is not bound.
 */
export async function secureRows(owner: Tx): Promise<void> {
  for (const { table, column, policy, sign_in } of await tenantTables(owner)) {
    if (!policy) {
      await sql.raw(`alter table ${table} enable row level security`).execute(owner)
      const own = `${column} = nullif(current_setting('app.workspace', true), '')`
      await sql
        .raw(`create policy workspace on ${table} to tributary_app using (${own}) with check (${own})`)
        .execute(owner)
    }
    if (askedAtSignIn.has(table) && !sign_in)
      await sql.raw(`create policy sign_in on ${table} for select to tributary_auth using (true)`).execute(owner)
  }
  await securePipelines(owner)
}

export type TenantTable = { table: string; column: string; policy: boolean; sign_in: boolean }

/** Read to find out who asks, before any workspace is entered. */
const askedAtSignIn = new Set([
  'person',
  'workspace',
  'api_key',
  'pipeline_grant',
  'team_member',
  'deal_member',
  'deal',
])

/** Every table that belongs to a workspace, and whether its policy stands. */
export async function tenantTables(owner: Tx): Promise<TenantTable[]> {
  const { rows } = await sql<TenantTable>`
    select c.relname as table, a.attname as column,
      c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'workspace') as policy,
      exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'sign_in') as sign_in
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
      and a.attname = case when c.relname = 'workspace' then 'id' else 'workspace_id' end
    where c.relkind in ('r', 'p')
    order by c.relname`.execute(owner)
  return rows.filter(({ table }) => !undistributed.has(table))
}

/** Proves at start, as the role that carries requests, that row-level security holds here; throws when it does not. */
export async function proveRowSecurity({ owner }: Database): Promise<void> {
  const seen = await owner.connection().execute(async (connection) => {
    const seenFrom = async (workspace: string) => {
      await sql
        .raw(`begin read only; set local role tributary_app; set local app.workspace = '${workspace}'`)
        .execute(connection)
      const { rows } = await sql`select from row_security_probe`.execute(connection)
      await sql.raw('rollback').execute(connection)
      return rows.length
    }
    return [await seenFrom('wsp_probe'), await seenFrom('wsp_other'), await seenFrom('')]
  })
  if (seen.join() === '1,0,0') return
  throw new Problem('internal', `row-level security does not hold in this database (probe saw ${seen})`, 'row-security')
}
