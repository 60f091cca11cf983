import { parse } from 'csv-parse/sync'
import { inOrder } from '../stats/backtest/history.ts'
import { isOutcome, type Stay } from '../stats/stay.ts'
import { usageFault } from './command.ts'

export type RefusedRow = { line: number; column: string; message: string }

export type StaysFile = {
  /** One deal's together and in the order of time. */
  stays: Stay[]
  rows: number
  /** Rows that cannot be read, and why; their deals are left out whole, since half a history says something else. */
  refused: RefusedRow[]
  deals_left_out: number
  /** Rows that say once more what an earlier one said, and count once. */
  repeated: number
  /** False: no row has an amount, and every deal counts as one. */
  has_amounts: boolean
}

const columns = ['deal', 'pipeline', 'stage', 'entered_at', 'left_at', 'next', 'amount'] as const
type Column = (typeof columns)[number] | 'observed_from'
type Row = Record<Column, string> & { line: number; comma: boolean }

/** Reads a file of stays: a row for every time that a deal spent in a stage. */
export function readStays(text: string): StaysFile {
  const rows = rowsOf(text)
  const stages = new Set(rows.map(({ pipeline, stage }) => JSON.stringify([pipeline, stage])))
  const refused: RefusedRow[] = []
  const bad = new Set<string>()
  const known = new Set<string>()
  let repeated = 0
  const read = rows.flatMap((row): Stay[] => {
    const found = stayOf(row, (stage) => stages.has(JSON.stringify([row.pipeline, stage])))
    if ('column' in found) {
      refused.push({ line: row.line, ...found })
      bad.add(row.deal)
      return []
    }
    const same = JSON.stringify(Object.values(found))
    // A deal may go back and forth within a day, but it is won once.
    const once = found.left !== found.entered || isOutcome(found.to ?? '')
    if (once && known.has(same)) {
      repeated++
      return []
    }
    known.add(same)
    return [found]
  })
  const stays = carried(inOrder(read.filter(({ deal }) => !bad.has(deal))))
  const has_amounts = stays.some(({ amount }) => typeof amount === 'number')
  return {
    stays: has_amounts ? stays : stays.map((stay) => ({ ...stay, amount: 1 })),
    rows: rows.length,
    refused,
    deals_left_out: bad.size,
    repeated,
    has_amounts,
  }
}

/** Many files say an amount where it changes: an empty one is that of the deal's stay before, never of one after. */
const carried = (stays: readonly Stay[]): Stay[] => {
  let before: Stay | undefined
  return stays.map((stay) => {
    const amount = stay.amount ?? (before?.deal === stay.deal ? before.amount : null) ?? null
    before = { ...stay, amount }
    return before
  })
}

function rowsOf(text: string): Row[] {
  const [header = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)
  const delimiter = [',', ';', '\t', '|'].toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ','
  const records = parsed(text, delimiter)
  const [first] = records
  const names = (first?.record ?? []).map((name) => name.trim().toLowerCase())
  const missing = columns.filter((name) => !names.includes(name))
  if (missing.length > 0)
    throw usageFault(
      `The file has no column ${missing.join(', ')}. Its first line must name ${columns.join(', ')}, and may name observed_from.`,
    )
  return records.slice(1).map(({ record, info }) => {
    const cell = (name: Column) => record[names.indexOf(name)]?.trim() ?? ''
    return {
      line: info.lines,
      comma: delimiter !== ',',
      deal: cell('deal'),
      pipeline: cell('pipeline'),
      stage: cell('stage'),
      entered_at: cell('entered_at'),
      left_at: cell('left_at'),
      next: cell('next'),
      amount: cell('amount'),
      observed_from: names.includes('observed_from') ? cell('observed_from') : '',
    }
  })
}

function parsed(text: string, delimiter: string): { record: string[]; info: { lines: number } }[] {
  try {
    const how = { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true } as const
    return parse(text, how) as unknown as { record: string[]; info: { lines: number } }[]
  } catch (error) {
    throw usageFault(`The file is no table of values: ${(error as Error).message}`)
  }
}

type Refusal = Omit<RefusedRow, 'line'>

/** How R, pandas and databases write that there is nothing. */
const nothing = /^(?:NA|NaN|NaT|NULL|None|\\N)$/i

