import { type InPieces, piece } from './gently.ts'
import { enoughClosed, type StagePlan } from './hazards.ts'
import { type Chances, fittingMotions, type History, makingChances } from './motion-model.ts'
import { learnShock, type Residual, type Shock } from './shock.ts'
import type { Stay } from './stay.ts'

/** The shock that past forecasts were hit by, and from how many of them it was learnt. */
export type PastLuck = { shock: Shock; windows: number }

const mostWindows = 18
/** After so many days a past forecast counts half as much. */
const halfLife = 540

/**
 * How much luck deals shared: forecasts as they would have been made at the borders of calendar slices (of 28 days, the
 * last 18 that are over), each from what had been counted by then, against what came in the slice after; see
 * `learnShock`. Windows of one slice do not overlap.
 *
 * Counts belong to slices, so that the model of a past day is a fit of the slices before it and nothing is counted
 * again. Bins of age and bands of size are those of today; a deal is of the size that it had on entering its stage. A window begins with 30 closed deals; none: the usual shock. Deals that an
 * administrative move took out within a window are left out of it.
 */
export function* learningLuck(
  { as_of, counts, sizes }: History,
  stays: readonly Stay[],
  plans: readonly StagePlan[],
): InPieces<PastLuck> {
  const { slice_days } = counts
  const last = Math.floor(as_of / slice_days)
  const won = winsOf(stays)
  yield
  const windows: { residuals: Residual[]; weight: number }[] = []
  for (let slice = last - 1; slice >= last - mostWindows; slice--) {
    const then = { ...counts, cells: counts.cells.filter((cell) => cell.slice < slice) }
    const origin = slice * slice_days
    const model = yield* fittingMotions({ as_of: origin, counts: then, sizes }, plans)
    if (model.n_closed < enoughClosed) break
    const chances = yield* makingChances(model, [slice_days])
    const pipelines = model.pipelines.map(({ key }) => key)
    const residuals = yield* residualsAt(origin, { stays, won, chances, pipelines, days: slice_days })
    windows.push({ residuals, weight: 2 ** (((slice - last) * slice_days) / halfLife) })
  }
  return { shock: learnShock(windows), windows: windows.length }
}

/** Days of wins by deal and pipeline; of a deal that was won twice, the first. */
function winsOf(stays: readonly Stay[]): Map<string, Map<string, number>> {
  const won = new Map<string, Map<string, number>>()
  for (const { deal, pipeline, to, left } of stays) {
    if (to !== 'won' || left === null) continue
    const own = won.getOrInsertComputed(pipeline, () => new Map<string, number>())
    own.set(deal, Math.min(own.get(deal) ?? left, left))
  }
  return won
}

type Then = {
  stays: readonly Stay[]
  won: ReadonlyMap<string, ReadonlyMap<string, number>>
  chances: Chances
  pipelines: readonly string[]
  days: number
}

function* residualsAt(origin: number, { stays, won, chances, pipelines, days }: Then): InPieces<Residual[]> {
  const residuals = new Map(pipelines.map((key) => [key, { won: 0, expected: 0, variance: 0 }]))
  let done = 0
  for (const { deal, pipeline, stage, entered, left, to, age_at_entry = 0, amount = null } of stays) {
    if (++done % piece === 0) yield
    if (entered > origin || (left !== null && left <= origin)) continue
    if (to === 'censored' && left !== null && left <= origin + days) continue
    const residual = residuals.get(pipeline)
    if (residual === undefined) continue
    const chance = chances.chanceOf({ pipeline, stage, amount, age_days: origin - entered + age_at_entry }, days)
    if (chance === null) continue
    const day = won.get(pipeline)?.get(deal) ?? Number.POSITIVE_INFINITY
    residual.won += Number(day > origin && day <= origin + days)
    residual.expected += chance
    residual.variance += chance * (1 - chance)
  }
  return [...residuals.values()]
}
