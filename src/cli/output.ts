import { isatty } from 'node:tty'
import { csvOf } from './csv.ts'

export type Cell = string | number | null | undefined

/** Data goes to stdout, talk to stderr; `--json` makes the data one document. */
export type Output = {
  json: boolean
  /** Tables come as comma-separated values, for spreadsheets. */
  csv: boolean
  /** One result: the document under `--json`, else the text. */
  data(document: unknown, text: () => string): void
  say(line: string): void
  /** Overwrites the line of progress before it; on anything but a terminal, says nothing. */
  progress(line: string): void
  bold(text: string): string
}

export function outputTo(
  streams: { stdout: NodeJS.WritableStream; stderr: NodeJS.WritableStream },
  { environment, ...wanted }: Wanted & { environment: Record<string, string | undefined> },
): Output {
  const { stdout, stderr } = streams
  const { json = false, jsonl = false, csv = false, quiet = false, plain = false } = wanted
  const terminal = (stream: NodeJS.WritableStream) => 'fd' in stream && isatty(stream.fd as number)
  const coloured = terminal(stdout) && !plain && !environment.NO_COLOR && environment.TERM !== 'dumb'
  return {
    json,
    csv,
    data(document, text) {
      if (jsonl) return void stdout.write(linesOf(document).join(''))
      stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${text()}\n`)
    },
    say(line) {
      if (!quiet) stderr.write(`${line}\n`)
    },
    progress(line) {
      if (!quiet && terminal(stderr)) stderr.write(`\r\u001b[K${line}`)
    },
    bold: (text) => (coloured ? `\u001b[1m${text}\u001b[22m` : text),
  }
}

/** How the answer is to come, as the flags say. */
type Wanted = Partial<Record<'json' | 'jsonl' | 'csv' | 'quiet' | 'plain', boolean>>

/** One line for every item of a list, or for the one thing that there is. */
function linesOf(document: unknown): string[] {
  const { data } = document as { data?: unknown }
  return (Array.isArray(data) ? data : [document]).map((one) => `${JSON.stringify(one)}\n`)
}

export const moneyText = (money: { amount: string; currency: string } | null | undefined): string =>
  money ? `${money.amount} ${money.currency}` : '–'

/** Columns as wide as their content, numbers to the right; or a file for a spreadsheet, where that is asked for. */
export function table(out: Pick<Output, 'bold' | 'csv'>, header: string[], rows: Cell[][]): string {
  if (out.csv) return csvOf(header, rows)
  const cells = rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? '–' : String(cell))))
  const widths = header.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)))
  const right = header.map((_, column) => rows.length > 0 && rows.every((row) => isNumber(row[column])))
  const line = (row: string[]) =>
    row
      .map((cell, column) => (right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  return [out.bold(line(header)), ...cells.map(line)].join('\n')
}

/** One result that holds a list: a column for each name, in their order. */
export function printList<Item>(out: Output, answer: { data: Item[] }, columns: Record<string, (one: Item) => Cell>) {
  const cells = Object.values(columns)
  const rows = () => answer.data.map((one) => cells.map((cell) => cell(one)))
  out.data(answer, () => table(out, Object.keys(columns), rows()))
}

const isNumber = (cell: Cell) => cell === null || cell === undefined || /^-?[\d.,]+( [A-Z]{3}|%)?$/.test(String(cell))
