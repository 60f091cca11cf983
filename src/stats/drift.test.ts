import { expect, test } from 'vitest'
import { type Evidence, filteringDrift } from './drift.ts'
import { type Random, randomFrom } from './random.ts'

const counts = (events: readonly number[], expected = 50): Evidence[] =>
  events.map((seen) => ({ kind: 'poisson', events: seen, expected }))

/** How many gaps between events fit into one unit of time. */
function poisson(random: Random, rate: number): number {
  let count = 0
  for (let time = random.exponential(); time < rate; time += random.exponential()) count++
  return count
}

/** Counts of a known level, and that level; `carry` of it is left a slice later. */
function planted(seed: number, { spread, carry, slices = 40 }: { spread: number; carry: number; slices?: number }) {
  const random = randomFrom(seed)
  let x = spread * random.normal()
  const levels = Array.from({ length: slices }, () => {
    x = carry * x + Math.sqrt(1 - carry * carry) * spread * random.normal()
    return x
  })
  return { levels, series: counts(levels.map((level) => poisson(random, 50 * Math.exp(level - spread ** 2 / 2)))) }
}

const last = ([drift]: ReturnType<typeof filteringDrift>): number => drift?.path.at(-1) ?? Number.NaN

test('a level that was planted is found: most of its variance is explained, and it is known to last', () => {
  let error = 0
  let size = 0
  let carry = 0
  for (let seed = 1; seed <= 40; seed++) {
    const { levels, series } = planted(seed, { spread: 0.5, carry: 0.85 })
    const found = filteringDrift([series])
    const true_now = (levels.at(-1) ?? 0) - 0.5 ** 2 / 2
    error += (last(found) - true_now) ** 2
    size += true_now ** 2
    carry += (found[0]?.carry ?? 0) / 40
  }
  expect(error / size).toBeLessThan(0.15)
  expect(carry).toBeGreaterThan(0.7)
})

test('where there is none, hardly any is found', () => {
  let squares = 0
  for (let seed = 1; seed <= 40; seed++) {
    const { series } = planted(seed, { spread: 0, carry: 0 })
    squares += last(filteringDrift([series])) ** 2 / 40
  }
  // One slice alone would be off by 1/√50 = .14.
  expect(Math.sqrt(squares)).toBeLessThan(0.02)
})

test('of evidence that is normal the level and its variance are those of the Kalman filter', () => {
  const observed = [0.9, 1.1, 0.7, 1.2, 1]
  const information = 400
  const series = observed.map((y): Evidence => ({ kind: 'tilt', score: y * information, information }))
  const [found] = filteringDrift([series])
  // With this much evidence a slice is known by itself to 1/20; whatever ρ and σ are, the filter is within it.
  expect(found?.path.at(-1)).toBeGreaterThan(0.95)
  expect(found?.path.at(-1)).toBeLessThan(1.01)
  expect(Math.sqrt(found?.variance ?? 0)).toBeCloseTo(0.05, 2)
})

test('series share how far they wander: ten say of one with little evidence what it alone could not', () => {
  const many = Array.from({ length: 10 }, (_, i) => planted(100 + i, { spread: 0.5, carry: 0.85 }).series)
  const thin = counts(
    new Array<number>(40).fill(0).map((_, t) => (t < 30 ? 1 : 3)),
    1,
  )
  const alone = last(filteringDrift([thin]))
  const among = filteringDrift([...many, thin])
    .at(-1)
    ?.path.at(-1)
  expect(among).toBeGreaterThan(alone)
})

test('a bulk of closings in one slice is no level that lasts', () => {
  const series = counts(Array.from({ length: 30 }, (_, t) => (t === 29 ? 150 : 50)))
  const earlier = counts(Array.from({ length: 30 }, (_, t) => (t % 6 === 5 ? 150 : 30)))
  expect(filteringDrift([series])[0]?.carry).toBeLessThan(0.7)
  expect(filteringDrift([earlier])[0]?.carry).toBeLessThan(0.2)
})

test('nothing, a single slice, no events at all and slices without time at risk have an answer', () => {
  expect(filteringDrift([])).toEqual([])
  expect(filteringDrift([[]])).toEqual([{ path: [], variance: 0, carry: 0, spread: 0 }])
  expect(last(filteringDrift([counts([60])]))).toBeLessThan(Math.log(60 / 50))
  const none = filteringDrift([counts([0, 0, 0])])[0]
  expect(none?.path.every((x) => Number.isFinite(x) && x < 0)).toBe(true)
  const gap: Evidence[] = [...counts([50, 90]), ...counts([0, 0, 0], 0)]
  const faded = filteringDrift([gap])[0]
  expect(Math.abs(faded?.path.at(-1) ?? Number.NaN)).toBeLessThan(Math.abs(faded?.path[1] ?? 0))
  expect(filteringDrift([counts([0, 0], 0)])).toEqual([{ path: [0, 0], variance: 0, carry: 0, spread: 0 }])
  const huge = filteringDrift([counts([5, 5, 100_000], 5)])[0]
  expect(huge?.path.every(Number.isFinite)).toBe(true)
})
