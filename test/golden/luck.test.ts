import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { chanceOfReaching } from '../../src/stats/distribution.ts'
import { atOnce } from '../../src/stats/gently.ts'
import { poolingFactors } from '../../src/stats/partial-pooling.ts'
import { learnShock, logDensity, type Residual, type Shock } from '../../src/stats/shock.ts'
import { sumDistribution } from '../../src/stats/sum-distribution.ts'

type Golden = {
  windows: Record<'won' | 'expected' | 'variance', number[][]>
  shock: Shock
  scores: number[]
  deals: Record<'chance' | 'amount' | 'at' | 'reach', number[]>
  factors: { spread: number } & Record<'events' | 'expected' | 'mean', number[]>
}
const golden = JSON.parse(readFileSync(new URL('luck.json', import.meta.url), 'utf8')) as Golden
const { windows, deals, factors } = golden
const residuals = windows.won.map((row, i): Residual[] =>
  row.map((won, g) => ({
    won,
    expected: windows.expected[i]?.[g] ?? Number.NaN,
    variance: windows.variance[i]?.[g] ?? Number.NaN,
  })),
)

test('the density of residuals that share luck equals the determinant and inverse that R reckons', () => {
  residuals.forEach((window, i) =>
    expect(logDensity(window, { common: 0.3, own: 0.1 })).toBeCloseTo(golden.scores[i] ?? Number.NaN, 8),
  )
})

test('the shock that is learnt is the one where the posterior of R is highest', () => {
  expect(learnShock(residuals.map((some) => ({ residuals: some })))).toEqual(golden.shock)
})

test('fifteen unlike deals by Fourier transform reach an amount as often as all 32,768 outcomes say', () => {
  const bets = deals.chance.map((chance, i) => ({ chance, amount: deals.amount[i] ?? Number.NaN }))
  const distribution = sumDistribution({ bets })
  // An outcome just beside the amount may lie on the other side of it by one step of the grid.
  deals.at.forEach((amount, i) =>
    expect(Math.abs(chanceOfReaching(distribution, amount) - (deals.reach[i] ?? Number.NaN))).toBeLessThan(0.01),
  )
})

test('pooling factors are the posterior means that R integrates, to 5 %: Laplace takes the mode for the mean', () => {
  // Enough cells of its own kind hold the spread at the value with which R integrated.
  const cells = factors.events.map((events, i) => ({ events, expected: factors.expected[i] ?? Number.NaN }))
  const found = atOnce(poolingFactors(cells))
  expect(found.spread).toBe(factors.spread)
  found.factors.forEach((factor, i) => expect(factor / (factors.mean[i] ?? Number.NaN)).toBeCloseTo(1, 1))
})
