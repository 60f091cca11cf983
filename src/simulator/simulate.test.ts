import { expect, test } from 'vitest'
import { fiveMotions } from './motion.ts'
import { simulateDeals } from './simulate.ts'

const simulation = { motions: fiveMotions, seed: 3, from_day: 20_000, days: 760 }

test('the same seed gives the same deals, another seed others', () => {
  expect(simulateDeals(simulation)).toEqual(simulateDeals(simulation))
  expect(simulateDeals({ ...simulation, seed: 4 })).not.toEqual(simulateDeals(simulation))
})

test('rates, win rates, cycles and amounts are those of the motions', () => {
  const deals = [1, 2, 3, 4].flatMap((seed) => simulateDeals({ ...simulation, seed }))
  for (const motion of fiveMotions) {
    const own = deals.filter(({ pipeline }) => pipeline === motion.key)
    const won = own.filter(({ outcome }) => outcome === 'won')
    const near = (value: number, truth: number, sd: number) => expect(Math.abs(value - truth)).toBeLessThan(4 * sd)
    near(own.length, motion.per_day * 760 * 4, Math.sqrt(motion.per_day * 760 * 4))
    near(won.length / own.length, motion.win, Math.sqrt((motion.win * (1 - motion.win)) / own.length))
    const cycle = won.reduce((sum, { created, closed }) => sum + (closed ?? 0) - created, 0) / won.length
    near(cycle, motion.cycle_days, motion.cycle_days / Math.sqrt(4 * motion.shape * won.length))
    const logs = own.reduce((sum, { amount }) => sum + Math.log(amount / motion.amount_median), 0) / own.length
    near(logs, 0, motion.amount_log_sd / Math.sqrt(own.length))
  }
})

test('a tenth of the lost deals is never closed, and every stay follows the one before', () => {
  const deals = simulateDeals(simulation)
  const lost = deals.filter(({ outcome }) => outcome === 'lost')
  expect(lost.filter(({ closed }) => closed === null).length / lost.length).toBeCloseTo(0.1, 1)
  for (const { stays, created } of deals) {
    expect(stays[0]?.entered).toBe(created)
    stays.slice(1).forEach((stay, i) => expect(stay.entered).toBe(stays[i]?.left))
  }
})

test('a shock moves win rates from month to month and leaves their mean about where it was', () => {
  const shocked = [1, 2, 3, 4, 5, 6].map((seed) => {
    const deals = simulateDeals({ ...simulation, seed, shock: { common: 0.35, own: 0.15 } })
    const renewals = deals.filter(({ pipeline, closed }) => pipeline === 'self-service' && closed !== null)
    return renewals.filter(({ outcome }) => outcome === 'won').length / renewals.length
  })
  const calm = [1, 2, 3, 4, 5, 6].map((seed) => {
    const deals = simulateDeals({ ...simulation, seed })
    const renewals = deals.filter(({ pipeline, closed }) => pipeline === 'self-service' && closed !== null)
    return renewals.filter(({ outcome }) => outcome === 'won').length / renewals.length
  })
  const spread = (rates: number[]) => Math.max(...rates) - Math.min(...rates)
  expect(spread(shocked)).toBeGreaterThan(spread(calm))
})
