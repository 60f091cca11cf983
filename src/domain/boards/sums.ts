import { type Money, moneyOf } from '../../values/money.ts'
import { type Rates, totalOf } from '../rates/index.ts'
import type { TotalRow } from './store.ts'

export type Sums = { count: number; sum: Money; weighted: Money | null; unconverted: Money[] }

/** Adds totals of stages and currencies up in one currency; an amount without a rate is left out and named beside it. */
export function sumsOf(rows: readonly TotalRow[], currency: string, day: string, rates: Rates): Sums {
  const { total, unconverted } = totalOf(
    rows.map((row) => moneyOf(row.amount_minor, row.currency)),
    currency,
    day,
    rates,
  )
  const weighed = rows.every(({ weighted_minor }) => weighted_minor !== null)
  const weighted = rows.map((row) => moneyOf(row.weighted_minor ?? 0n, row.currency))
  return {
    count: rows.reduce((sum, { deals }) => sum + Number(deals), 0),
    sum: total,
    weighted: weighed ? totalOf(weighted, currency, day, rates).total : null,
    unconverted: unconverted.filter(({ amount }) => Number(amount) !== 0),
  }
}
