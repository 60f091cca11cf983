import { Decimal } from 'decimal.js'
import type { Day } from '../../values/instant.ts'
import { converted, type Money, minorOf, moneyOf } from '../../values/money.ts'
import type { Rates } from './rate.ts'

/** Enough digits that the largest amount converts to the last cent. */
const Precise = Decimal.clone({ precision: 40 })

/**
 * Units of `to` for one unit of `from` on a day, as decimal text; crossed through the euro where neither is one. Null
 * where a rate is not known, which before a currency's first rate is always so.
 */
export function rateBetween(rates: Rates, from: string, to: string, day: Day): string | null {
  if (from === to) return '1'
  const [of, into] = [perEuro(rates, from, day), perEuro(rates, to, day)]
  if (of === null || into === null) return null
  return new Precise(into).dividedBy(of).toSignificantDigits(30).toFixed()
}

export type Total = { total: Money; unconverted: Money[] }

/**
 * Adds amounts up in one currency. Each is converted and rounded by itself, so that the totals of parts add up to the
 * total of the whole. What has no rate is left out and named beside it, one sum for each currency.
 */
export function totalOf(amounts: Iterable<Money>, currency: string, day: Day, rates: Rates): Total {
  const known = new Map<string, string | null>()
  const left = new Map<string, bigint>()
  let total = 0n
  for (const money of amounts) {
    const { currency: from } = money
    if (!known.has(from)) known.set(from, rateBetween(rates, from, currency, day))
    const rate = known.get(from) ?? null
    if (rate === null) left.set(from, (left.get(from) ?? 0n) + minorOf(money))
    else total += minorOf(from === currency ? money : converted(money, currency, rate))
  }
  const unconverted = [...left].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, minor]) => moneyOf(minor, code))
  return { total: moneyOf(total, currency), unconverted }
}

function perEuro(rates: Rates, currency: string, day: Day): string | null {
  if (currency === 'EUR') return '1'
  return lastBy(day, rates.get(currency) ?? [])?.per_euro ?? null
}

/** The newest of the rates, oldest first, that holds by a day; years of them are halved, not walked through. */
function lastBy<Rate extends { valid_from: string }>(day: Day, rates: readonly Rate[]): Rate | undefined {
  let [from, to] = [0, rates.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((rates[middle]?.valid_from ?? '') <= day) from = middle + 1
    else to = middle
  }
  return rates[from - 1]
}
