import { describe, expect, test } from 'vitest'
import { backtesting } from './backtest/backtest.ts'
import { plansFrom } from './backtest/plans.ts'
import { meanOf, quantileOf } from './distribution.ts'
import { atOnce } from './gently.ts'
import { countingHistory, fittingMotions, makingChances } from './motion-model.ts'
import { randomFrom } from './random.ts'
import { sharedSums } from './shared-sum.ts'
import type { Stay } from './stay.ts'
import { sumDistribution } from './sum-distribution.ts'

const today = 400

/** So many deals closed and open, spread over the past year; `won` is the chance that a closed one was won. */
function company({
  closed,
  open,
  won = 0.4,
  pipeline = 'p',
}: {
  closed: number
  open: number
  won?: number
  pipeline?: string
}) {
  const random = randomFrom(closed * 31 + open)
  return Array.from({ length: closed + open }, (_, i): Stay[] => {
    const deal = `${pipeline}-${i}`
    const entered = i < closed ? 20 + random.uniform() * 330 : today - 30 * random.uniform()
    const moved = i < closed ? entered + 10 * random.exponential() : null
    const first = {
      deal,
      pipeline,
      stage: 'talk',
      entered,
      left: moved,
      to: moved === null ? null : 'offer',
      amount: 100,
    }
    if (moved === null) return [first]
    const left = Math.min(moved + 10 * random.exponential(), today)
    return [first, { ...first, stage: 'offer', entered: moved, left, to: random.chance(won) ? 'won' : 'lost' }]
  }).flat()
}

function chances(stays: readonly Stay[]) {
  const plans = [...new Set(stays.map(({ pipeline }) => pipeline))].map((key) => ({
    key,
    stages: ['talk', 'offer'].map((stage) => ({ key: stage, phase: stage })),
  }))
  const model = atOnce(fittingMotions(atOnce(countingHistory(stays, plans, { as_of: today })), plans))
  const { chanceOf } = atOnce(makingChances(model, [7, 30, 90]))
  const at = (days: number, age_days: number, pipeline = 'p') =>
    chanceOf({ pipeline, stage: 'talk', age_days, amount: 100 }, days)
  return { model, at }
}

const cases: [string, Stay[]][] = [
  ['nothing', []],
  ['4 closed', company({ closed: 4, open: 3 })],
  ['12 closed', company({ closed: 12, open: 3 })],
  ['29 closed', company({ closed: 29, open: 3 })],
  ['only wins', company({ closed: 60, open: 9, won: 1 })],
  ['only losses', company({ closed: 60, open: 9, won: 0 })],
  ['all open', company({ closed: 0, open: 40 })],
  [
    'everything entered and left at once',
    company({ closed: 60, open: 9 }).map((stay) => ({ ...stay, left: stay.left && stay.entered })),
  ],
]

describe.each(cases)('of %s', (_, stays) => {
  test('every chance is one, and grows with the days ahead', () => {
    const { model, at } = chances(stays)
    if (model.pipelines.length === 0) return expect(at(30, 0)).toBeNull()
    for (const age of [0, 3, 400]) {
      const [soon, later, last] = [at(7, age), at(30, age), at(90, age)] as [number, number, number]
      for (const chance of [soon, later, last]) {
        expect(chance).toBeGreaterThanOrEqual(0)
        expect(chance).toBeLessThanOrEqual(1)
      }
      expect(later).toBeGreaterThanOrEqual(soon)
      expect(last).toBeGreaterThanOrEqual(later)
    }
  })

  test('a backtest has figures or nulls, and never a number that is none', () => {
    const plans = plansFrom(stays)
    const origins = [200, 230, 260]
    const { scores } = atOnce(backtesting({ stays, plans, until: today }, { horizon: 30, origins }))
    for (const { crps, wape, bias, coverage80, width80, log_loss, brier } of scores)
      for (const figure of [crps, wape, bias, coverage80, width80, log_loss, brier])
        expect(figure === null || Number.isFinite(figure)).toBe(true)
  })
})

test('below 30 closed deals a pipeline has the rates of all, from 30 on its own', () => {
  const large = company({ closed: 200, open: 5, won: 0.2, pipeline: 'large' })
  for (const closed of [4, 12, 29]) {
    const { model, at } = chances([...large, ...company({ closed, open: 3, won: 1 })])
    expect(model.pipelines.find(({ key }) => key === 'p')).toMatchObject({ pooled: true, n_closed: closed })
    expect(at(90, 0)).toBeLessThan(0.4)
  }
  const { model, at } = chances([...large, ...company({ closed: 30, open: 3, won: 1 })])
  expect(model.pipelines.find(({ key }) => key === 'p')).toMatchObject({ pooled: false, n_lost: 0 })
  expect(at(90, 0)).toBeGreaterThan(0.5)
})

test('where nothing was ever won nothing is expected, and where all was won nearly all in time', () => {
  expect(chances(company({ closed: 60, open: 9, won: 0 })).at(90, 0)).toBe(0)
  const { at } = chances(company({ closed: 60, open: 9, won: 1 }))
  expect(at(90, 0)).toBeGreaterThan(0.9)
  expect(at(90, 0)).toBeLessThan(1)
})

describe('one giant deal among small ones', () => {
  const small = Array.from({ length: 40 }, () => ({ chance: 0.5, amount: 10 }))
  const bets = [...small, { chance: 0.3, amount: 1e6 }]

  test('is in the sum or not: the middle is what the others bring, the upper end the giant', () => {
    const made = sumDistribution({ bets })
    expect(meanOf(made)).toBeCloseTo(300_200, 0)
    expect(quantileOf(made, 0.1)).toBeLessThan(1_000)
    expect(quantileOf(made, 0.5)).toBeLessThan(1_500)
    expect(quantileOf(made, 0.9)).toBeGreaterThan(999_000)
  })

  test('and keeps its mean under shared luck, within a ten-thousandth', () => {
    const { total } = sharedSums(
      [
        { bets, arrivals: [] },
        { bets: small, arrivals: [] },
      ],
      { common: 0.35, own: 0.15 },
    )
    expect(Math.abs(meanOf(total) / 300_400 - 1)).toBeLessThan(1e-4)
  })
})
