import { daysBetween, type Day } from '../../values/instant.ts'
import type { RevenueKind } from '../pipelines/index.ts'

/** What a deal is to sell and when, as far as it was said. */
export type Purchase = {
  /** Empty where nobody said. */
  product_ids: readonly string[]
  close_date: Day | null
  /** Of the longest recurring line. */
  months: number | null
  /** Null where it is not known yet. */
  revenue_kind: RevenueKind | null
}

export const overlapReasons = [
  'same_account',
  'similar_account',
  'same_product',
  'product_unknown',
  'same_period',
  'period_unknown',
] as const
export type OverlapReason = (typeof overlapReasons)[number]

/** A purchase lasts at least so long: two of the same within a quarter of a year may be one. */
const shortest = 91

/**
 * Why two deals of one customer may be the same purchase, or null where they are not: they sell a product in common, at
 * least where both say what they sell, and their periods overlap, from the close date on for the term of the longest
 * line. What nobody said counts as overlapping, and is said to be unknown. With a customer of many open deals, where that
 * would suspect each of all others, only a product in common does. A renewal is never anything but a renewal.
 */
export function whyOverlapping(a: Purchase, b: Purchase, crowded: boolean): OverlapReason[] | null {
  const renewals = [a, b].filter(({ revenue_kind }) => revenue_kind === 'renewal').length
  if (renewals === 1 && a.revenue_kind !== null && b.revenue_kind !== null) return null
  const unknown = a.product_ids.length === 0 || b.product_ids.length === 0
  if (unknown ? crowded : a.product_ids.every((id) => !b.product_ids.includes(id))) return null
  if (!samePeriod(a, b)) return null
  const dated = a.close_date !== null && b.close_date !== null
  return [unknown ? 'product_unknown' : 'same_product', dated ? 'same_period' : 'period_unknown']
}

function samePeriod(a: Purchase, b: Purchase): boolean {
  if (a.close_date === null || b.close_date === null) return true
  const [first, second] = a.close_date <= b.close_date ? [a, b] : [b, a]
  return daysBetween(first.close_date ?? '', second.close_date ?? '') < daysOf(first)
}

const daysOf = ({ months }: Purchase) => Math.max(shortest, Math.round((months ?? 0) * 30.44))
