import { ageEdges, countingExposure, type ExposureCounts, findingPace } from './exposure.ts'
import type { InPieces } from './gently.ts'
import { fittingHazards, type HazardModel, type Pooling, type StagePlan } from './hazards.ts'
import { bandOf, isSize, sizeEdges } from './size-bands.ts'
import { fittingSizes, ofSize, type SizeFactors } from './size-factors.ts'
import type { Stay } from './stay.ts'
import { makingWinTable, type WinTable, winProbability } from './win-probability.ts'

/** What history says of every pipeline: the hazards, and what a deal's size changes in them. */
export type MotionModel = HazardModel & { sizes: ReadonlyMap<string, SizeFactors> }

/** What fits read, kept so that several models can be made of one count. */
export type History = { as_of: number; counts: ExposureCounts; sizes: Record<string, number[]> }

/** Days in a stage that a pipeline without a pace of its own is taken to have. */
const usualPace = 30

/**
 * Counts what happened until a day, per pipeline in age bins of its own pace and in bands of its own sizes.
 *
 * @param stays what was known then (`knownAt`)
 * @param common one calendar for all pipelines: what a model that does not tell them apart would see
 */
export function* countingHistory(
  stays: readonly Stay[],
  plans: readonly StagePlan[],
  { as_of, common = false, sized = true }: { as_of: number; common?: boolean; sized?: boolean },
): InPieces<History> {
  const own = Map.groupBy(stays, ({ pipeline }) => pipeline)
  const edges: Record<string, number[]> = {}
  const sizes: Record<string, number[]> = {}
  for (const { key } of plans) {
    const some = own.get(key)
    edges[key] = ageEdges((common ? null : some && (yield* findingPace(some, as_of))) ?? usualPace)
    if (sized && some) sizes[key] = sizeEdges(amountsOf(some))
    yield
  }
  return { as_of, counts: yield* countingExposure(stays, { as_of, edges, sizes }), sizes }
}

/** One amount a deal: that of its last stay. */
function amountsOf(stays: readonly Stay[]): number[] {
  const amounts = new Map<string, number>()
  for (const { deal, amount } of stays) if (isSize(amount)) amounts.set(deal, amount)
  return [...amounts.values()]
}

/**
 * Hazards and sizes from counts. `half_life_days` halves the weight of what happened so many days ago, events and time
 * at risk alike; without, all history counts the same.
 */
export function* fittingMotions(
  { as_of, counts, sizes }: History,
  plans: readonly StagePlan[],
  { half_life_days, pooling }: { half_life_days?: number | undefined; pooling?: Pooling } = {},
): InPieces<MotionModel> {
  const weight = recency(half_life_days, as_of, counts.slice_days)
  const hazards = yield* fittingHazards(counts, plans, { weight, ...(pooling ? { pooling } : {}) })
  return { ...hazards, sizes: yield* fittingSizes(counts, hazards, { sizes, weight }) }
}

function recency(half_life_days: number | undefined, as_of: number, slice_days: number): (slice: number) => number {
  if (half_life_days === undefined) return () => 1
  return (slice) => 2 ** (Math.min((slice + 1) * slice_days - as_of, 0) / half_life_days)
}

/** A deal where it stands. `age_days` is the time in its stage. */
export type Standing = { pipeline: string; stage: string; age_days: number; amount: number | null }

/** Win tables of every pipeline, of all its deals and per band of size. */
export type Chances = {
  tables: ReadonlyMap<string, WinTable>
  /** null where the model does not know the stage. */
  chanceOf: (deal: Standing, horizon_days: number) => number | null
}

/** Makes them for the horizons that will be asked for. */
export function* makingChances(model: MotionModel, horizons: readonly number[]): InPieces<Chances> {
  const farthest = Math.max(...horizons)
  const tables = new Map<string, WinTable>()
  const banded = new Map<string, WinTable[]>()
  for (const hazards of model.pipelines) {
    tables.set(hazards.key, yield* makingWinTable(hazards, farthest, horizons))
    const sizes = model.sizes.get(hazards.key)
    if (sizes === undefined) continue
    const own: WinTable[] = []
    for (const band of sizes.bands.keys())
      own.push(yield* makingWinTable(ofSize(hazards, sizes, band), farthest, horizons))
    banded.set(hazards.key, own)
  }
  return {
    tables,
    chanceOf({ pipeline, stage, age_days, amount }, horizon_days) {
      const band = bandOf(model.sizes.get(pipeline)?.edges, amount)
      const table = (band === undefined ? undefined : banded.get(pipeline)?.[band]) ?? tables.get(pipeline)
      return table === undefined ? null : winProbability(table, { stage, age_days, horizon_days })
    },
  }
}
