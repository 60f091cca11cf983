import { sql } from 'kysely'
import type { Tx } from './open.ts'

const types = new Map<string, Record<string, string>>()

/**
 * Inserts many rows in one statement: a JSON array as a single parameter, so that neither the number of parameters
 * nor the text of the statement grows with the rows. The names of table and columns are our own, never a request's.
 */
export async function insertRows(tx: Tx, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  const first = rows[0]
  if (first === undefined) return
  const known = await typesOf(tx, table)
  const columns = Object.keys(first)
  const names = columns.map((column) => `"${column}"`).join(', ')
  const typed = columns.map((column) => `"${column}" ${known[column] ?? missing(table, column)}`).join(', ')
  const insert = sql.raw(`insert into "${table}" (${names}) select ${names} from jsonb_to_recordset(`)
  await sql`${insert}${JSON.stringify(rows, exact)}::jsonb) as given(${sql.raw(typed)})`.execute(tx)
}

/** bigint as text: a number in JSON would lose what lies beyond 2^53. */
const exact = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)

function missing(table: string, column: string): never {
  throw new Error(`${table} has no column ${column}`)
}

async function typesOf(tx: Tx, table: string): Promise<Record<string, string>> {
  const cached = types.get(table)
  if (cached) return cached
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(tx)
  const found = Object.fromEntries(rows.map(({ name, type }) => [name, type]))
  types.set(table, found)
  return found
}
