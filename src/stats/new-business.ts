import type { WinTable } from './win-probability.ts'

/** A deal that came into a pipeline: created there, or transferred in by a person's decision. */
export type Entry = { pipeline: string; stage: string; day: number; by: 'created' | 'transferred' }

export type ArrivalRate = {
  pipeline: string
  by: Entry['by']
  /** Deals a day. */
  per_day: number
  /** Extra variance of the count over a year's length, relative to the squared mean, see `estimateArrivals`. */
  excess: number
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
 * Estimate: n / days. Over-dispersion from counts per 14-day slice by moments: excess = max(0, (s² − m) / m²), the
 * variance of the rate from slice to slice. Assumes a steady rate within the window. At least two whole slices are
 * needed for an excess, else 0. No entries: no rate for that pipeline.
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
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const stages: Record<string, number> = {}
    for (const { stage } of group) stages[stage] = (stages[stage] ?? 0) + 1 / group.length
    return [
      {
        pipeline: first.pipeline,
        by: first.by,
        per_day: group.length / days,
        excess: excessOf(
          group.map((entry) => entry.day),
          as_of,
          days,
        ),
        stages,
        n: group.length,
      },
    ]
  })
}

/**
 * How many of the deals still to come will be won within the horizon: mean and dispersion of a negative binomial.
 * Mean = rate × ∫₀ᴴ F_u(entry stage, 0) du (a deal that comes u days before the end has u days to be won), by the
 * trapezoid rule in days. Dispersion = excess · 14 / H (independent slices) + 1 / n (the rate itself is an estimate).
 * Stages the table does not know bring nothing. A horizon of zero or less: 0.
 */
export function newWins(
  rate: ArrivalRate,
  table: WinTable,
  horizon_days: number,
): { mean_count: number; dispersion: number } {
  const horizon = Math.min(horizon_days, table.horizon_days)
  if (horizon <= 0) return { mean_count: 0, dispersion: 0 }
  let mean = 0
  for (const [stage, share] of Object.entries(rate.stages)) {
    const s = table.stages.indexOf(stage)
    if (s < 0) continue
    const at = (h: number) => table.fresh[h]?.[s] ?? 0
    let area = 0
    const whole = Math.floor(horizon)
    for (let h = 0; h < whole; h++) area += (at(h) + at(h + 1)) / 2
    const part = horizon - whole
    const end = at(whole) + part * (at(Math.min(whole + 1, table.horizon_days)) - at(whole))
    mean += share * (area + (part * (at(whole) + end)) / 2)
  }
  const dispersion = (rate.excess * sliceDays) / Math.max(horizon, sliceDays) + 1 / rate.n
  return { mean_count: rate.per_day * mean, dispersion }
}

function excessOf(days: readonly number[], as_of: number, span: number): number {
  const slices = Math.floor(span / sliceDays)
  if (slices < 2) return 0
  const counts = new Array<number>(slices).fill(0)
  for (const day of days) {
    const slice = Math.floor((as_of - day) / sliceDays)
    if (slice < slices) counts[slice] = (counts[slice] ?? 0) + 1
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / slices
  if (mean === 0) return 0
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (slices - 1)
  return Math.max(0, (variance - mean) / (mean * mean))
}
