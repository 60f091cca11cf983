import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { Role } from '../people/index.ts'
import type { InvitationState } from './invitation.ts'

export type InvitationRow = InvitationState & {
  id: string
  person_id: string
  person_name: string
  role: Role
  email: string
  created_at: Instant
}

export async function readInvitations(tx: Tx, workspace_id: string): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    select i.id, i.person_id, p.name as person_name, p.role, i.email, i.created_at, i.expires_at, i.accepted_at,
      i.revoked_at, i.send_at, i.sent_at, i.send_error
    from invitation i join person p on p.workspace_id = i.workspace_id and p.id = i.person_id
    where i.workspace_id = ${workspace_id} order by i.created_at desc, i.id desc`.execute(tx)
  return rows
}

export type NewInvitationRow = {
  id: string
  person_id: string
  email: string
  hash: string | null
  created_by: string
  created_at: Instant
  expires_at: Instant
  send_at: Instant | null
}

export async function insertInvitation(tx: Tx, workspace_id: string, row: NewInvitationRow): Promise<void> {
  await insertRows(tx, 'invitation', [{ workspace_id, ...row }])
}

/** Sends the same invitation anew: the link that was out before is worth nothing any more. */
export async function renewInvitation(
  tx: Tx,
  workspace_id: string,
  { id, hash, expires_at, send_at }: Pick<NewInvitationRow, 'id' | 'hash' | 'expires_at' | 'send_at'>,
): Promise<void> {
  await sql`update invitation set hash = ${hash}, expires_at = ${expires_at}, send_at = ${send_at}, send_attempts = 0,
      send_error = null, sent_at = null
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export async function revokeInvitation(tx: Tx, workspace_id: string, id: string, now: Instant): Promise<void> {
  await sql`update invitation set revoked_at = ${now}, send_at = null
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

/** An invitation as whoever holds its link finds it, before they are in its workspace. */
export type Offered = {
  workspace_id: string
  workspace_slug: string
  workspace_name: string
  id: string
  person_id: string
  name: string
  role: Role
  email: string
  /** The link came by our own mail, so that whoever holds it reads mail at this address. */
  mailed: boolean
}

export async function readOffered(owner: Tx, hash: string, now: Instant): Promise<Offered | undefined> {
  const { rows } = await sql<Offered>`
    select i.workspace_id, w.slug as workspace_slug, w.name as workspace_name, i.id, i.person_id, p.name, p.role, i.email,
      i.sent_at is not null as mailed
    from invitation i
    join person p on p.workspace_id = i.workspace_id and p.id = i.person_id
    join workspace w on w.id = i.workspace_id
    where i.hash = ${hash} and i.accepted_at is null and i.revoked_at is null and i.expires_at > ${now}
      and p.active and p.sign_in_id is null and lower(p.email) = lower(i.email)`.execute(owner)
  return rows[0]
}

/** Uses an invitation up; false where somebody else just did, or it was revoked meanwhile. */
export async function claimInvitation(owner: Tx, { workspace_id, id }: Offered, now: Instant): Promise<boolean> {
  const { rows } = await sql`
    update invitation set accepted_at = ${now}, send_at = null
    where workspace_id = ${workspace_id} and id = ${id} and accepted_at is null and revoked_at is null
      and expires_at > ${now}
    returning id`.execute(owner)
  return rows.length > 0
}

export async function releaseInvitation(owner: Tx, { workspace_id, id }: Offered): Promise<void> {
  await sql`update invitation set accepted_at = null where workspace_id = ${workspace_id} and id = ${id}`.execute(owner)
}

export type Due = {
  workspace_id: string
  id: string
  workspace_name: string
  person_name: string
  email: string
  expires_at: Instant
  send_attempts: number
  inviter_id: string
  inviter_name: string
}

/** One invitation whose mail is due, held until the end of the transaction; one that another server holds is passed over. */
export async function takeDue(owner: Tx, now: Instant): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select i.workspace_id, i.id, w.name as workspace_name, p.name as person_name, i.email, i.expires_at, i.send_attempts,
      b.id as inviter_id, b.name as inviter_name
    from invitation i
    join workspace w on w.id = i.workspace_id
    join person p on p.workspace_id = i.workspace_id and p.id = i.person_id
    join person b on b.workspace_id = i.workspace_id and b.id = i.created_by
    where i.send_at <= ${now} order by i.send_at limit 1 for update of i skip locked`.execute(owner)
  return rows[0]
}
