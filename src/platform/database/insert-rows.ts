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
  const names = Object.keys(first)
    .map((column) => `"${column}"`)
    .join(', ')
  await sql`${sql.raw(`insert into "${table}" (${names}) select ${names} from`)} ${await givenRows(tx, table, rows)}`.execute(
    tx,
  )
}

/**
 * Changes many rows of one table in one statement: those that agree in the keys, of which `workspace_id` is one. Every
 * row has the same columns.
 */
export async function updateRows(
  tx: Tx,
  table: string,
  keys: readonly string[],
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const first = rows[0]
  if (first === undefined) return
  const set = Object.keys(first).filter((column) => !keys.includes(column))
  const change = set.map((column) => `"${column}" = given."${column}"`).join(', ')
  const same = keys.map((key) => `changed."${key}" = given."${key}"`).join(' and ')
  await sql`${sql.raw(`update "${table}" as changed set ${change} from`)} ${await givenRows(tx, table, rows)}
    where ${sql.raw(same)}`.execute(tx)
}

/** The rows that agree with these in the keys, locked until the transaction ends. */
export async function readRows(
  tx: Tx,
  table: string,
  keys: readonly string[],
  rows: readonly Record<string, unknown>[],
): Promise<Record<string, unknown>[]> {
  if (rows.length === 0) return []
  const same = keys.map((key) => `found."${key}" = given."${key}"`).join(' and ')
  const found = await sql<Record<string, unknown>>`select found.* from ${sql.raw(`"${table}" as found, `)}
    ${await givenRows(tx, table, rows)} where ${sql.raw(same)} for update of found`.execute(tx)
  return found.rows
}

/** Rows as the table `given`, with the types that their columns have. */
async function givenRows(tx: Tx, table: string, rows: readonly Record<string, unknown>[]) {
  const known = await typesOf(tx, table)
  const columns = Object.keys(rows[0] ?? {})
  const typed = columns.map((column) => `"${column}" ${known[column] ?? missing(table, column)}`).join(', ')
  return sql`json_to_recordset(${JSON.stringify(rows.map(exact))}::json) as given(${sql.raw(typed)})`
}

/** bigint as text: a number in JSON would lose what lies beyond 2^53. What is null need not be said. */
function exact(row: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const column of Object.keys(row)) {
    const value = row[column]
    if (value !== null) copy[column] = typeof value === 'bigint' ? String(value) : value
  }
  return copy
}

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
