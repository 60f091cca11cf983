import type { Stay } from './stay.ts'
import { atOnce, type InPieces, piece } from './gently.ts'
import { bandOf } from './size-bands.ts'
import { findingMiddle } from './stay-lengths.ts'

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

/** Edges for a pipeline whose deals usually stay a unit of 30 days in a stage; other paces stretch or shrink them. */
const edgesOfThirtyDays = [0, 1, 3, 7, 14, 21, 30, 45, 60, 75, 90, 105, 120, 150, 200, 300]

/** Age bins in days for a pipeline's pace (`unit`: its usual days in a stage, see `paceOf`). */
export const ageEdges = (unit: number): number[] => edgesOfThirtyDays.map((edge) => (edge * unit) / 30)

/**
 * The pace of a pipeline: its usual days in a stage, as a power of two between 1/4 and 128 days. Rounded so coarsely
 * because counts that are kept over time must not change their bins with every new deal.
 *
 * The same bins in *relative* age let a slow pipeline borrow the shape of a fast one without borrowing its calendar.
 * Estimates: median stay over all stages (Kaplan and Meier) / ln 2, and the length that half of the time in finished stays
 * lies below / 1.678; each is the mean of exponential stays. The larger holds: where a program passes half of the stages
 * in no time, as in many process logs, the median is none of the stages in which deals spend their days. Deals that
 * nobody ever closes move neither. No median (empty data, nearly all open): null.
 */
export const paceOf = (stays: readonly Stay[], as_of: number): number | null => atOnce(findingPace(stays, as_of))

/** The median of an exponential stay that is drawn in proportion to its length, in means: (1 + x) e^{−x} = ½. */
const middleOfTime = 1.678

/** The same in pieces. */
export function* findingPace(stays: readonly Stay[], as_of: number): InPieces<number | null> {
  const { median, of_time } = yield* findingMiddle(stays, as_of)
  if (median === null) return null
  const mean = Math.max(median / Math.LN2, (of_time ?? 0) / middleOfTime, 1e-3)
  return Math.min(Math.max(2 ** Math.round(Math.log2(mean)), 0.25), 128)
}

/**
 * Counts time at risk and events per pipeline, stage, calendar slice, age bin and cause: all that a fit reads.
 *
 * Age is the time in the stage (plus `age_at_entry`). A stay contributes the time between `observed_from` (or its
 * entry) and its end; one that is open contributes up to `as_of` and no event; an administrative end is no event.
 * An event falls into the bin whose time it ended (intervals open on the left, closed on the right, as in R's
 * survSplit). A stay of no length stands for half a day: that is what dates without a time of day mean.
 * A stay that ended before recording began is not counted. Empty data: no cells.
 *
 * @param stays what was known at `as_of` (see `knownAt`)
 * @param edges age bins per pipeline; stays of a pipeline that is not named are left out
 */
export const countExposure = (stays: readonly Stay[], how: Counting): ExposureCounts =>
  atOnce(countingExposure(stays, how))

export type Counting = {
  as_of: number
  edges: Record<string, number[]>
  slice_days?: number
  /** Per pipeline the amounts at which bands of size begin, ascending; without, sizes are not told apart. */
  sizes?: Readonly<Record<string, readonly number[]>>
}

