import { backtesting } from '../../stats/backtest/backtest.ts'
import type { Method, Past, Target } from '../../stats/backtest/history.ts'
import type { Score, Trial } from '../../stats/backtest/score.ts'
import { meanOf, quantileOf } from '../../stats/distribution.ts'
import { atOnce } from '../../stats/gently.ts'
import type { StagePlan } from '../../stats/hazards.ts'
import { crps } from '../../stats/scores.ts'
import { amountsIn, categoriesIn, type Conversion, type Packed, staysIn } from './packing.ts'

/** What the thread is to find out. */
export type Assignment = Conversion & {
  plans: readonly StagePlan[]
  /** The last day of which everything is known. */
  until: number
  horizons: readonly { days: number; origins: readonly number[] }[]
}

/** What a method said at an origin, and what came, in major units of the one currency. */
export type SaidOnce = {
  horizon: number
  origin: number
  target: Target
  scope: string
  method: Method
  expected: number
  low: number
  likely: number
  high: number
  crps: number
  happened: number
}

export type Found = { scores: (Score & { horizon: number })[]; said: SaidOnce[] }

/** Tries every method at every origin, from what was known then. Takes the parts: none is there afterwards. */
export function tryMethods(
  parts: Packed[],
  { horizons, ...facts }: Assignment,
  progress: (done: number, of: number) => void,
): Found {
  const past = pastOf(parts.splice(0), facts)
  const of = horizons.reduce((sum, { origins }) => sum + origins.length, 0)
  const found: Found = { scores: [], said: [] }
  let before = 0
  for (const { days: horizon, origins } of horizons) {
    const { scores } = atOnce(
      backtesting(past, {
        horizon,
        origins,
        progress: (done) => progress(before + done, of),
        each: (target, method, scope, trial) =>
          found.said.push({ horizon, target, method, scope, ...figuresOf(trial) }),
      }),
    )
    found.scores.push(...scores.map((score) => ({ ...score, horizon })))
    before += origins.length
  }
  return found
}

const figuresOf = ({ origin, distribution, happened }: Trial) => ({
  origin,
  happened,
  expected: meanOf(distribution),
  low: quantileOf(distribution, 0.1),
  likely: quantileOf(distribution, 0.5),
  high: quantileOf(distribution, 0.9),
  crps: crps(distribution, happened),
})

function pastOf(parts: readonly Packed[], { plans, until, ...conversion }: Omit<Assignment, 'horizons'>): Past {
  const amountAt = amountsIn(parts, conversion)
  const stays = staysIn(parts)
  // What a stay that is no win was worth is asked for at every origin; mostly it is what was said at its end.
  for (const stay of stays) if (stay.to !== 'won') stay.amount = amountAt(stay.deal, stay.left ?? until, until)
  return { stays, plans, until, amountAt, categories: categoriesIn(parts) }
}
