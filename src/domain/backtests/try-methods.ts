import { backtesting } from '../../stats/backtest/backtest.ts'
import type { Method, Past, Target } from '../../stats/backtest/history.ts'
import type { Score, Trial } from '../../stats/backtest/score.ts'
import { meanOf, quantileOf } from '../../stats/distribution.ts'
import { atOnce } from '../../stats/gently.ts'
import type { StagePlan } from '../../stats/hazards.ts'
import { crps } from '../../stats/scores.ts'
import type { Note, Part } from './past-of-deals.ts'

export type { Part } from './past-of-deals.ts'

/** What one thread is to find out. */
export type Assignment = {
  methods: readonly Method[]
  plans: readonly StagePlan[]
  /** The last day of which everything is known. */
  until: number
  /** The one currency. */
  currency: string
  horizons: readonly { days: number; origins: readonly number[] }[]
  /** Into the one currency, by the origin's day and the other currency; what is missing has no rate. */
  rates: Readonly<Record<number, Readonly<Record<string, number>>>>
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

/** Tries the methods of an assignment at every origin, from what was known then. */
export function tryMethods(
  parts: readonly Part[],
  { methods, horizons, ...facts }: Assignment,
  progress: (done: number, of: number) => void,
): Found {
  const past = pastOf(parts, facts)
  const of = horizons.reduce((sum, { origins }) => sum + origins.length, 0)
  const found: Found = { scores: [], said: [] }
  let before = 0
  for (const { days: horizon, origins } of horizons) {
    const { scores } = atOnce(
      backtesting(past, {
        horizon,
        origins,
        methods,
        progress: (done) => progress(before + done, of),
        each: (target, method, scope, trial) =>
          found.said.push({ horizon, target, method, scope, ...figuresOf(trial) }),
      }),
    )
    found.scores.push(
      ...scores.filter(({ method }) => methods.includes(method)).map((score) => ({ ...score, horizon })),
    )
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

function pastOf(parts: readonly Part[], { plans, until, currency, rates }: Omit<Assignment, 'methods' | 'horizons'>) {
  const notes = Map.groupBy(
    parts.flatMap((part) => part.notes),
    ({ deal }) => deal,
  )
  const categories = parts.flatMap((part) => part.categories)
  const past: Past = {
    stays: parts.flatMap((part) => part.stays),
    plans,
    until,
    amountAt: (deal, day, origin) => amountAt(notes.get(deal) ?? [], { day, origin }, { currency, rates }),
  }
  // Every deal has a category from its first day; only where people changed any did they say something with it.
  return peopleSaid(categories) ? { ...past, categories } : past
}

const peopleSaid = (categories: readonly { category: string }[]) =>
  new Set(categories.flatMap(({ category }) => (category === 'closed' ? [] : [category]))).size > 1

/**
 * What was said of a deal on a day, as it was converted at an origin: open amounts at the rate of the origin, those of a
 * deal that was won by then at the rate that was frozen with it. What has no rate counts as nothing, as in a forecast.
 */
export function amountAt(
  notes: readonly Note[],
  { day, origin }: { day: number; origin: number },
  { currency, rates }: Pick<Assignment, 'currency' | 'rates'>,
): number | null {
  const said = notes.findLast(({ from }) => from <= day) ?? notes[0]
  if (said === undefined || said.amount === null) return null
  const won = notes.findLast(({ from, worth }) => worth !== null && from <= origin)
  if (won?.worth && won.amount && won.currency === said.currency) return said.amount * (won.worth / won.amount)
  if (said.currency === currency) return said.amount
  return said.amount * (rates[origin]?.[said.currency] ?? 0)
}
