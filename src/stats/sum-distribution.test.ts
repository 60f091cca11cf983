import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binned, chanceOfReaching, meanOf, quantileOf } from './distribution.ts'
import { randomFrom } from './random.ts'
import { crps } from './scores.ts'
import type { Bet } from './bet.ts'
import { sumDistribution } from './sum-distribution.ts'

/** Every outcome of up to 15 bets, slowly and surely. */
function everyOutcome(bets: Bet[]): { value: number; mass: number }[] {
  const outcomes: { value: number; mass: number }[] = []
  for (let set = 0; set < 1 << bets.length; set++) {
    let value = 0
    let mass = 1
    bets.forEach(({ chance, amount }, i) => {
      const wins = (set >> i) & 1
      value += wins * amount
      mass *= wins ? chance : 1 - chance
    })
    outcomes.push({ value, mass })
  }
  return outcomes.sort((a, b) => a.value - b.value)
}

const bets = (most: number) =>
  fc.array(
    fc.record({ chance: fc.double({ min: 0, max: 1, noNaN: true }), amount: fc.integer({ min: 0, max: 500_000 }) }),
    { maxLength: most },
  )
const drawn = (n: number, seed: number): Bet[] => {
  const random = randomFrom(seed)
  return Array.from({ length: n }, () => ({
    chance: 0.02 + 0.5 * random.uniform() ** 2,
    amount: Math.exp(10 + random.normal()),
  }))
}
const within = (value: number, expected: number, share: number) => {
  expect(value).toBeGreaterThan(expected * (1 - share))
  expect(value).toBeLessThan(expected * (1 + share))
}

test('up to twelve deals are enumerated: chances and quantiles are exact', () => {
  fc.assert(
    fc.property(bets(12), fc.integer({ min: 1, max: 2_000_000 }), (some, quota) => {
      const outcomes = everyOutcome(some)
      const reached = outcomes.filter(({ value }) => value >= quota).reduce((sum, { mass }) => sum + mass, 0)
      expect(chanceOfReaching(sumDistribution({ bets: some }), quota)).toBeCloseTo(reached, 9)
    }),
    { numRuns: 50 },
  )
})

test('thirteen to fifteen deals by Fourier transform agree with every outcome', () => {
  fc.assert(
    fc.property(bets(15), (some) => {
      const distribution = sumDistribution({ bets: [...some, ...drawn(13, 1)].slice(0, 15) })
      const outcomes = everyOutcome([...some, ...drawn(13, 1)].slice(0, 15))
      const range = 15 * 500_000
      expect(meanOf(distribution)).toBeCloseTo(
        outcomes.reduce((sum, { value, mass }) => sum + value * mass, 0),
        0,
      )
      let apart = 0
      let exact = 0
      let next = 0
      for (let x = 0; x < range; x += range / 500) {
        for (; next < outcomes.length && (outcomes[next]?.value ?? 0) <= x; next++) exact += outcomes[next]?.mass ?? 0
        apart += (Math.abs(1 - chanceOfReaching(distribution, x) - exact) * range) / 500
      }
      // The area between the two distribution functions: an atom may sit a grid step beside its place.
      expect(apart).toBeLessThan(2.5 * distribution.step + range * 1e-3)
    }),
    { numRuns: 20 },
  )
})

test('one deal that just meets the quota reaches it with its own chance', () => {
  const distribution = sumDistribution({ bets: [{ chance: 0.3, amount: 0.1 + 0.2 }] })
  expect(chanceOfReaching(distribution, 0.3)).toBeCloseTo(0.3, 12)
  expect(quantileOf(distribution, 0.5)).toBe(0)
  expect(quantileOf(distribution, 0.9)).toBeCloseTo(0.3, 12)
})

test('nothing open is certainly nothing; sure deals are certain', () => {
  expect(quantileOf(sumDistribution({ bets: [] }), 0.9)).toBe(0)
  const sure = sumDistribution({
    bets: [
      { chance: 1, amount: 7 },
      { chance: 0, amount: 9 },
    ],
  })
  expect([
    quantileOf(sure, 0.1),
    quantileOf(sure, 0.9),
    chanceOfReaching(sure, 7),
    chanceOfReaching(sure, 7.1),
  ]).toEqual([7, 7, 1, 0])
})

