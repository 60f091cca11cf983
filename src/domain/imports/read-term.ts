import { foldedText } from '../../values/text.ts'
import { lineOfAmount, type Term } from '../line-items/index.ts'
import type { Definition } from '../pipelines/index.ts'
import { quoted } from './read-cell.ts'
import { moment, type Reading } from './reading.ts'
import type { Recurring, Row } from './row.ts'

const months = { month: 1, quarter: 3, year: 12 } as const
type Period = Term['period']

const words: readonly [string, Period][] = [
  ['month', 'month'],
  ['monthly', 'month'],
  ['quarter', 'quarter'],
  ['quarterly', 'quarter'],
  ['year', 'year'],
  ['yearly', 'year'],
  ['annual', 'year'],
  ['annually', 'year'],
]

export const periodNamed = (text: string): Period | undefined => words.find(([word]) => word === foldedText(text))?.[1]

const longest = 600

/** Whole months of a term, as text such as `24` or `24 months`; undefined where it is none. */
export function monthsIn(text: string): number | undefined {
  const [, digits] = /^(\d{1,4})(?:[.,]0+)?(?:\s*months?)?$/i.exec(text) ?? []
  const count = Number(digits)
  return digits === undefined || count < 1 || count > longest ? undefined : count
}

/**
 * What of a deal comes again: the one line that brings its amount over its term, in the period that is billed; by the year
 * where nothing says otherwise and the term is of whole years, else by the month. Null for a row without a term, and for
 * an open deal whose amount nobody knows yet.
 */
export function recurringOf(reading: Reading, row: Pick<Row, 'amount_minor' | 'outcome'>, to: Definition) {
  const { read, text, fault } = reading
  const said = read('term_months')
  if (said === null) return null
  const term_months = monthsIn(said)
  if (term_months === undefined)
    return none(fault('term_months', 'term', `${quoted(said)} is no term; expected whole months, 1 to ${longest}.`))
  const period = billedBy(reading, term_months)
  const product = text('product', 160)
  const starts_on = moment(reading, 'term_starts_on', { future: true })?.day ?? null
  if (product === null) fault('product', 'product_missing', 'This row has a term and no product that it is of.')
  if (period === null || product === null) return null
  const { amount_minor } = row
  if (amount_minor === null && row.outcome !== 'won') return null
  if (amount_minor === null)
    return none(
      fault('amount', 'amount_missing', 'A deal won for a term needs an amount, or it would be worth nothing.'),
    )
  if (amount_minor < 0n)
    return none(fault('amount', 'amount_negative', 'A deal with a term cannot be worth less than 0.'))
  const line = lineOfAmount(amount_minor, to.amount_measure, { period, term: term_months / months[period] })
  if (line.ok) return { ...line.value, product, starts_on } satisfies Recurring
  return none(fault('term_months', line.refusal.code, line.refusal.message))
}

const none = (_: undefined): null => null

function billedBy({ read, fault }: Reading, term_months: number): Period | null {
  const said = read('billing_period')
  const period = said === null ? (term_months % 12 === 0 ? 'year' : 'month') : periodNamed(said)
  if (period === undefined)
    return none(fault('billing_period', 'period', `${quoted(said ?? '')} is none of month, quarter and year.`))
  if (term_months % months[period] === 0) return period
  const other = term_months % 3 === 0 ? 'month or quarter' : 'month'
  return none(
    fault(
      'billing_period',
      'term_uneven',
      `${term_months} months are no whole number of ${period}s; bill by ${other}.`,
    ),
  )
}
