import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Database } from '../src/platform/database/open.ts'
import { digestOf, type EventRow } from '../src/platform/events.ts'
import { miscounted } from './kept-counts.ts'

export type Broken = { invariant: string; rows: Record<string, unknown>[] }

/** Every invariant with its query, as test/invariants.sql lists them. */
export const invariants = readFileSync(join(import.meta.dirname, 'invariants.sql'), 'utf8')
  .split('-- invariant: ')
  .slice(1)
  .map((part) => {
    const [sentence = '', ...query] = part.split('\n')
    return { sentence, query: query.join('\n').trim().replace(/;$/, '') }
  })

/** Finds out which invariants are broken, with up to five rows that break each. */
export async function brokenInvariants({ owner }: Pick<Database, 'owner'>): Promise<Broken[]> {
  const broken: Broken[] = []
  for (const { sentence, query } of invariants) {
    const { rows } = await sql<Record<string, unknown>>`${sql.raw(query)} limit 5`.execute(owner)
    if (rows.length > 0) broken.push({ invariant: sentence, rows })
  }
  const forged = await forgedEvents({ owner })
  if (forged.length > 0) broken.push({ invariant: 'an event still has the digest that was sealed', rows: forged })
  return broken
}

/** Throws, naming each broken invariant and its first rows. */
export async function checkInvariants(database: Pick<Database, 'owner'>): Promise<void> {
  const broken = await brokenInvariants(database)
  // Of a ledger that holds nothing together any more there is nothing to be counted.
  const wrong = broken.length === 0 ? await miscounted(database) : []
  if (wrong.length > 0) broken.push({ invariant: 'kept exposure counts equal a recount', rows: wrong })
  if (broken.length === 0) return
  const lines = broken.map(({ invariant, rows }) => `  ${invariant}:\n    ${rows.map(shown).join('\n    ')}`)
  throw new Error(`Invariants are broken:\n${lines.join('\n')}`)
}

const shown = (row: Record<string, unknown>) =>
  JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}` : value))

type Sealed = EventRow & { salt: string; digest: string }

async function forgedEvents({ owner }: Pick<Database, 'owner'>): Promise<{ id: string }[]> {
  const { rows } = await sql<Sealed>`
    select workspace_id, id, type, subject, version, actor_id, channel, request_id, data, recorded_at, salt, digest
    from event where erased_by is null`.execute(owner)
  return rows
    .flatMap(({ salt, digest, ...event }) => (digestOf(salt, event) === digest ? [] : [{ id: event.id }]))
    .slice(0, 5)
}
