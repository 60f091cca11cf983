import type { Bet } from './bet.ts'
import { type Cumulants, type Laid, multiplyBet, multiplyGamma, multiplyMany, type Spectrum } from './spectrum.ts'

/** Bets by how they are best reckoned: one by one, many in one transform, or the small ones of a crowd by moments. */
export type BetLot = { single: readonly Bet[]; many: readonly Bet[]; crowd: readonly Bet[] }

/** So few bets are all multiplied one by one. */
const fewBets = 48
/** From so many bets on, small ones are a crowd, as long as so many of them will be won or lost against the odds. */
const manyBets = 2_000
const enoughToMove = 200
/** A bet with more than this share of the variance is no part of a crowd. */
const smallShare = 1 / 2_000

/** @param single so few are multiplied one by one, to compare the other ways with */
export function lotOf(bets: readonly Bet[], single = fewBets): BetLot {
  if (bets.length <= single) return { single: bets, many: [], crowd: [] }
  const moving = bets.reduce((sum, { chance }) => sum + chance * (1 - chance), 0)
  if (bets.length < manyBets || moving < enoughToMove) return { single: [], many: bets, crowd: [] }
  const limit = smallShare * bets.reduce((sum, bet) => sum + varianceOf(bet), 0)
  const many: Bet[] = []
  const crowd: Bet[] = []
  for (const bet of bets) (varianceOf(bet) > limit ? many : crowd).push(bet)
  return { single: [], many, crowd }
}

const varianceOf = ({ chance, amount }: Bet): number => chance * (1 - chance) * amount * amount

export function cumulantsOf(bets: readonly Bet[]): Cumulants {
  let mean = 0
  let variance = 0
  let third = 0
  for (const bet of bets) {
    const v = varianceOf(bet)
    mean += bet.chance * bet.amount
    variance += v
    third += v * (1 - 2 * bet.chance) * bet.amount
  }
  return { mean, variance, third }
}

/** Bets on a grid of this step. */
export function laidOn(bets: readonly Bet[], step: number): Laid {
  const chances = new Float64Array(bets.length)
  const steps = new Float64Array(bets.length)
  bets.forEach(({ chance, amount }, i) => {
    chances[i] = chance
    steps[i] = amount / step
  })
  return { chances, steps }
}

/** Times all bets of a lot; `crowd` by its moments, in the unit of the amounts. */
export function multiplyLot(
  spectrum: Spectrum,
  { single, many, crowd }: { single: Laid; many: Laid; crowd: Cumulants | null },
  step: number,
): void {
  single.chances.forEach((chance, i) => multiplyBet(spectrum, chance, single.steps[i] ?? 0))
  multiplyMany(spectrum, many)
  if (crowd === null) return
  const { mean, variance, third } = crowd
  multiplyGamma(spectrum, { mean: mean / step, variance: variance / step ** 2, third: third / step ** 3 })
}
