import type { ExposureCell, ExposureCounts } from './exposure.ts'
import { atOnce, type InPieces } from './gently.ts'
import type { Level } from './level.ts'
import { isOutcome } from './stay.ts'
import { poolingFactors } from './partial-pooling.ts'

/** A pipeline as the model sees it: its stages in order, each with the phase by which unlike pipelines are aligned. */
export type StagePlan = { key: string; stages: readonly { key: string; phase: string | null }[] }

/** What may end a stay: the next stage, one further on, one further back, or an outcome. */
export const causes = ['next', 'skip', 'back', 'won', 'lost', 'transferred'] as const
export type Cause = (typeof causes)[number]

export type StageHazards = {
  key: string
  /** Rates per day, one number per age bin of the pipeline. */
  rates: Record<Cause, number[]>
  /** How a skip or a step back is spread over the pipeline's stages (index → share); each adds up to 1 or 0. */
  skip_to: number[]
  back_to: number[]
  /** Stays of this pipeline that ended in this stage. */
  n_ended: number
}

export type PipelineHazards = {
  key: string
  /** Lower edges of the age bins, days. */
  edges: number[]
  stages: StageHazards[]
  n_won: number
  n_lost: number
  n_closed: number
  /** True when the pipeline's own history is too small and the pooled rates stand alone. */
  pooled: boolean
  /** How it does now beside its history; without, as always. `makingWinTable` heeds it. */
  level?: Level
}

export type HazardModel = { pipelines: PipelineHazards[]; n_closed: number }

/** `partial` is the model; the other two exist to be compared with it. */
export type Pooling = 'partial' | 'pooled' | 'per_pipeline'

/** Fewer closed deals (won + lost) than this, and a pipeline's own history says too little. */
export const enoughClosed = 30

/**
 * Competing-risk hazards with a stage clock, per pipeline, partially pooled in two levels.
 *
 * Estimates the rate per day λ[g,s,c,k] at which a deal of pipeline g that has been in stage s for an age in bin k
 * leaves it by cause c. Piecewise constant in age, so that the maximum likelihood estimate is events / time at risk.
 * - pooled: λ0 = (Σ events + ε) / (Σ exposure + ε / tot) over pipelines whose stage stands in the same place (phase,
 *   and how many stages of that phase came before); exposure in units of the pipeline's own age bins; tot is the same
 *   ratio over all ages, itself eased by one event toward all stages, so that an unseen stage borrows from the others.
 *   ε = .05: with half an event in each of 16 bins, deals that nobody ever closes would be promised to be won.
 * - level 1: a factor per (g, s, c); level 2: factors over groups of the pipeline's *own* ages of about 8 events.
 *   Both by `poolingFactors`, one spread per cause and level. Age groups common to all pipelines would pull a slow one.
 *
 * Assumes deals independent given pipeline, stage and age; no memory across stays. Censoring must not depend on the
 * outcome. A pipeline with fewer than 30 closed deals keeps the pooled rates (`pooled: true`); a cause nobody ever saw
 * has rate 0. Targets that are no stage of the plan count as leaving for nothing known (censored).
 * Reference: Holford (1980), The analysis of rates and of survivorship using log-linear models; Prentice et al. (1978).
 */
export const fitHazards = (counts: ExposureCounts, plans: readonly StagePlan[], how?: Fitting): HazardModel =>
  atOnce(fittingHazards(counts, plans, how))

export type Fitting = { pooling?: Pooling; weight?: (slice: number) => number }

/** The same in pieces. */
export function* fittingHazards(
  counts: ExposureCounts,
  plans: readonly StagePlan[],
  { pooling = 'partial', weight = () => 1 }: Fitting = {},
): InPieces<HazardModel> {
  const tables: PipelineTable[] = []
  const cellsOf = Map.groupBy(counts.cells, ({ pipeline }) => pipeline)
  for (const plan of plans) {
    yield
    tables.push(tableOf(cellsOf.get(plan.key) ?? [], counts.edges[plan.key] ?? [], { plan, weight }))
  }
  const pooled = pooledRates(tables)
  yield
  const levels = pooling === 'partial' ? yield* partialFactors(tables, pooled) : null

  const pipelines = tables.map((table): PipelineHazards => {
    const { n_won, n_lost } = table
    const few = n_won + n_lost < enoughClosed
    return {
      key: table.plan.key,
      edges: table.edges,
      n_won,
      n_lost,
      n_closed: n_won + n_lost,
      pooled: few,
      stages: table.stages.map((stage, s) => ({
        key: stage.key,
        rates: ratesOf((cause, bin) => {
          if (!possible(cause, s, table.stages.length)) return 0
          const common = (pooled.get(stage.slot)?.[cause][bin] ?? 0) / table.unit
          if (few || pooling === 'pooled') return common
          if (pooling === 'per_pipeline') return ownRate(stage, cause, bin)
          return common * (levels?.get(cellKey(table.plan.key, stage.key, cause))?.[bin] ?? 1)
        }, table.edges.length),
        skip_to: sharesOf(stage.skips, s + 2, table.stages.length),
        back_to: sharesOf(stage.backs, 0, s),
        n_ended: causes.reduce((sum, cause) => sum + total(stage.events[cause]), 0),
      })),
    }
  })
  return { pipelines, n_closed: pipelines.reduce((sum, pipeline) => sum + pipeline.n_closed, 0) }
}

