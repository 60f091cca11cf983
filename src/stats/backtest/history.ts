import type { StagePlan } from '../hazards.ts'
import type { Stay } from '../stay.ts'

/** What somebody said a deal was, from a day on: `commit`, `best case`, … */
export type Categorised = { deal: string; category: string; from: number }

/** All that happened, until the last day of the data; a backtest sees of it what was known at each origin. */
export type Past = {
  /** One deal's stays together and in their order. */
  stays: readonly Stay[]
  plans: readonly StagePlan[]
  /** The last day of which everything is known. */
  until: number
  categories?: readonly Categorised[]
  /**
   * What a deal was said to be worth on a day, in the one currency as it was converted at an origin; null where nobody
   * said. Without it the amounts of stays hold from when these began. What came is always counted by those of stays.
   */
  amountAt?: (deal: string, day: number, origin: number) => number | null
}

/** The nine methods: A stage_weighted, A_t horizon_share, B win_rate, C pooled, D per_pipeline, E partial, F model. */
export const methods = [
  'stage_weighted',
  'horizon_share',
  'win_rate',
  'pooled',
  'per_pipeline',
  'partial',
  'model',
  'categories',
  'run_rate',
] as const
export type Method = (typeof methods)[number]

/** `open`: won within the horizon among deals open at the origin; `all`: and deals that were not there yet. */
export const targets = ['open', 'all'] as const
export type Target = (typeof targets)[number]

/** One deal's stays together, in the order in which they happened. */
export function inOrder(stays: readonly Stay[]): readonly Stay[] {
  if (areInOrder(stays)) return stays
  return [...Map.groupBy(stays, ({ deal }) => deal).values()].flatMap((own) => own.toSorted(byTime))
}

const byTime = (a: Stay, b: Stay): number => a.entered - b.entered || (a.left ?? Infinity) - (b.left ?? Infinity)

function areInOrder(stays: readonly Stay[]): boolean {
  const begun = new Set<string>()
  return stays.every((stay, i) => {
    const before = stays[i - 1]
    // Where both are open without an end, their difference is no number, and they stay as they are.
    if (before?.deal === stay.deal) return !(byTime(before, stay) > 0)
    if (begun.has(stay.deal)) return false
    begun.add(stay.deal)
    return true
  })
}
