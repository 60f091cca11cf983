import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Database, Tx } from '../../platform/database/open.ts'
import { saveEvents } from '../../platform/events.ts'
import { newId } from '../../platform/transaction.ts'
import type { Instant } from '../../values/instant.ts'
import { plusDays } from '../../values/instant.ts'
import { accessOf } from './access.ts'
import { hashOf, newSecret } from './secret.ts'

export type Founding = {
  slug: string
  name: string
  currency: string
  time_zone: string
  owner: { name: string; email: string }
  /** Settings hold from here on, so that history imported later is read under them too. */
  valid_from: Instant
}
export type Founded = { workspace_id: string; owner_id: string; owner_key: string }

/** The workspaces of this installation, by age. */
export async function readWorkspaces({ owner }: Database): Promise<{ id: string; slug: string }[]> {
  const { rows } = await sql<{
    id: string
    slug: string
  }>`select id, slug from workspace order by created_at, id`.execute(owner)
  return rows
}

export type Owner = { workspace_id: string; owner_id: string; signs_in: boolean }

/** The owner of the oldest workspace of this installation. */
export async function readOwner({ owner }: Database): Promise<Owner | undefined> {
  const { rows } = await sql<Owner>`
    select p.workspace_id, p.id as owner_id, p.sign_in_id is not null as signs_in
    from person p join workspace w on w.id = p.workspace_id
    where p.role = 'owner' and p.active order by w.created_at, w.id, p.created_at, p.id limit 1`.execute(owner)
  return rows[0]
}

/** Makes another API key for the owner, for a data directory that lost its own; answers the secret. */
export async function renewOwnerKey({ owner }: Database, of: Owner, now: Instant): Promise<string> {
  const { workspace_id, owner_id } = of
  const { secret, prefix, hash } = newSecret()
  const key = { id: newId('key'), person_id: owner_id, name: 'owner.key', prefix, created_at: now }
  await owner.transaction().execute(async (tx) => {
    await insertRows(tx, 'api_key', [{ workspace_id, ...key, hash }])
    const actor = {
      id: owner_id,
      name: 'owner',
      role: 'owner',
      workspace_id,
      channel: 'system',
      access: accessOf('owner'),
    } as const
    const event = { id: newId('evt'), type: 'key.created', subject: key.id, version: 1, data: { after: key } } as const
    await saveEvents(tx, [event], { actor, now, request_id: undefined })
  })
  return secret
}

/** Creates a workspace with its owner and the owner's API key; as the database's owner, since nobody is in it yet. */
export async function foundWorkspace({ owner }: Database, founding: Founding, now: Instant): Promise<Founded> {
  const { slug, name, currency, time_zone, valid_from } = founding
  const [workspace_id, owner_id, key_id] = [newId('wsp'), newId('per'), newId('key')]
  const key = newSecret()
  await owner.transaction().execute(async (tx) => {
    await insertRows(tx, 'workspace', [{ id: workspace_id, slug, name, time_zone, created_at: now }])
    await insertRows(tx, 'workspace_setting', [
      { workspace_id, key: 'currency', valid_from, value: currency },
      { workspace_id, key: 'fiscal_year_start_month', valid_from, value: 1 },
    ])
    const person = { id: owner_id, ...founding.owner, role: 'owner', active: true, created_at: now }
    await insertRows(tx, 'person', [{ workspace_id, ...person }])
    await insertRows(tx, 'api_key', [
      {
        id: key_id,
        workspace_id,
        person_id: owner_id,
        name: 'owner.key',
        prefix: key.prefix,
        hash: key.hash,
        created_at: now,
      },
    ])
    const actor = {
      id: owner_id,
      name: founding.owner.name,
      role: 'owner',
      workspace_id,
      channel: 'system',
      access: accessOf('owner'),
    } as const
    const events = [
      {
        id: newId('evt'),
        type: 'workspace.founded',
        subject: workspace_id,
        version: 1,
        data: { after: { slug, name, currency, time_zone } },
      },
      { id: newId('evt'), type: 'person.created', subject: owner_id, version: 1, data: { after: person } },
    ] as const
    await saveEvents(tx, events, { actor, now, request_id: undefined })
  })
  return { workspace_id, owner_id, owner_key: key.secret }
}

const linkDays = 7

/** A link by which somebody chooses their password: answers its token, kept only as a hash. */
export async function createSetUpLink(
  { owner }: Database,
  to: { workspace_id: string; person_id: string },
  now: Instant,
): Promise<string> {
  const { secret } = newSecret()
  const token = secret.slice('trib_'.length)
  await insertRows(owner, 'set_up_link', [{ hash: hashOf(token), ...to, expires_at: plusDays(now, linkDays) }])
  return token
}

type SetPassword = (user: { email: string; name: string }) => Promise<string>

/** Uses a set-up link up and connects the person with the sign-in that it made; false when the link is spent. */
export async function redeemSetUpLink(
  { owner }: Database,
  token: string,
  now: Instant,
  setPassword: SetPassword,
): Promise<boolean> {
  const hash = hashOf(token)
  const used = await sql<{ workspace_id: string; person_id: string }>`
    update set_up_link set used_at = ${now}
    where hash = ${hash} and used_at is null and expires_at > ${now} returning workspace_id, person_id`.execute(owner)
  const [link] = used.rows
  if (!link) return false
  await connectSignIn(owner, link, setPassword)
  return true
}

/** Gives a person a password and with it the right to sign in. */
export async function connectSignIn(
  owner: Tx,
  { workspace_id, person_id }: { workspace_id: string; person_id: string },
  setPassword: SetPassword,
): Promise<void> {
  const { rows } = await sql<{ email: string; name: string }>`
    select email, name from person where workspace_id = ${workspace_id} and id = ${person_id}`.execute(owner)
  const [person] = rows
  if (!person) return
  const sign_in_id = await setPassword(person)
  await sql`update person set sign_in_id = ${sign_in_id} where workspace_id = ${workspace_id} and id = ${person_id}`.execute(
    owner,
  )
}
