import { shareOn } from './at-level.ts'
import { type Drift, type Evidence, filteringDrift } from './drift.ts'
import type { ExposureCell, ExposureCounts } from './exposure.ts'
import type { InPieces } from './gently.ts'
import { causeOf, type HazardModel, type StageHazards } from './hazards.ts'
import { type Carried, type Level, together } from './level.ts'

/**
 * The hazards with every pipeline's level: a bad quarter lasts, and rates drift.
 *
 * Per calendar slice what happened is held against what the hazards expect of the time at risk. *Tempo*: ends of stays
 * (but transfers) are Poisson around expected · e^x. *Share*: of those that go on or are lost, the odds to go on are e^y
 * times what they usually are at that stage and age; U = Σ (on − q) and I = Σ q (1 − q) over these ends, q the usual
 * share. So the two do not disturb each other, and where no loss is recorded only the tempo speaks.
 * Each is filtered by `filteringDrift` twice: what all pipelines have in common, and on top what is each one's own.
 *
 * Assumes that a level moves all stages and ages of a pipeline alike, and fades toward its history. A pipeline with too
 * little history (`pooled`) has the common level alone; nothing counted: no levels.
 *
 * @param counts those that the hazards were fitted to
 * @param as_of day until which they were counted; the level is carried to it from the middle of the last slice
 */
export function* fittingLevels(counts: ExposureCounts, model: HazardModel, as_of: number): InPieces<HazardModel> {
  const seen = yield* sumsOf(counts, model, as_of)
  if (seen === null) return model
  const { slice_days } = counts
  const lag = (as_of - seen.last * slice_days) / 2
  const carried = (drift: Drift, mean: number): Carried => {
    const daily = drift.carry ** (1 / slice_days)
    return { now: mean * daily ** lag, daily }
  }
  // Of a rate the mean counts, e^{x + v/2}; odds move chances about evenly, and shared luck keeps their mean.
  const tempos = yield* levelsOf(seen.tempo, model, (drift) => carried(drift, lastOf(drift) + drift.variance / 2))
  const shares = yield* levelsOf(seen.share, model, (drift) => carried(drift, lastOf(drift)))
  const none: Carried = { now: 0, daily: 0 }
  const pipelines = model.pipelines.map((pipeline, i) => {
    const level: Level = { tempo: tempos[i] ?? none, share: shares[i] ?? none }
    return { ...pipeline, level }
  })
  return { ...model, pipelines }
}

const lastOf = ({ path }: Drift): number => path.at(-1) ?? 0

/** One level a pipeline: the common one, and where there are several what is its own beside it. */
function* levelsOf(
  series: readonly (readonly Evidence[])[],
  { pipelines }: HazardModel,
  carried: (drift: Drift) => Carried,
): InPieces<Carried[]> {
  const [first = [], ...others] = series
  const all = first.map((one, t) => others.reduce((sum, own) => added(sum, own[t]), one))
  const [common] = filteringDrift([all])
  yield
  if (common === undefined) return []
  if (others.length === 0) return [carried(common)]
  const rest = series.map((own, i) =>
    pipelines[i]?.pooled ? [] : own.map((one, t) => beside(one, common.path[t] ?? 0)),
  )
  const owns = filteringDrift(rest)
  yield
  return owns.map((own) => together(carried(common), carried(own)))
}

function added(a: Evidence, b: Evidence | undefined): Evidence {
  if (a.kind === 'poisson' && b?.kind === 'poisson')
    return { kind: 'poisson', events: a.events + b.events, expected: a.expected + b.expected }
  if (a.kind === 'tilt' && b?.kind === 'tilt')
    return { kind: 'tilt', score: a.score + b.score, information: a.information + b.information }
  return a
}

/** What evidence says of the rest when so much of the level is known. */
function beside(one: Evidence, level: number): Evidence {
  return one.kind === 'poisson'
    ? { ...one, expected: one.expected * Math.exp(level) }
    : { ...one, score: one.score - one.information * level }
}

type Poisson = Extract<Evidence, { kind: 'poisson' }>
type Tilt = Extract<Evidence, { kind: 'tilt' }>
/** Per pipeline and slice, from the first with time at risk to that of the day itself (`last`). */
type Sums = { last: number; tempo: Poisson[][]; share: Tilt[][] }

function* sumsOf(
  { cells, slice_days }: ExposureCounts,
  { pipelines }: HazardModel,
  as_of: number,
): InPieces<Sums | null> {
  const last = Math.ceil(as_of / slice_days) - 1
  const first = cells.reduce((least, { slice }) => Math.min(least, slice), last + 1)
  if (first > last) return null
  const slices = last - first + 1
  const places = new Map(
    pipelines.map(({ key, stages }) => {
      const tempo = Array.from({ length: slices }, (): Poisson => ({ kind: 'poisson', events: 0, expected: 0 }))
      const share = Array.from({ length: slices }, (): Tilt => ({ kind: 'tilt', score: 0, information: 0 }))
      const usual = stages.map(usually)
      return [key, { tempo, share, usual, position: new Map(stages.map((stage, s) => [stage.key, s])) }]
    }),
  )
  let done = 0
  for (const cell of cells) {
    if (++done % 500 === 0) yield
    const place = places.get(cell.pipeline)
    const tempo = place?.tempo[cell.slice - first]
    const share = place?.share[cell.slice - first]
    if (tempo && share) noting(cell, place, { tempo, share })
  }
  const all = [...places.values()]
  return { last, tempo: all.map(({ tempo }) => tempo), share: all.map(({ share }) => share) }
}

/** Per age bin the rate at which deals leave a stage, and the share that goes on of those that do or are lost. */
type Usual = { leaving: number[]; on: number[] }

function usually({ rates }: StageHazards): Usual {
  const { next, skip, back, won, lost } = rates
  const sum = (bin: number) => [next, skip, back, won, lost].reduce((all, cause) => all + (cause[bin] ?? 0), 0)
  return { leaving: lost.map((_, bin) => sum(bin)), on: lost.map((_, bin) => shareOn(rates, bin)) }
}

type Place = { usual: readonly Usual[]; position: ReadonlyMap<string, number> }

function noting(
  { stage, exposure, events }: ExposureCell,
  { usual, position }: Place,
  { tempo, share }: { tempo: Poisson; share: Tilt },
): void {
  const from = position.get(stage)
  const own = from === undefined ? undefined : usual[from]
  if (from === undefined || own === undefined) return
  exposure.forEach((days, bin) => {
    tempo.expected += days * (own.leaving[bin] ?? 0)
  })
  for (const [to, seen] of Object.entries(events)) {
    const cause = causeOf(to, from, position.get(to))
    if (cause === null || cause === 'transferred') continue
    seen.forEach((count, bin) => {
      if (count === 0) return
      tempo.events += count
      if (cause === 'back') return
      const on = own.on[bin] ?? 1
      share.score += count * ((cause === 'lost' ? 0 : 1) - on)
      share.information += count * on * (1 - on)
    })
  }
}
