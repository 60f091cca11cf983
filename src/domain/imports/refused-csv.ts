import { csvLine } from '../../values/csv-line.ts'
import type { RowFault } from './row.ts'

const added = ['__row', '__column', '__code', '__message']

export type RefusedRow = RowFault & { row: number; cells: string[] }

/** The first line of the file of refused rows: the columns as they were, and why each row was refused. */
export const refusedHeader = (header: readonly string[]): string => csvLine([...keptOf(header, header), ...added])

/** One refused row as it was, corrected and sent again as it is; and what was wrong with it. */
export const refusedLine = (header: readonly string[], { cells, row, column, code, message }: RefusedRow): string =>
  csvLine([...keptOf(header, cells), String(row), column ?? '', code, message])

/** A file of refused rows that was corrected and refused again brings the old reasons along; they are left out. */
const keptOf = (header: readonly string[], cells: readonly string[]): string[] =>
  header.flatMap((name, i) => (added.includes(name) ? [] : [cells[i] ?? '']))
