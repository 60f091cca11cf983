import type { Distribution } from '../distribution.ts'
import type { InPieces } from '../gently.ts'
import type { Group } from '../lucky-part.ts'
import { sharedSums } from '../shared-sum.ts'
import {
  betsOn,
  type Chanced,
  type Foretold,
  foretellingByModel,
  foretellingByShares,
  foretellingBySurvival,
} from './foretell.ts'
import { inOrder, type Method, methods, type Past, type Target, targets } from './history.ts'
import { halfLives, type Matured, maturedFrom } from './matured.ts'
import { monthStarts, spanOf } from './origins.ts'
import { type Judged, newTally, type Score, type Tally, type Trial } from './score.ts'
import type { Stay } from '../stay.ts'
import { type OpenDeal, type Snapshot, snapshotAt } from './snapshot.ts'

export type Backtest = { horizon: number; origins: number[]; scores: Score[] }

export type Backtesting = {
  horizon: number
  /** Days as of which to forecast; the whole horizon after each must be known. */
  origins: readonly number[]
  /** Of these alone; all nine where none are named. */
  methods?: readonly Method[]
  /** Told after each origin. */
  progress?: (done: number, of: number) => void
  /** Told of every single forecast. */
  each?: (target: Target, method: Method, scope: string, trial: Trial) => void
}

/**
 * What every method would have said at each origin, from what was known then, against what came: per pipeline and in
 * total, of the deals that were open and of all. In pieces: whoever stops asking for the next has cancelled it.
 *
 * The model learns from its own past forecasts whose windows were over by the origin; to have some, it also forecasts
 * from the starts of months before the first origin. A method that has nothing to say has null for its scores. Origins
 * whose windows overlap are not independent: `windows` counts those that do not.
 */
export function* backtesting(
  { stays, ...rest }: Past,
  { horizon, origins, methods: wanted = methods, progress, each }: Backtesting,
): InPieces<Backtest> {
  const past: Past = { ...rest, stays: inOrder(stays) }
  const judged = [...new Set(origins)].toSorted((a, b) => a - b)
  const wins = past.stays.filter(({ to }) => to === 'won')
  const matured: Matured[][] = halfLives.map(() => [])
  const tallies = newTallies(past.plans.map(({ key }) => key))
  const steps = [...(wanted.includes('model') ? warmUp(past, judged, horizon) : []), ...judged]
  for (const [i, origin] of steps.entries()) {
    const snapshot = snapshotAt(past, origin, horizon)
    yield
    const known = matured.map((windows) => windows.filter((window) => window.origin + horizon <= origin))
    const { foretold, candidates, counted } = wanted.includes('model')
      ? yield* foretellingByModel(snapshot, past, known)
      : { foretold: null, candidates: [], counted: null }
    const outcome = outcomeOf(wins, snapshot)
    const facts = { ...snapshot, pipelines: past.plans.map(({ key }) => key) }
    candidates.forEach((one, c) => matured[c]?.push(maturedFrom(one, facts, outcome.won)))
    yield
    if (i < steps.length - judged.length) continue
    const others = [
      ...(yield* foretellingByShares(snapshot, wanted)),
      ...(yield* foretellingBySurvival(snapshot, past, { wanted, counted })),
    ]
    const openIn = Map.groupBy(snapshot.open, ({ pipeline }) => pipeline)
    for (const one of foretold === null ? others : [...others, foretold]) {
      const chanced = chancesBy(one, openIn)
      for (const target of targets) {
        yield
        trying(one, { target, snapshot, past, outcome, chanced }, (scope, trial) => {
          tallies.get(keyOf(target, one.method, scope))?.add(trial)
          each?.(target, one.method, scope, trial)
        })
      }
    }
    progress?.(i + 1 - (steps.length - judged.length), judged.length)
  }
  return { horizon, origins: judged, scores: scoresOf(tallies, horizon) }
}

/** Earlier origins from which the model learns how wrong it is: starts of months, half way to the first origin on. */
function warmUp({ stays }: Past, origins: readonly number[], horizon: number): number[] {
  const { from } = spanOf(stays)
  const [first] = origins
  return first === undefined ? [] : monthStarts(from + (first - from) / 2, first - horizon)
}

