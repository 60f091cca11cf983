import { z } from 'zod'
import { type Money, minorOf, moneyOf, SumSchema } from '../../values/money.ts'
import { type RevenueKind, revenueKinds } from './definition.ts'

export const ByRevenueKind = z
  .object({ new: SumSchema, expansion: SumSchema, renewal: SumSchema })
  .meta({ id: 'ByRevenueKind', description: 'The same sum by what kind of revenue it is; the three add up to it' })
export type ByRevenueKind = z.infer<typeof ByRevenueKind>

/**
 * A sum in its three kinds. Each is rounded by itself, and where rates or chances left a cent more or less than the sum
 * has, the largest of them takes it: who adds them up finds the sum.
 */
export function byRevenueKind(sum: Money, parts: ReadonlyMap<RevenueKind, bigint>): ByRevenueKind {
  const minor = revenueKinds.map((kind) => parts.get(kind) ?? 0n)
  const left = minorOf(sum) - minor.reduce((all, part) => all + part, 0n)
  const largest = minor.reduce((at, part, i) => (sizeOf(part) > sizeOf(minor[at] ?? 0n) ? i : at), 0)
  const entries = revenueKinds.map((kind, i) => {
    const part = minor[i] ?? 0n
    return [kind, moneyOf(i === largest ? part + left : part, sum.currency)] as const
  })
  return Object.fromEntries(entries) as ByRevenueKind
}

const sizeOf = (minor: bigint) => (minor < 0n ? -minor : minor)

/** Minor units of some amounts by their kind. */
export function sumsByKind(parts: Iterable<{ revenue_kind: RevenueKind; minor: bigint }>): Map<RevenueKind, bigint> {
  const sums = new Map<RevenueKind, bigint>()
  for (const { revenue_kind, minor } of parts) sums.set(revenue_kind, (sums.get(revenue_kind) ?? 0n) + minor)
  return sums
}