/** Events by which each age bin is eased toward the rate over all ages. */
const easing = 0.05

type StageTable = {
  key: string
  slot: string
  exposure: number[]
  events: Record<Cause, number[]>
  skips: number[]
  backs: number[]
}
type PipelineTable = {
  plan: StagePlan
  edges: number[]
  /** Days in one unit of relative age. */
  unit: number
  stages: StageTable[]
  n_won: number
  n_lost: number
}

function tableOf(
  cells: readonly ExposureCell[],
  edges: number[],
  { plan, weight }: { plan: StagePlan; weight: (slice: number) => number },
): PipelineTable {
  const bins = edges.length
  const seen = new Map<string, number>()
  const stages = plan.stages.map(({ key, phase }): StageTable => {
    const place = phase ?? key
    const before = seen.get(place) ?? 0
    seen.set(place, before + 1)
    return {
      key,
      slot: JSON.stringify([place, before]),
      exposure: zeros(bins),
      events: ratesOf(() => 0, bins),
      skips: zeros(plan.stages.length),
      backs: zeros(plan.stages.length),
    }
  })
  const position = new Map(plan.stages.map(({ key }, index) => [key, index]))
  let n_won = 0
  let n_lost = 0

  for (const cell of cells) {
    const from = position.get(cell.stage)
    const stage = from === undefined ? undefined : stages[from]
    if (from === undefined || stage === undefined) continue
    const w = weight(cell.slice)
    addAll(stage.exposure, cell.exposure, w)
    for (const to in cell.events) {
      const events = cell.events[to] ?? []
      if (to === 'won') n_won += total(events)
      if (to === 'lost') n_lost += total(events)
      const target = position.get(to)
      const cause = causeOf(to, from, target)
      if (cause === null) continue
      addAll(stage.events[cause], events, w)
      if (cause === 'skip' && target !== undefined) add(stage.skips, target, w * total(events))
      if (cause === 'back' && target !== undefined) add(stage.backs, target, w * total(events))
    }
  }
  // The second edge is where every set of bins puts the same relative age.
  return { plan, edges, unit: edges[1] ?? 1, stages, n_won, n_lost }
}

/** By what cause a stay in one stage (its index) ends; null where that is none, such as a target that is not in the plan. */
export function causeOf(to: string, from: number, target: number | undefined): Cause | null {
  if (isOutcome(to)) return to
  if (target === undefined || target === from) return null
  if (target === from + 1) return 'next'
  return target > from ? 'skip' : 'back'
}

const possible = (cause: Cause, stage: number, stages: number): boolean => {
  if (cause === 'next') return stage + 1 < stages
  if (cause === 'skip') return stage + 2 < stages
  return cause !== 'back' || stage > 0
}

function pooledRates(tables: readonly PipelineTable[]): Map<string, Record<Cause, number[]>> {
  const bins = Math.max(0, ...tables.map((table) => table.edges.length))
  type Sums = { exposure: number[]; events: number[] }
  const slots = new Map<string, Record<Cause, Sums>>()
  const everywhere = ratesOf(() => 0, 2)
  for (const table of tables)
    table.stages.forEach((stage, s) => {
      let sums = slots.get(stage.slot)
      if (sums === undefined) {
        sums = recordOf(() => ({ exposure: zeros(bins), events: zeros(bins) }))
        slots.set(stage.slot, sums)
      }
      for (const cause of causes) {
        if (!possible(cause, s, table.stages.length)) continue
        stage.exposure.forEach((days, bin) => add(sums[cause].exposure, bin, days / table.unit))
        stage.events[cause].forEach((count, bin) => add(sums[cause].events, bin, count))
        add(everywhere[cause], 0, total(stage.exposure) / table.unit)
        add(everywhere[cause], 1, total(stage.events[cause]))
      }
    })

  const rates = new Map<string, Record<Cause, number[]>>()
  for (const [slot, sums] of slots)
    rates.set(
      slot,
      recordOf((cause) => {
        const [time = 0, count = 0] = everywhere[cause]
        if (count === 0 || time === 0) return zeros(bins)
        const overall = count / time
        const { exposure, events } = sums[cause]
        const average = (total(events) + 1) / (total(exposure) + 1 / overall)
        return exposure.map((days, bin) => ((events[bin] ?? 0) + easing) / (days + easing / average))
      }),
    )
  return rates
}

