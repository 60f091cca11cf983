import { certain, type Distribution } from './distribution.ts'
import { gridFor } from './grid.ts'
import { type Group, type LuckyPart, luckyPart } from './lucky-part.ts'
import { normalNodes, type Shock } from './shock.ts'
import { fromSpectrum, multiplyBet, newSpectrum, type Spectrum } from './spectrum.ts'
import { sumDistribution } from './sum-distribution.ts'

/**
 * Distributions of every pipeline's sum and of their total, where deals share luck: given z0 (common) and z_g (one per
 * pipeline) deals are independent with logit p_i = b_i + common·z0 + own·z_g, the mean of each p_i being kept
 * (`luckyChance`). Wins still to come grow by e^{u − sd²/2}, u the luck of their pipeline.
 *
 * Each pipeline's characteristic function is made on a lattice of its luck u. Its own distribution is the mean over u;
 * for the total, the mean over u given z0, multiplied over pipelines and averaged over 25 values of z0. Means are those
 * of `sumDistribution`, up to the grid; without any shock it is `sumDistribution`. Units, clipping and empty input as
 * there. Expected values of the parts add up to that of the total; quantiles do not.
 */
export function sharedSums(
  groups: readonly Group[],
  shock: Shock,
  { points = 2048 }: { points?: number } = {},
): { each: Distribution[]; total: Distribution } {
  const sd = Math.hypot(shock.common, shock.own)
  if (sd < 1e-6) return independentSums(groups, points)
  const parts = groups.map((group) => luckyPart(group, sd))
  const each = parts.map((part) => mixed([part], { shock, sd, points }))
  const [only] = each
  return { each, total: each.length === 1 && only ? only : mixed(parts, { shock, sd, points }) }
}

/** The total alone. */
export function sharedSumDistribution(groups: readonly Group[], shock: Shock, points = 2048): Distribution {
  const sd = Math.hypot(shock.common, shock.own)
  if (sd < 1e-6) return sumDistribution(together(groups))
  return mixed(
    groups.map((group) => luckyPart(group, sd)),
    { shock, sd, points },
  )
}

/** Without luck the grid may be twice as fine for the same work. */
const independentSums = (groups: readonly Group[], points: number) => ({
  each: groups.map((group) => sumDistribution(group, { points: 2 * points })),
  total: sumDistribution(together(groups), { points: 2 * points }),
})

const together = (groups: readonly Group[]): Group => ({
  bets: groups.flatMap(({ bets }) => bets),
  arrivals: groups.flatMap(({ arrivals }) => arrivals),
})

type Luck = { shock: Shock; sd: number; points: number }

function mixed(parts: readonly LuckyPart[], { shock, sd, points }: Luck): Distribution {
  const sure = parts.reduce((sum, part) => sum + part.sure, 0)
  const grid = gridFor({ ...merged(parts), sure, shared: sharedVariance(parts, shock) }, points)
  if (grid === null) return certain(sure)
  const made = parts.map((part) => ({ lattice: part.lattice, spectra: part.spectra(grid.step, points) }))
  const [only] = made
  const sum = newSpectrum(points)
  if (made.length === 1 && only) multiplyMixed(sum, only.spectra, weightsAt(0, only.lattice, sd))
  else {
    sum.real.fill(0)
    for (const { z, weight } of normalNodes(25, 4)) {
      const product = newSpectrum(points)
      for (const { lattice, spectra } of made)
        multiplyMixed(product, spectra, weightsAt(shock.common * z, lattice, shock.own))
      addTo(sum, product, weight)
    }
  }
  multiplyBet(sum, 1, (sure - grid.from) / grid.step)
  return fromSpectrum(sum, grid)
}

const merged = (parts: readonly LuckyPart[]) => ({
  bets: parts.flatMap(({ bets }) => bets),
  arrivals: parts.flatMap(({ arrivals }) => arrivals),
})

function sharedVariance(parts: readonly LuckyPart[], { common, own }: Shock): number {
  const together = parts.reduce((sum, { slope }) => sum + slope, 0)
  return (common * together) ** 2 + parts.reduce((sum, { slope }) => sum + (own * slope) ** 2, 0)
}

/** Weights on the lattice of a luck with this mean and spread; between two points where it has hardly any. */
function weightsAt(mean: number, lattice: readonly number[], sd: number): number[] {
  const step = (lattice[1] ?? 0) - (lattice[0] ?? 0)
  const weights = lattice.map((luck) =>
    sd >= 0.6 * step ? Math.exp(-0.5 * ((luck - mean) / sd) ** 2) : Math.max(0, 1 - Math.abs(luck - mean) / step),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

function multiplyMixed(product: Spectrum, spectra: readonly Spectrum[], weights: readonly number[]): void {
  const { real, imaginary } = product
  const re = new Float64Array(real.length)
  const im = new Float64Array(real.length)
  spectra.forEach((spectrum, k) => {
    const weight = weights[k] ?? 0
    if (weight < 1e-7) return
    for (let j = 0; j < re.length; j++) {
      re[j] = (re[j] ?? 0) + weight * (spectrum.real[j] ?? 0)
      im[j] = (im[j] ?? 0) + weight * (spectrum.imaginary[j] ?? 0)
    }
  })
  for (let j = 0; j < re.length; j++) {
    const was = real[j] ?? 0
    real[j] = was * (re[j] ?? 0) - (imaginary[j] ?? 0) * (im[j] ?? 0)
    imaginary[j] = was * (im[j] ?? 0) + (imaginary[j] ?? 0) * (re[j] ?? 0)
  }
}

function addTo(sum: Spectrum, { real, imaginary }: Spectrum, weight: number): void {
  for (let j = 0; j < real.length; j++) {
    sum.real[j] = (sum.real[j] ?? 0) + weight * (real[j] ?? 0)
    sum.imaginary[j] = (sum.imaginary[j] ?? 0) + weight * (imaginary[j] ?? 0)
  }
}
