import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import { foldedText } from '../../values/text.ts'
import type { AccountRef } from '../accounts/index.ts'
import type { Contact } from './contact.ts'

type ContactRow = Omit<Contact, 'account'> & {
  name_key: string
  account_id: string | null
  account_name: string | null
  account_domain: string | null
}

const columns = sql.raw(`c.id, c.name, c.name_key, c.account_id, a.name as account_name, a.domain as account_domain,
  c.email, c.phone, c.title, c.fields, c.version, c.created_at
  from contact c left join account a on a.workspace_id = c.workspace_id and a.id = c.account_id`)

function contactOf({ account_id, account_name, account_domain, name_key, ...rest }: ContactRow): Contact {
  const account: AccountRef | null =
    account_id === null ? null : { id: account_id, name: account_name ?? '', domain: account_domain }
  return { ...rest, account }
}

export type ContactFilter = {
  account_id?: string | undefined
  q?: string | undefined
  limit: number
  cursor?: [string, string] | undefined
}

/** Contacts by name, one more than asked for. */
export async function readContacts(
  tx: Tx,
  workspace_id: string,
  filter: ContactFilter,
): Promise<{ contact: Contact; name_key: string }[]> {
  const { account_id, limit, cursor } = filter
  const part = filter.q === undefined ? null : foldedText(filter.q)
  const { rows } = await sql<ContactRow>`
    select ${columns} where c.workspace_id = ${workspace_id}
      ${account_id === undefined ? sql`` : sql`and c.account_id = ${account_id}`}
      ${part === null ? sql`` : sql`and (strpos(c.name_key, ${part}) > 0 or strpos(c.email, ${part}) > 0)`}
      ${cursor === undefined ? sql`` : sql`and (c.name_key, c.id) > (${cursor[0]}, ${cursor[1]})`}
    order by c.name_key, c.id limit ${limit + 1}`.execute(tx)
  return rows.map((row) => ({ contact: contactOf(row), name_key: row.name_key }))
}

export async function readContact(tx: Tx, workspace_id: string, id: string): Promise<Contact | undefined> {
  const { rows } = await sql<ContactRow>`
    select ${columns} where c.workspace_id = ${workspace_id} and c.id = ${id}`.execute(tx)
  return rows[0] && contactOf(rows[0])
}

/** Reads a contact and keeps others from changing it until this transaction ends. */
export async function lockContact(tx: Tx, workspace_id: string, id: string): Promise<Contact | undefined> {
  await sql`select from contact where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return readContact(tx, workspace_id, id)
}

export async function insertContact(tx: Tx, workspace_id: string, { account, ...contact }: Contact): Promise<void> {
  const row = { ...contact, name_key: foldedText(contact.name), account_id: account?.id ?? null }
  await insertRows(tx, 'contact', [{ workspace_id, ...row }])
}

export async function updateContact(tx: Tx, workspace_id: string, contact: Contact): Promise<void> {
  const { id, name, account, email, phone, title, fields, version } = contact
  await sql`update contact set name = ${name}, name_key = ${foldedText(name)}, account_id = ${account?.id ?? null},
      email = ${email}, phone = ${phone}, title = ${title}, fields = ${JSON.stringify(fields)}, version = ${version}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

type Rehome = { from: string; to: string; only?: readonly string[] }

/** Gives the contacts of one account to another, all or some of them; answers which. */
export async function rehomeContacts(tx: Tx, workspace_id: string, { from, to, only }: Rehome): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update contact set account_id = ${to}, version = version + 1
    where workspace_id = ${workspace_id} and account_id = ${from}
      ${only === undefined ? sql`` : sql`and id = any(${[...only]}::text[])`}
    returning id`.execute(tx)
  return rows.map(({ id }) => id)
}
