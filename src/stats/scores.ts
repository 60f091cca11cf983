import type { Distribution } from './distribution.ts'

/**
 * Continuous ranked probability score ∫ (F(x) − 1{x ≥ y})² dx of a forecast distribution against what happened: in the
 * unit of the amount, smaller is better, and for a point forecast the absolute error. A grid counts as its points.
 * Reference: Gneiting and Raftery (2007), Strictly proper scoring rules.
 */
export function crps({ values, mass }: Distribution, happened: number): number {
  let score = 0
  let below = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    if (i === 0 && happened < value) score += value - happened
    below += mass[i] ?? 0
    const next = values[i + 1]
    if (next === undefined) {
      if (happened > value) score += happened - value
      continue
    }
    const split = Math.min(Math.max(happened, value), next)
    score += below * below * (split - value) + (1 - below) * (1 - below) * (next - split)
  }
  return score
}
