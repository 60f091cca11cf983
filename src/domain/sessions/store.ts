import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'

// The sign-in library writes these tables; a request sees what belongs to the people of its workspace, tokens and
// secrets apart. Sessions live by the real clock, since the library does.

export type SessionRow = {
  id: string
  created_at: Instant
  expires_at: Instant
  address: string | null
  browser: string | null
}

const userOf = (workspace_id: string, person_id: string) =>
  sql`(select p.sign_in_id from person p where p.workspace_id = ${workspace_id} and p.id = ${person_id})`

export async function readSessions(tx: Tx, workspace_id: string, person_id: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select id, created_at, expires_at, nullif(ip_address, '') as address, nullif(left(user_agent, 400), '') as browser
    from auth_session where user_id = ${userOf(workspace_id, person_id)} and expires_at > now()
    order by created_at desc, id`.execute(tx)
  return rows
}

export async function deleteSessions(tx: Tx, workspace_id: string, person_id: string, ids: string[]): Promise<void> {
  await sql`delete from auth_session
    where user_id = ${userOf(workspace_id, person_id)} and id = any(${ids})`.execute(tx)
}

export async function hasSecondFactor(tx: Tx, workspace_id: string, person_id: string): Promise<boolean> {
  const { rows } = await sql`select from auth_two_factor
    where user_id = ${userOf(workspace_id, person_id)} and verified`.execute(tx)
  return rows.length > 0
}

export async function deleteSecondFactor(tx: Tx, workspace_id: string, person_id: string): Promise<void> {
  const user = userOf(workspace_id, person_id)
  await sql`update auth_user set two_factor_enabled = false where id = ${user}`.execute(tx)
  await sql`delete from auth_two_factor where user_id = ${user}`.execute(tx)
}
