import { sql } from 'kysely'
import type { Tx } from './open.ts'

/** What this installation has noted of itself under a key. */
export async function readInstallation(owner: Tx, key: string): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`select value from installation where key = ${key}`.execute(owner)
  return rows[0]?.value
}

/** Notes something; what was noted first stays. */
export async function writeInstallation(owner: Tx, key: string, value: string): Promise<void> {
  await sql`insert into installation (key, value) values (${key}, ${value}) on conflict (key) do nothing`.execute(owner)
}
