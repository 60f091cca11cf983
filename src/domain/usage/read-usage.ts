import { parse } from 'csv-parse/sync'
import { accept, type Decision, refuse } from '../../values/decision.ts'
import { InstantSchema, type Instant } from '../../values/instant.ts'
import { DomainSchema } from '../accounts/index.ts'
import { MetricKey } from '../handoff-rules/index.ts'
import { Value } from './usage.ts'

const columns = ['account_domain', 'metric', 'value', 'at'] as const
type Column = (typeof columns)[number]

export type UsageRow = { row: number; domain: string; metric: string; value: number; at: Instant }
export type RefusedRow = { row: number; column: Column; code: string; message: string }

const mostRows = 5_000

/** Readings of usage as a file has them; what is wrong with a row is said of it, and the others are taken. */
export function readUsage(text: string, now: Instant): Decision<{ rows: UsageRow[]; refused: RefusedRow[] }> {
  let records: Record<string, string>[]
  try {
    records = parse(text, {
      columns: (heading: string[]) => heading.map((name) => name.trim().toLowerCase()),
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
    }) as typeof records
  } catch (error) {
    return refuse('unreadable-csv', `This is no CSV: ${error instanceof Error ? error.message : String(error)}`)
  }
  const missing = columns.find((name) => records[0] !== undefined && !(name in records[0]))
  if (records.length === 0 || missing !== undefined)
    return refuse(
      'no-columns',
      `The first line names the columns ${columns.join(', ')}; ${missing ?? 'all'} is missing.`,
    )
  if (records.length > mostRows)
    return refuse('too-many-rows', `These are ${records.length} rows; send at most ${mostRows} at once.`)
  const rows: UsageRow[] = []
  const refused: RefusedRow[] = []
  for (const [i, record] of records.entries()) {
    // As a spreadsheet counts them, under the heading.
    const read = readRow(record, i + 2, now)
    if ('domain' in read) rows.push(read)
    else refused.push(read)
  }
  return accept({ rows, refused })
}

function readRow(record: Record<string, string>, row: number, now: Instant): UsageRow | RefusedRow {
  const wrong = (column: Column, message: string): RefusedRow => ({ row, column, code: 'unreadable', message })
  const domain = DomainSchema.safeParse(record['account_domain'])
  if (!domain.success) return wrong('account_domain', 'expected a domain such as shop.example')
  const metric = MetricKey.safeParse(record['metric'])
  if (!metric.success) return wrong('metric', 'expected a key such as seats')
  const given = record['value'] ?? ''
  const value = Value.safeParse(given === '' ? Number.NaN : Number(given))
  if (!value.success) return wrong('value', 'expected a number such as 42 or 0.5')
  const written = record['at'] ?? ''
  const at = InstantSchema.safeParse(/^\d{4}-\d\d-\d\d$/.test(written) ? `${written}T00:00:00Z` : written)
  if (!at.success) return wrong('at', 'expected a day or a moment such as 2026-11-24T04:00:00Z')
  if (at.data > now) return { row, column: 'at', code: 'future', message: 'this has not happened yet' }
  return { row, domain: domain.data, metric: metric.data, value: value.data, at: at.data }
}
