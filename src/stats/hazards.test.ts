import { expect, test } from 'vitest'
import { ageEdges } from './age-grid.ts'
import { countExposure } from './exposure.ts'
import { fitHazards, type StagePlan } from './hazards.ts'
import { atOnce } from './gently.ts'
import { poolingFactors } from './partial-pooling.ts'
import { randomFrom } from './random.ts'
import type { Stay } from './stay.ts'
import { everDays, winProbability, winTable } from './win-probability.ts'

const plan = (key: string): StagePlan => ({
  key,
  stages: [
    { key: 'first', phase: 'qualify' },
    { key: 'second', phase: 'propose' },
  ],
})

/** Deals that stay an exponential time in each of two stages and are won at the end with a given chance. */
function history(pipeline: string, deals: number, days: number, win: number, seed: number): Stay[] {
  const random = randomFrom(seed)
  return Array.from({ length: deals }, (_, i) => {
    const entered = random.uniform() * 300
    const moved = entered + days * random.exponential()
    const closed = moved + days * random.exponential()
    const deal = `${pipeline}-${i}`
    return [
      { deal, pipeline, stage: 'first', entered, left: moved, to: 'second' },
      { deal, pipeline, stage: 'second', entered: moved, left: closed, to: random.chance(win) ? 'won' : 'lost' },
    ]
  }).flat()
}

const fit = (stays: Stay[], plans: StagePlan[]) =>
  fitHazards(
    countExposure(stays, { as_of: 5000, edges: Object.fromEntries(plans.map(({ key }) => [key, ageEdges(30)])) }),
    plans,
  )

function ever(stays: Stay[], plans: StagePlan[], key: string, stage = 'first'): number | null {
  const pipeline = fit(stays, plans).pipelines.find((one) => one.key === key)
  if (pipeline === undefined) return null
  return winProbability(winTable(pipeline, everDays, [everDays]), { stage, age_days: 0, horizon_days: everDays })
}

test('with much history a pipeline keeps its own chance, whatever the others do', () => {
  const stays = [...history('a', 2000, 10, 0.6, 1), ...history('b', 2000, 40, 0.2, 2)]
  expect(ever(stays, [plan('a'), plan('b')], 'a')).toBeCloseTo(0.6, 1)
  expect(ever(stays, [plan('a'), plan('b')], 'b')).toBeCloseTo(0.2, 1)
})

test('a slow pipeline beside a dominant fast one keeps its pace', () => {
  const stays = [...history('fast', 6000, 4, 0.3, 3), ...history('slow', 300, 40, 0.3, 4)]
  const slow = fit(stays, [plan('fast'), plan('slow')]).pipelines[1]
  if (slow === undefined) throw new Error('no slow pipeline')
  const soon = winProbability(winTable(slow, 40), { stage: 'second', age_days: 0, horizon_days: 40 })
  // Won within one mean stay: .3 · (1 − 1/e).
  expect(soon).toBeGreaterThan(0.19 * 0.85)
  expect(soon).toBeLessThan(0.19 * 1.15)
})

test('a pipeline with 29 closed deals uses the pooled rates and says so, one with 30 its own', () => {
  const many = history('a', 500, 10, 0.3, 5)
  const plans = [plan('a'), plan('b')]
  expect(fit([...many, ...history('b', 29, 10, 0.3, 6)], plans).pipelines[1]).toMatchObject({
    n_closed: 29,
    pooled: true,
  })
  expect(fit([...many, ...history('b', 30, 10, 0.3, 6)], plans).pipelines[1]).toMatchObject({
    n_closed: 30,
    pooled: false,
  })
})

test('no wins, no losses, all open and nothing at all give chances between 0 and 1', () => {
  const open = history('a', 50, 10, 0.3, 7).map((stay) => ({ ...stay, left: null, to: null }))
  expect(ever([], [plan('a')], 'a')).toBe(0)
  expect(ever(open, [plan('a')], 'a')).toBe(0)
  expect(ever(history('a', 60, 10, 0, 8), [plan('a')], 'a')).toBe(0)
  expect(ever(history('a', 60, 10, 1, 9), [plan('a')], 'a')).toBeGreaterThan(0.95)
})

test('one stay without end does not carry the rest away', () => {
  const stays = history('a', 200, 10, 0.3, 10)
  const endless = history('a', 1, 10, 0, 11).map((stay) => ({ ...stay, entered: 0, left: null, to: null }))
  const without = ever(stays, [plan('a')], 'a') ?? 0
  expect(Math.abs((ever([...stays, ...endless], [plan('a')], 'a') ?? 0) - without)).toBeLessThan(0.02)
})

test('leaving for another pipeline is neither a win nor a loss: both chances shrink', () => {
  const stays = history('a', 1000, 10, 0.5, 12)
  const leaving = stays.map((stay, i) => (stay.to === 'second' && i % 4 === 0 ? { ...stay, to: 'transferred' } : stay))
  const before = ever(stays, [plan('a')], 'a') ?? 0
  expect(ever(leaving, [plan('a')], 'a')).toBeLessThan(before * 0.9)
  expect(fit(leaving, [plan('a')]).n_closed).toBe(1000)
})

test('a stage that nobody has visited borrows from the others instead of standing still', () => {
  const longer: StagePlan = { key: 'a', stages: [...plan('a').stages, { key: 'third', phase: 'negotiate' }] }
  const chance = ever(history('a', 500, 10, 0.4, 13), [longer], 'a', 'third')
  expect(chance).toBeGreaterThan(0.2)
  expect(chance).toBeLessThan(0.7)
})

test('chances rise with the horizon, from zero', () => {
  const pipeline = fit(history('a', 300, 10, 0.4, 14), [plan('a')]).pipelines[0]
  if (pipeline === undefined) throw new Error('no pipeline')
  const table = winTable(pipeline, 60)
  const chances = [0, 0.5, 1, 7, 30, 60].map(
    (horizon_days) => winProbability(table, { stage: 'first', age_days: 2.5, horizon_days }) ?? -1,
  )
  expect(chances[0]).toBe(0)
  chances.slice(1).forEach((chance, i) => expect(chance).toBeGreaterThan(chances[i] ?? 1))
  expect(winProbability(table, { stage: 'elsewhere', age_days: 0, horizon_days: 5 })).toBeNull()
})

test('pooling keeps a well-known cell, pulls an unknown one to 1, and finds no difference where there is none', () => {
  const { factors } = atOnce(
    poolingFactors([
      { events: 400, expected: 200 },
      { events: 50, expected: 100 },
      { events: 0, expected: 0 },
      { events: 1, expected: 0.1 },
    ]),
  )
  expect(factors[0]).toBeGreaterThan(1.9)
  expect(factors[1]).toBeLessThan(0.6)
  expect(factors[2]).toBe(1)
  expect(factors[3]).toBeGreaterThan(1)
  expect(factors[3]).toBeLessThan(3)
  const same = atOnce(poolingFactors([100, 101, 99, 100].map((events) => ({ events, expected: 100 }))))
  for (const factor of same.factors) expect(factor).toBeCloseTo(1, 1)
  expect(atOnce(poolingFactors([]))).toEqual({ factors: [], spread: 0 })
})
