import { sql } from 'kysely'
import { readRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { EventRow } from '../../platform/events.ts'
import type { Instant } from '../../values/instant.ts'
import { patternOf, type Subject } from './mask.ts'
import type { Whom } from './personal-data.ts'

export type Row = Record<string, unknown>
export type Named = { id: string; name: string; email: string | null; phone: string | null }

export async function readPersons(tx: Tx, workspace_id: string, whom: Pick<Whom, 'email' | 'person_id'>) {
  const { rows } = await sql<Row & Named & { sign_in_id: string | null; role: string; active: boolean }>`
    select id, name, email, null as phone, role, active, sign_in_id, created_at from person
    where workspace_id = ${workspace_id}
      and (id = ${whom.person_id ?? ''} or lower(email) = ${whom.email ?? ''})`.execute(tx)
  return rows
}

export async function readContacts(tx: Tx, workspace_id: string, whom: Pick<Whom, 'email' | 'contact_id'>) {
  const { rows } = await sql<Row & Named>`
    select id, account_id, name, email, phone, title, fields, created_at from contact
    where workspace_id = ${workspace_id}
      and (id = ${whom.contact_id ?? ''} or lower(email) = ${whom.email ?? ''})`.execute(tx)
  return rows
}

export async function readSessions(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select created_at, expires_at, ip_address, user_agent from person_session
    where workspace_id = ${workspace_id} and person_id = any(${ids}::text[]) order by created_at`.execute(tx)
  return rows
}

export async function readKeys(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select id, name, prefix, created_at, expires_at, revoked_at from api_key
    where workspace_id = ${workspace_id} and person_id = any(${ids}::text[]) order by created_at`.execute(tx)
  return rows
}

/** A table with the columns that hold text of people's own, and its key. */
export type Place = { table: string; keys: string[]; texts: string[]; documents: string[]; unique: string[] }

/**
 * Where people's own text may stand, from the catalogue, so that no table of tomorrow is left out: every column of
 * text or JSON, but ids and what a check of its own allows only a few words.
 */
export async function readPlaces(tx: Tx): Promise<Place[]> {
  const { rows } = await sql<{
    table: string
    column: string
    document: boolean
    in_key: boolean
    unique: boolean
    text: boolean
  }>`
    select c.relname as table, a.attname as column, a.atttypid = 'jsonb'::regtype as document,
      a.atttypid = 'text'::regtype as text,
      coalesce(a.attnum = any(k.indkey), false) as in_key,
      exists (select from pg_index u where u.indrelid = c.oid and u.indisunique and a.attnum = any(u.indkey)) as unique
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute w on w.attrelid = c.oid and w.attname = 'workspace_id' and not w.attisdropped
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_index k on k.indrelid = c.oid and k.indisprimary
    where c.relkind in ('r', 'p') and has_table_privilege(c.oid, 'select') and c.relname not in ('outbox', 'row_security_probe', 'set_up_link')
      and (coalesce(a.attnum = any(k.indkey), false) or (
        a.atttypid in ('text'::regtype, 'jsonb'::regtype) and not exists (
          select from pg_constraint r where r.conrelid = c.oid and r.contype = 'c' and r.conkey = array[a.attnum])))
    order by c.relname, a.attnum`.execute(tx)
  return [...Map.groupBy(rows, ({ table }) => table)].map(([table, columns]) => ({
    table,
    keys: columns.filter(({ in_key }) => in_key).map(({ column }) => column),
    texts: columns.filter(({ text }) => text && !isOurs(table)).map(({ column }) => column),
    documents: columns.filter(({ document }) => document).map(({ column }) => column),
    unique: columns.filter(({ unique }) => unique).map(({ column }) => column),
  }))

  /** Texts of these are made by us, and cannot hold anybody's words. */
  function isOurs(name: string): boolean {
    return ['event', 'event_seal', 'audit_head', 'follower'].includes(name)
  }
}

/** Rows of a table in which a person is named, or which refer to them with their name. */
export async function findRows(
  tx: Tx,
  workspace_id: string,
  { table, keys, texts, documents }: Place,
  { person_ids, contact_ids, terms }: Subject,
  { columns, limit, offset = 0 }: { columns: 'keys' | 'all'; limit: number; offset?: number },
): Promise<Row[]> {
  const pattern = terms.length > 0 ? patternOf(terms) : undefined
  const ids = [...person_ids, ...contact_ids].map((id) => `"${id}"`)
  const matches = [
    ...(pattern ? [...texts, ...documents].map((column) => sql`${sql.ref(column)}::text ~* ${pattern}`) : []),
    ...documents.flatMap((column) => ids.map((id) => sql`position(${id} in ${sql.ref(column)}::text) > 0`)),
  ]
  if (matches.length === 0) return []
  const key = sql.join(keys.map((one) => sql.ref(one)))
  const shown = columns === 'all' ? sql`*` : key
  const { rows } = await sql<Row>`
    select ${shown} from ${sql.table(table)} where workspace_id = ${workspace_id} and (${sql.join(matches, sql` or `)})
    order by ${key} limit ${sql.lit(limit)} offset ${sql.lit(offset)}`.execute(tx)
  return rows
}

/** Those rows, locked, as they are now. */
export const lockRows = (tx: Tx, { table, keys }: Place, rows: readonly Row[]): Promise<Row[]> =>
  readRows(tx, table, keys, rows)

export async function readLedger(tx: Tx, workspace_id: string, deal_ids: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select * from deal_ledger where workspace_id = ${workspace_id} and deal_id = any(${deal_ids}::text[])`.execute(tx)
  return rows
}

export async function lockDeals(tx: Tx, workspace_id: string, deal_ids: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select * from deal where workspace_id = ${workspace_id} and id = any(${deal_ids}::text[]) order by id for update`.execute(
    tx,
  )
  return rows
}

/** Writes what was masked into one row; its key is that of the row as it was. */
export async function updateRow(tx: Tx, { table, keys, documents }: Place, row: Row, changed: Row): Promise<void> {
  const set = Object.entries(changed).map(([column, value]) =>
    documents.includes(column)
      ? sql`${sql.ref(column)} = ${JSON.stringify(value)}::jsonb`
      : sql`${sql.ref(column)} = ${value}`,
  )
  const same = keys.map((key) => sql`${sql.ref(key)} = ${row[key]}`)
  await sql`update ${sql.table(table)} set ${sql.join(set)} where ${sql.join(same, sql` and `)}`.execute(tx)
}

export type KeptEvent = EventRow & { digest: string }

export async function readEvents(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<KeptEvent[]> {
  const { rows } = await sql<KeptEvent>`
    select workspace_id, id, type, subject, version, actor_id, channel, request_id, data, recorded_at, digest
    from event where workspace_id = ${workspace_id} and id = any(${ids}::text[]) and erased_by is null`.execute(tx)
  return rows
}

export async function readEventsOf(tx: Tx, workspace_id: string, subjects: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from event where workspace_id = ${workspace_id} and subject = any(${subjects}::text[])`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Leaves of an event what its erasure says is left, and takes away the salt by which its digest could be guessed at. */
export async function eraseEvent(
  tx: Tx,
  { workspace_id, id, digest }: KeptEvent,
  left: unknown,
  erased_by: string,
): Promise<void> {
  await sql`update event set data = ${JSON.stringify(left)}::jsonb, salt = '', erased_by = ${erased_by}
    where workspace_id = ${workspace_id} and id = ${id} and digest = ${digest} and erased_by is null`.execute(tx)
}

/** The person stays as somebody who did things; who that was, how they signed in and with which keys goes. */
export async function erasePerson(tx: Tx, workspace_id: string, person_id: string, now: Instant): Promise<void> {
  const who = sql`workspace_id = ${workspace_id} and person_id = ${person_id}`
  const { rows } = await sql<{ sign_in_id: string | null; email: string }>`
    select sign_in_id, email from person where workspace_id = ${workspace_id} and id = ${person_id} for update`.execute(
    tx,
  )
  const sign_in_id = rows[0]?.sign_in_id ?? null
  const email = rows[0]?.email ?? ''
  await sql`update person set name = 'Erased person', email = ${`${person_id}@erased.invalid`}, sign_in_id = null,
    active = false where workspace_id = ${workspace_id} and id = ${person_id}`.execute(tx)
  await sql`update api_key set name = 'erased', revoked_at = coalesce(revoked_at, ${now}) where ${who}`.execute(tx)
  await sql`delete from set_up_link where ${who}`.execute(tx)
  await sql`delete from auth_verification where lower(identifier) = lower(${email})`.execute(tx)
  if (sign_in_id === null) return
  // Who belongs to another workspace as well still signs in there.
  await sql`delete from auth_user u where u.id = ${sign_in_id}
    and not exists (select from person p where p.sign_in_id = u.id)`.execute(tx)
}

export async function eraseContact(tx: Tx, workspace_id: string, contact_id: string): Promise<void> {
  await sql`update contact set name = 'Erased person', name_key = 'erased person', email = null, phone = null,
    title = null, fields = '{}', version = version + 1
    where workspace_id = ${workspace_id} and id = ${contact_id}`.execute(tx)
}

/** Whether an active owner other than these is left. */
export async function otherOwner(tx: Tx, workspace_id: string, person_ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql`select from person where workspace_id = ${workspace_id} and role = 'owner' and active
    and not id = any(${person_ids}::text[]) limit 1`.execute(tx)
  return rows.length > 0
}

export async function readActor(tx: Tx, workspace_id: string, id: string): Promise<{ name: string; role: string }> {
  const { rows } = await sql<{ name: string; role: string }>`
    select name, role from person where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
  return rows[0] ?? { name: '', role: 'owner' }
}
