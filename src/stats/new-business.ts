import { type Drift, type Evidence, filteringDrift } from './drift.ts'
import type { WinTable } from './win-probability.ts'

/** A deal that came into a pipeline: created there, or transferred in by a person's decision. */
export type Entry = { pipeline: string; stage: string; day: number; by: 'created' | 'transferred' }

export type ArrivalRate = {
  pipeline: string
  by: Entry['by']
  /** Deals a day. */
  per_day: number
  /** How far the rate of now is from that (logarithm), how far it may go, and how fast it comes back. */
  drift: Drift
  /** Where they enter: stage → share, adding up to 1; empty when nothing ever came. */
  stages: Record<string, number>
  n: number
}

const sliceDays = 14

/** So many days back arrivals are counted. */
export const arrivalDays = 182

/**
 * How fast deals come into each pipeline, created and transferred in apart, from the last `window_days` before `as_of`
 * (or since recording began, where that is later).
 *
 * Estimate: n / days over the window, and how far the rate of now is from that: `filteringDrift` of the counts per slice of
 * 14 days, all pipelines together telling how far rates wander and how long that lasts. So leads that stop, or come
 * twice as fast, are seen within weeks. Less than a whole slice: no drift. No entries: no rate for that pipeline.
 */
export function estimateArrivals(
  entries: readonly Entry[],
  { as_of, recorded_from, window_days = arrivalDays }: { as_of: number; recorded_from: number; window_days?: number },
): ArrivalRate[] {
  const from = Math.max(as_of - window_days, recorded_from)
  const days = as_of - from
  if (days <= 0) return []
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    if (entry.day <= from || entry.day > as_of) continue
    const key = JSON.stringify([entry.pipeline, entry.by])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [entry])
    else group.push(entry)
  }
  const all = [...groups.values()]
  const drifts = filteringDrift(all.map((group) => slicesOf(group, as_of, days)))
  return all.flatMap((group, i) => {
    const [first] = group
    const drift = drifts[i]
    if (first === undefined || drift === undefined) return []
    const stages: Record<string, number> = Object.create(null)
    for (const { stage } of group) stages[stage] = (stages[stage] ?? 0) + 1 / group.length
    return [
      {
        pipeline: first.pipeline,
        by: first.by,
        per_day: group.length / days,
        drift,
        stages,
        n: group.length,
      },
    ]
  })
}

/**
 * How many of the deals still to come will be won within the horizon: mean and dispersion of a negative binomial.
 * Mean = ∫₀ᴴ r(H − u) F_u(entry stage, 0) du (a deal that comes u days before the end has u days to be won), by the
 * trapezoid rule in days, r the rate as its drift fades. Dispersion = variance of the rate over the horizon, relative to
 * its square (`wander`), + 1 / n (the usual rate is an estimate).
 * Stages the table does not know bring nothing. A horizon of zero or less: 0.
 */
export function newWins(
  rate: ArrivalRate,
  table: WinTable,
  horizon_days: number,
): { mean_count: number; dispersion: number } {
  const horizon = Math.min(horizon_days, table.horizon_days)
  if (horizon <= 0) return { mean_count: 0, dispersion: 0 }
  const rateIn = rateAfter(rate)
  let mean = 0
  for (const [stage, share] of Object.entries(rate.stages)) {
    const s = table.stages.indexOf(stage)
    if (s < 0) continue
    const fresh = (h: number) => table.fresh[h]?.[s] ?? 0
    // Wins of those that come h days before the end.
    const at = (h: number) => rateIn(horizon - h) * fresh(h)
    let area = 0
    const whole = Math.floor(horizon)
    for (let h = 0; h < whole; h++) area += (at(h) + at(h + 1)) / 2
    const part = horizon - whole
    const soonest = fresh(whole) + part * (fresh(Math.min(whole + 1, table.horizon_days)) - fresh(whole))
    mean += share * (area + (part * (at(whole) + rateIn(0) * soonest)) / 2)
  }
  return { mean_count: mean, dispersion: wander(rate.drift, horizon) + 1 / rate.n }
}

/** Deals a day in so many days from now: the level of now fades as it does. */
function rateAfter({ per_day, drift }: ArrivalRate): (days: number) => number {
  const now = (drift.path.at(-1) ?? 0) + drift.variance / 2
  return (days) => per_day * Math.exp(now * drift.carry ** (days / sliceDays))
}

/**
 * Variance of the mean rate over the horizon relative to its square: over slices i and j from now on the mean of
 * ρ^{i+j} v + σ² (ρ^{|i−j|} − ρ^{i+j}), v the variance of the level now.
 */
function wander({ variance, carry, spread }: Drift, horizon: number): number {
  const slices = Math.max(1, Math.round(horizon / sliceDays))
  let sum = 0
  for (let i = 1; i <= slices; i++)
    for (let j = 1; j <= slices; j++)
      sum += carry ** (i + j) * (variance - spread ** 2) + spread ** 2 * carry ** Math.abs(i - j)
  return sum / (slices * slices)
}

/** Whole slices before the day, oldest first, each beside what a steady rate would bring. */
function slicesOf(group: readonly Entry[], as_of: number, days: number): Evidence[] {
  const slices = Math.floor(days / sliceDays)
  const expected = (group.length * sliceDays) / days
  const events = new Array<number>(slices).fill(0)
  for (const { day } of group) {
    const slice = slices - 1 - Math.floor((as_of - day) / sliceDays)
    if (slice >= 0) events[slice] = (events[slice] ?? 0) + 1
  }
  return events.map((seen) => ({ kind: 'poisson', events: seen, expected }))
}
