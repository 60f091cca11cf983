import type { Attribute } from './attribute.ts'
import type { DealCounts } from './deal-counts.ts'

/**
 * Why an attribute must not tell motions apart: it was not there when the deal began, so that having it says something of
 * how the deal went. `share` are the deals that show it, among `of`.
 */
export type Leak = {
  kind: 'empty_on_open' | 'filled_on_won' | 'said_later'
  share: number
  /** The share it is held against: of closed deals, of lost ones, or the share that would be let pass. */
  against: number
  of: number
}

/** Deals of one month are held against each other: a field that is new is empty on old deals, and leaks nothing. */
const slice = 30
/** So much more often must it be said on one side, and so surely (standard deviations), to be called a leak. */
const clearly = 0.1
const surely = 4
/** A value said within a day of creation was said at creation. */
const grace = 1
const mostSaidLater = 0.1

/**
 * Whether an attribute leaks the outcome; null where nothing speaks for it.
 *
 * Among deals created in the same 30 days: is it said more often on closed deals than on open ones, or on won ones than on
 * lost ones? Difference and its variance are summed over months with Mantel and Haenszel's weights m·n/(m + n). Where the
 * days are known on which values were said, they alone decide: more than a tenth said later than a day after creation.
 * Fewer than ten on a side: null.
 *
 * @param created day on which each deal of `counts` began
 */
export function leakOf(counts: DealCounts, attribute: Attribute, created: ReadonlyMap<string, number>): Leak | null {
  if (attribute.said_on !== undefined) return saidLater(counts, attribute, attribute.said_on, created)
  const said = (i: number) => Boolean(attribute.values.get(counts.deals[i] ?? ''))
  const monthOf = (i: number) => Math.floor((created.get(counts.deals[i] ?? '') ?? 0) / slice)
  const sides = (first: (closed: number) => boolean, second: (closed: number) => boolean) =>
    difference(
      counts.deals.flatMap((_, i) => {
        const closed = counts.closed[i] ?? 0
        const side = first(closed) ? 0 : second(closed) ? 1 : null
        return side === null ? [] : [{ side, month: monthOf(i), said: said(i) }]
      }),
    )
  const won = sides(
    (closed) => closed === 2,
    (closed) => closed === 1,
  )
  if (isClear(won)) return { kind: 'filled_on_won', share: won.first, against: won.second, of: won.n }
  const open = sides(
    (closed) => closed > 0,
    (closed) => closed === 0,
  )
  if (isClear(open)) return { kind: 'empty_on_open', share: open.second, against: open.first, of: open.n }
  return null
}

function saidLater(
  { deals }: DealCounts,
  { values }: Attribute,
  said_on: ReadonlyMap<string, number>,
  created: ReadonlyMap<string, number>,
): Leak | null {
  const said = deals.filter((deal) => values.get(deal))
  const late = said.filter((deal) => (said_on.get(deal) ?? 0) > (created.get(deal) ?? 0) + grace)
  if (late.length < 10 || late.length <= mostSaidLater * said.length) return null
  return { kind: 'said_later', share: late.length / said.length, against: mostSaidLater, of: said.length }
}

type Difference = { first: number; second: number; by: number; deviation: number; n: number }

const isClear = ({ by, deviation }: Difference) => by >= clearly && by >= surely * deviation

function difference(rows: readonly { side: 0 | 1; month: number; said: boolean }[]): Difference {
  const months = new Map<number, [number, number, number, number]>()
  const whole: [number, number, number, number] = [0, 0, 0, 0]
  for (const { side, month, said } of rows)
    for (const one of [whole, months.getOrInsertComputed(month, () => [0, 0, 0, 0])]) {
      one[side === 0 ? 0 : 2]++
      if (said) one[side === 0 ? 1 : 3]++
    }
  let [weights, sum, variance] = [0, 0, 0]
  for (const [m, a, n, b] of months.values()) {
    if (m === 0 || n === 0) continue
    const weight = (m * n) / (m + n)
    const share = (a + b) / (m + n)
    weights += weight
    sum += weight * (a / m - b / n)
    variance += weight * share * (1 - share)
  }
  const [m, a, n, b] = whole
  const enough = weights > 0 && m >= 10 && n >= 10
  return {
    first: m === 0 ? 0 : a / m,
    second: n === 0 ? 0 : b / n,
    by: enough ? sum / weights : 0,
    deviation: enough ? Math.sqrt(variance) / weights : 0,
    n: m + n,
  }
}
