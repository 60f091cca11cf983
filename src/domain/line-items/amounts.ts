import type { AmountMeasure } from '../pipelines/index.ts'

export type Line = {
  kind: 'one_time' | 'recurring'
  quantity: number
  unit_price_minor: bigint
  period: 'month' | 'quarter' | 'year' | null
  term: number | null
  /** What the whole term comes to beyond its periods; less than one minor unit each. */
  rounding_minor?: bigint | string
}

export const periodsPerYear = { month: 12n, quarter: 4n, year: 1n } as const

/**
 * What line items add up to, by each measure, in minor units. Annual and first-year amounts of a term shorter than a
 * year are what the term brings, not what a year would.
 */
export function amountsOf(lines: readonly Line[]): Record<AmountMeasure, bigint> {
  const amounts = { total_contract_value: 0n, annual: 0n, first_year: 0n, one_time: 0n }
  for (const line of lines) {
    const once = BigInt(line.quantity) * line.unit_price_minor
    if (line.kind === 'one_time' || line.period === null || line.term === null) {
      amounts.one_time += once
      amounts.first_year += once
      amounts.total_contract_value += once
      continue
    }
    const term = BigInt(line.term)
    const perYear = periodsPerYear[line.period]
    const aYear = once * (term < perYear ? term : perYear)
    amounts.annual += aYear
    amounts.first_year += aYear
    amounts.total_contract_value += once * term + BigInt(line.rounding_minor ?? 0)
  }
  return amounts
}
