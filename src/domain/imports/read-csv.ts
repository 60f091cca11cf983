import { parse } from 'csv-parse'
import { parse as parseNow } from 'csv-parse/sync'
import { Problem } from '../../platform/problem.ts'
import { foldedText } from '../../values/text.ts'
import { decoded, type Encoding } from './decode.ts'

export type CsvRow = {
  /** As a spreadsheet counts: the header is row 1. */
  row: number
  cells: string[]
}
export type CsvFile = {
  header: string[]
  delimiter: string
  encoding(): Encoding
  rows: AsyncGenerator<CsvRow>
}

const mostColumns = 1_000
const mostCharacters = 1_000_000
const headLength = 256_000

/**
 * Opens a CSV of any usual kind while it arrives: encoding, delimiter and line ends are found out, blank lines left out,
 * and rows of sums or remarks at the end (`Total`, `Confidential …`) taken for what they are. Of the delimiters the one
 * counts that brings the most of the `expected` columns. Throws 400 on what is no CSV at all.
 */
export async function openCsv(
  chunks: AsyncIterable<Uint8Array>,
  { expected, delimiter: told }: { expected: readonly string[]; delimiter?: string | undefined },
): Promise<CsvFile> {
  const text = decoded(chunks)
  const head = await headOf(text.parts)
  const said = /^sep=(.)\r?\n/i.exec(head)
  const start = said ? head.slice(said[0].length) : head
  const delimiter = told ?? said?.[1] ?? sniff(start, expected)
  const rows = rowsOf(joined(start, text.parts), delimiter)
  const first = await rows.next()
  if (first.done) throw unreadable('csv-empty', 'This file is empty.')
  const header = named(first.value.cells)
  return { header, delimiter, encoding: text.encoding, rows: withoutFooter(rows, header.length) }
}

const unreadable = (code: string, detail: string) => new Problem('invalid', detail, code)

/** Enough of the file to see its header, or all of a small one. */
async function headOf(parts: AsyncGenerator<string>): Promise<string> {
  let head = ''
  while (head.length < headLength) {
    const next = await parts.next()
    if (next.done) break
    head += next.value
  }
  if (head.includes('\0', 0)) refuseBinary(head)
  return head
}

/** One NUL in a cell is that row's fault; many are a file of another kind. */
function refuseBinary(head: string): void {
  const nuls = head.split('\0').length - 1
  if (nuls * 20 < head.length && !/\0/.test(head.split(/[\r\n]/, 1)[0] ?? '')) return
  throw unreadable('csv-binary', 'This is no text file. Save it as CSV (UTF-8) and send it again.')
}

const delimiters = [',', ';', '\t', '|']

function sniff(head: string, expected: readonly string[]): string {
  const wanted = expected.map(foldedText)
  const scored = delimiters.map((delimiter) => {
    const names = firstRecord(head, delimiter).map((name) => foldedText(name))
    return { delimiter, found: wanted.filter((name) => names.includes(name)).length, width: names.length }
  })
  return scored.sort((a, b) => b.found - a.found || b.width - a.width)[0]?.delimiter ?? ','
}

function firstRecord(head: string, delimiter: string): string[] {
  try {
    return (parseNow(head, { ...options(delimiter), to: 1 })[0] as string[] | undefined) ?? []
  } catch {
    return []
  }
}

const options = (delimiter: string) => ({
  delimiter,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: mostCharacters,
})

async function* joined(head: string, parts: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head
  yield* parts
}

type Parsed = { record: string[]; info: { records: number; empty_lines: number } }

async function* rowsOf(parts: AsyncGenerator<string>, delimiter: string): AsyncGenerator<CsvRow> {
  const parser = parse({ ...options(delimiter), info: true })
  const feeding = feed(parts, parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>)
      if (record.some((cell) => cell.trim() !== '')) yield { row: info.records + info.empty_lines, cells: record }
  } catch (error) {
    throw problemOf(error)
  } finally {
    parser.destroy()
    await feeding
  }
}

/** Hands the text on as fast as it is read; what breaks on the way breaks the reading. */
async function feed(parts: AsyncGenerator<string>, parser: ReturnType<typeof parse>): Promise<void> {
  try {
    for await (const part of parts) {
      if (parser.destroyed) return
      await new Promise<void>((wake) => parser.write(part, () => wake()))
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

function problemOf(error: unknown): unknown {
  const { code, lines } = error as { code?: string; lines?: number }
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return unreadable('csv-quote-open', `A quote is opened near line ${lines} and never closed.`)
  if (code === 'CSV_MAX_RECORD_SIZE')
    return unreadable('csv-row-too-long', `The row near line ${lines} has more than ${mostCharacters} characters.`)
  return code?.startsWith('CSV_') ? unreadable('csv-unreadable', (error as Error).message) : error
}

/** Names of columns, trimmed; a name that stands twice is told apart by its place: `Amount`, `Amount (2)`. */
function named(cells: readonly string[]): string[] {
  if (cells.length > mostColumns)
    throw unreadable('csv-too-many-columns', `This file has ${cells.length} columns; at most ${mostColumns} are read.`)
  const seen = new Map<string, number>()
  return cells.map((cell) => {
    const name = cell.trim()
    const times = (seen.get(foldedText(name)) ?? 0) + 1
    seen.set(foldedText(name), times)
    return times === 1 ? name : `${name} (${times})`
  })
}

const mostHeld = 20

/** Holds back what looks like a footer until a whole row follows it, or the file ends and it was one. */
async function* withoutFooter(rows: AsyncGenerator<CsvRow>, width: number): AsyncGenerator<CsvRow> {
  let held: CsvRow[] = []
  for await (const row of rows) {
    if (looksLikeFooter(row, width) && held.length < mostHeld) {
      held.push(row)
      continue
    }
    yield* held
    held = []
    yield row
  }
}

function looksLikeFooter({ cells }: CsvRow, width: number): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '')
  if (filled.length <= 1 && width > 1) return true
  return filled.length * 2 <= width && /^(grand )?(total|totals|sum|summe|gesamt|jumlah)\b/i.test(filled[0] ?? '')
}
