import type { Arrivals, Bet } from './bet.ts'

/** Where a grid begins and how far its points are apart, in the unit of the amounts. */
export type Grid = { from: number; step: number }

/**
 * A grid for a sum: 9 standard deviations below and 10 above its mean plus the largest amount, within what is possible.
 * null when nothing varies.
 *
 * @param sure what is added in any case
 * @param shared variance that comes on top because the parts move together
 */
export function gridFor(
  {
    bets,
    arrivals,
    sure,
    shared = 0,
  }: { bets: readonly Bet[]; arrivals: readonly Arrivals[]; sure: number; shared?: number },
  points: number,
): Grid | null {
  const { mean, variance } = momentsOf(bets, arrivals)
  const sd = Math.sqrt(variance + shared)
  if (!(sd > 0)) return null
  let largest = 0
  let least = sure
  let most = sure
  for (const { amount } of bets) {
    largest = Math.max(largest, Math.abs(amount))
    least += Math.min(amount, 0)
    most += Math.max(amount, 0)
  }
  for (const { amounts } of arrivals)
    for (const amount of amounts) {
      largest = Math.max(largest, Math.abs(amount))
      if (amount < 0) least = Number.NEGATIVE_INFINITY
      if (amount > 0) most = Number.POSITIVE_INFINITY
    }
  const from = Math.max(least, sure + mean - 9 * sd - largest)
  const to = Math.min(most, sure + mean + 10 * sd + largest)
  const spare = roomFor(bets, (to - from) / (points - 4), points)
  const step = (to - from) / (points - 4 - spare * (least < sure ? 2 : 1))
  return { from: least < sure ? from - spare * step : from, step }
}

/**
 * Grid points beyond what is possible: an amount is split over the two points around it, so that on the grid many small
 * ones may add up to more than they can. Without room a giant deal's mass would run over the end and come back as nothing.
 */
function roomFor(bets: readonly Bet[], step: number, points: number): number {
  const variance = bets.reduce((sum, { chance, amount }) => {
    const part = amount / step - Math.floor(amount / step)
    return sum + chance * part * (1 - part)
  }, 0)
  return Math.min(Math.ceil(9 * Math.sqrt(variance)), points / 8)
}

function momentsOf(bets: readonly Bet[], arrivals: readonly Arrivals[]): { mean: number; variance: number } {
  let mean = 0
  let variance = 0
  for (const { chance, amount } of bets) {
    mean += chance * amount
    variance += chance * (1 - chance) * amount * amount
  }
  for (const { mean_count, dispersion, amounts } of arrivals) {
    const first = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length
    const second = amounts.reduce((sum, amount) => sum + amount * amount, 0) / amounts.length
    mean += mean_count * first
    variance += mean_count * second + dispersion * (mean_count * first) ** 2
  }
  return { mean, variance }
}
