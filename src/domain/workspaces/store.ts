import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'

export type Founder = { name: string; email: string; sign_in_id: string | null; time_zone: string }

/** Who founds, with the clock of the workspace they are in. */
export async function readFounder(tx: Tx, workspace_id: string, person_id: string): Promise<Founder | undefined> {
  const { rows } = await sql<Founder>`
    select p.name, p.email, p.sign_in_id, w.time_zone from person p join workspace w on w.id = p.workspace_id
    where p.workspace_id = ${workspace_id} and p.id = ${person_id}`.execute(tx)
  return rows[0]
}
