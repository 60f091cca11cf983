import type { RowFault } from './row.ts'

const added = ['__row', '__column', '__code', '__message']

export type RefusedRow = RowFault & { row: number; cells: string[] }

/** The first line of the file of refused rows: the columns as they were, and why each row was refused. */
export const refusedHeader = (header: readonly string[]): string => lineOf([...keptOf(header, header), ...added])

/** One refused row as it was, corrected and sent again as it is; and what was wrong with it. */
export const refusedLine = (header: readonly string[], { cells, row, column, code, message }: RefusedRow): string =>
  lineOf([...keptOf(header, cells), String(row), column ?? '', code, message])

/** A file of refused rows that was corrected and refused again brings the old reasons along; they are left out. */
const keptOf = (header: readonly string[], cells: readonly string[]): string[] =>
  header.flatMap((name, i) => (added.includes(name) ? [] : [cells[i] ?? '']))

const lineOf = (cells: readonly string[]): string => `${cells.map((cell) => quotedCell(guarded(cell))).join(',')}\r\n`

/** A spreadsheet runs what looks like a formula; a ' in front keeps it text. A number is what it is. */
const guarded = (cell: string): string =>
  /^[\s\p{Cc}]*[=+\-@]/u.test(cell) && !/^[+-]?[\d.,]+$/.test(cell) ? `'${cell}` : cell

const quotedCell = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