/** The row with empty cells where a program wrote a word for nothing, and outcomes as we write them; stages go first. */
function asMeant(row: Row, isStage: (stage: string) => boolean): Row {
  const unless = (text: string) => (nothing.test(text) ? '' : text)
  const lower = row.next.toLowerCase()
  const next = isStage(row.next) ? row.next : isOutcome(lower) ? lower : unless(row.next)
  const { amount, observed_from } = row
  // Tables of periods end what has not ended on the last day there is.
  const left_at = next === '' && row.left_at.startsWith('9999-12-31') ? '' : row.left_at
  return { ...row, next, left_at: unless(left_at), amount: unless(amount), observed_from: unless(observed_from) }
}

/** The stay that a row tells of, or why it tells of none. */
function stayOf(said: Row, isStage: (stage: string) => boolean): Stay | Refusal {
  const row = asMeant(said, isStage)
  for (const column of ['deal', 'pipeline', 'stage'] as const)
    if (row[column] === '') return { column, message: 'is empty; every stay has one' }
  if (row.pipeline === 'total')
    return { column: 'pipeline', message: 'is called total, which is what all pipelines together are called' }
  const entered = dayOf(row.entered_at)
  if (entered === undefined) return notADay('entered_at', row.entered_at)
  const left = row.left_at === '' ? null : dayOf(row.left_at)
  if (left === undefined) return notADay('left_at', row.left_at)
  const observed_from = row.observed_from === '' ? null : dayOf(row.observed_from)
  if (observed_from === undefined) return notADay('observed_from', row.observed_from)
  if (left !== null && left < entered)
    return { column: 'left_at', message: `${row.left_at} lies before entered_at ${row.entered_at}` }
  if (left !== null && row.next === '')
    return { column: 'next', message: 'is empty although the deal left; name a stage, won, lost or transferred' }
  if (left === null && row.next !== '')
    return { column: 'left_at', message: `is empty although next is ${row.next}; say when, or leave both empty` }
  if (row.next !== '' && !isOutcome(row.next) && !isStage(row.next))
    return {
      column: 'next',
      message: `${row.next} is none of won, lost, transferred, nor a stage of ${row.pipeline} that any row is in`,
    }
  const amount = row.amount === '' ? null : amountOf(row)
  if (amount !== null && !(Number.isFinite(amount) && amount >= 0))
    return { column: 'amount', message: `${row.amount} is no amount; write digits with a point, such as 1250.50` }
  return {
    deal: row.deal,
    pipeline: row.pipeline,
    stage: row.stage,
    entered,
    left,
    to: row.next === '' ? null : row.next,
    amount,
    ...(observed_from === null ? {} : { observed_from }),
  }
}

function notADay(column: string, value: string): Refusal {
  const why =
    value === '' ? 'is empty' : hasFarYear(value) ? `${value} lies in no year from 1900 to 2199` : `${value} is no date`
  return { column, message: `${why}; write 2026-03-31 or 2026-03-31T14:05:00Z` }
}

/** Where commas do not part cells, one may stand before the cents; before three digits it could part thousands. */
const amountOf = ({ amount, comma }: Row): number =>
  Number(comma && /^\d+,(?:\d{1,2}|\d{4,})$/.test(amount) ? amount.replace(',', '.') : amount)

const written =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)(?: ?(?:Z|UTC|GMT|([+-]\d{2})(?::?(\d{2}))?))?)?$/

/** 0001 and 9999 stand for no date at all, and would make a span of thousands of years. */
const hasFarYear = (date: string): boolean => /^\d{4}-/.test(date) && !/^(?:19|20|21)/.test(date)

/**
 * Days since 1970 of an ISO date, with or without a time of day; without a zone in UTC. Zones also as databases write
 * them: `+00`, ` +02:00`, ` UTC`. Undefined if it is none, or of no year from 1900 to 2199.
 */
export function dayOf(text: string): number | undefined {
  const match = written.exec(text)
  if (match === null || hasFarYear(text)) return undefined
  const [, year, month, day, time = '00:00', hours, minutes = '00'] = match
  const date = `${year}-${month}-${day}`
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`
  const ms = Date.parse(`${date}T${time.replace(',', '.')}${zone}`)
  const exists = new Date(`${date}T00:00Z`).getUTCDate() === Number(day)
  return Number.isFinite(ms) && exists ? ms / 86_400_000 : undefined
}
