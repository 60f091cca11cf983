import { ageEdges, type AgeTally, fineEdges, paceFrom, usualPace } from './age-grid.ts'
import { addedCell, countingExposure, type ExposureCell, type ExposureCounts, exposureOf } from './exposure.ts'
import { atOnce, type InPieces } from './gently.ts'
import { fittingLevels } from './levels.ts'
import { fittingHazards, type HazardModel, type Pooling, type StagePlan } from './hazards.ts'
import { bandOf, isSize, sizeEdges } from './size-bands.ts'
import { fittingSizes, ofSize, type SizeFactors } from './size-factors.ts'
import type { Stay } from './stay.ts'
import { addAll, put, type TallyCell, tallying, widening } from './tally.ts'
import { makingWinTable, type WinTable, winProbability } from './win-probability.ts'

/** What history says of every pipeline: the hazards, and what a deal's size changes in them. */
export type MotionModel = HazardModel & {
  sizes: ReadonlyMap<string, SizeFactors>
  /** Pipelines whose open deals have the chance of a share in place of one from the hazards; see `other-methods.ts`. */
  shares?: ReadonlyMap<string, Share>
}

/** A share of past deals that was won. */
export type Share = {
  method: 'horizon_share' | 'win_rate'
  /** Counts in pieces what deals will ask for at a horizon; null where there is nothing to count. */
  making: ((horizon_days: number) => InPieces<void>) | null
  /** null where the past says nothing of it. */
  of: (deal: { stage: string }, horizon_days: number) => number | null
}

/** What fits read, kept so that several models can be made of one count. */
export type History = { as_of: number; counts: ExposureCounts; sizes: Record<string, number[]> }

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
  const ages = agesOf(common ? [] : yield* countingAges(stays, as_of))
  const edges: Record<string, number[]> = Object.create(null)
  const sizes: Record<string, number[]> = Object.create(null)
  const own = sized ? Map.groupBy(stays, ({ pipeline }) => pipeline) : new Map<string, Stay[]>()
  for (const { key } of plans) {
    edges[key] = edgesFor(ages.get(key))
    sizes[key] = sizeEdges(amountsOf(own.get(key) ?? []))
    yield
  }
  return { as_of, counts: yield* countingExposure(stays, { as_of, edges, sizes }), sizes }
}

/** The same history as if sizes had not been told apart. */
export function withoutSizes({ as_of, counts }: History): History {
  const cells = new Map<string, ExposureCell>()
  for (const { pipeline, stage, slice, exposure, events } of counts.cells) {
    const key = JSON.stringify([pipeline, stage, slice])
    const cell: ExposureCell = { pipeline, stage, slice, exposure, events }
    const known = cells.get(key)
    cells.set(key, known === undefined ? cell : addedCell(known, cell))
  }
  return { as_of, counts: { ...counts, cells: [...cells.values()] }, sizes: Object.create(null) }
}

/** What is kept of the past: enough to count it as `countingHistory` does without a look at any stay that is over. */
export type KeptPast = {
  /** Stays that are over, between the fine edges; groups are amounts, numbered. */
  cells: readonly TallyCell[]
  /** The amount of a group; null where it has no size. */
  amountOf: (group: number | undefined) => number | null
  /** How many deals of a pipeline were last said to be of a group, the open ones included. */
  deals: readonly { pipeline: string; group: number; deals: number }[]
  /** Stays of deals that are still there. */
  open: readonly Stay[]
}

/** The history that `countingHistory` counts, to the bit. */
export function* countingKept(
  { cells, amountOf, deals, open }: KeptPast,
  plans: readonly StagePlan[],
  as_of: number,
): InPieces<History> {
  const ages = agesOf(cells, yield* countingAges(open, as_of))
  const edges: Record<string, number[]> = Object.create(null)
  const sizes: Record<string, number[]> = Object.create(null)
  const own = Map.groupBy(deals, ({ pipeline }) => pipeline)
  for (const { key } of plans) {
    edges[key] = edgesFor(ages.get(key))
    const amounts: number[] = []
    for (const { group, deals } of own.get(key) ?? []) {
      const amount = amountOf(group)
      if (isSize(amount)) for (let i = 0; i < deals; i++) amounts.push(amount)
    }
    sizes[key] = sizeEdges(amounts)
    yield
  }
  const edgesOf = (pipeline: string) => edges[pipeline]
  const wide = yield* widening(cells, fineEdges, {
    edgesOf,
    groupOf: ({ pipeline, group }) => bandOf(sizes[pipeline], amountOf(group)),
  })
  const groupOf = ({ pipeline, amount }: Stay) => bandOf(sizes[pipeline], amount)
  put(wide, yield* tallying(open, { as_of, edgesOf, groupOf }))
  return { as_of, counts: exposureOf(wide.values(), edges), sizes }
}

const edgesFor = (ages: AgeTally | undefined): number[] => ageEdges((ages && paceFrom(ages)) ?? usualPace)

/** More days than any history has: ages are counted whenever they were lived through. */
const ever = 1e6

const countingAges = (stays: readonly Stay[], as_of: number): InPieces<TallyCell[]> =>
  tallying(stays, { as_of, edgesOf: () => fineEdges, slice_days: ever })

function agesOf(...lists: (readonly TallyCell[])[]): Map<string, AgeTally> {
  const ages = new Map<string, { ms: number[]; ended: number[] }>()
  for (const cells of lists)
    for (const { pipeline, ms, events } of cells) {
      const own = ages.getOrInsertComputed(pipeline, () => ({ ms: [], ended: [] }))
      addAll(own.ms, ms)
      for (const counts of Object.values(events)) addAll(own.ended, counts)
    }
  return ages
}

