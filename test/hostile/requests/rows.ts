import { sql } from 'kysely'
import type { Database } from '../../../src/platform/database/open.ts'

export type Rows = Record<string, bigint>

const tables = [
  'event',
  'deal_ledger',
  'deal',
  'activity',
  'account',
  'contact',
  'line_item',
  'evidence',
  'person',
  'api_key',
  'idempotency_key',
  'pipeline',
  'rate',
  'quota',
  'job',
  'import',
  'webhook_endpoint',
  'webhook_secret',
]

/** How many rows there are of everything that a request may write. */
export async function rowsOf({ owner }: Pick<Database, 'owner'>): Promise<Rows> {
  const counts = tables.map((table) => sql`(select count(*) from ${sql.table(table)}) as ${sql.ref(table)}`)
  const { rows } = await sql<Rows>`select ${sql.join(counts)}`.execute(owner)
  return rows[0] ?? {}
}

/** Which tables have other counts than before, in words; empty where none has. */
export const differenceOf = (before: Rows, after: Rows): string =>
  tables
    .filter((table) => before[table] !== after[table])
    .map((table) => `${table} went from ${before[table]} to ${after[table]}`)
    .join(', ')
