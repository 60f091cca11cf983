import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Database, Tx } from '../../platform/database/open.ts'
import { saveEvents } from '../../platform/events.ts'
import type { Channel } from '../../platform/context.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import type { SignIn } from '../../platform/sign-in.ts'
import { newId } from '../../platform/transaction.ts'
import type { Instant } from '../../values/instant.ts'
import { plusDays } from '../../values/instant.ts'
import { accessOf, type Role } from './access.ts'
import { hashOf, newSecret, newToken } from './secret.ts'
import { boundByNothing } from '../../platform/rights.ts'

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
      rights: boundByNothing,
    } as const
    const event = { id: newId('evt'), type: 'key.created', subject: key.id, version: 1, data: { after: key } } as const
    await saveEvents(tx, [event], { actor, now, request_id: undefined })
  })
  return secret
}

/** Creates a workspace with its owner and the owner's API key; as the database's owner, since nobody is in it yet. */
export async function foundWorkspace({ owner }: Database, founding: Founding, now: Instant): Promise<Founded> {
  const [workspace_id, owner_id, key_id] = [newId('wsp'), newId('per'), newId('key')]
  const key = newSecret()
  await owner.transaction().execute(async (tx) => {
    await insertWorkspace(tx, { ...founding, workspace_id, owner_id, channel: 'system' }, now)
    const { prefix, hash } = key
    const named = { person_id: owner_id, name: 'owner.key', prefix, hash, created_at: now }
    await insertRows(tx, 'api_key', [{ id: key_id, workspace_id, ...named }])
  })
  return { workspace_id, owner_id, owner_key: key.secret }
}

export type NewWorkspaceRows = Founding & {
  workspace_id: string
  owner_id: string
  channel: Channel
  owner: { sign_in_id?: string }
}

/** The rows of a workspace that begins, and what is told of it; answers false where its slug is taken. */
export async function insertWorkspace(tx: Tx, founding: NewWorkspaceRows, now: Instant): Promise<boolean> {
  const { workspace_id, owner_id, channel, slug, name, currency, time_zone, valid_from } = founding
  const { rows } = await sql`insert into workspace (id, slug, name, time_zone, created_at)
    values (${workspace_id}, ${slug}, ${name}, ${time_zone}, ${now})
    on conflict (slug) do nothing returning id`.execute(tx)
  if (rows.length === 0) return false
  await insertRows(tx, 'workspace_setting', [
    { workspace_id, key: 'currency', valid_from, value: currency },
    { workspace_id, key: 'fiscal_year_start_month', valid_from, value: 1 },
  ])
  const { sign_in_id = null, ...owner } = founding.owner
  const person = { id: owner_id, ...owner, role: 'owner', active: true, created_at: now }
  await insertRows(tx, 'person', [{ workspace_id, ...person, sign_in_id }])
  const whom = { id: owner_id, name: owner.name, role: 'owner', workspace_id, channel }
  const founded = { after: { slug, name, currency, time_zone } }
  const events = [
    { id: newId('evt'), type: 'workspace.founded', subject: workspace_id, version: 1, data: founded },
    { id: newId('evt'), type: 'person.created', subject: owner_id, version: 1, data: { after: person } },
  ] as const
  await saveEvents(tx, events, { actor: whom, now, request_id: undefined })
  return true
}

const linkDays = 7

/** A link by which somebody chooses their password: answers its token, of which only a hash is kept. */
export async function createSetUpLink(
  tx: Tx,
  to: { workspace_id: string; person_id: string },
  now: Instant,
): Promise<{ token: string; expires_at: Instant }> {
  const { token, hash } = newToken()
  const expires_at = plusDays(now, linkDays)
  await insertRows(tx, 'set_up_link', [{ hash, ...to, expires_at }])
  return { token, expires_at }
}

