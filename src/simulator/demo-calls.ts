import { randomFrom } from '../stats/random.ts'
import type { Instant } from '../values/instant.ts'
import type { DemoDeal } from './demo-deal.ts'

/** What somebody of the demo company said one of their own people would bring in a quarter, when it was half over. */
export type DemoCall = {
  pipeline: string
  period: string
  /** The moment at which it was said. */
  at: Instant
  /** Whose deals it is about. */
  owner_email: string
  /** Decimal text: what was closed by then and what they were sure of. */
  amount: string
  currency: DemoDeal['currency']
}

/** How somebody hears of what is to come: chance to be sure of a deal that will be won in time, and of one that will not. */
type Ear = { sure_of_wins: number; sure_of_others: number }

const ordinary: Ear = { sure_of_wins: 0.7, sure_of_others: 0.08 }
/** Bayu is sure of everything that is far along; Jonas says little, so that he can bring more. */
const ears: Record<string, Ear> = {
  bayu: { sure_of_wins: 0.9, sure_of_others: 0.25 },
  jonas: { sure_of_wins: 0.4, sure_of_others: 0.02 },
}

type Quarter = { key: string; from: Instant; at: Instant; until: Instant }

/** The quarters of the calendar that were over on a day, the newest last, with a moment a little past their middle. */
export function quartersBefore(today: string, count: number): Quarter[] {
  const current = Number(today.slice(0, 4)) * 4 + Math.floor((Number(today.slice(5, 7)) - 1) / 3)
  const startOf = (quarter: number) => Date.UTC(Math.floor(quarter / 4), (quarter % 4) * 3, 1)
  return Array.from({ length: count }, (_, i) => {
    const quarter = current - count + i
    const [from, until] = [startOf(quarter), startOf(quarter + 1)]
    const instant = (milliseconds: number) => new Date(milliseconds).toISOString()
    return {
      key: `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`,
      from: instant(from),
      at: instant(from + 52 * 86_400_000 + 9 * 3_600_000),
      until: instant(until),
    }
  })
}

/**
 * What every owner said of quarters that are over, from a seed: what they had closed, and each open deal of which they
 * were sure. They hear of deals that will be won more than of others, some of them too well and some too little; so their
 * calls are neither the truth nor made up to look good. Per owner, pipeline and quarter one call, where they had deals.
 */
export function demoCalls(
  deals: readonly DemoDeal[],
  { pipelines, quarters, seed = 65 }: { pipelines: readonly string[]; quarters: readonly Quarter[]; seed?: number },
): DemoCall[] {
  const random = randomFrom(seed * 7 + 3)
  return quarters.flatMap(({ key, from, at, until }) =>
    pipelines.flatMap((pipeline) => {
      const there = deals.filter((deal) => deal.pipeline === pipeline && deal.created_at < at)
      const mine = Map.groupBy(there, ({ owner_email }) => owner_email)
      return [...mine]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([owner_email, own]): DemoCall[] => {
          const ear = ears[owner_email.split('@')[0] ?? ''] ?? ordinary
          const sure = own.filter(({ status, closed_at }) => {
            const within = closed_at !== null && closed_at >= from && closed_at < until
            if (closed_at !== null && closed_at < at) return within && status === 'won'
            return random.chance(within && status === 'won' ? ear.sure_of_wins : ear.sure_of_others)
          })
          const [first] = own
          if (!first || sure.length === 0) return []
          const cents = sure.reduce((sum, { amount }) => sum + Math.round(Number(amount ?? 0) * 100), 0)
          return [
            { pipeline, period: key, at, owner_email, amount: (cents / 100).toFixed(2), currency: first.currency },
          ]
        })
    }),
  )
}
