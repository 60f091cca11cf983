import type { Random } from '../random.ts'
import { isOutcome, type Stay } from '../stay.ts'

/** What a stay may end in, as far as spreads are learnt: the outcomes, and going on to any other stage. */
export const kinds = ['won', 'lost', 'transferred', 'moved'] as const
export type Kind = (typeof kinds)[number]

/**
 * Time at risk and events of every deal, in cells that are the same for all deals whatever part they belong to: all that
 * the score of a hazard model reads.
 */
export type DealCounts = {
  deals: readonly string[]
  /** Fold of each deal, 0 … folds − 1. */
  fold: Uint8Array
  folds: number
  /** Deal i has its days in `place[k]`, `days[k]` for k from `days_from[i]` to `days_from[i + 1]`; events likewise. */
  days_from: Int32Array
  place: Int32Array
  days: Float64Array
  events_from: Int32Array
  event: Int32Array
  places: number
  /** What can happen: at which place (stage and age), as part of which strand (stage and cause), of which kind. */
  cells: readonly { place: number; strand: number; kind: Kind }[]
  strands: number
  /** 1 where the deal was won or lost, 2 where it was won. */
  closed: Uint8Array
}

/** Age bins of a stage hold about as many ends of stays each, and not fewer than this. */
const eventsPerBin = 20
const mostBins = 8
/** Targets that fewer stays of a stage went to are counted together. */
const fewMoves = 20

/**
 * Counts deals for the question whether they behave as one motion.
 *
 * Age bins lie at quantiles of the ends of stays in a stage, all deals together: they know nothing of parts, so that a
 * permutation of the parts meets the same bins. Left truncation, age at entry, administrative ends and stays of no length
 * count as in `countExposure`. Deals that were never at risk are there, with nothing.
 *
 * @param stays what was known at `as_of`; `stage` is where deals are compared (the phase, where pipelines are)
 */
export function countDeals(
  stays: readonly Stay[],
  { as_of, folds, random }: { as_of: number; folds: number; random: Random },
): DealCounts {
  const own = Map.groupBy(stays, ({ deal }) => deal)
  const deals = [...own.keys()].toSorted()
  const plan = planOf(stays, as_of)
  const days_from = new Int32Array(deals.length + 1)
  const events_from = new Int32Array(deals.length + 1)
  const closed = new Uint8Array(deals.length)
  const place: number[] = []
  const days: number[] = []
  const event: number[] = []
  deals.forEach((deal, i) => {
    for (const stay of own.get(deal) ?? []) {
      const time = timeOf(stay, as_of)
      const stage = plan.stages.get(stay.stage)
      if (time === null || stage === undefined) continue
      let bin = binOf(stage.edges, time.from)
      for (let at = time.from; at < time.until; bin++) {
        const next = Math.min(time.until, stage.edges[bin + 1] ?? Number.POSITIVE_INFINITY)
        place.push(stage.first_place + bin)
        days.push(next - at)
        at = next
        if (at >= time.until) break
      }
      if (time.to === null) continue
      if (time.until === time.from) {
        place.push(stage.first_place + bin)
        days.push(0.5)
      }
      const strand = stage.strands.get(time.to) ?? stage.strands.get(elsewhere)
      if (strand !== undefined) event.push(strand.first_cell + bin)
      if (time.to === 'won') closed[i] = 2
      if (time.to === 'lost') closed[i] = 1
    }
    days_from[i + 1] = place.length
    events_from[i + 1] = event.length
  })
  return {
    deals,
    fold: foldsOf(deals.length, folds, random),
    folds,
    days_from,
    place: Int32Array.from(place),
    days: Float64Array.from(days),
    events_from,
    event: Int32Array.from(event),
    places: plan.places,
    cells: plan.cells,
    strands: plan.strands,
    closed,
  }
}

type StageCells = {
  edges: readonly number[]
  first_place: number
  strands: Map<string, { first_cell: number }>
}

const elsewhere = ''

function planOf(stays: readonly Stay[], as_of: number) {
  const ends = new Map<string, { ages: number[]; to: Map<string, number> }>()
  for (const stay of stays) {
    const found = ends.getOrInsertComputed(stay.stage, () => ({ ages: [], to: new Map<string, number>() }))
    const time = timeOf(stay, as_of)
    if (time === null || time.to === null) continue
    found.ages.push(time.until)
    found.to.set(time.to, (found.to.get(time.to) ?? 0) + 1)
  }
  const stages = new Map<string, StageCells>()
  const cells: { place: number; strand: number; kind: Kind }[] = []
  let places = 0
  let strands = 0
  for (const [stage, { ages, to }] of [...ends].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const edges = edgesOf(ages)
    const known = new Map<string, { first_cell: number }>()
    const targets = [...to].map(([target, n]) => (isOutcome(target) || n >= fewMoves ? target : elsewhere))
    for (const target of [...new Set(targets)].toSorted()) {
      known.set(target, { first_cell: cells.length })
      const kind = isOutcome(target) ? target : 'moved'
      for (const bin of edges.keys()) cells.push({ place: places + bin, strand: strands, kind })
      strands++
    }
    stages.set(stage, { edges, first_place: places, strands: known })
    places += edges.length
  }
  return { stages, cells, places, strands }
}

function edgesOf(ages: readonly number[]): number[] {
  const bins = Math.min(Math.max(Math.floor(ages.length / eventsPerBin), 1), mostBins)
  const sorted = ages.toSorted((a, b) => a - b)
  const edges = [0]
  for (let i = 1; i < bins; i++) {
    const edge = sorted[Math.floor((i * sorted.length) / bins)] ?? 0
    if (edge > (edges.at(-1) ?? 0)) edges.push(edge)
  }
  return edges
}

/** Ages in the stage between which a stay was watched, and what it ended in; null where nothing was seen of it. */
function timeOf(stay: Stay, as_of: number): { from: number; until: number; to: string | null } | null {
  const start = Math.max(stay.entered, stay.observed_from ?? stay.entered)
  const end = Math.min(stay.left ?? as_of, as_of)
  if (end < start || (stay.left !== null && stay.left < start)) return null
  const clock = (stay.age_at_entry ?? 0) - stay.entered
  const ended = stay.left !== null && stay.left <= as_of && stay.to !== null && stay.to !== 'censored'
  return { from: start + clock, until: end + clock, to: ended ? stay.to : null }
}

/** Intervals are open on the left and closed on the right: who leaves at an edge leaves the bin that ends there. */
function binOf(edges: readonly number[], age: number): number {
  let bin = 0
  while (bin + 1 < edges.length && (edges[bin + 1] ?? 0) <= age) bin++
  return bin
}

function foldsOf(n: number, folds: number, random: Random): Uint8Array {
  const order = shuffled(n, random)
  const fold = new Uint8Array(n)
  order.forEach((deal, i) => {
    fold[deal] = i % folds
  })
  return fold
}

/** 0 … n − 1 in an order of chance (Fisher and Yates). */
export function shuffled(n: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const kept = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = kept
  }
  return order
}
