import { binOf, msOf, msOfDay } from './age-grid.ts'
import { type InPieces, piece } from './gently.ts'
import type { Stay } from './stay.ts'

/** Days in a calendar slice. */
export const sliceDays = 28

/** Time at risk and what happened in it, in whole milliseconds and whole events, one number per age bin. */
export type TallyCell = {
  pipeline: string
  stage: string
  /** Calendar slice: day / slice days rounded down. */
  slice: number
  /** What deals are told apart by within a slice, such as a band of size; absent: they are not. */
  group?: number
  /** Missing numbers at the end are zeros. */
  ms: number[]
  events: Record<string, number[]>
}

export type Tallying = {
  as_of: number
  /** Lower edges of a pipeline's age bins in days, ascending from 0; undefined: its stays are left out. */
  edgesOf: (pipeline: string) => readonly number[] | undefined
  groupOf?: ((stay: Stay) => number | undefined) | undefined
  slice_days?: number | undefined
}

/**
 * Counts time at risk and events per pipeline, stage, calendar slice, group and age bin, in whole milliseconds: such sums
 * are exact, so that what was added can be taken away again, and the order of stays does not matter.
 *
 * Age is the time in the stage (plus `age_at_entry`). A stay contributes the time between `observed_from` (or its
 * entry) and its end; one that is open contributes up to `as_of` and no event; an administrative end is no event.
 * An event falls into the bin whose time it ended (intervals open on the left, closed on the right, as in R's
 * survSplit). A stay of no length stands for half a day: that is what dates without a time of day mean; a shorter one
 * than a millisecond for that one. A stay that ended before recording began is not counted. Empty data: no cells.
 */
export function* tallying(
  stays: Iterable<Stay>,
  { as_of, edgesOf, groupOf = () => undefined, slice_days = sliceDays }: Tallying,
): InPieces<TallyCell[]> {
  const cells: Open[] = []
  const known = new Map<string, Map<string, Map<number, Map<number | undefined, Open>>>>()
  const edgesKnown = new Map<string, Float64Array | null>()
  const edgesIn = (pipeline: string) =>
    edgesKnown.getOrInsertComputed(pipeline, () => {
      const edges = edgesOf(pipeline)
      return edges === undefined ? null : Float64Array.from(edges, msOf)
    })
  const cellOf = ({ pipeline, stage }: Stay, slice: number, group: number | undefined, bins: number): Open => {
    const stages = known.getOrInsertComputed(
      pipeline,
      () => new Map<string, Map<number, Map<number | undefined, Open>>>(),
    )
    const slices = stages.getOrInsertComputed(stage, () => new Map<number, Map<number | undefined, Open>>())
    const groups = slices.getOrInsertComputed(slice, () => new Map<number | undefined, Open>())
    return groups.getOrInsertComputed(group, () => {
      const named = { pipeline, stage, slice, ...(group === undefined ? {} : { group }) }
      const cell: Open = { ...named, ms: zeros(bins), whole: zeros(bins), events: Object.create(null) }
      cells.push(cell)
      return cell
    })
  }

  const sliceMs = slice_days * msOfDay
  let done = 0
  for (const stay of stays) {
    if (++done % piece === 0) yield
    const edges = edgesIn(stay.pipeline)
    const span = edges && spanOf(stay, as_of)
    if (!span) continue
    const { from, until, offset, brief, event } = span
    const group = groupOf(stay)
    for (let at = from; at < until; ) {
      const slice = Math.floor(at / sliceMs)
      const next = Math.min(until, (slice + 1) * sliceMs)
      addSpan(cellOf(stay, slice, group, edges.length), edges, at + offset, next + offset)
      at = next
    }
    if (event === null) continue
    // The last instant belongs to the slice and the bin before a border, like the time that led to it.
    const last = brief ? until : until - 1
    const bin = binOf(edges, last + offset)
    const cell = cellOf(stay, Math.floor(last / sliceMs), group, edges.length)
    if (brief) addTo(cell.ms, bin, msOfDay / 2)
    addTo((cell.events[event] ??= zeros(edges.length)), bin, 1)
  }
  return cells.map((cell) => closed(cell, edgesIn(cell.pipeline)))
}

/** While it is counted: how many spans cover a bin wholly, as differences to the bin before. */
type Open = TallyCell & { whole: number[] }

type Span = { from: number; until: number; offset: number; brief: boolean; event: string | null }

