/**
 * How a pipeline does now beside its history: deals leave their stages e^tempo times as fast, and the odds that one which
 * leaves goes on, rather than being lost, are e^share times as large. See `fittingLevels`.
 */
export type Level = { tempo: Carried; share: Carried }

/** A logarithm on the day of the forecast, and the part of it that is left a day later (0 … 1). */
export type Carried = { now: number; daily: number }

/** Two of them that act together: their sum, which fades as the larger one does. */
export function together(a: Carried, b: Carried): Carried {
  const size = a.now ** 2 + b.now ** 2
  if (size === 0) return { now: 0, daily: 0 }
  return { now: a.now + b.now, daily: (a.now ** 2 * a.daily + b.now ** 2 * b.daily) / size }
}
