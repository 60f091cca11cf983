import { sql } from 'kysely'
import type { Database } from '../../../src/platform/database/open.ts'
import { tenantTables } from '../../../src/platform/database/row-security.ts'

export type Rows = Record<string, string>

/** What the server does by itself after an accepted request, or on a rhythm: nobody's request wrote it. */
const byItself = new Set([
  'board_delta',
  'board_total',
  'stage_statistic',
  'exposure_head',
  'exposure_count',
  'exposure_size',
  'exposure_open',
  'event_seal',
  'follower',
  'audit_head',
  'webhook_delivery',
  'webhook_attempt',
  'overlap_due',
  'notification_delivery',
  'handoff_due',
  'contract_due',
  'contract',
])

/** Of these the versions count: the chances of a deal are refreshed by a tick, and what came of a delivery is noted. */
const versioned = new Set(['deal', 'webhook_endpoint'])

/** Of these only what people did: duplicates are looked for behind them, and people are told of what others did. */
const byPeople: Rows = {
  overlap: `named_by is not null or state <> 'open'`,
  notification: 'read_at is not null',
  event: `channel <> 'system'`,
  handoff: `trigger = 'manual'`,
}

const known = new WeakMap<object, Promise<string[]>>()

const tablesOf = (owner: Database['owner']): Promise<string[]> => {
  const found =
    known.get(owner) ??
    tenantTables(owner).then((tables) => tables.map(({ table }) => table).filter((table) => !byItself.has(table)))
  known.set(owner, found)
  return found
}

/** The last digest of each database, and the transaction that would have come next when it was made. */
const digested = new WeakMap<object, { rows: Rows; next: string }>()

/**
 * A digest of every row that a request may write: how many there are in each table, and the last transaction that wrote
 * one. A committed change moves the second, also where it adds nothing. As long as no transaction wrote since the last
 * digest, and none was under way then, it is that digest: most refusals come before anything is written.
 */
export async function rowsOf({ owner }: Pick<Database, 'owner'>): Promise<Rows> {
  const known = digested.get(owner)
  if (known) {
    const { rows } = await sql<{ next: string }>`select ${nextTransaction} as next`.execute(owner)
    if (rows[0]?.next === known.next) return known.rows
  }
  const tables = await tablesOf(owner)
  const digests = tables.map((table) => {
    const newest = sql.raw(versioned.has(table) ? 'sum(version)' : 'max(xmin::text::bigint)')
    const which = sql.raw(byPeople[table] ?? 'true')
    return sql`(select count(*) || '/' || coalesce(${newest}, 0) from ${sql.table(table)} where ${which})
      as ${sql.ref(table)}`
  })
  const { rows: found } = await sql<Rows & { under_way: boolean; next: string }>`select ${sql.join(digests)},
    ${nextTransaction} as next, pg_snapshot_xmin(pg_current_snapshot()) < pg_snapshot_xmax(pg_current_snapshot()) as under_way`.execute(
    owner,
  )
  const { under_way, next, ...rows } = found[0] ?? { under_way: true, next: '' }
  if (under_way) digested.delete(owner)
  else digested.set(owner, { rows, next })
  return rows
}

/** A number that grows with every transaction that writes, and with no other. */
const nextTransaction = sql`pg_snapshot_xmax(pg_current_snapshot())::text`

/** Which tables were written to, in words; empty where none was. */
export const differenceOf = (before: Rows, after: Rows): string =>
  Object.keys(after)
    .filter((table) => before[table] !== after[table])
    .map((table) => `${table} went from ${before[table]} to ${after[table]}`)
    .join(', ')
