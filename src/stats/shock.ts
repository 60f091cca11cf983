/**
 * How much luck deals share, as standard deviations on the logit of winning: `common` to all pipelines (the market),
 * `own` to the deals of one pipeline.
 */
export type Shock = { common: number; own: number }

/** Without past forecasts to learn from. */
export const usualShock: Shock = { common: 0.15, own: 0.15 }

/**
 * The chance of a deal when luck is u: expit(b + u), where b is such that over u ~ N(0, sd²) the mean is `chance` again.
 * Without this step small chances are inflated by any shock. Chances of 0 and 1 stay.
 */
export function luckyChance(sd: number): (chance: number, luck: number) => number {
  const logitOf = luckyLogit(sd)
  return (chance, luck) => (chance <= 0 || chance >= 1 || sd === 0 ? chance : expit(logitOf(chance) + luck))
}

/** b of `luckyChance`: b − logit(chance) is tabulated once per sd and interpolated (error below 1e-4 of the chance). */
export function luckyLogit(sd: number): (chance: number) => number {
  const offsets = logits.map((logit) => offsetFor(logit, sd))
  return (chance) => {
    const logit = Math.log(chance / (1 - chance))
    const at = Math.min(Math.max((logit + reach) / stride, 0), offsets.length - 1.000001)
    const low = Math.floor(at)
    return logit + (offsets[low] ?? 0) * (1 - (at - low)) + (offsets[low + 1] ?? 0) * (at - low)
  }
}

const reach = 14
const stride = 0.25
const logits = Array.from({ length: (2 * reach) / stride + 1 }, (_, i) => i * stride - reach)

/** Standard normal luck on equally spaced points: the trapezoid rule is all but exact for smooth functions of it. */
export const normalNodes = (count: number, width = 5): { z: number; weight: number }[] => {
  const nodes = Array.from({ length: count }, (_, i) => -width + (2 * width * i) / (count - 1))
  const total = nodes.reduce((sum, z) => sum + Math.exp(-z * z * 0.5), 0)
  return nodes.map((z) => ({ z, weight: Math.exp(-z * z * 0.5) / total }))
}

function offsetFor(logit: number, sd: number): number {
  const nodes = normalNodes(41)
  const target = expit(logit)
  let offset = 0
  for (let i = 0; i < 50; i++) {
    let mean = 0
    let slope = 0
    for (const { z, weight } of nodes) {
      const p = expit(logit + offset + sd * z)
      mean += weight * p
      slope += weight * p * (1 - p)
    }
    const step = (target - mean) / slope
    offset += step
    if (Math.abs(step) < 1e-12) break
  }
  return offset
}

export const expit = (x: number): number => 1 / (1 + Math.exp(-x))

/** What a past forecast said about one pipeline and what came: wins, Σ chance and Σ chance (1 − chance) of its deals. */
export type Residual = { won: number; expected: number; variance: number }

/**
 * Learns the shock from forecasts whose windows are over: per window one residual per pipeline, r = won − expected with
 * r ~ N(0, diag(V + own² V²) + common² V Vᵀ), V the variance. Both by maximum of the posterior on a grid 0.02 … 0.5
 * with the prior ln s ~ N(ln .15, .8); windows may be weighted (recency, overlap). No windows: `usualShock`.
 */
export function learnShock(windows: readonly { residuals: readonly Residual[]; weight?: number }[]): Shock {
  // Where no deal stood open there was nothing to be wrong about.
  const telling = windows.filter(({ residuals }) => residuals.some(({ variance }) => variance > 0))
  if (telling.length === 0) return usualShock
  let best = { shock: usualShock, score: Number.NEGATIVE_INFINITY }
  for (const common of sizes)
    for (const own of sizes) {
      const score = telling.reduce(
        (sum, { residuals, weight = 1 }) => sum + weight * logDensity(residuals, { common, own }),
        prior(common) + prior(own),
      )
      if (score > best.score) best = { shock: { common, own }, score }
    }
  return best.shock
}

const sizes = [0.02, 0.04, 0.06, 0.08, 0.1, 0.125, 0.15, 0.175, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]

const prior = (size: number): number => -0.5 * (Math.log(size / 0.15) / 0.8) ** 2

/**
 * Logarithm of the density of a window's residuals, but for a constant. Of a diagonal matrix plus one of rank one,
 * determinant and inverse are closed (Sherman and Morrison).
 */
export function logDensity(residuals: readonly Residual[], { common, own }: Shock): number {
  let logs = 0
  let vv = 0
  let rv = 0
  let rr = 0
  for (const { won, expected, variance } of residuals) {
    if (variance <= 0) continue
    const diagonal = variance + (own * variance) ** 2
    const r = won - expected
    logs += Math.log(diagonal)
    vv += variance ** 2 / diagonal
    rv += (r * variance) / diagonal
    rr += (r * r) / diagonal
  }
  const grown = 1 + common * common * vv
  return -0.5 * (logs + Math.log(grown) + rr - (common * common * rv * rv) / grown)
}
