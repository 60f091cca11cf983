import type { Arrivals, Bet } from '../bet.ts'
import type { InPieces } from '../gently.ts'
import {
  type Chances,
  countingHistory,
  fittingMotions,
  type History,
  makingChances,
  withoutSizes,
} from '../motion-model.ts'
import { newWins } from '../new-business.ts'
import type { Shock } from '../shock.ts'
import type { Method, Past } from './history.ts'
import { bestHalfLife, type Candidate, fittingCandidates, type Matured, shockFrom } from './matured.ts'
import { runRate } from './run-rate.ts'
import { categoryShares, type ChanceOf, horizonShare, stageWeighted, winRate } from './shares.ts'
import { type OpenDeal, type Snapshot, worthOfWins } from './snapshot.ts'

/** What a method says on a day; deals of `open` in the order of the snapshot. */
export type Foretold = {
  method: Method
  /** null: the method has nothing to say of deals that are open. */
  chanceOf: ChanceOf | null
  /** What it expects of a pipeline beside its open deals. */
  arrivalsInto: (pipeline: string) => Arrivals[]
  shock: Shock
}

const alone: Shock = { common: 0, own: 0 }
const nothing = (): Arrivals[] => []

/** Methods that look at what is open and multiply it by a share, and the run rate, which looks at neither. */
export function* foretellingByShares(snapshot: Snapshot, wanted: readonly Method[]): InPieces<Foretold[]> {
  const shares = {
    stage_weighted: stageWeighted,
    horizon_share: horizonShare,
    win_rate: winRate,
    categories: categoryShares,
  } as const
  const foretold: Foretold[] = []
  for (const method of ['stage_weighted', 'horizon_share', 'win_rate', 'categories'] as const) {
    if (!wanted.includes(method)) continue
    const chanceOf: ChanceOf | null = yield* shares[method](snapshot)
    if (chanceOf !== null) foretold.push({ method, chanceOf, arrivalsInto: nothing, shock: alone })
  }
  if (!wanted.includes('run_rate')) return foretold
  return [...foretold, { method: 'run_rate', chanceOf: null, arrivalsInto: runRate(snapshot), shock: alone }]
}

/**
 * The survival models that the full one is compared with.
 *
 * @param counted what the full one read, if anybody asked for it
 */
export function* foretellingBySurvival(
  snapshot: Snapshot,
  { plans }: Past,
  { wanted, counted }: { wanted: readonly Method[]; counted: History | null },
): InPieces<Foretold[]> {
  const { stays, origin: as_of, horizon } = snapshot
  const foretold: Foretold[] = []
  let own = counted === null ? undefined : withoutSizes(counted)
  for (const method of ['pooled', 'per_pipeline', 'partial'] as const) {
    if (!wanted.includes(method)) continue
    const common = method === 'pooled'
    const history =
      (common ? undefined : own) ?? (yield* countingHistory(stays, plans, { as_of, common, sized: false }))
    if (!common) own = history
    const model = yield* fittingMotions(history, plans, { pooling: method, levels: false })
    foretold.push(foretoldBy(method, snapshot, yield* makingChances(model, [horizon]), alone))
  }
  return foretold
}

/**
 * The full model: size bands, levels, the half-life that would have forecast the past best, and the shock that past
 * forecasts were hit by. Answers the candidates too, from which later origins learn, and what was counted for them.
 *
 * @param past for each candidate the forecasts whose windows were over by the origin
 */
export function* foretellingByModel(
  snapshot: Snapshot,
  { plans }: Past,
  past: readonly (readonly Matured[])[],
): InPieces<{ foretold: Foretold | null; candidates: Candidate[]; counted: History }> {
  const counted = yield* countingHistory(snapshot.stays, plans, { as_of: snapshot.origin })
  const candidates = yield* fittingCandidates(counted, plans, snapshot.horizon)
  const best = bestHalfLife(past)
  const chosen = candidates[best]
  if (chosen === undefined) return { foretold: null, candidates, counted }
  const shock = shockFrom(past[best] ?? [], snapshot)
  return { foretold: foretoldBy('model', snapshot, chosen.chances, shock), candidates, counted }
}

function foretoldBy(method: Method, snapshot: Snapshot, chances: Chances, shock: Shock): Foretold {
  const { horizon, rates } = snapshot
  return {
    method,
    shock,
    chanceOf: (deal) => chances.chanceOf(deal, horizon) ?? 0,
    arrivalsInto(pipeline) {
      const table = chances.tableOf(pipeline)
      if (table === undefined) return []
      const amounts = worthOfWins(snapshot, pipeline)
      return rates
        .filter((rate) => rate.pipeline === pipeline)
        .map((rate) => ({ ...newWins(rate, table, horizon), amounts }))
    },
  }
}

/** The open deals of a pipeline, each with the chance that a method gives it. */
export type Chanced = { deal: OpenDeal; chance: number }

/** The bets on a pipeline's open deals; those that nobody put an amount to count with what a win brings. */
export function betsOn(
  snapshot: Snapshot,
  pipeline: string,
  deals: readonly Chanced[],
): { bets: Bet[]; unvalued: Arrivals[] } {
  const ratio = snapshot.ratios.get(pipeline) ?? 1
  const bets: Bet[] = []
  let mean_count = 0
  for (const { deal, chance } of deals) {
    if (deal.amount === null) mean_count += chance
    else bets.push({ chance, amount: deal.amount * ratio })
  }
  const unvalued = mean_count > 0 ? [{ mean_count, dispersion: 0, amounts: worthOfWins(snapshot, pipeline) }] : []
  return { bets, unvalued }
}
