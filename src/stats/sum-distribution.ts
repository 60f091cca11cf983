import type { Arrivals, Bet } from './bet.ts'
import { cumulantsOf, laidOn, lotOf, multiplyLot } from './bet-lot.ts'
import { certain, type Distribution } from './distribution.ts'
import { gridFor } from './grid.ts'
import { drawnFrom, fromSpectrum, multiplyArrivals, multiplyBet, newSpectrum } from './spectrum.ts'

/**
 * Distribution of Σ amount_i · Bernoulli(chance_i) + Σ compound arrivals, all independent of one another.
 *
 * - Up to 12 bets and no arrivals: every outcome, exactly.
 * - Otherwise on a grid by the fast Fourier transform: the characteristic functions of up to 48 bets multiplied (each
 *   amount split over two grid points so that its mean is kept), those of more through their logarithms in one transform
 *   (`multiplyMany`; exact up to the grid), times the compound counts. Where 2,000 or more are small, these are a shifted
 *   gamma with the mean, variance and third moment of their sum.
 * The grid reaches 9 standard deviations below and 10 above the mean plus the largest amount, within what is possible.
 *
 * Units: any one currency, major units. Amounts may be negative; chances are clipped to 0 … 1; bets that cannot change
 * anything are skipped. Nothing at all: certainly 0. Reference: Hong (2013), On computing the distribution function
 * for the Poisson binomial distribution; Panjer and Willmot (1986), Computational aspects of recursive evaluation.
 */
export function sumDistribution(
  { bets, arrivals = [] }: { bets: readonly Bet[]; arrivals?: readonly Arrivals[] },
  { points = 4096, single }: { points?: number; single?: number } = {},
): Distribution {
  const open: Bet[] = []
  let sure = 0
  for (const { chance, amount } of bets) {
    if (amount === 0 || !(chance > 0)) continue
    if (chance >= 1) sure += amount
    else open.push({ chance, amount })
  }
  const coming = arrivals.filter((part) => part.mean_count > 0 && part.amounts.some((amount) => amount !== 0))
  if (open.length === 0 && coming.length === 0) return certain(sure)
  if (open.length <= 12 && coming.length === 0) return enumerated(open, sure)

  const grid = gridFor({ bets: open, arrivals: coming, sure }, points)
  if (grid === null) return certain(sure)
  const spectrum = newSpectrum(points)
  const lot = lotOf(open, single)
  const crowd = lot.crowd.length === 0 ? null : cumulantsOf(lot.crowd)
  multiplyLot(spectrum, { single: laidOn(lot.single, grid.step), many: laidOn(lot.many, grid.step), crowd }, grid.step)
  for (const part of coming) multiplyArrivals(spectrum, part, drawnFrom(part.amounts, grid.step, points))
  multiplyBet(spectrum, 1, (sure - grid.from) / grid.step)
  return fromSpectrum(spectrum, grid)
}

function enumerated(bets: readonly Bet[], sure: number): Distribution {
  let outcomes = new Map<number, number>([[sure, 1]])
  for (const { chance, amount } of bets) {
    const next = new Map<number, number>()
    for (const [value, mass] of outcomes) {
      next.set(value, (next.get(value) ?? 0) + mass * (1 - chance))
      next.set(value + amount, (next.get(value + amount) ?? 0) + mass * chance)
    }
    outcomes = next
  }
  const sorted = [...outcomes].sort(([a], [b]) => a - b)
  return { values: Float64Array.from(sorted, ([v]) => v), mass: Float64Array.from(sorted, ([, m]) => m), step: 0 }
}
