import { expect, test } from 'vitest'
import { amountRatios } from './amount-ratio.ts'
import { type Entry, estimateArrivals, newWins } from './new-business.ts'
import { stayLengths } from './stay-lengths.ts'
import type { WinTable } from './win-probability.ts'

const daily = (pipeline: string, days: number): Entry[] =>
  Array.from({ length: days }, (_, day) => ({ pipeline, stage: 'first', day: day + 0.5, by: 'created' as const }))

const table: WinTable = {
  pipeline: 'p',
  stages: ['first'],
  oldest: 0,
  horizon_days: 10,
  chances: [],
  fresh: Array.from({ length: 11 }, (_, h) => Float64Array.of(h / 20)),
}

test('created and transferred in are two rates, over the time that was recorded', () => {
  const entries = [...daily('p', 100), { pipeline: 'p', stage: 'second', day: 50, by: 'transferred' as const }]
  const [created, transferred] = estimateArrivals(entries, { as_of: 100, recorded_from: 0 })
  expect(created).toMatchObject({
    per_day: 1,
    by: 'created',
    stages: { first: expect.closeTo(1, 9) },
    n: 100,
  })
  expect(created?.drift.path.at(-1)).toBeCloseTo(0, 1)
  expect(transferred).toMatchObject({ per_day: 0.01, by: 'transferred', stages: { second: 1 } })
})

const winsOf = (entries: readonly Entry[]) => {
  const [rate] = estimateArrivals(entries, { as_of: 100, recorded_from: 0 })
  if (rate === undefined) throw new Error('no rate')
  return newWins(rate, table, 10)
}

test('a burst that is over is over-dispersed and no rate that lasts; an empty window has no rate', () => {
  const burst = daily('p', 100).map((entry) => ({ ...entry, day: 60 }))
  expect(winsOf(burst).dispersion).toBeGreaterThan(0.3)
  expect(winsOf(burst).mean_count).toBeLessThan(2.5)
  expect(estimateArrivals([], { as_of: 100, recorded_from: 0 })).toEqual([])
  expect(estimateArrivals(burst, { as_of: 100, recorded_from: 100 })).toEqual([])
})

test('leads that stop are missed soon, those that come faster are counted on, and a steady rate is left alone', () => {
  const often = (from: number) => daily('p', 100).flatMap((one) => (one.day > from ? [one, one, one, one] : [one]))
  const steady = winsOf(often(100))
  const stopped = winsOf(daily('p', 100).filter(({ day }) => day < 60))
  expect(stopped.mean_count).toBeLessThan(0.2 * steady.mean_count)
  // At the average rate of 2 a day it would be 5, at that of now 10.
  const faster = winsOf(often(58)).mean_count
  expect(faster).toBeGreaterThan(7)
  expect(faster).toBeLessThan(10.5)
  expect(steady.mean_count).toBeCloseTo(2.5, 1)
  expect(steady.dispersion).toBeLessThan(0.02)
})

test('a deal that comes late has less time to be won', () => {
  const [rate] = estimateArrivals(daily('p', 100), { as_of: 100, recorded_from: 0 })
  if (rate === undefined) throw new Error('no rate')
  // ∫₀¹⁰ u/20 du = 2.5 wins at one deal a day.
  expect(newWins(rate, table, 10).mean_count).toBeCloseTo(2.5, 1)
  expect(newWins(rate, table, 2.5).mean_count).toBeCloseTo(2.5 ** 2 / 40, 2)
  expect(newWins(rate, table, 0)).toEqual({ mean_count: 0, dispersion: 0 })
})

test('the ratio of won to open amounts is the pipeline’s own with much history and everybody’s without', () => {
  const pairs = Array.from({ length: 400 }, () => ({ pipeline: 'a', open: 100, won: 80 }))
  const ratios = amountRatios([...pairs, { pipeline: 'b', open: 100, won: 100 }], ['a', 'b', 'c'])
  expect(ratios.get('a')).toBeCloseTo(0.8, 2)
  expect(ratios.get('b')).toBeLessThan(0.83)
  expect(ratios.get('c')).toBeCloseTo(0.8, 2)
  expect(amountRatios([{ pipeline: 'a', open: 0, won: 5 }], ['a']).get('a')).toBe(1)
})

test('open stays are not taken for finished ones, and a stage nobody left has no usual length', () => {
  const stay = (entered: number, left: number | null, stage = 's') => ({
    deal: 'd',
    pipeline: 'p',
    stage,
    entered,
    left,
    to: left === null ? null : 'won',
  })
  // Ends at 2, 4, 4; open at 3 and 10: S = 4/5, then 4/5 · (1 − 2/3).
  const [s, t] = stayLengths(
    [stay(0, 2), stay(6, 10), stay(0, 4), stay(7, null), stay(0, null), stay(3, null, 't')],
    10,
  )
  expect(s).toMatchObject({ n: 5, n_ended: 3, p50: 4, p75: null, p90: null })
  expect(t).toMatchObject({ n: 1, n_ended: 0, p50: null })
})