/** One amount a deal: that of its last stay, if it says one. */
function amountsOf(stays: readonly Stay[]): number[] {
  const amounts = new Map<string, number | null>()
  for (const { deal, amount = null } of stays) amounts.set(deal, amount)
  return [...amounts.values()].filter(isSize)
}

/**
 * Hazards and sizes from counts. `half_life_days` halves the weight of what happened so many days ago, events and time
 * at risk alike; without, all history counts the same.
 */
export function* fittingMotions(
  { as_of, counts, sizes }: History,
  plans: readonly StagePlan[],
  {
    half_life_days,
    pooling = 'partial',
    levels = pooling === 'partial',
  }: { half_life_days?: number | undefined; pooling?: Pooling; levels?: boolean } = {},
): InPieces<MotionModel> {
  const weight = recency(half_life_days, as_of, counts.slice_days)
  const hazards = yield* fittingHazards(counts, plans, { weight, pooling })
  const bands = yield* fittingSizes(counts, hazards, { sizes, weight })
  return { ...(levels ? yield* fittingLevels(counts, hazards, as_of) : hazards), sizes: bands }
}

function recency(half_life_days: number | undefined, as_of: number, slice_days: number): (slice: number) => number {
  if (half_life_days === undefined) return () => 1
  return (slice) => 2 ** (Math.min((slice + 1) * slice_days - as_of, 0) / half_life_days)
}

/** A deal where it stands. `age_days` is the time in its stage. */
export type Standing = { pipeline: string; stage: string; age_days: number; amount: number | null }

/** What a deal's pipeline, stage, age and size say of it, for some horizons. */
export type Chances = {
  /** Of all deals of a pipeline, whatever their size. */
  tableOf: (pipeline: string) => WinTable | undefined
  /** null where the model does not know the stage. */
  chanceOf: (deal: Standing, horizon_days: number) => number | null
  /** Won after the one day ahead and until the other. A share says nothing of a time that begins later. */
  chanceBetween: (deal: Standing, from_days: number, until_days: number) => number
}

/** Each table is made when it is first asked for, unless that was foreseen: of most bands somewhere nobody asks. */
export type LateChances = Chances & {
  /** Makes in pieces what these deals will ask for, and the tables of their pipelines as a whole. */
  making: (deals: readonly Pick<Standing, 'pipeline' | 'amount'>[]) => InPieces<void>
}

/** @param horizons days ahead that will be asked for */
export function chancesFor(model: MotionModel, horizons: readonly number[]): LateChances {
  const farthest = Math.max(0, ...horizons)
  const hazards = new Map(model.pipelines.map((one) => [one.key, one]))
  const made = new Map<string, Map<number | undefined, WinTable>>()
  const bandIn = (pipeline: string, amount: number | null) => bandOf(model.sizes.get(pipeline)?.edges, amount)
  function* making(pipeline: string, band: number | undefined): InPieces<WinTable | undefined> {
    const own = hazards.get(pipeline)
    if (own === undefined) return undefined
    const tables = made.getOrInsertComputed(pipeline, () => new Map())
    const table =
      tables.get(band) ?? (yield* makingWinTable(ofSize(own, model.sizes.get(pipeline), band), farthest, horizons))
    tables.set(band, table)
    return table
  }
  const tableIn = (pipeline: string, band: number | undefined) =>
    made.get(pipeline)?.get(band) ?? atOnce(making(pipeline, band))
  const modelled = ({ pipeline, stage, age_days, amount }: Standing, horizon_days: number) => {
    const table = tableIn(pipeline, bandIn(pipeline, amount))
    return table === undefined ? null : winProbability(table, { stage, age_days, horizon_days })
  }
  const chanceOf: Chances['chanceOf'] = (deal, horizon_days) => {
    const chance = modelled(deal, horizon_days)
    return chance === null ? null : (model.shares?.get(deal.pipeline)?.of(deal, horizon_days) ?? chance)
  }
  return {
    tableOf: (pipeline) => tableIn(pipeline, undefined),
    chanceOf,
    chanceBetween: (deal, from, until) =>
      from === 0 ? (chanceOf(deal, until) ?? 0) : (modelled(deal, until) ?? 0) - (modelled(deal, from) ?? 0),
    *making(deals) {
      for (const { making: counting } of model.shares?.values() ?? [])
        if (counting !== null) for (const days of new Set(horizons)) if (days > 0) yield* counting(days)
      const asked = new Map<string, Set<number | undefined>>()
      for (const { pipeline, amount } of deals)
        asked.getOrInsertComputed(pipeline, () => new Set([undefined])).add(bandIn(pipeline, amount))
      for (const [pipeline, bands] of asked) for (const band of bands) yield* making(pipeline, band)
    },
  }
}

/** The same, with the tables of every pipeline and band. */
export function* makingChances(model: MotionModel, horizons: readonly number[]): InPieces<Chances> {
  const chances = chancesFor(model, horizons)
  yield* chances.making(
    model.pipelines.flatMap(({ key: pipeline }) =>
      [null, 0.5 * (model.sizes.get(pipeline)?.edges[0] ?? 0), ...(model.sizes.get(pipeline)?.edges ?? [])].map(
        (amount) => ({ pipeline, amount }),
      ),
    ),
  )
  return chances
}
