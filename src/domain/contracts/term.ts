import type { Day } from '../../values/instant.ts'
import type { Line } from '../line-items/index.ts'

const monthsOf = { month: 1, quarter: 3, year: 12 } as const

export type Term = { starts_on: Day; ends_on: Day; annual_minor: bigint; value_minor: bigint }

/**
 * What the recurring lines of a won deal promise, from a day on; null where there are none. The term is that of the
 * longest line. A line is worth what it brings in a year also where its term is shorter or longer than one.
 */
export function termOf(lines: readonly Line[], starts_on: Day): Term | null {
  let [months, annual_minor, value_minor] = [0, 0n, 0n]
  for (const { kind, quantity, unit_price_minor, period, term, rounding_minor } of lines) {
    if (kind !== 'recurring' || period === null || term === null) continue
    const each = BigInt(quantity) * unit_price_minor
    months = Math.max(months, term * monthsOf[period])
    annual_minor += each * BigInt(12 / monthsOf[period])
    value_minor += each * BigInt(term) + BigInt(rounding_minor ?? 0)
  }
  if (months === 0) return null
  const ends_on = Temporal.PlainDate.from(starts_on).add({ months }).subtract({ days: 1 }).toString()
  return { starts_on, ends_on, annual_minor, value_minor }
}

/** Whether two contracts hold the same lines. */
export const sameLines = (a: readonly object[], b: readonly object[]): boolean =>
  JSON.stringify(a.map(inOrder)) === JSON.stringify(b.map(inOrder))

/** The database gives the members of JSON back in an order of its own. */
const inOrder = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return members.map(([name, one]) => [name, inOrder(one)])
}

/** The day on which a contract begins that goes on from another one: the next, or its own where there is a gap. */
export function startAfter(won_on: Day, before: { ends_on: Day } | null): Day {
  if (before === null) return won_on
  const next = Temporal.PlainDate.from(before.ends_on).add({ days: 1 }).toString()
  // Renewed so late that nothing was in force for longer than a quarter: a new beginning.
  const gap = Temporal.PlainDate.from(next).until(Temporal.PlainDate.from(won_on)).total({ unit: 'days' })
  return gap > longestGap ? won_on : next
}

const longestGap = 90
