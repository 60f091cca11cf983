import type { InPieces } from './gently.ts'

/** Events seen, and events expected if the cell were like everybody. */
export type PoolingCell = { events: number; expected: number }

const spreads = [0.03, 0.05, 0.08, 0.12, 0.18, 0.25, 0.35, 0.5, 0.7, 0.9, 1.2, 1.6, 2]

/**
 * Factors by which cells differ from the pooled rate, each pulled toward 1 as far as its own events leave it open.
 *
 * Model: events ~ Poisson(expected · e^x), x ~ N(−ω²/2, ω²), so that a cell without data has factor 1 on average.
 * ω is chosen on a grid .03 … 2 by the Laplace approximation of the marginal likelihood with the weak prior
 * ln ω ~ N(ln .3, 1); x by Newton steps clipped to ±1; factor = posterior mean e^{x + ½/(E e^x + 1/ω²)}.
 * A Gamma prior in place of the lognormal one pulls a slow pipeline far toward a dominant fast one.
 *
 * Units: counts. No cells: no factors. A cell that expects nothing: factor 1. No events but many expected: a factor
 * near 0, never 0. Reference: Breslow and Clayton (1993), Approximate inference in generalized linear mixed models.
 */
export function* poolingFactors(cells: readonly PoolingCell[]): InPieces<{ factors: number[]; spread: number }> {
  const informative = cells.filter((cell) => cell.expected > 0)
  if (informative.length === 0) return { factors: cells.map(() => 1), spread: 0 }
  let best = { spread: spreads[0] ?? 0.03, score: Number.NEGATIVE_INFINITY }
  for (const spread of spreads) {
    yield
    const score = informative.reduce((sum, cell) => sum + marginal(cell, spread), -0.5 * Math.log(spread / 0.3) ** 2)
    if (score > best.score) best = { spread, score }
  }
  return { factors: cells.map((cell) => factorOf(cell, best.spread)), spread: best.spread }
}

function marginal({ events, expected }: PoolingCell, spread: number): number {
  const x = mode({ events, expected }, spread)
  const centre = x + (spread * spread) / 2
  const rate = expected * Math.exp(x)
  const logDensity = events * x - rate - (centre * centre) / (2 * spread * spread) - Math.log(spread)
  return logDensity - 0.5 * Math.log(rate + 1 / (spread * spread))
}

function factorOf(cell: PoolingCell, spread: number): number {
  if (cell.expected <= 0) return 1
  const x = mode(cell, spread)
  return Math.exp(x + 0.5 / (cell.expected * Math.exp(x) + 1 / (spread * spread)))
}

function mode({ events, expected }: PoolingCell, spread: number): number {
  const precision = 1 / (spread * spread)
  let x = 0
  for (let i = 0; i < 60; i++) {
    const rate = expected * Math.exp(x)
    const step = (events - rate - (x + (spread * spread) / 2) * precision) / (rate + precision)
    x += Math.min(Math.max(step, -1), 1)
    if (Math.abs(step) < 1e-10) break
  }
  return x
}
