import type { Stay } from '../stay.ts'

/** The first day that was recorded, and the last one of which anything is known. */
export function spanOf(stays: readonly Stay[]): { from: number; until: number } {
  let from = Number.POSITIVE_INFINITY
  let until = Number.NEGATIVE_INFINITY
  for (const { entered, left, observed_from } of stays) {
    from = Math.min(from, Math.max(entered, observed_from ?? entered))
    until = Math.max(until, entered, left ?? entered)
  }
  return { from, until }
}

/** Starts of months (days since 1970, UTC) from one day to another; none where there is no time between them. */
export function monthStarts(from: number, until: number): number[] {
  // Without any data a span begins at the end of time, and no month would ever be the last.
  if (!Number.isFinite(from) || !(from <= until)) return []
  const starts: number[] = []
  const first = new Date(from * msOfDay)
  for (let month = first.getUTCMonth(); ; month++) {
    const day = Date.UTC(first.getUTCFullYear(), month, 1) / msOfDay
    if (day > until) return starts
    if (day >= from) starts.push(day)
  }
}

const msOfDay = 86_400_000

/** Starts of months from a third of the span to the last day from which the whole horizon is known. */
export const usualOrigins = ({ from, until }: { from: number; until: number }, horizon: number): number[] =>
  Number.isFinite(from) ? monthStarts(from + (until - from) / 3, until - horizon) : []

/** How many of these origins have windows that do not overlap. */
export const independentWindows = (origins: readonly number[], horizon: number): number =>
  independentOrigins(origins, horizon).length

/** Of these origins the first, and then each whose window begins when the one before is over. */
export function independentOrigins(origins: readonly number[], horizon: number): number[] {
  const chosen: number[] = []
  let free = Number.NEGATIVE_INFINITY
  for (const origin of origins.toSorted((a, b) => a - b)) {
    if (origin < free) continue
    chosen.push(origin)
    free = origin + horizon
  }
  return chosen
}
