import type { Distribution } from './distribution.ts'
import { fourier } from './fft.ts'
import type { Grid } from './grid.ts'
import type { Arrivals } from './bet.ts'

/** Half of a Hermitian spectrum (frequencies 0 … n/2) with the roots of unity e^{−2πi k/n}. */
export type Spectrum = { n: number; real: Float64Array; imaginary: Float64Array; cos: Float64Array; sin: Float64Array }

export function newSpectrum(n: number): Spectrum {
  const { cos, sin } = rootsOf(n)
  return { n, real: new Float64Array(n / 2 + 1).fill(1), imaginary: new Float64Array(n / 2 + 1), cos, sin }
}

const roots = new Map<number, { cos: Float64Array; sin: Float64Array }>()

function rootsOf(n: number): { cos: Float64Array; sin: Float64Array } {
  return roots.getOrInsertComputed(n, () => ({
    cos: Float64Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n)),
    sin: Float64Array.from({ length: n }, (_, k) => -Math.sin((2 * Math.PI * k) / n)),
  }))
}

/** Times 1 − p + p·((1 − f)·w^m + f·w^{m+1}), the amount being m + f grid steps. */
export function multiplyBet({ n, real, imaginary, cos, sin }: Spectrum, chance: number, steps: number): void {
  const whole = Math.floor(steps)
  const upper = chance * (steps - whole)
  const lower = chance - upper
  const stride = ((whole % n) + n) % n
  let at = 0
  for (let j = 0; j <= n / 2; j++) {
    const next = (at + j) & (n - 1)
    const re = 1 - chance + lower * (cos[at] ?? 0) + upper * (cos[next] ?? 0)
    const im = lower * (sin[at] ?? 0) + upper * (sin[next] ?? 0)
    const was = real[j] ?? 0
    real[j] = was * re - (imaginary[j] ?? 0) * im
    imaginary[j] = was * im + (imaginary[j] ?? 0) * re
    at = (at + stride) & (n - 1)
  }
}

/**
 * Times many bets at once, through one transform: ln(1 − p + p w^a) = ln(1 − p) − Σ_k (−r)^k w^{ka} / k, r = p/(1 − p), is
 * itself a transform of (−r)^k / k laid down at ka on the grid, whatever number of bets is laid there. For p > ½ the
 * same around the bet that is lost, which leaves the amount as sure. Exact up to the grid and to 1e−12 of a term; a bet
 * near ½ needs most terms and is multiplied by itself where that is cheaper.
 */
export function multiplyMany(spectrum: Spectrum, { chances, steps }: Laid): void {
  if (chances.length === 0) return
  const { n, real, imaginary } = spectrum
  const { re, im } = scratch.getOrInsertComputed(n, () => ({ re: new Float64Array(n), im: new Float64Array(n) }))
  re.fill(0)
  im.fill(0)
  let sure = 0
  let constant = 0
  for (let i = 0; i < chances.length; i++) {
    const chance = chances[i] ?? 0
    const far = steps[i] ?? 0
    const likely = chance > 0.5
    const ratio = likely ? (1 - chance) / chance : chance / (1 - chance)
    const terms = Math.ceil(logOfSmallest / Math.log(ratio))
    // An even chance has a ratio of 1, of which no power ever vanishes.
    if (ratio === 1 || !(terms < mostTerms)) {
      multiplyBet(spectrum, chance, far)
      continue
    }
    constant += Math.log(likely ? chance : 1 - chance)
    if (likely) sure += far
    layDown(re, likely ? -far : far, ratio, terms)
  }
  fourier(re, im)
  for (let j = 0; j <= n / 2; j++) rotate(real, imaginary, j, Math.exp(constant + (re[j] ?? 0)), im[j] ?? 0)
  if (sure !== 0) multiplyBet(spectrum, 1, sure)
}

/** Tens of thousands of transforms one after the other need no more room than one. */
const scratch = new Map<number, { re: Float64Array; im: Float64Array }>()

/** Bets as they lie on a grid: chances, and amounts in grid steps. */
export type Laid = { chances: Float64Array; steps: Float64Array }

const logOfSmallest = Math.log(1e-12)
const mostTerms = 400

/** Each term split over the two grid points around it, the grid being a ring. */
function layDown(ring: Float64Array, steps: number, ratio: number, terms: number): void {
  const n = ring.length
  const stride = steps - n * Math.floor(steps / n)
  let at = 0
  let power = -1
  for (let k = 1; k <= terms; k++) {
    at += stride
    if (at >= n) at -= n
    power *= -ratio
    const low = at | 0
    const upper = ((at - low) * power) / k
    ring[low] = (ring[low] ?? 0) + power / k - upper
    const high = (low + 1) & (n - 1)
    ring[high] = (ring[high] ?? 0) + upper
  }
}