test.each([100, 1_000, 10_000])('with %i deals mean, spread and quantiles agree with a simulation', (n) => {
  const some = drawn(n, n)
  const distribution = sumDistribution({ bets: some })
  const mean = some.reduce((sum, { chance, amount }) => sum + chance * amount, 0)
  within(meanOf(distribution), mean, 1e-4)
  const random = randomFrom(99)
  const totals = Float64Array.from({ length: n > 5_000 ? 3_000 : 20_000 }, () =>
    some.reduce((sum, { chance, amount }) => (random.uniform() < chance ? sum + amount : sum), 0),
  ).sort()
  // The simulation's own error at the tails is about 1 % of the distance to the mean.
  for (const q of [0.05, 0.1, 0.5, 0.9, 0.95]) {
    const simulated = totals[Math.floor(q * totals.length)] ?? 0
    expect(Math.abs(quantileOf(distribution, q) - simulated)).toBeLessThan(
      0.06 * (mean - quantileOf(distribution, 0.1)),
    )
  }
})

test('many deals in one transform, and the gamma for a crowd of small ones, agree with one deal after the other', () => {
  for (const n of [60, 800, 4_000]) {
    const some = drawn(n, n)
    const exact = sumDistribution({ bets: some }, { single: n, points: 16_384 })
    const fast = sumDistribution({ bets: some })
    for (const q of [0.05, 0.1, 0.5, 0.9, 0.95]) within(quantileOf(fast, q), quantileOf(exact, q), 0.002)
  }
})

test('an even chance counts like any other, also in one transform with many', () => {
  const bets = Array.from({ length: 60 }, () => ({ chance: 0.5, amount: 100 }))
  const made = sumDistribution({ bets })
  expect(meanOf(made)).toBeCloseTo(3_000, 3)
  expect(quantileOf(made, 0.9) - quantileOf(made, 0.1)).toBeCloseTo(2 * 1.2816 * 100 * Math.sqrt(15), -2)
})

test('a giant deal among many small ones keeps its place', () => {
  const giant = { chance: 0.25, amount: 50_000_000 }
  const distribution = sumDistribution({ bets: [...drawn(2_000, 5), giant] })
  expect(chanceOfReaching(distribution, 49_000_000)).toBeCloseTo(0.25, 3)
})

test('deals still to come: mean and variance of the compound count', () => {
  const amounts = [10_000, 20_000, 60_000]
  const distribution = sumDistribution({ bets: [], arrivals: [{ mean_count: 6, dispersion: 0.2, amounts }] })
  expect(meanOf(distribution)).toBeCloseTo(6 * 30_000, -1)
  const variance = distribution.values.reduce(
    (sum, value, i) => sum + (distribution.mass[i] ?? 0) * (value - 180_000) ** 2,
    0,
  )
  const second = (10_000 ** 2 + 20_000 ** 2 + 60_000 ** 2) / 3
  within(variance, 6 * second + 0.2 * 180_000 ** 2, 0.005)
  expect(quantileOf(distribution, 0.001)).toBeGreaterThanOrEqual(0)
})

test('quantiles rise with their probability and masses add up to one, whatever the deals', () => {
  fc.assert(
    fc.property(bets(60), (some) => {
      const distribution = sumDistribution({ bets: some })
      expect(distribution.mass.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 9)
      const [low = 0, mid = 0, high = 0] = [0.1, 0.5, 0.9].map((q) => quantileOf(distribution, q))
      expect(low).toBeLessThanOrEqual(mid)
      expect(mid).toBeLessThanOrEqual(high)
      expect(low).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 60 },
  )
})

test('the picture holds all the chance', () => {
  const distribution = sumDistribution({ bets: drawn(40, 3) })
  const bars = binned(distribution, 60)
  expect(bars).toHaveLength(60)
  expect(bars.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 9)
})

test('the score of a point forecast is its error, and that of a coin is known', () => {
  const point = sumDistribution({ bets: [{ chance: 1, amount: 10 }] })
  expect(crps(point, 13)).toBe(3)
  expect(crps(point, 4)).toBe(6)
  // E|X − y| − ½ E|X − X'| with X 0 or 10 evenly: 5 − 2.5.
  expect(crps(sumDistribution({ bets: [{ chance: 0.5, amount: 10 }] }), 10)).toBeCloseTo(2.5, 12)
})

test('speed: a thousand deals within 60 ms and a hundred thousand within 200 ms of one core', () => {
  const median = (n: number) => {
    const some = drawn(n, n)
    const times = Array.from({ length: 5 }, () => {
      // Time on the processor: what else the machine does while the suite runs is not our time.
      const start = process.cpuUsage()
      sumDistribution({ bets: some })
      return process.cpuUsage(start).user / 1_000
    }).sort((a, b) => a - b)
    return times[2] ?? Number.NaN
  }
  expect(median(1_000)).toBeLessThan(60)
  expect(median(100_000)).toBeLessThan(200)
})
