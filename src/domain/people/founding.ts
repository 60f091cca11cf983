import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Database, Tx } from '../../platform/database/open.ts'
import { saveEvents } from '../../platform/events.ts'
import { Problem } from '../../platform/problem.ts'
import { newId } from '../../platform/transaction.ts'
import type { Instant } from '../../values/instant.ts'
import { plusDays } from '../../values/instant.ts'
import { accessOf, type Role } from './access.ts'
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

/** A link by which somebody chooses their password: answers its token, of which only a hash is kept. */
export async function createSetUpLink(
  tx: Tx,
  to: { workspace_id: string; person_id: string },
  now: Instant,
): Promise<{ token: string; expires_at: Instant }> {
  const { secret } = newSecret()
  const token = secret.slice('trib_'.length)
  const expires_at = plusDays(now, linkDays)
  await insertRows(tx, 'set_up_link', [{ hash: hashOf(token), ...to, expires_at }])
  return { token, expires_at }
}

type SetPassword = (user: { email: string; name: string }) => Promise<string>
/** Who an owner is, told by themselves: nobody else was there to say it. */
export type Introduction = { email: string; name?: string | undefined }
export type Redeemed = { token: string; introduction?: Introduction | undefined }

/**
 * Uses a set-up link up and connects the person with the sign-in that it made. Answers the e-mail address they sign in
 * with; null when the link is spent. Throws when they introduce themselves by an address that is not theirs to choose.
 */
export async function redeemSetUpLink(
  { owner }: Database,
  { token, introduction }: Redeemed,
  now: Instant,
  setPassword: SetPassword,
): Promise<string | null> {
  const link = await owner.transaction().execute(async (tx) => {
    const { rows } = await sql<Link>`
      update set_up_link set used_at = ${now}
      where hash = ${hashOf(token)} and used_at is null and expires_at > ${now}
      returning workspace_id, person_id`.execute(tx)
    if (rows[0] && introduction) await introduce(tx, rows[0], introduction, now)
    return rows[0]
  })
  if (!link) return null
  return connectSignIn(owner, link, setPassword)
}

type Link = { workspace_id: string; person_id: string }

/** An owner was founded with an address that leads nowhere, and may give their own; any other was given by somebody. */
async function introduce(tx: Tx, { workspace_id, person_id }: Link, { email, name }: Introduction, now: Instant) {
  const { rows } = await sql<{ id: string; email: string; name: string; role: Role }>`
    select id, email, name, role from person where workspace_id = ${workspace_id}`.execute(tx)
  const person = rows.find(({ id }) => id === person_id)
  if (!person || person.email.toLowerCase() === email.toLowerCase()) return
  if (!person.email.endsWith('.invalid'))
    throw new Problem('refused', `This link is for ${person.email}, which cannot be changed here.`, 'address-known')
  if (rows.some((other) => other.email.toLowerCase() === email.toLowerCase()))
    throw new Problem('conflict', `${email} is already a member of this workspace.`, 'person-exists')
  const after = { email, name: name ?? person.name }
  await sql`update person set email = ${after.email}, name = ${after.name}
    where workspace_id = ${workspace_id} and id = ${person_id}`.execute(tx)
  const { role } = person
  const actor = { id: person_id, ...after, role, workspace_id, channel: 'screen', access: accessOf(role) } as const
  const data = { before: { email: person.email, name: person.name }, after }
  const event = { id: newId('evt'), type: 'person.updated', subject: person_id, version: 2, data } as const
  await saveEvents(tx, [event], { actor, now, request_id: undefined })
}

/** Gives a person a password and with it the right to sign in; answers the address they do it with. */
export async function connectSignIn(
  owner: Tx,
  { workspace_id, person_id }: { workspace_id: string; person_id: string },
  setPassword: SetPassword,
): Promise<string | null> {
  const { rows } = await sql<{ email: string; name: string }>`
    select email, name from person where workspace_id = ${workspace_id} and id = ${person_id}`.execute(owner)
  const [person] = rows
  if (!person) return null
  const sign_in_id = await setPassword(person)
  await sql`update person set sign_in_id = ${sign_in_id} where workspace_id = ${workspace_id} and id = ${person_id}`.execute(
    owner,
  )
  return person.email
}

/** Whether an address, or a user who signed in before, is a member of any workspace. */
export async function isMember(
  { owner }: Database,
  { id, email }: { id: string | undefined; email: string },
): Promise<boolean> {
  const { rows } = await sql`
    select from person where active and (lower(email) = ${email.toLowerCase()} or sign_in_id = ${id ?? null}) limit 1`.execute(
    owner,
  )
  return rows.length > 0
}

/** Lets the people of an address that a provider has verified sign in as this user, where nobody signs in as them yet. */
export async function connectVerified(
  { owner }: Database,
  { id, email }: { id: string; email: string },
): Promise<void> {
  await sql`update person set sign_in_id = ${id}
    where lower(email) = ${email.toLowerCase()} and active and sign_in_id is null`.execute(owner)
}