/** (pipeline, stage, cause) → factor per age bin on the pooled rate. */
function* partialFactors(
  tables: readonly PipelineTable[],
  pooled: ReadonlyMap<string, Record<Cause, number[]>>,
): InPieces<Map<string, number[]>> {
  const factors = new Map<string, number[]>()
  for (const cause of causes) {
    const cells = tables.flatMap((table) =>
      table.stages.flatMap((stage, s) => {
        if (!possible(cause, s, table.stages.length)) return []
        const common = pooled.get(stage.slot)?.[cause] ?? []
        const expected = stage.exposure.map((days, bin) => (days / table.unit) * (common[bin] ?? 0))
        return [{ key: cellKey(table.plan.key, stage.key, cause), events: stage.events[cause], expected }]
      }),
    )
    const first = yield* poolingFactors(
      cells.map(({ events, expected }) => ({ events: total(events), expected: total(expected) })),
    )

    const groups = cells.flatMap((cell, index) => {
      const factor = first.factors[index] ?? 1
      factors.set(
        cell.key,
        cell.expected.map(() => factor),
      )
      return ageGroups(
        cell.events,
        cell.expected.map((value) => value * factor),
      ).map((bins) => ({
        key: cell.key,
        bins,
        events: bins.reduce((sum, bin) => sum + (cell.events[bin] ?? 0), 0),
        expected: factor * bins.reduce((sum, bin) => sum + (cell.expected[bin] ?? 0), 0),
      }))
    })
    const second = yield* poolingFactors(groups)
    groups.forEach(({ key, bins }, index) => {
      const known = factors.get(key)
      if (known !== undefined) for (const bin of bins) known[bin] = (known[bin] ?? 1) * (second.factors[index] ?? 1)
    })
  }
  return factors
}

const eventsPerGroup = 8

/**
 * Neighbouring age bins put together until each group has about 8 events or expects as many: a long tail in which
 * nothing happens (deals lost in truth that nobody closes) is evidence of its own. A small rest joins the last group.
 */
function ageGroups(events: readonly number[], expected: readonly number[]): number[][] {
  const groups: number[][] = []
  let bins: number[] = []
  let seen = 0
  let due = 0
  events.forEach((count, bin) => {
    bins.push(bin)
    seen += count
    due += expected[bin] ?? 0
    if (Math.max(seen, due) < eventsPerGroup) return
    groups.push(bins)
    bins = []
    seen = 0
    due = 0
  })
  const last = groups.at(-1)
  if (bins.length === 0) return groups
  if (last === undefined || Math.max(seen, due) >= eventsPerGroup / 2) return [...groups, bins]
  last.push(...bins)
  return groups
}

function ownRate(stage: StageTable, cause: Cause, bin: number): number {
  const average = total(stage.events[cause]) / (total(stage.exposure) || 1)
  if (average === 0) return 0
  return ((stage.events[cause][bin] ?? 0) + easing) / ((stage.exposure[bin] ?? 0) + easing / average)
}

/** Shares of targets seen, each possible one eased by half an event. */
function sharesOf(counts: readonly number[], from: number, below: number): number[] {
  const eased = counts.map((count, index) => (index >= from && index < below ? count + 0.5 : 0))
  const sum = total(eased)
  return sum === 0 ? eased : eased.map((count) => count / sum)
}

const cellKey = (pipeline: string, stage: string, cause: Cause): string => JSON.stringify([pipeline, stage, cause])

const zeros = (length: number): number[] => new Array<number>(length).fill(0)

const total = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0)

const add = (list: number[], index: number, value: number): void => {
  list[index] = (list[index] ?? 0) + value
}

function addAll(sums: number[], values: readonly number[], weight: number): void {
  for (let i = 0; i < values.length; i++) sums[i] = (sums[i] ?? 0) + weight * (values[i] ?? 0)
}

function recordOf<T>(make: (cause: Cause) => T): Record<Cause, T> {
  return {
    next: make('next'),
    skip: make('skip'),
    back: make('back'),
    won: make('won'),
    lost: make('lost'),
    transferred: make('transferred'),
  }
}

const ratesOf = (rate: (cause: Cause, bin: number) => number, bins: number): Record<Cause, number[]> =>
  recordOf((cause) => Array.from({ length: bins }, (_, bin) => rate(cause, bin)))