/** When a stay was at risk, in milliseconds; null: never. */
function spanOf(stay: Stay, as_of: number): Span | null {
  const { entered, left, to, observed_from, age_at_entry = 0 } = stay
  const start = Math.max(entered, observed_from ?? entered)
  const end = Math.min(left ?? as_of, as_of)
  if (end < start || (left !== null && observed_from !== undefined && left < observed_from)) return null
  const ended = left !== null && left <= as_of && to !== null && to !== 'censored'
  const from = msOf(start)
  return {
    from,
    until: Math.max(msOf(end), end > start ? from + 1 : from),
    offset: msOf(age_at_entry) - msOf(entered),
    brief: end === start,
    event: ended ? to : null,
  }
}

function addSpan({ ms, whole }: Open, edges: Float64Array, from: number, until: number): void {
  const first = binOf(edges, from)
  const last = binOf(edges, until - 1)
  if (first === last) {
    addTo(ms, first, until - from)
    return
  }
  addTo(ms, first, (edges[first + 1] ?? 0) - from)
  addTo(ms, last, until - (edges[last] ?? 0))
  addTo(whole, first + 1, 1)
  addTo(whole, last, -1)
}

function closed({ whole, ms, ...cell }: Open, edges: Float64Array | null): TallyCell {
  let covering = 0
  for (const [bin, more] of whole.entries()) {
    covering += more
    if (covering !== 0) addTo(ms, bin, covering * ((edges?.[bin + 1] ?? 0) - (edges?.[bin] ?? 0)))
  }
  return { ...cell, ms }
}

/** Cells by what they are about. */
export type Tally = Map<string, TallyCell>

export const cellKey = ({ pipeline, stage, slice, group }: TallyCell): string =>
  `${pipeline} ${stage} ${slice} ${group ?? ''}`

/** Puts cells to a tally, or takes them away again (`sign` −1): afterwards it is as if they had never been there. */
export function put(tally: Tally, cells: Iterable<TallyCell>, sign: 1 | -1 = 1): void {
  for (const cell of cells) {
    const sum = tally.getOrInsertComputed(cellKey(cell), () => ({ ...cell, ms: [], events: Object.create(null) }))
    addAll(sum.ms, cell.ms, sign)
    for (const [to, counts] of Object.entries(cell.events)) addAll((sum.events[to] ??= []), counts, sign)
  }
}

export function addAll(sum: number[], more: readonly number[], sign: 1 | -1 = 1): void {
  for (let i = 0; i < more.length; i++) sum[i] = (sum[i] ?? 0) + sign * (more[i] ?? 0)
}

/** True for a cell in which nothing was counted. */
export const isEmpty = ({ ms, events }: TallyCell): boolean =>
  ms.every((time) => time === 0) && Object.values(events).every((counts) => counts.every((count) => count === 0))

/**
 * The same counts in wider bins and other groups: each edge of `edges` must be one of the bins that were counted in.
 * Undefined edges: the pipeline is left out.
 */
export function* widening(
  cells: Iterable<TallyCell>,
  fine: readonly number[],
  { edgesOf, groupOf }: { edgesOf: Tallying['edgesOf']; groupOf: (cell: TallyCell) => number | undefined },
): InPieces<Tally> {
  const bins = new Map<string, { length: number; binOf: number[] } | null>()
  const wide: Tally = new Map()
  let done = 0
  for (const cell of cells) {
    if (++done % 500 === 0) yield
    const into = bins.getOrInsertComputed(cell.pipeline, () => {
      const edges = edgesOf(cell.pipeline)
      return edges === undefined ? null : { length: edges.length, binOf: fine.map((edge) => binOf(edges, edge)) }
    })
    if (into === null) continue
    const { pipeline, stage, slice, ms, events } = cell
    const group = groupOf(cell)
    const named = { pipeline, stage, slice, ...(group === undefined ? {} : { group }) }
    const sum = wide.getOrInsertComputed(cellKey({ ...named, ms, events }), () => ({
      ...named,
      ms: zeros(into.length),
      events: Object.create(null),
    }))
    addInto(sum.ms, ms, into.binOf)
    for (const to in events) addInto((sum.events[to] ??= zeros(into.length)), events[to] ?? [], into.binOf)
  }
  return wide
}

function addInto(sums: number[], counts: readonly number[], binOf: readonly number[]): void {
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? 0
    if (count !== 0) addTo(sums, binOf[i] ?? 0, count)
  }
}

const zeros = (length: number): number[] => new Array<number>(length).fill(0)

const addTo = (list: number[], index: number, value: number): void => {
  list[index] = (list[index] ?? 0) + value
}
