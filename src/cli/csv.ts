type Cell = string | number | null | undefined

/** Rows as RFC 4180 has them; an amount and its currency in two columns, and no text that a spreadsheet would run. */
export function csvOf(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const columns = header.flatMap((title, i) =>
    columnsOf(
      title,
      rows.map((row) => row[i]),
    ),
  )
  const lines = [columns.map(({ name }) => name), ...rows.map((_, i) => columns.map(({ cells }) => cells[i] ?? ''))]
  return lines.map((line) => line.map(quoted).join(',')).join('\r\n')
}

type Column = { name: string; cells: string[] }

const money = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/

function columnsOf(title: string, cells: readonly Cell[]): Column[] {
  const name = title.toLowerCase().replaceAll(/\W+/g, '_')
  const texts = cells.map((cell) => (cell === null || cell === undefined || cell === '–' ? '' : String(cell)))
  const isMoney = texts.some((text) => text !== '') && texts.every((text) => text === '' || money.test(text))
  if (!isMoney) return [{ name, cells: texts.map(harmless) }]
  const part = (i: number) => texts.map((text) => money.exec(text)?.[i] ?? '')
  return [
    { name, cells: part(1) },
    { name: `${name}_currency`, cells: part(2) },
  ]
}

/** A spreadsheet takes text that begins so for a formula, also behind white space; numbers may stay as they are. */
const harmless = (text: string): string =>
  /^[\s\p{Cc}\p{Cf}]*[=+\-@\t\r＝＋－＠]/u.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