/** Logarithm of what is nothing beside 1. */
const vanished = -36

/** Mean, variance and third central moment of a sum. */
export type Cumulants = { mean: number; variance: number; third: number }

/** Times the characteristic function of a shifted gamma with these three cumulants (in grid steps). */
export function multiplyGamma(spectrum: Spectrum, { mean, variance, third }: Cumulants): void {
  const { n, real, imaginary } = spectrum
  if (variance < 9) return multiplyWalk(spectrum, mean, variance)
  const scale = third / (2 * variance)
  const gamma = Math.abs(scale) > 1e-4 * Math.sqrt(variance)
  const shape = gamma ? variance / (scale * scale) : 0
  const shift = gamma ? mean - shape * scale : mean
  for (let j = 0; j <= n / 2; j++) {
    const frequency = (-2 * Math.PI * j) / n
    const turn = frequency * scale
    const size = gamma ? -0.5 * shape * Math.log1p(turn * turn) : -0.5 * variance * frequency * frequency
    if (size < vanished) {
      real.fill(0, j)
      imaginary.fill(0, j)
      return
    }
    const angle = frequency * shift + (gamma ? shape * Math.atan(turn) : 0)
    rotate(real, imaginary, j, Math.exp(size), angle)
  }
}

/** A sum narrower than three grid steps has no smooth density on the grid: a lattice walk with its mean and variance. */
function multiplyWalk(spectrum: Spectrum, mean: number, variance: number): void {
  multiplyBet(spectrum, 1, mean)
  const { n, real, imaginary, cos } = spectrum
  for (let j = 0; j <= n / 2; j++) rotate(real, imaginary, j, Math.exp(-variance * (1 - (cos[j] ?? 0))), 0)
}

/** The characteristic function of one of these amounts, at frequencies 0 … n/2. */
export type Drawn = Pick<Spectrum, 'real' | 'imaginary'>

export function drawnFrom(amounts: readonly number[], step: number, n: number): Drawn {
  const real = new Float64Array(n)
  const imaginary = new Float64Array(n)
  const share = 1 / amounts.length
  for (const amount of amounts) {
    const steps = amount / step
    const whole = Math.floor(steps)
    const low = ((whole % n) + n) % n
    const high = (low + 1) % n
    real[low] = (real[low] ?? 0) + share * (1 - (steps - whole))
    real[high] = (real[high] ?? 0) + share * (steps - whole)
  }
  fourier(real, imaginary)
  return { real, imaginary }
}

/** Times as many draws as there are arrivals; the same draws serve any number of counts. */
export function multiplyArrivals(
  { n, real, imaginary }: Spectrum,
  { mean_count, dispersion }: Pick<Arrivals, 'mean_count' | 'dispersion'>,
  drawn: Drawn,
): void {
  for (let j = 0; j <= n / 2; j++) {
    const less = 1 - (drawn.real[j] ?? 0)
    const turn = drawn.imaginary[j] ?? 0
    if (dispersion * mean_count < 1e-9) {
      rotate(real, imaginary, j, Math.exp(-mean_count * less), mean_count * turn)
      continue
    }
    // Probability generating function of the negative binomial: (1 + m·d·(1 − φ))^{−1/d}.
    const x = 1 + mean_count * dispersion * less
    const y = -mean_count * dispersion * turn
    rotate(real, imaginary, j, (x * x + y * y) ** (-0.5 / dispersion), -Math.atan2(y, x) / dispersion)
  }
}

function rotate(real: Float64Array, imaginary: Float64Array, j: number, size: number, angle: number): void {
  const re = size * Math.cos(angle)
  const im = size * Math.sin(angle)
  const was = real[j] ?? 0
  real[j] = was * re - (imaginary[j] ?? 0) * im
  imaginary[j] = was * im + (imaginary[j] ?? 0) * re
}

export function fromSpectrum({ n, real, imaginary }: Spectrum, { from, step }: Grid): Distribution {
  const re = new Float64Array(n)
  const im = new Float64Array(n)
  for (let j = 0; j <= n / 2; j++) {
    re[j] = real[j] ?? 0
    im[j] = j === 0 || j === n / 2 ? 0 : (imaginary[j] ?? 0)
    if (j === 0 || j === n / 2) continue
    re[n - j] = real[j] ?? 0
    im[n - j] = -(imaginary[j] ?? 0)
  }
  fourier(re, im, true)
  // What the transform leaves around an exact zero is rounding, of either sign.
  let total = 0
  for (let k = 0; k < n; k++) if ((re[k] ?? 0) > 1e-15) total += re[k] ?? 0
  const values = new Float64Array(n)
  const mass = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    values[k] = from + k * step
    if ((re[k] ?? 0) > 1e-15) mass[k] = (re[k] ?? 0) / total
  }
  return { values, mass, step }
}
