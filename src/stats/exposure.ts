import { msOfDay } from './age-grid.ts'
import { atOnce, type InPieces } from './gently.ts'
import { bandOf } from './size-bands.ts'
import type { Stay } from './stay.ts'
import { isEmpty, sliceDays, type TallyCell, tallying } from './tally.ts'

/** Time at risk and what happened in it, for one stage in one calendar slice; one number per age bin. */
export type ExposureCell = {
  pipeline: string
  stage: string
  /** Calendar slice: day / slice_days rounded down. Weights by recency belong to slices of time and events alike. */
  slice: number
  /** Band of size (index, see `size-bands.ts`); absent where sizes are not told apart, or nobody said an amount. */
  band?: number
  /** Deal-days at risk. */
  exposure: number[]
  /** Where deals went → how many; the key is a stage, `won`, `lost` or `transferred`. */
  events: Record<string, number[]>
}

export type ExposureCounts = {
  /** Per pipeline the lower edges of the age bins in days, ascending from 0; the last bin is open. Equally many each. */
  edges: Record<string, number[]>
  slice_days: number
  cells: ExposureCell[]
}

/**
 * Counts time at risk and events per pipeline, stage, calendar slice, age bin and cause: all that a fit reads; how stays
 * are counted, see `tallying`.
 *
 * @param stays what was known at `as_of` (see `knownAt`)
 */
export const countExposure = (stays: readonly Stay[], how: Counting): ExposureCounts =>
  atOnce(countingExposure(stays, how))

export type Counting = {
  as_of: number
  /** Age bins per pipeline; stays of a pipeline that is not named are left out. */
  edges: Record<string, number[]>
  slice_days?: number
  /** Per pipeline the amounts at which bands of size begin, ascending; without, sizes are not told apart. */
  sizes?: Readonly<Record<string, readonly number[]>>
}

/** The same in pieces of so many stays. */
export function* countingExposure(
  stays: readonly Stay[],
  { as_of, edges, slice_days = sliceDays, sizes = Object.create(null) }: Counting,
): InPieces<ExposureCounts> {
  const cells = yield* tallying(stays, {
    as_of,
    slice_days,
    edgesOf: (pipeline) => edges[pipeline],
    groupOf: ({ pipeline, amount }) => bandOf(sizes[pipeline], amount),
  })
  return exposureOf(cells, edges, slice_days)
}

/**
 * Counts as fits read them, in days, in an order of their own: a fit adds them up in that order, and of the same counts
 * it is the same to the last bit, wherever they come from.
 *
 * @param cells their groups are the bands
 */
export function exposureOf(
  cells: Iterable<TallyCell>,
  edges: Record<string, number[]>,
  slice_days = sliceDays,
): ExposureCounts {
  const told: ExposureCell[] = []
  for (const { pipeline, stage, slice, group, ms, events } of [...cells]
    .filter((cell) => !isEmpty(cell))
    .sort(inOrder)) {
    const cell: ExposureCell = {
      pipeline,
      stage,
      slice,
      exposure: ms.map((time) => time / msOfDay),
      events: Object.create(null),
    }
    if (group !== undefined) cell.band = group
    for (const to of Object.keys(events).sort()) {
      const counts = events[to] ?? []
      if (counts.some((count) => count !== 0)) cell.events[to] = counts
    }
    told.push(cell)
  }
  return { edges, slice_days, cells: told }
}

const inOrder = (a: TallyCell, b: TallyCell): number =>
  byText(a.pipeline, b.pipeline) || byText(a.stage, b.stage) || a.slice - b.slice || (a.group ?? -1) - (b.group ?? -1)

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A cell with the time and the events of another one in it. */
export function addedCell(cell: ExposureCell, more: ExposureCell): ExposureCell {
  const events = { ...cell.events }
  for (const [to, counts] of Object.entries(more.events)) events[to] = summed(counts, events[to] ?? [])
  return { ...cell, exposure: summed(cell.exposure, more.exposure), events }
}

const summed = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + (b[i] ?? 0))
