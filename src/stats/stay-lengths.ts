import { atOnce, type InPieces, piece } from './gently.ts'
import type { Stay } from './stay.ts'

export type StayLengths = {
  pipeline: string
  stage: string
  /** Stays seen, and how many of them have ended. */
  n: number
  n_ended: number
  /** Days within which the given share of stays has ended; null where too few have ended to say. */
  p50: number | null
  p75: number | null
  p90: number | null
}

/**
 * How long deals stay in each stage: quantiles of the time to any end, by Kaplan and Meier's product limit.
 *
 * S(t) = Π (1 − d_i / n_i) over the ages t_i at which stays ended, n_i at risk just before; the quantile q is the
 * smallest t with S(t) ≤ 1 − q. Open stays and administrative ends are censored at their age (at a tie, ends come
 * before censoring); left truncation enters at the age when recording began. Days. A stage nobody left: nulls.
 * Reference: Kaplan and Meier (1958).
 *
 * @param as_of the day at which open stays are cut
 */
export const stayLengths = (stays: readonly Stay[], as_of: number): StayLengths[] =>
  atOnce(measuringStays(stays, as_of))

/** The same in pieces. */
export function* measuringStays(stays: readonly Stay[], as_of: number): InPieces<StayLengths[]> {
  const stages = new Map<string, Map<string, Stay[]>>()
  let done = 0
  for (const stay of stays) {
    if (++done % piece === 0) yield
    const own = stages.getOrInsertComputed(stay.pipeline, () => new Map<string, Stay[]>())
    own.getOrInsertComputed(stay.stage, () => []).push(stay)
  }
  const lengths: StayLengths[] = []
  for (const [pipeline, own] of stages)
    for (const [stage, list] of own) {
      const observed = yield* observing(list, as_of)
      const curve = yield* productLimit(observed)
      lengths.push({
        pipeline,
        stage,
        n: observed.length,
        n_ended: observed.reduce((sum, { ended }) => sum + (ended ? 1 : 0), 0),
        p50: quantile(curve, 0.5),
        p75: quantile(curve, 0.75),
        p90: quantile(curve, 0.9),
      })
    }
  return lengths
}

/** The median of all these stays together; null where too few have ended to say. */
export function* findingMedian(stays: readonly Stay[], as_of: number): InPieces<number | null> {
  return quantile(yield* productLimit(yield* observing(stays, as_of)), 0.5)
}

type Observation = { from: number; until: number; ended: boolean }

function* observing(stays: readonly Stay[], as_of: number): InPieces<Observation[]> {
  const observed: Observation[] = []
  let done = 0
  for (const stay of stays) {
    if (++done % piece === 0) yield
    const one = observationOf(stay, as_of)
    if (one !== null) observed.push(one)
  }
  return observed
}

function observationOf(stay: Stay, as_of: number): Observation | null {
  const known = stay.left !== null && stay.left <= as_of
  const offset = (stay.age_at_entry ?? 0) - stay.entered
  const until = (known && stay.left !== null ? stay.left : as_of) + offset
  const from = Math.max(stay.entered, stay.observed_from ?? stay.entered) + offset
  return until < from ? null : { from, until, ended: known && stay.to !== 'censored' }
}

function* productLimit(observed: readonly Observation[]): InPieces<{ age: number; survival: number }[]> {
  // Plain numbers in a row sort many times faster than what a comparison has to be called for.
  const ends = Float64Array.from(observed.filter((one) => one.ended).map((one) => one.until)).sort()
  yield
  const starts = Float64Array.from(observed, (one) => one.from).sort()
  yield
  const stops = Float64Array.from(observed, (one) => one.until).sort()
  yield
  // A stay of no length is at risk at the very age it ends, and with it all that begin at that age.
  const brief = new Set<number>()
  for (const { from, until, ended } of observed) if (ended && from === until) brief.add(until)
  const curve: { age: number; survival: number }[] = []
  let survival = 1
  let started = 0
  let stopped = 0
  for (let i = 0; i < ends.length; ) {
    const age = ends[i] ?? 0
    let d = 0
    while (i < ends.length && ends[i] === age) {
      d++
      i++
    }
    const begun = brief.has(age) ? (start: number) => start <= age : (start: number) => start < age
    while (started < starts.length && begun(starts[started] ?? 0)) started++
    while (stopped < stops.length && (stops[stopped] ?? 0) < age) stopped++
    const atRisk = started - stopped
    survival *= 1 - d / Math.max(atRisk, d)
    curve.push({ age, survival })
  }
  return curve
}

const quantile = (curve: readonly { age: number; survival: number }[], share: number): number | null =>
  curve.find(({ survival }) => survival <= 1 - share + 1e-12)?.age ?? null