type Outcome = {
  /** Whether an open deal of the snapshot was won in its pipeline. */
  won: (deal: OpenDeal) => boolean
  happened: (target: Target, scope: string) => number
}

/**
 * What came in the horizon after the origin.
 *
 * @param wins the stays of the past that ended in one
 */
function outcomeOf(wins: readonly Stay[], { origin, horizon, open }: Snapshot): Outcome {
  const came = wins.filter(({ left }) => left !== null && left > origin && left <= origin + horizon)
  const wonIn = new Map<string, Set<string>>()
  for (const { deal, pipeline } of came) wonIn.getOrInsertComputed(pipeline, () => new Set()).add(deal)
  const won = new Set(open.filter(({ deal, pipeline }) => wonIn.get(pipeline)?.has(deal)))
  // Of an open deal the first win counts; one that is reopened and won again is new business.
  const standing = new Map<string, Set<string>>()
  for (const { deal, pipeline } of won) standing.getOrInsertComputed(pipeline, () => new Set()).add(deal)
  const sums = { open: new Map<string, number>(), all: new Map<string, number>() }
  for (const { deal, pipeline, amount } of came)
    for (const target of standing.get(pipeline)?.delete(deal) ? targets : (['all'] as const))
      for (const scope of [pipeline, total]) sums[target].set(scope, (sums[target].get(scope) ?? 0) + (amount ?? 0))
  return { won: (deal) => won.has(deal), happened: (target, scope) => sums[target].get(scope) ?? 0 }
}

/** The scope of all pipelines together. */
export const total = 'total'

/** Per pipeline its open deals with their chances; null for a method that has nothing to say of these. */
type ChancedDeals = ReadonlyMap<string, readonly Chanced[]> | null

function chancesBy({ chanceOf }: Foretold, openIn: ReadonlyMap<string, readonly OpenDeal[]>): ChancedDeals {
  if (chanceOf === null) return null
  return new Map([...openIn].map(([key, open]) => [key, open.map((deal) => ({ deal, chance: chanceOf(deal) ?? 0 }))]))
}

type Case = { target: Target; snapshot: Snapshot; past: Past; outcome: Outcome; chanced: ChancedDeals }

function trying(
  { arrivalsInto, shock }: Foretold,
  { target, snapshot, past, outcome, chanced }: Case,
  note: (scope: string, trial: Trial) => void,
): void {
  if (chanced === null && target === 'open') return
  const groups = past.plans.map(({ key }): Group & { key: string } => {
    const { bets, unvalued } = betsOn(snapshot, key, chanced?.get(key) ?? [])
    return { key, bets, arrivals: target === 'all' ? [...unvalued, ...arrivalsInto(key)] : unvalued }
  })
  const { each, total: all } = sharedSums(groups, shock, { points: gridPoints })
  const trial = (scope: string, distribution: Distribution, deals: readonly Judged[]): Trial => ({
    origin: snapshot.origin,
    distribution,
    happened: outcome.happened(target, scope),
    deals,
  })
  const judgedIn = (key: string): Judged[] =>
    target === 'open' ? (chanced?.get(key) ?? []).map(({ deal, chance }) => ({ chance, came: outcome.won(deal) })) : []
  groups.forEach(({ key }, i) => {
    const distribution = each[i]
    if (distribution) note(key, trial(key, distribution, judgedIn(key)))
  })
  note(total, trial(total, all, [...(chanced?.keys() ?? [])].flatMap(judgedIn)))
}

/** A fiftieth of a standard deviation apart: finer grids do not change a score. */
const gridPoints = 1_024

const keyOf = (target: Target, method: Method, scope: string) => JSON.stringify([target, method, scope])

function newTallies(pipelines: readonly string[]): Map<string, Tally> {
  return new Map(
    targets.flatMap((target) =>
      methods.flatMap((method) =>
        [...pipelines, total].map((scope) => [keyOf(target, method, scope), newTally()] as const),
      ),
    ),
  )
}

function scoresOf(tallies: ReadonlyMap<string, Tally>, horizon: number): Score[] {
  return [...tallies].map(([key, tally]) => {
    const [target, method, scope] = JSON.parse(key) as [Target, Method, string]
    return tally.score({ target, method, scope }, horizon)
  })
}
