import { expect, test } from 'vitest'
import type { Bet } from './bet.ts'
import { meanOf, quantileOf } from './distribution.ts'
import { randomFrom } from './random.ts'
import { sharedSumDistribution } from './shared-sum.ts'
import { learnShock, luckyChance, normalNodes, usualShock } from './shock.ts'
import { sumDistribution } from './sum-distribution.ts'

const drawn = (n: number, seed: number): Bet[] => {
  const random = randomFrom(seed)
  return Array.from({ length: n }, () => ({
    chance: 0.02 + 0.5 * random.uniform() ** 2,
    amount: Math.exp(10 + random.normal()),
  }))
}
const groups = [1, 2, 3].map((seed) => ({ bets: drawn(100, seed), arrivals: [] }))
const mean = groups.flatMap(({ bets }) => bets).reduce((sum, { chance, amount }) => sum + chance * amount, 0)
const all = { bets: groups.flatMap(({ bets }) => bets) }

test('luck moves a chance up and down and leaves its mean, small chances too', () => {
  for (const sd of [0.15, 0.5])
    for (const chance of [0.001, 0.02, 0.3, 0.9, 0.999]) {
      const at = luckyChance(sd)
      const average = normalNodes(81).reduce((sum, { z, weight }) => sum + weight * at(chance, sd * z), 0)
      expect(Math.abs(average / chance - 1)).toBeLessThan(1e-3)
      expect(at(chance, sd)).toBeGreaterThan(at(chance, -sd))
    }
  expect(luckyChance(0.3)(0, 1)).toBe(0)
  expect(luckyChance(0.3)(1, -1)).toBe(1)
})

test('shared luck keeps the mean and widens the interval; without it nothing changes', () => {
  const width = (common: number, own: number) => {
    const distribution = sharedSumDistribution(groups, { common, own })
    expect(Math.abs(meanOf(distribution) / mean - 1)).toBeLessThan(2e-3)
    return quantileOf(distribution, 0.9) - quantileOf(distribution, 0.1)
  }
  const independent = sumDistribution(all)
  expect(sharedSumDistribution(groups, { common: 0, own: 0 })).toEqual(independent)
  const alone = quantileOf(independent, 0.9) - quantileOf(independent, 0.1)
  expect(width(0, 0.3)).toBeGreaterThan(alone)
  expect(width(0.3, 0)).toBeGreaterThan(width(0, 0.3))
  expect(width(0.3, 0.3)).toBeGreaterThan(width(0.3, 0))
})

test('the distribution agrees with a simulation of shared luck', () => {
  const shock = { common: 0.35, own: 0.2 }
  const distribution = sharedSumDistribution(groups, shock)
  const random = randomFrom(7)
  const at = luckyChance(Math.hypot(shock.common, shock.own))
  const totals = Float64Array.from({ length: 8_000 }, () => {
    const z0 = random.normal()
    return groups.reduce((total, { bets }) => {
      const luck = shock.common * z0 + shock.own * random.normal()
      return bets.reduce((sum, { chance, amount }) => (random.uniform() < at(chance, luck) ? sum + amount : sum), total)
    }, 0)
  }).sort()
  for (const q of [0.05, 0.1, 0.5, 0.9, 0.95])
    expect(Math.abs(quantileOf(distribution, q) / (totals[Math.floor(q * totals.length)] ?? 0) - 1)).toBeLessThan(0.025)
})

test('wins still to come share the luck and keep their mean', () => {
  const arrivals = [{ mean_count: 8, dispersion: 0.1, amounts: [10_000, 30_000] }]
  const calm = sumDistribution({ bets: [], arrivals })
  const moved = sharedSumDistribution([{ bets: [], arrivals }], { common: 0.4, own: 0.2 })
  expect(Math.abs(meanOf(moved) / meanOf(calm) - 1)).toBeLessThan(5e-3)
  expect(quantileOf(moved, 0.9)).toBeGreaterThan(quantileOf(calm, 0.9))
})

test('nothing open and sure deals are certain, whatever the luck', () => {
  expect(quantileOf(sharedSumDistribution([], usualShock), 0.9)).toBe(0)
  expect(quantileOf(sharedSumDistribution([{ bets: [{ chance: 1, amount: 5 }], arrivals: [] }], usualShock), 0.1)).toBe(
    5,
  )
})

test('past forecasts that were right by chance alone teach a small shock, shared misses a large one', () => {
  const random = randomFrom(3)
  const windows = (common: number) =>
    Array.from({ length: 40 }, () => {
      const luck = common * random.normal()
      const residuals = [80, 120, 60].map((variance) => {
        const won = 200 + variance * luck + Math.sqrt(variance) * random.normal()
        return { won, expected: 200, variance }
      })
      return { residuals }
    })
  expect(learnShock([])).toEqual(usualShock)
  expect(learnShock(windows(0)).common).toBeLessThanOrEqual(0.06)
  const learnt = learnShock(windows(0.35))
  expect(learnt.common).toBeGreaterThanOrEqual(0.25)
  expect(learnt.common).toBeLessThanOrEqual(0.45)
  expect(learnt.own).toBeLessThanOrEqual(0.1)
})
