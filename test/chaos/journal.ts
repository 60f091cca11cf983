import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Client, createClient } from '../../src/client/client.ts'
import type { Database } from '../../src/platform/database/open.ts'

/** What one writer was told: `acknowledged` was answered with success; `in_doubt` got no answer before the kill. */
export type Entry = { email: string; id: string }
export type Journal = { acknowledged: Entry[]; in_doubt: Set<string> }

export const newJournal = (): Journal => ({ acknowledged: [], in_doubt: new Set() })

export const ownerClient = (url: string, data: string): Client =>
  createClient({ base: url, headers: { authorization: `Bearer ${readFileSync(join(data, 'owner.key'), 'utf8')}` } })

let written = 0

/** Writes one after the other until the server is gone, noting every answer before the next write. */
export async function writeUntilKilled(client: Client, journal: Journal): Promise<void> {
  for (;;) {
    const email = `w${++written}@example.test`
    journal.in_doubt.add(email)
    if (!(await attempt(client, journal, email))) return
  }
}

/** Sends again, with its own Idempotency-Key, what was in doubt: it must take effect exactly once. */
export async function resolveDoubts(client: Client, journal: Journal): Promise<void> {
  for (const email of journal.in_doubt)
    if (!(await attempt(client, journal, email))) throw new Error(`${email} could not be sent again`)
}

async function attempt(client: Client, journal: Journal, email: string): Promise<boolean> {
  try {
    const { id } = await client.people.create({ name: email, email, role: 'rep' }, { idempotency_key: email })
    journal.acknowledged.push({ email, id })
    journal.in_doubt.delete(email)
    return true
  } catch (error) {
    if (error instanceof TypeError || (error as { status?: number }).status === 503) return false
    throw error
  }
}

/** Which acknowledged writes are not there any more, or are there twice. */
export async function lostWrites({ owner }: Database, journals: readonly Journal[]): Promise<string[]> {
  const { rows } = await sql<Entry>`select id, email from person`.execute(owner)
  const there = Map.groupBy(rows, ({ email }) => email)
  return journals
    .flatMap(({ acknowledged }) => acknowledged)
    .filter(({ email, id }) => there.get(email)?.length !== 1 || there.get(email)?.[0]?.id !== id)
    .map(({ email }) => email)
}
