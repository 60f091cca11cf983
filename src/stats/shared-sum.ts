import type { Arrivals, Bet } from './bet.ts'
import { certain, type Distribution } from './distribution.ts'
import { gridFor } from './grid.ts'
import { luckyChance, normalNodes, type Shock } from './shock.ts'
import { fromSpectrum, multiplyArrivals, multiplyBet, multiplyBets, newSpectrum, type Spectrum } from './spectrum.ts'
import { sumDistribution } from './sum-distribution.ts'

/** The deals of one pipeline. */
export type Group = { bets: readonly Bet[]; arrivals: readonly Arrivals[] }

/**
 * Distribution of the sum over pipelines whose deals share luck: given z0 (common) and z_g (one per pipeline) deals are
 * independent with logit p_i = b_i + common·z0 + own·z_g, the mean of each p_i being kept (`luckyChance`). Wins still to
 * come grow by e^{u − sd²/2}, u the luck of their pipeline.
 *
 * Each pipeline's characteristic function is made once on a lattice of its luck u; for each of 21 z0 it is the mean
 * over u given z0, pipelines are multiplied, and the products averaged over z0. Mean = that of `sumDistribution`, up
 * to the grid; without any shock it is `sumDistribution`. Units, clipping and empty input as there.
 */
export function sharedSumDistribution(
  groups: readonly Group[],
  shock: Shock,
  { points = 2048, exact_bets = 256 }: { points?: number; exact_bets?: number } = {},
): Distribution {
  const together = { bets: groups.flatMap(({ bets }) => bets), arrivals: groups.flatMap(({ arrivals }) => arrivals) }
  const sd = Math.hypot(shock.common, shock.own)
  if (sd < 1e-6) return sumDistribution(together)

  const parts = groups.map(splitSure)
  const sure = parts.reduce((sum, part) => sum + part.sure, 0)
  const grid = gridFor({ ...merged(parts), sure, shared: sharedVariance(parts, shock) }, points)
  if (grid === null) return certain(sure)

  const lattice = latticeFor(shock, sd)
  const chanceAt = luckyChance(sd)
  const spectra = parts.map((part) =>
    lattice.map((luck) => {
      const spectrum = newSpectrum(points)
      const bets = part.bets.map(({ chance, amount }) => ({ chance: chanceAt(chance, luck), amount }))
      multiplyBets(spectrum, bets, grid.step, exact_bets)
      const growth = Math.exp(luck - (sd * sd) / 2)
      for (const coming of part.arrivals)
        multiplyArrivals(spectrum, { ...coming, mean_count: coming.mean_count * growth }, grid.step)
      return spectrum
    }),
  )

  const total = newSpectrum(points)
  total.real.fill(0)
  for (const { z, weight } of normalNodes(21, 4)) {
    const product = newSpectrum(points)
    const weights = weightsAt(shock.common * z, lattice, shock)
    for (const of of spectra) multiplyMixed(product, of, weights)
    total.real.forEach((_, j) => {
      total.real[j] = (total.real[j] ?? 0) + weight * (product.real[j] ?? 0)
      total.imaginary[j] = (total.imaginary[j] ?? 0) + weight * (product.imaginary[j] ?? 0)
    })
  }
  multiplyBet(total, 1, (sure - grid.from) / grid.step)
  return fromSpectrum(total, grid)
}

type Part = { bets: Bet[]; arrivals: Arrivals[]; sure: number }

function splitSure({ bets, arrivals }: Group): Part {
  const open = bets.filter(({ chance, amount }) => amount !== 0 && chance > 0 && chance < 1)
  return {
    bets: open,
    arrivals: arrivals.filter(({ mean_count, amounts }) => mean_count > 0 && amounts.some((amount) => amount !== 0)),
    sure: bets.reduce((sum, { chance, amount }) => (chance >= 1 ? sum + amount : sum), 0),
  }
}

const merged = (parts: readonly Part[]): { bets: Bet[]; arrivals: Arrivals[] } => ({
  bets: parts.flatMap(({ bets }) => bets),
  arrivals: parts.flatMap(({ arrivals }) => arrivals),
})

/** To first order: the sum moves by w = Σ p (1 − p) amount (and by what is to come) for each unit of luck. */
function sharedVariance(parts: readonly Part[], { common, own }: Shock): number {
  const slopes = parts.map(({ bets, arrivals }) => {
    const open = bets.reduce((sum, { chance, amount }) => sum + chance * (1 - chance) * amount, 0)
    return arrivals.reduce(
      (sum, { mean_count, amounts }) => sum + (mean_count * amounts.reduce((a, b) => a + b, 0)) / amounts.length,
      open,
    )
  })
  const together = slopes.reduce((sum, slope) => sum + slope, 0)
  return (common * together) ** 2 + slopes.reduce((sum, slope) => sum + (own * slope) ** 2, 0)
}

/** Values of a pipeline's luck, close enough together for its own part of it. */
function latticeFor({ own }: Shock, sd: number): number[] {
  const step = Math.max(Math.min(sd / 4, own), sd / 8)
  const half = Math.ceil((4 * sd) / step)
  return Array.from({ length: 2 * half + 1 }, (_, i) => (i - half) * step)
}

/** Weights on the lattice of a luck with this mean and the pipeline's own spread; between two points where it has none. */
function weightsAt(mean: number, lattice: readonly number[], { own }: Shock): number[] {
  const step = (lattice[1] ?? 0) - (lattice[0] ?? 0)
  const weights = lattice.map((luck) =>
    own >= step * 0.999 ? Math.exp(-0.5 * ((luck - mean) / own) ** 2) : Math.max(0, 1 - Math.abs(luck - mean) / step),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

function multiplyMixed(product: Spectrum, spectra: readonly Spectrum[], weights: readonly number[]): void {
  const used = spectra.flatMap((spectrum, k) => {
    const weight = weights[k] ?? 0
    return weight > 1e-9 ? [{ ...spectrum, weight }] : []
  })
  const { real, imaginary } = product
  for (let j = 0; j < real.length; j++) {
    let re = 0
    let im = 0
    for (const one of used) {
      re += one.weight * (one.real[j] ?? 0)
      im += one.weight * (one.imaginary[j] ?? 0)
    }
    const was = real[j] ?? 0
    real[j] = was * re - (imaginary[j] ?? 0) * im
    imaginary[j] = was * im + (imaginary[j] ?? 0) * re
  }
}
