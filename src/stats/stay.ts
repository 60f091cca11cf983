/**
 * One uninterrupted time of a deal in a stage, as it was known at the moment of the estimate. Void deals and reversed
 * moves are no stays: the caller leaves them out. Days are counted from 1970-01-01T00:00Z, fractions included.
 */
export type Stay = {
  deal: string
  pipeline: string
  stage: string
  entered: number
  /** null while the deal is still there. */
  left: number | null
  /**
   * Where it went: the key of a stage of the same pipeline, `won`, `lost`, `transferred` (left for another pipeline by
   * a person's decision: neither a win nor a loss) or `censored` (an administrative move: nothing is learnt from it).
   * null while the deal is still there.
   */
  to: string | null
  /** Recording began only here: what happened in this stay before it would not have been seen (left truncation). */
  observed_from?: number
  /** Days the stage clock already showed on entry: an administrative move does not set it back. Default 0. */
  age_at_entry?: number
  /** What the deal was said to be worth when this stay began, in one currency; null or absent: nobody said. */
  amount?: number | null
}

export const outcomes = ['won', 'lost', 'transferred'] as const
export type Outcome = (typeof outcomes)[number]

export const isOutcome = (to: string): to is Outcome => (outcomes as readonly string[]).includes(to)

/** What was known on a day: later stays do not exist, and what ended later is still open. */
export function knownAt(stays: readonly Stay[], day: number): Stay[] {
  return stays
    .filter((stay) => stay.entered <= day)
    .map((stay) => (stay.left !== null && stay.left > day ? { ...stay, left: null, to: null } : stay))
}
