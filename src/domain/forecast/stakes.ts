import type { Arrivals, Bet } from '../../stats/bet.ts'
import { digitsOf, type Money, moneyOf } from '../../values/money.ts'
import { byRevenueKind, type RevenueKind, sumsByKind } from '../pipelines/index.ts'

type OfKind = { revenue_kind: RevenueKind }

/** What of one pipeline adds up to what is expected of it. */
export type Stakes = {
  closed: bigint
  /** The same by kinds of revenue. */
  closed_kinds: ReadonlyMap<RevenueKind, bigint>
  /** What new business of the pipeline is. */
  revenue_kind: RevenueKind
  bets: (Bet & OfKind)[]
  /** Open deals that nobody has put an amount to: each is worth what a win of the pipeline is. */
  unvalued: (Arrivals & OfKind)[]
  created: Arrivals[]
  transferred: Arrivals[]
}

/** What is expected of a pipeline, in the parts that add up to it. */
export function sumsOf(stakes: Stakes, currency: string) {
  const { closed, bets, unvalued, ...part } = stakes
  const money = (minor: bigint) => moneyOf(minor, currency)
  const open = minorFrom(
    bets.reduce((sum, { chance, amount }) => sum + chance * amount, 0) + expectedOf(unvalued),
    currency,
  )
  const created = minorFrom(expectedOf(part.created), currency)
  const transferred = minorFrom(expectedOf(part.transferred), currency)
  return {
    open: money(open),
    new_business: money(created + transferred),
    new_business_parts: { created: money(created), transferred: money(transferred) },
    expected: money(closed + open + created + transferred),
    by_revenue_kind: kindsOf(stakes, money(closed + open + created + transferred)),
  }
}

/** As new, expansion and renewal: deals by their own kind, those to come by their pipeline's. */
function kindsOf({ closed_kinds, bets, unvalued, created, transferred, revenue_kind }: Stakes, expected: Money) {
  const { currency } = expected
  const open = [
    ...bets.map(({ chance, amount, revenue_kind: of }) => [of, chance * amount] as const),
    ...unvalued.map((lot) => [lot.revenue_kind, expectedOf([lot])] as const),
    [revenue_kind, expectedOf([...created, ...transferred])] as const,
  ]
  const ahead = [...Map.groupBy(open, ([kind]) => kind)].map(([kind, parts]) => ({
    revenue_kind: kind,
    minor: minorFrom(
      parts.reduce((sum, [, amount]) => sum + amount, 0),
      currency,
    ),
  }))
  const won = [...closed_kinds].map(([kind, minor]) => ({ revenue_kind: kind, minor }))
  return byRevenueKind(expected, sumsByKind([...won, ...ahead]))
}

function expectedOf(arrivals: readonly Arrivals[]): number {
  return arrivals.reduce((sum, { mean_count, amounts }) => {
    if (amounts.length === 0) return sum
    return sum + (mean_count * amounts.reduce((all, amount) => all + amount, 0)) / amounts.length
  }, 0)
}

export const minorFrom = (amount: number, currency: string): bigint =>
  BigInt(Math.round(amount * 10 ** digitsOf(currency)))
