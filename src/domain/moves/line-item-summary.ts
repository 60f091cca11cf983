import { amountsOf, type Line as AmountLine } from '../line-items/index.ts'
import { type LineItemSummary, noLineItems } from './situation.ts'

/** A line item as it comes out of a JSON aggregate: minor units as text. */
export type Line = Omit<AmountLine, 'unit_price_minor'> & { product: string; unit_price_minor: string | bigint }

/** What rules may see of a deal's line items. */
export function summaryOf(lines: readonly Line[]): LineItemSummary {
  if (lines.length === 0) return noLineItems
  const each = lines.map((line) => ({ ...line, unit_price_minor: BigInt(line.unit_price_minor) }))
  return {
    one_time: lines.filter(({ kind }) => kind === 'one_time').length,
    recurring: lines.filter(({ kind }) => kind === 'recurring').length,
    products: [...new Set(lines.map(({ product }) => product))],
    amounts: amountsOf(each),
    each,
  }
}
