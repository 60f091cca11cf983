/** One line of a CSV file (RFC 4180) whose cells no spreadsheet takes for a formula. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quotedCell(guarded(cell))).join(',')}\r\n`

/** A spreadsheet runs what looks like a formula; a ' in front keeps it text. A number is what it is. */
const guarded = (cell: string): string =>
  /^'*[\s\p{Cc}]*[=+\-@]/u.test(cell) && !/^[+-]?[\d.,]+$/.test(cell) ? `'${cell}` : cell

const quotedCell = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
