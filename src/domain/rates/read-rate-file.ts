import { accept, type Decision, refuse } from '../../values/decision.ts'
import { DaySchema } from '../../values/instant.ts'
import { CurrencySchema } from '../../values/money.ts'

export type ReadRate = { currency: string; valid_from: string; per_euro: string }
/** What of a file is left out, and why; a whole column where the row is null. Rows count from 1, as an editor does. */
export type SkippedRate = { row: number | null; column: string; code: string; message: string }
export type ReadRates = {
  rates: ReadRate[]
  /** In use, by their columns. */
  columns: string[]
  /** Those of which there is a rate. */
  currencies: string[]
  days: string[]
  /** Cells that say that there was no rate that day. */
  empty: number
  skipped: SkippedRate[]
}

/** So many rates are taken at once: on one connection nobody else writes meanwhile. */
export const mostRates = 20_000

/**
 * Reads a file of reference rates as the ECB publishes them, one day or all of its history: a heading `Date, USD, JPY, …`,
 * a line a day, units for one euro, `N/A` for none, often a comma at the end. What is no rate is left out and said.
 */
export function readRateFile(text: string): Decision<ReadRates> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  const heading = cellsOf(lines[0] ?? '')
  if (heading[0]?.toLowerCase() !== 'date')
    return refuse('no-heading', 'The first line is the heading: Date, USD, JPY and so on, as the ECB writes it.')
  const named = heading.flatMap((name, column) =>
    column === 0 || name === '' ? [] : [{ name: name.toUpperCase(), column }],
  )
  const twice = named.find(({ name }, i) => named.findIndex((one) => one.name === name) !== i)
  if (twice) return refuse('currency-twice', `There are two columns ${shown(twice.name)}; leave one out.`)
  const known = named.filter(({ name }) => name !== 'EUR' && CurrencySchema.safeParse(name).success)
  if (known.length === 0)
    return refuse(
      'no-currency',
      'No column is of a currency in use; the heading names them by their codes, such as USD.',
    )

  const found: ReadRates = {
    rates: [],
    columns: known.map(({ name }) => name),
    currencies: [],
    days: [],
    empty: 0,
    skipped: named.filter((one) => !known.includes(one)).map(({ name }) => unused(name)),
  }
  const days = new Set<string>()
  const currencies = new Set<string>()
  for (const [i, line] of lines.entries()) {
    if (i === 0 || line.trim() === '') continue
    const cells = cellsOf(line)
    const skip = (column: string, code: string, message: string) =>
      found.skipped.push({ row: i + 1, column, code, message })
    const day = dayOf(cells[0] ?? '')
    if (day === null)
      skip('Date', 'no-day', `expected a day such as 2026-11-24 or 24 November 2026, not ${shown(cells[0] ?? '')}`)
    else if (days.has(day)) skip('Date', 'twice', `${day} stands in an earlier line; the first one is taken`)
    if (day === null || days.has(day)) continue
    days.add(day)
    for (const { name, column } of known) {
      const cell = cells[column] ?? ''
      if (cell === '' || cell.toUpperCase() === 'N/A') found.empty++
      else if (!/^\d{1,12}(\.\d{1,10})?$/.test(cell) || !/[1-9]/.test(cell))
        skip(name, 'no-rate', `expected the units for one euro such as 1.0824, not ${shown(cell)}`)
      else {
        currencies.add(name)
        found.rates.push({ currency: name, valid_from: day, per_euro: plainRate(cell) })
      }
    }
    if (found.rates.length > mostRates)
      return refuse(
        'too-many-rates',
        `More than ${mostRates} rates are too many at once; send parts of the file, each under the heading.`,
      )
  }
  return accept({ ...found, currencies: [...currencies].toSorted(), days: [...days].toSorted() })
}

/** Written so, equal rates are the same text. */
export const plainRate = (text: string): string => {
  const [whole = '', fraction = ''] = text.split('.')
  const [units, parts] = [whole.replace(/^0+(?=\d)/, ''), fraction.replace(/0+$/, '')]
  return parts === '' ? units : `${units}.${parts}`
}

const cellsOf = (line: string) => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))

const unused = (name: string): SkippedRate => ({
  row: null,
  column: shown(name),
  code: name === 'EUR' ? 'euro' : 'not-in-use',
  message: name === 'EUR' ? 'every rate is for one euro' : 'no currency in use; its column is left out',
})

const shown = (text: string) => text.slice(0, 40) || 'nothing'

const monthNames = 'january february march april may june july august september october november december'.split(' ')

function dayOf(text: string): string | null {
  const written = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(text)
  const month = written ? monthNames.findIndex((name) => name === written[2]?.toLowerCase()) + 1 : 0
  const day = written ? `${written[3]}-${String(month).padStart(2, '0')}-${written[1]?.padStart(2, '0')}` : text
  return DaySchema.safeParse(day).success ? day : null
}
