import { sql } from 'kysely'
import type { Tx } from './open.ts'

/** `tributary_app` carries requests (row-level security binds it), `tributary_auth` carries sign-in. */
export const roles = ['tributary_app', 'tributary_auth'] as const

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
}

async function createRole(owner: Tx, role: string): Promise<void> {
  try {
    await sql.raw(`create role ${role} nologin`).execute(owner)
  } catch (error) {
    const { rows } = await sql`select from pg_roles where rolname = ${role}`.execute(owner)
    if (rows.length === 0) throw error
  }
}
