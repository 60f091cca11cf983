import type { ExposureCounts } from './exposure.ts'
import type { InPieces } from './gently.ts'
import { type Cause, causes, type HazardModel, type PipelineHazards, type StageHazards } from './hazards.ts'
import { poolingFactors } from './partial-pooling.ts'

/** By what factor deals of each band of size leave by each cause faster than their pipeline does. */
export type SizeFactors = {
  edges: readonly number[]
  bands: Record<Cause, number>[]
  /** Deals of each band that were won or lost, on which its factors rest. */
  n_closed: number[]
}

/**
 * Size as a further level of partial pooling: large deals of a pipeline may be won less often, or more slowly.
 *
 * Per cause, events against those that the hazards without size expect, first per band over all pipelines (bands are
 * quantiles of each pipeline's own deals, so they mean the same everywhere), then per pipeline and band. Both levels by
 * `poolingFactors`: where size does not matter the spread comes out small and the factors near 1. A pipeline with too
 * little history of its own (`pooled`) keeps the first level.
 *
 * Assumes that size moves a rate by the same factor in every stage and at every age. Deals without an amount are in no
 * band and keep the rates as they are. Pipelines without bands, or
 * whose bands differ by less than 2 %: not in the answer. Reference: as for `fitHazards`.
 *
 * @param counts counted with the same `sizes`
 */
export function* fittingSizes(
  counts: ExposureCounts,
  model: HazardModel,
  {
    sizes,
    weight = () => 1,
  }: { sizes: Readonly<Record<string, readonly number[]>>; weight?: (slice: number) => number },
): InPieces<Map<string, SizeFactors>> {
  const found = new Map<string, SizeFactors>()
  for (const { key } of model.pipelines) {
    const edges = sizes[key] ?? []
    if (edges.length === 0) continue
    found.set(key, { edges, bands: Array.from({ length: edges.length + 1 }, neutral), n_closed: [] })
  }
  if (found.size === 0) return found
  const sums = yield* sumsOf(counts, model, found, weight)
  for (const [key, sizes] of found)
    sizes.n_closed = (sums.get(key) ?? []).map(({ won, lost }) => won.events + lost.events)
  for (const cause of causes) {
    const cells = [...sums].flatMap(([key, bands]) =>
      bands.map((band, index) => ({ key, index, few: few(model, key), ...band[cause] })),
    )
    const most = Math.max(...cells.map(({ index }) => index)) + 1
    const everywhere = yield* poolingFactors(
      Array.from({ length: most }, (_, index) => added(cells.filter((cell) => cell.index === index))),
    )
    const common = (index: number) => everywhere.factors[index] ?? 1
    const own = yield* poolingFactors(
      cells.map(({ index, events, expected }) => ({ events, expected: expected * common(index) })),
    )
    cells.forEach(({ key, index, few }, i) => {
      const band = found.get(key)?.bands[index]
      if (band !== undefined) band[cause] = common(index) * (few ? 1 : (own.factors[i] ?? 1))
    })
  }
  for (const [key, { bands }] of found) if (bands.every(isPlain)) found.delete(key)
  return found
}

/** A pipeline in which no band differs by this much is told apart by size for nothing. */
const differs = 0.02
const isPlain = (band: Record<Cause, number>) => causes.every((cause) => Math.abs(band[cause] - 1) < differs)

/** The hazards of a pipeline's deals of one size; the pipeline's own where the size is not known. */
export function ofSize(
  hazards: PipelineHazards,
  sizes: SizeFactors | undefined,
  band: number | undefined,
): PipelineHazards {
  const factors = band === undefined ? undefined : sizes?.bands[band]
  if (factors === undefined) return hazards
  return {
    ...hazards,
    stages: hazards.stages.map((stage) => ({
      ...stage,
      rates: record((cause) => stage.rates[cause].map((rate) => rate * factors[cause])),
    })),
  }
}

type Sum = { events: number; expected: number }

function* sumsOf(
  counts: ExposureCounts,
  model: HazardModel,
  found: ReadonlyMap<string, SizeFactors>,
  weight: (slice: number) => number,
): InPieces<Map<string, Record<Cause, Sum>[]>> {
  const sums = new Map(
    [...found].map(([key, { bands }]) => [key, bands.map(() => record((): Sum => ({ events: 0, expected: 0 })))]),
  )
  const places = new Map(
    model.pipelines.map(({ key, stages }) => [
      key,
      new Map(stages.map((stage, index) => [stage.key, { stage, index }])),
    ]),
  )
  // Time at risk is put together first: a rate is the same in every slice.
  const times = new Map<Record<Cause, Sum>, Map<StageHazards, number[]>>()
  let done = 0
  for (const { pipeline, stage: key, slice, band, exposure, events } of counts.cells) {
    if (++done % 2_000 === 0) yield
    const sum = band === undefined ? undefined : sums.get(pipeline)?.[band]
    const stages = places.get(pipeline)
    const here = stages?.get(key)
    if (sum === undefined || here === undefined) continue
    const w = weight(slice)
    const time = times
      .getOrInsertComputed(sum, () => new Map<StageHazards, number[]>())
      .getOrInsertComputed(here.stage, () => new Array<number>(exposure.length).fill(0))
    for (let bin = 0; bin < exposure.length; bin++) time[bin] = (time[bin] ?? 0) + w * (exposure[bin] ?? 0)
    for (const to in events) {
      const cause = causeOf(to, here.index, stages?.get(to)?.index)
      if (cause !== null) sum[cause].events += w * (events[to] ?? []).reduce((all, count) => all + count, 0)
    }
  }
  for (const [sum, own] of times)
    for (const [{ rates }, time] of own)
      for (const cause of causes) time.forEach((days, bin) => (sum[cause].expected += days * (rates[cause][bin] ?? 0)))
  return sums
}

function causeOf(to: string, from: number, target: number | undefined): Cause | null {
  if (to === 'won' || to === 'lost' || to === 'transferred') return to
  if (target === undefined || target === from) return null
  if (target === from + 1) return 'next'
  return target > from ? 'skip' : 'back'
}

const few = ({ pipelines }: HazardModel, key: string): boolean =>
  pipelines.find((pipeline) => pipeline.key === key)?.pooled ?? true

const added = (cells: readonly Sum[]): Sum => ({
  events: cells.reduce((sum, { events }) => sum + events, 0),
  expected: cells.reduce((sum, { expected }) => sum + expected, 0),
})

const record = <T>(make: (cause: Cause) => T): Record<Cause, T> =>
  Object.fromEntries(causes.map((cause) => [cause, make(cause)])) as Record<Cause, T>

const neutral = (): Record<Cause, number> => record(() => 1)
