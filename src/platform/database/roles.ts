import { sql } from 'kysely'
import type { Tx } from './open.ts'

/**
 * `tributary_app` carries requests: row-level security keeps it inside one workspace. `tributary_bound` carries those of
 * people whom grants keep from anything: the same role with more policies, which the others need not pay for.
 * `tributary_auth` carries sign-in.
 */
export const roles = ['tributary_app', 'tributary_bound', 'tributary_auth'] as const

/** Roles belong to the whole server, so another installation may be making the same ones at this moment. */
export async function prepareRoles(owner: Tx): Promise<void> {
  for (const role of roles) {
    const { rows } = await sql`select from pg_roles where rolname = ${role}`.execute(owner)
    if (rows.length === 0) await createRole(owner, role)
    const member = await sql<{
      member: boolean
    }>`select pg_has_role(current_user, ${role}, 'member') as member`.execute(owner)
    if (!member.rows[0]?.member) await sql.raw(`grant ${role} to current_user`).execute(owner)
  }
  await sql`grant tributary_app to tributary_bound`.execute(owner)
}

async function createRole(owner: Tx, role: string): Promise<void> {
  try {
    await sql.raw(`create role ${role} nologin`).execute(owner)
  } catch (error) {
    const { rows } = await sql`select from pg_roles where rolname = ${role}`.execute(owner)
    if (rows.length === 0) throw error
  }
}
