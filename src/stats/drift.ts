/**
 * What a slice of the calendar says of a level x: the logarithm of its likelihood. `poisson`: events ~ Poisson(expected ·
 * e^x). `tilt`: score and information of a binomial share at x = 0, the likelihood being score · x − information · x²/2.
 */
export type Evidence =
  | { kind: 'poisson'; events: number; expected: number }
  | { kind: 'tilt'; score: number; information: number }

/** A level slice by slice, the last one's variance, the share of it that is left a slice later, and its usual size. */
export type Drift = { path: number[]; variance: number; carry: number; spread: number }

const carries = [0, 0.5, 0.7, 0.85, 0.95]
const spreads = [0.04, 0.07, 0.12, 0.2, 0.35, 0.6, 1]

/** Chance, before anything is seen, that there is no level at all. */
const steady = 0.5

/**
 * A level that moves in time, filtered to the last slice: for each series x_t = ρ x_{t−1} + ε around 0 with stationary
 * spread σ, the same ρ and σ for all. Where x is the logarithm of a rate its mean is −σ²/2, so that e^x is 1 on average.
 *
 * Every ρ and σ of a grid, and no level at all, is weighed by the Laplace approximation of its marginal likelihood (the
 * mode by Newton steps clipped to ±1 on a tridiagonal system) with the prior ln σ ~ N(ln .1, 1), every ρ alike, and a
 * half for none; the answer is the mean over them. Steady series so have a level near 0.
 *
 * Units: logarithms; a step is a slice. A slice without evidence only lets time pass. No series, or none with evidence: 0.
 * Assumes that slices are independent given the level. Reference: Durbin and Koopman (2012), Time series analysis by
 * state space methods, chapter 10; Rue and Held (2005), Gaussian Markov random fields.
 */
export function filteringDrift(series: readonly (readonly Evidence[])[]): Drift[] {
  const none = series.map((own): Drift => ({ path: own.map(() => 0), variance: 0, carry: 0, spread: 0 }))
  if (!series.some((own) => own.some(informs))) return none
  const tried: { logWeight: number; spread: number; carry: number; found: readonly Path[] }[] = [
    { logWeight: Math.log(steady), spread: 0, carry: 0, found: none },
  ]
  for (const spread of spreads)
    for (const carry of carries) {
      const found = series.map((own) => levelled(own, spread, carry))
      const prior = Math.log((1 - steady) / carries.length) + priorOf(spread)
      tried.push({ logWeight: found.reduce((sum, { gain }) => sum + gain, prior), spread, carry, found })
    }
  const most = Math.max(...tried.map(({ logWeight }) => logWeight))
  const weights = tried.map(({ logWeight }) => Math.exp(logWeight - most))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return series.map((own, i) => {
    const path = own.map(() => 0)
    let second = 0
    let squares = 0
    let carried = 0
    let usual = 0
    tried.forEach(({ found, spread, carry }, k) => {
      const weight = (weights[k] ?? 0) / all
      const one = found[i]
      if (one === undefined || weight < 1e-9) return
      for (let t = 0; t < path.length; t++) path[t] = (path[t] ?? 0) + weight * (one.path[t] ?? 0)
      const now = one.path[path.length - 1] ?? 0
      second += weight * (one.variance + now * now)
      squares += weight * now * now
      carried += weight * now * now * carry
      usual += weight * spread * spread
    })
    return {
      path,
      variance: second - (path.at(-1) ?? 0) ** 2,
      carry: squares > 0 ? carried / squares : 0,
      spread: Math.sqrt(usual),
    }
  })
}

const priors = spreads.map((spread) => -0.5 * Math.log(spread / 0.1) ** 2)
const priorSum = Math.log(priors.reduce((sum, one) => sum + Math.exp(one), 0))
const priorOf = (spread: number): number => -0.5 * Math.log(spread / 0.1) ** 2 - priorSum

const informs = (one: Evidence): boolean => (one.kind === 'poisson' ? one.expected > 0 : one.information > 0)

type Path = { path: ArrayLike<number>; variance: number }

const mostSteps = 30
/** Newton's steps end when none is longer: the next one would be about its square. */
const close = 1e-3

/** The level given ρ and σ, and by how much more likely the series is than without one (logarithm). */
function levelled(series: readonly Evidence[], spread: number, carry: number): Path & { gain: number } {
  const count = series.length
  const innovation = 1 / (spread * spread * (1 - carry * carry))
  const inner = (1 + carry * carry) * innovation
  const outer = count === 1 ? 1 / (spread * spread) : innovation
  const off = -carry * innovation
  const counted = series[0]?.kind === 'poisson'
  const centre = counted ? -(spread * spread) / 2 : 0
  // How far the level is from its centre, slice by slice; `pull` is what the prior draws it back by.
  const away = new Float64Array(count)
  const pivots = new Float64Array(count)
  const right = new Float64Array(count)
  const stiffness = (t: number): number => (t === 0 || t === count - 1 ? outer : inner)
  const pull = (t: number): number =>
    stiffness(t) * (away[t] ?? 0) + off * ((t > 0 ? (away[t - 1] ?? 0) : 0) + (t < count - 1 ? (away[t + 1] ?? 0) : 0))
  for (let round = 0; round < mostSteps; round++) {
    let pivot = 1
    let rest = 0
    series.forEach((one, t) => {
      const x = centre + (away[t] ?? 0)
      const bend = one.kind === 'tilt' ? one.information : one.expected * Math.exp(x)
      const slope = one.kind === 'tilt' ? one.score - bend * x : one.events - bend
      const before = t > 0 ? off / pivot : 0
      pivot = stiffness(t) + bend - off * before
      rest = slope - pull(t) - before * rest
      pivots[t] = pivot
      right[t] = rest
    })
    let largest = 0
    let step = 0
    for (let t = count - 1; t >= 0; t--) {
      step = ((right[t] ?? 0) - (t < count - 1 ? off * step : 0)) / (pivots[t] ?? 1)
      away[t] = (away[t] ?? 0) + (counted ? Math.min(Math.max(step, -1), 1) : step)
      largest = Math.max(largest, Math.abs(step))
    }
    // Of evidence that is normal the first step leads to the mode.
    if (!counted || largest < close) break
  }
  if (count === 0) return { path: away, variance: 0, gain: 0 }
  let gain = -count * Math.log(spread) - ((count - 1) / 2) * Math.log(1 - carry * carry)
  series.forEach((one, t) => {
    gain += likelihood(one, centre + (away[t] ?? 0)) - 0.5 * (away[t] ?? 0) * pull(t) - 0.5 * Math.log(pivots[t] ?? 1)
  })
  return { path: away.map((x) => centre + x), variance: 1 / (pivots[count - 1] ?? 1), gain }
}

/** Against a level of 0. */
function likelihood(one: Evidence, level: number): number {
  if (one.kind === 'tilt') return one.score * level - (one.information * level * level) / 2
  return one.events * level - one.expected * Math.expm1(level)
}
