import type { InPieces } from '../gently.ts'
import { type Chances, fittingMotions, type History, makingChances, type MotionModel } from '../motion-model.ts'
import type { StagePlan } from '../hazards.ts'
import { learnShock, type Residual, type Shock } from '../shock.ts'
import type { OpenDeal } from './snapshot.ts'

/** Half-lives in days that a company's history may have; undefined: all of it counts the same. */
export const halfLives: readonly (number | undefined)[] = [undefined, 90]

/** A model made as of a day, its chances, and how it was made. */
export type Candidate = { half_life_days: number | undefined; model: MotionModel; chances: Chances }

export function* fittingCandidates(
  history: History,
  plans: readonly StagePlan[],
  horizon: number,
): InPieces<Candidate[]> {
  const candidates: Candidate[] = []
  for (const half_life_days of halfLives) {
    const model = yield* fittingMotions(history, plans, { half_life_days })
    candidates.push({ half_life_days, model, chances: yield* makingChances(model, [horizon]) })
  }
  return candidates
}

/** What a forecast said of the deals open at its origin, beside what came: all that is learnt from it. */
export type Matured = { origin: number; residuals: Residual[]; loss: number }

/** @param won whether a deal was won in its pipeline within the horizon */
export function maturedFrom(
  { chances }: Candidate,
  {
    origin,
    horizon,
    open,
    pipelines,
  }: { origin: number; horizon: number; open: readonly OpenDeal[]; pipelines: readonly string[] },
  won: (deal: OpenDeal) => boolean,
): Matured {
  const residuals = new Map(pipelines.map((key) => [key, { won: 0, expected: 0, variance: 0 }]))
  let loss = 0
  for (const deal of open) {
    const residual = residuals.get(deal.pipeline)
    const chance = chances.chanceOf(deal, horizon)
    if (residual === undefined || chance === null) continue
    const came = won(deal)
    residual.won += Number(came)
    residual.expected += chance
    residual.variance += chance * (1 - chance)
    loss += logLoss(chance, came)
  }
  return { origin, residuals: [...residuals.values()], loss }
}

/** −ln of the chance that was given to what happened; a chance of 0 or 1 that was wrong costs 13.8. */
export function logLoss(chance: number, came: boolean): number {
  const given = Math.min(Math.max(came ? chance : 1 - chance, 1e-6), 1)
  return -Math.log(given)
}

/** So much (nats) must a half-life be better over all past windows before it is believed: one window is mostly luck. */
const marginOfLoss = 3

/** The half-life that would have forecast the past best, all of history where none is clearly better. */
export function bestHalfLife(past: readonly (readonly Matured[])[]): number {
  const losses = past.map((windows) => windows.reduce((sum, { loss }) => sum + loss, 0))
  let best = 0
  losses.forEach((loss, i) => {
    if (loss < (losses[best] ?? 0) - (best === 0 ? marginOfLoss : 0)) best = i
  })
  return best
}

/** Windows that overlap say the same thing more than once; those a year and a half ago half as much as those of today. */
export function shockFrom(past: readonly Matured[], { origin, horizon }: { origin: number; horizon: number }): Shock {
  const windows = past.map(({ residuals, ...window }, i) => {
    const gap = (past[i + 1]?.origin ?? window.origin + horizon) - window.origin
    const recency = 2 ** ((window.origin - origin) / shockHalfLife)
    return { residuals, weight: Math.min(gap / horizon, 1) * recency }
  })
  return learnShock(windows)
}
const shockHalfLife = 540