/** The same in pieces of so many stays. */
export function* countingExposure(
  stays: readonly Stay[],
  { as_of, edges, slice_days = 28, sizes = {} }: Counting,
): InPieces<ExposureCounts> {
  const cells: ExposureCell[] = []
  const known = new Map<string, Map<string, Map<number, ExposureCell>>>()
  const placesOf = ({ pipeline, stage }: Stay) =>
    known
      .getOrInsertComputed(pipeline, () => new Map<string, Map<number, ExposureCell>>())
      .getOrInsertComputed(stage, () => new Map<number, ExposureCell>())

  let done = 0
  for (const stay of stays) {
    if (++done % piece === 0) yield
    const bins = edges[stay.pipeline]
    if (bins === undefined) continue
    const until = Math.min(stay.left ?? as_of, as_of)
    const ended = stay.left !== null && stay.left <= as_of && stay.to !== null && stay.to !== 'censored'
    const from = startOf(stay)
    if (until < from || (stay.left !== null && stay.observed_from !== undefined && stay.left < stay.observed_from))
      continue
    const offset = (stay.age_at_entry ?? 0) - stay.entered
    const band = bandOf(sizes[stay.pipeline], stay.amount)
    const places = placesOf(stay)
    const cellAt = (slice: number): ExposureCell => {
      const place = slice * mostBands + (band ?? mostBands - 1)
      const found = places.get(place)
      if (found !== undefined) return found
      const cell = newCell(stay, { slice, band, bins: bins.length })
      places.set(place, cell)
      cells.push(cell)
      return cell
    }

    let day = from
    let bin = binOf(bins, day + offset)
    while (day < until) {
      const slice = Math.floor(day / slice_days)
      const binEnds = (bins[bin + 1] ?? Number.POSITIVE_INFINITY) - offset
      const next = Math.min(until, (slice + 1) * slice_days, binEnds)
      add(cellAt(slice).exposure, bin, next - day)
      if (next >= binEnds && next < until) bin++
      // Rounding may leave no step at all next to an edge; the bin or the slice has moved on then.
      day = next > day ? next : Math.min(until, day + 1e-9)
    }
    if (!ended || stay.to === null) continue
    // The last instant belongs to the slice before a border, like the time that led to it.
    const cell = cellAt(Math.floor((until > from ? until - 1e-9 : until) / slice_days))
    if (until === from) add(cell.exposure, bin, 0.5)
    let events = cell.events[stay.to]
    if (events === undefined) {
      events = zeros(bins.length)
      cell.events[stay.to] = events
    }
    add(events, bin, 1)
  }
  return { edges, slice_days, cells }
}

const newCell = (
  { pipeline, stage }: Stay,
  { slice, band, bins }: { slice: number; band: number | undefined; bins: number },
): ExposureCell => ({
  pipeline,
  stage,
  slice,
  ...(band === undefined ? {} : { band }),
  exposure: zeros(bins),
  events: {},
})

/**
 * Counts of one time and of another put together, as long as their bins and slices are the same: what was counted until a
 * day, and what happened since (stays cut off before by `observed_from`). A fit of the sum is a fit of both.
 */
export function addedExposure(before: ExposureCounts, since: ExposureCounts): ExposureCounts {
  const keyOf = ({ pipeline, stage, slice, band = -1 }: ExposureCell) => JSON.stringify([pipeline, stage, slice, band])
  const added = new Map(since.cells.map((cell) => [keyOf(cell), cell]))
  const cells = before.cells.map((cell) => {
    const more = added.get(keyOf(cell))
    if (more === undefined) return cell
    added.delete(keyOf(cell))
    return addedCell(cell, more)
  })
  return { ...before, cells: [...cells, ...added.values()] }
}

/** A cell with the time and the events of another one in it. */
export function addedCell(cell: ExposureCell, more: ExposureCell): ExposureCell {
  const events = { ...cell.events }
  for (const [to, counts] of Object.entries(more.events))
    events[to] = summed(events[to] ?? zeros(counts.length), counts)
  return { ...cell, exposure: summed(cell.exposure, more.exposure), events }
}

const summed = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + (b[i] ?? 0))

/** More bands of size than anybody makes, and room for no band. */
const mostBands = 16

const zeros = (length: number): number[] => new Array<number>(length).fill(0)

const add = (list: number[], index: number, value: number): void => {
  list[index] = (list[index] ?? 0) + value
}

const startOf = (stay: Stay): number => Math.max(stay.entered, stay.observed_from ?? stay.entered)

/** The bin with edge[bin] ≤ age < edge[bin + 1]; the first one for ages below zero. */
export function binOf(edges: readonly number[], age: number): number {
  let bin = 0
  while (bin + 1 < edges.length && (edges[bin + 1] ?? 0) <= age) bin++
  return bin
}
