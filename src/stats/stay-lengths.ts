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
export function stayLengths(stays: readonly Stay[], as_of: number): StayLengths[] {
  const stages = new Map<string, Stay[]>()
  for (const stay of stays) {
    const key = JSON.stringify([stay.pipeline, stay.stage])
    const list = stages.get(key)
    if (list === undefined) stages.set(key, [stay])
    else list.push(stay)
  }
  return [...stages.values()].flatMap((list) => {
    const [first] = list
    if (first === undefined) return []
    const observed = list.flatMap((stay) => observationOf(stay, as_of))
    const curve = productLimit(observed)
    return [
      {
        pipeline: first.pipeline,
        stage: first.stage,
        n: observed.length,
        n_ended: observed.filter((one) => one.ended).length,
        p50: quantile(curve, 0.5),
        p75: quantile(curve, 0.75),
        p90: quantile(curve, 0.9),
      },
    ]
  })
}

type Observation = { from: number; until: number; ended: boolean }

function observationOf(stay: Stay, as_of: number): Observation[] {
  const known = stay.left !== null && stay.left <= as_of
  const offset = (stay.age_at_entry ?? 0) - stay.entered
  const until = (known && stay.left !== null ? stay.left : as_of) + offset
  const from = Math.max(stay.entered, stay.observed_from ?? stay.entered) + offset
  if (until < from) return []
  return [{ from, until, ended: known && stay.to !== 'censored' }]
}

function productLimit(observed: readonly Observation[]): { age: number; survival: number }[] {
  const ends = observed
    .filter((one) => one.ended)
    .map((one) => one.until)
    .sort((a, b) => a - b)
  const starts = observed.map((one) => one.from).sort((a, b) => a - b)
  const stops = observed.map((one) => one.until).sort((a, b) => a - b)
  // A stay of no length is at risk at the very age it ends.
  const atOnce = new Map<number, number>()
  for (const { from, until, ended } of observed)
    if (ended && from === until) atOnce.set(until, (atOnce.get(until) ?? 0) + 1)
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
    while (started < starts.length && (starts[started] ?? 0) < age) started++
    while (stopped < stops.length && (stops[stopped] ?? 0) < age) stopped++
    const atRisk = started - stopped + (atOnce.get(age) ?? 0)
    survival *= 1 - d / Math.max(atRisk, d)
    curve.push({ age, survival })
  }
  return curve
}

const quantile = (curve: readonly { age: number; survival: number }[], share: number): number | null =>
  curve.find(({ survival }) => survival <= 1 - share + 1e-12)?.age ?? null