/** What a link asks of sign-in. */
export type SignIns = Pick<SignIn, 'userByEmail' | 'verify' | 'create'>
/** Who an owner is, told by themselves: nobody else was there to say it. */
export type Introduction = { email: string; name?: string | undefined }
export type Redeemed = {
  token: string
  password: string
  introduction?: Introduction | undefined
}
/** By what somebody shows that an address is theirs: its password, or a session that runs. */
export type Proof = { password?: string | undefined; signed_in_as: string | null }

/**
 * Whose sign-in an address is. Where there is one already, in whatever workspace, a link opens nothing: only its own
 * password or a session of its own does. Where there is none, answers how to make it.
 */
export async function proveSignIn(
  signIn: SignIns,
  user: { email: string; name: string; verified: boolean },
  { password, signed_in_as }: Proof,
): Promise<() => Promise<string>> {
  const known = await signIn.userByEmail(user.email)
  if (known === null) {
    if (password === undefined) throw invalid('/password', 'missing', 'Choose a password of at least 12 characters.')
    return () => signIn.create(user, password)
  }
  if (signed_in_as === known || (password !== undefined && (await signIn.verify(user.email, password)) === known))
    return async () => known
  const how = `${user.email} has a password already: give that one, or sign in first.`
  throw new Problem('unauthenticated', how, 'sign-in-exists')
}

/**
 * Uses a set-up link up and connects the person with their sign-in. Answers the e-mail address they sign in with; null
 * when the link is spent. Throws when they introduce themselves by an address that is not theirs to choose.
 */
export async function redeemSetUpLink(
  { owner }: Database,
  signIn: SignIns,
  { token, password, introduction }: Redeemed,
  now: Instant,
): Promise<string | null> {
  const link = await readLink(owner, hashOf(token), now)
  if (!link) return null
  const { email, name } = { ...link, ...introduction }
  // Nothing was sent to this address, so that nobody showed yet that it is theirs.
  const user = { email, name: name ?? link.name, verified: false }
  const connect = await proveSignIn(signIn, user, { password, signed_in_as: null })
  const used = await owner.transaction().execute(async (tx) => {
    const { rows } = await sql`
      update set_up_link set used_at = ${now} where hash = ${hashOf(token)} and used_at is null returning hash`.execute(
      tx,
    )
    if (rows[0] && introduction) await introduce(tx, link, introduction, now)
    return rows.length > 0
  })
  if (!used) return null
  await setSignIn(owner, link, await connect())
  return email
}

async function readLink(owner: Tx, hash: string, now: Instant) {
  const { rows } = await sql<Link & { email: string; name: string }>`
    select l.workspace_id, l.person_id, p.email, p.name from set_up_link l
    join person p on p.workspace_id = l.workspace_id and p.id = l.person_id
    where l.hash = ${hash} and l.used_at is null and l.expires_at > ${now} and p.active and p.sign_in_id is null`.execute(
    owner,
  )
  return rows[0]
}

/** From now on this sign-in is this person's. */
export async function setSignIn(owner: Tx, { workspace_id, person_id }: Link, sign_in_id: string): Promise<void> {
  await sql`update person set sign_in_id = ${sign_in_id}
    where workspace_id = ${workspace_id} and id = ${person_id}`.execute(owner)
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
  const actor = {
    id: person_id,
    ...after,
    role,
    workspace_id,
    channel: 'screen',
    access: accessOf(role),
    rights: boundByNothing,
  } as const
  const data = { before: { email: person.email, name: person.name }, after }
  const event = { id: newId('evt'), type: 'person.updated', subject: person_id, version: 2, data } as const
  await saveEvents(tx, [event], { actor, now, request_id: undefined })
}

type SetPassword = (user: { email: string; name: string }) => Promise<string>

/** Gives a person a password and with it the right to sign in: for who runs the installation, never for a request. */
export async function connectSignIn(owner: Tx, link: Link, setPassword: SetPassword): Promise<string | null> {
  const { workspace_id, person_id } = link
  const { rows } = await sql<{ email: string; name: string }>`
    select email, name from person where workspace_id = ${workspace_id} and id = ${person_id}`.execute(owner)
  const [person] = rows
  if (!person) return null
  await setSignIn(owner, link, await setPassword(person))
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
