import { type Money, minorOf } from '../../values/money.ts'
import type { AgreedQuota } from '../quotas/index.ts'
import type { Line } from './lines.ts'
import type { Aim } from './row-of.ts'

/**
 * The quota of every row: what was agreed for it, in the one pipeline or in all of them together, else in each that has
 * one; where nothing was, the sum of the rows below it. Amounts without a rate count for nothing and are told of.
 */
export function aimsOf(
  lines: readonly Line[],
  quotas: readonly AgreedQuota[],
  {
    pipelines,
    whole,
    worth,
  }: { pipelines: ReadonlySet<string>; whole: boolean; worth: (money: Money) => Money | null },
): Map<string, Aim> {
  const minor = ({ amount }: AgreedQuota) => minorOf(worth(amount) ?? { amount: '0', currency: amount.currency })
  const agreedFor = (line: Line): bigint | null => {
    if (line.kind === 'own' || line.kind === 'nobody') return null
    const own = quotas.filter(
      ({ person, team, period, pipeline }) =>
        period === line.period.key &&
        person?.id === line.person?.id &&
        team?.id === line.team?.id &&
        (line.pipeline === null || pipeline?.id === line.pipeline.id),
    )
    const inAll = own.find(({ pipeline }) => pipeline === null)
    if (inAll && whole && line.pipeline === null) return minor(inAll)
    const each = own.filter(({ pipeline }) => pipeline !== null && pipelines.has(pipeline.id))
    // What all pipelines are to bring is known once each of them has a quota.
    const asWhole = line.person === null && line.team === null && line.pipeline === null
    if (each.length === 0 || (asWhole && each.length < pipelines.size)) return null
    return each.reduce((sum, quota) => sum + minor(quota), 0n)
  }
  const aims = new Map<string, Aim>()
  for (const line of lines.toReversed()) {
    const own = agreedFor(line)
    const below = line.parts.flatMap((key) => aims.get(key) ?? [])
    if (own !== null) aims.set(line.key, { minor: own, from: 'own' })
    else if (below.length > 0)
      aims.set(line.key, { minor: below.reduce((sum, aim) => sum + aim.minor, 0n), from: 'sum' })
  }
  return aims
}
