export type Cell = string | number | null
export type Table = { columns: string[]; rows: Cell[][] }

/** RFC 4180 with CRLF; text that a spreadsheet would run as a formula is disarmed by a leading apostrophe. */
export const csvOf = ({ columns, rows }: Table): string =>
  [columns, ...rows]
    .map((row) => row.map(cellOf).join(','))
    .join('\r\n')
    .concat('\r\n')

function cellOf(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const isNumber = /^-?\d+(\.\d+)?$/.test(cell)
  const safe = !isNumber && /^[\s\p{Control}]*[=+\-@]/u.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
