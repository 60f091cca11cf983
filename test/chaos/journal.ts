import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Client, createClient } from '../../src/client/client.ts'
import type { Database } from '../../src/platform/database/open.ts'

/** What one writer was told. A deal is opened under its own name, and then moved on once. */
export type Journal = {
  /** Answered with success: the deal's name and id, and the id of its move where that was answered too. */
  opened: Map<string, string>
  moved: Map<string, string>
  /** Sent, and without an answer before the kill. */
  in_doubt: Set<string>
  /** Acknowledged as opened, and not to be found when it was to be moved. */
  missing: Set<string>
}

export const newJournal = (): Journal => ({
  opened: new Map(),
  moved: new Map(),
  in_doubt: new Set(),
  missing: new Set(),
})

export const acknowledgedIn = (journals: readonly Journal[]): number =>
  journals.reduce((sum, { opened, moved }) => sum + opened.size + moved.size, 0)

export const ownerClient = (url: string, data: string): Client =>
  createClient({ base: url, headers: { authorization: `Bearer ${readFileSync(join(data, 'owner.key'), 'utf8')}` } })

let written = 0

/** Writes one after the other until the server is gone, noting every answer before the next write. */
export async function writeUntilKilled(client: Client, journal: Journal): Promise<void> {
  for (;;) {
    const name = `Deal ${++written}`
    journal.in_doubt.add(name)
    if (!(await attempt(client, journal, name))) return
  }
}

/** Sends again, with its own Idempotency-Keys, what was in doubt: it must take effect exactly once. */
export async function resolveDoubts(client: Client, journal: Journal): Promise<void> {
  for (const name of journal.in_doubt)
    if (!(await attempt(client, journal, name))) throw new Error(`${name} could not be sent again`)
}

async function attempt(client: Client, journal: Journal, name: string): Promise<boolean> {
  try {
    const deal = await client.deals.create(
      { name, pipeline: 'chaos' },
      { idempotency_key: `open ${name}`.replaceAll(' ', '-') },
    )
    // What was answered first counts: an answer that was lost and given anew would have another id.
    if (!journal.opened.has(name)) journal.opened.set(name, deal.id)
    const target = { deal_id: deal.id, to_stage: 'two' }
    const move = await client.moves.create(target, { idempotency_key: `move ${name}`.replaceAll(' ', '-') })
    journal.moved.set(name, move.id)
    journal.in_doubt.delete(name)
    return true
  } catch (error) {
    const { status } = error as { status?: number }
    if (status === 404) {
      journal.missing.add(name)
      journal.in_doubt.delete(name)
      return true
    }
    if (error instanceof TypeError || status === 503) return false
    throw error
  }
}

/** Which acknowledged writes are not there any more, or are there twice. */
export async function lostWrites({ owner }: Database, journals: readonly Journal[]): Promise<string[]> {
  const deals = await sql<{ id: string; name: string; version: number }>`select id, name, version from deal`.execute(
    owner,
  )
  const moves = await sql<{ id: string }>`select id from deal_ledger where kind = 'moved'`.execute(owner)
  const byName = Map.groupBy(deals.rows, ({ name }) => name)
  const ledger = new Set(moves.rows.map(({ id }) => id))
  const isThere = (name: string, id: string) => byName.get(name)?.length === 1 && byName.get(name)?.[0]?.id === id
  return journals.flatMap(({ opened, moved, missing }) => [
    ...missing,
    ...[...opened].flatMap(([name, id]) => (isThere(name, id) ? [] : [name])),
    ...[...moved].flatMap(([name, id]) => (ledger.has(id) && byName.get(name)?.[0]?.version === 2 ? [] : [name])),
  ])
}
