import { cumulantsOf, laidOn, lotOf, multiplyLot } from './bet-lot.ts'
import type { Arrivals, Bet } from './bet.ts'
import { expit, luckyLogit } from './shock.ts'
import { type Cumulants, drawnFrom, type Laid, multiplyArrivals, newSpectrum, type Spectrum } from './spectrum.ts'

/** The deals of one pipeline. */
export type Group = { bets: readonly Bet[]; arrivals: readonly Arrivals[] }

/** One pipeline made ready: what is sure, what varies, and its characteristic function at every luck of a lattice. */
export type LuckyPart = {
  /** Values of luck, equally spaced. */
  lattice: readonly number[]
  bets: readonly Bet[]
  arrivals: readonly Arrivals[]
  sure: number
  /** By how much the expected sum moves for a unit of luck, to first order. */
  slope: number
  /** One spectrum for each luck, on a grid of this step. */
  spectra: (step: number, points: number) => Spectrum[]
}

/**
 * What does not depend on the grid is done once: so a pipeline's own distribution and its part of the total share it.
 *
 * @param sd of its luck
 */
export function luckyPart({ bets, arrivals }: Group, sd: number): LuckyPart {
  const open = bets.filter(({ chance, amount }) => amount !== 0 && chance > 0 && chance < 1)
  const coming = arrivals.filter(({ mean_count, amounts }) => mean_count > 0 && amounts.some((amount) => amount !== 0))
  const slope =
    open.reduce((sum, { chance, amount }) => sum + chance * (1 - chance) * Math.abs(amount), 0) +
    coming.reduce((sum, part) => sum + part.mean_count * average(part.amounts), 0)
  const lattice = latticeFor(sd, slope / Math.sqrt(varianceOf(open, coming)))
  const logitOf = luckyLogit(sd)
  const { single, many, crowd } = lotOf(open)
  const [ones, others] = [luckyBets(single, logitOf), luckyBets(many, logitOf)]
  const crowds = crowdAt(crowd, lattice, logitOf)
  return {
    lattice,
    bets: open,
    arrivals: coming,
    sure: bets.reduce((sum, { chance, amount }) => (chance >= 1 ? sum + amount : sum), 0),
    slope,
    spectra(step, points) {
      const [onesAt, othersAt] = [ones(step), others(step)]
      const drawn = coming.map((part) => ({ ...part, drawn: drawnFrom(part.amounts, step, points) }))
      return lattice.map((luck, i) => {
        const spectrum = newSpectrum(points)
        multiplyLot(spectrum, { single: onesAt(luck), many: othersAt(luck), crowd: crowds[i] ?? null }, step)
        const growth = Math.exp(luck - (sd * sd) / 2)
        for (const { mean_count, dispersion, drawn: one } of drawn)
          multiplyArrivals(spectrum, { mean_count: mean_count * growth, dispersion }, one)
        return spectrum
      })
    },
  }
}

/** Bets on a grid of some step, at any luck: each answer is good until the next is asked for. */
function luckyBets(
  bets: readonly Bet[],
  logitOf: (chance: number) => number,
): (step: number) => (luck: number) => Laid {
  const logits = Float64Array.from(bets, ({ chance }) => logitOf(chance))
  return (step) => {
    const { steps, chances } = laidOn(bets, step)
    return (luck) => {
      for (let i = 0; i < chances.length; i++) chances[i] = expit((logits[i] ?? 0) + luck)
      return { chances, steps }
    }
  }
}

const average = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length

function varianceOf(bets: readonly Bet[], arrivals: readonly Arrivals[]): number {
  const open = bets.reduce((sum, { chance, amount }) => sum + chance * (1 - chance) * amount * amount, 0)
  const squares = (list: readonly number[]) => average(list.map((amount) => amount * amount))
  return arrivals.reduce((sum, { mean_count, amounts }) => sum + mean_count * squares(amounts), open)
}

/**
 * Luck four standard deviations either way, four values to each; closer where many deals leave the sum so little room
 * of its own that a mixture of fewer would show its teeth.
 *
 * @param stiffness by how many of the sum's own standard deviations a unit of luck moves it
 */
function latticeFor(sd: number, stiffness: number): number[] {
  const close = Math.ceil((8 * sd * stiffness) / 2.5 / spans) * spans
  const count = Math.min(Math.max(Number.isFinite(close) ? close : 0, 4 * spans), 20 * spans)
  return Array.from({ length: count + 1 }, (_, i) => (8 * i * sd) / count - 4 * sd)
}

/** Moments of a crowd are smooth in the luck: reckoned at every standard deviation, cubic between. */
const spans = 8

function crowdAt(crowd: readonly Bet[], lattice: readonly number[], logitOf: (chance: number) => number): Cumulants[] {
  if (crowd.length === 0) return []
  const logits = Float64Array.from(crowd, ({ chance }) => logitOf(chance))
  const [first = 0] = lattice
  const between = (lattice.length - 1) / spans
  const step = ((lattice[1] ?? 0) - first) * between
  const knots = Array.from({ length: spans + 4 }, (_, k) =>
    cumulantsOf(crowd.map(({ amount }, i) => ({ chance: expit((logits[i] ?? 0) + first + (k - 1) * step), amount }))),
  )
  return lattice.map((_, i) => {
    const share = i / between
    const low = Math.floor(share)
    const of = (key: keyof Cumulants) => {
      const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((k) => knots[low + k]?.[key])
      return cubic(a, b, c, d, share - low)
    }
    return { mean: of('mean'), variance: of('variance'), third: of('third') }
  })
}

/** Through four equally spaced values at −1, 0, 1, 2. */
function cubic(a: number, b: number, c: number, d: number, x: number): number {
  return (
    (-a * x * (x - 1) * (x - 2)) / 6 +
    (b * (x + 1) * (x - 1) * (x - 2)) / 2 -
    (c * (x + 1) * x * (x - 2)) / 2 +
    (d * (x + 1) * x * (x - 1)) / 6
  )
}
