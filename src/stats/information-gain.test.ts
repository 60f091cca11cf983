import { describe, expect, test } from 'vitest'
import { informationGain } from './information-gain.ts'
import { differenceOfProportions, proportion } from './proportion.ts'
import { randomFrom } from './random.ts'

describe('a share', () => {
  // Newcombe (1998), Two-sided confidence intervals for the single proportion, table I.
  test('has the interval that is printed in the literature', () => {
    const { low, high } = proportion(15, 148)
    expect([low, high].map((x) => x.toFixed(4))).toEqual(['0.0624', '0.1605'])
    const none = proportion(0, 20)
    expect([none.low, none.high].map((x) => x.toFixed(4))).toEqual(['0.0000', '0.1611'])
    const one = proportion(1, 29)
    expect([one.low, one.high].map((x) => x.toFixed(4))).toEqual(['0.0061', '0.1718'])
  })

  test('of nothing is unknown', () => {
    expect(proportion(0, 0)).toEqual({ n: 0, estimate: null, low: 0, high: 1 })
    expect(differenceOfProportions({ successes: 0, n: 0 }, { successes: 1, n: 2 })).toMatchObject({ estimate: null })
  })

  test('two of them differ by what Newcombe printed: 56/70 and 48/80 by 0.0524 … 0.3339', () => {
    const { estimate, low, high } = differenceOfProportions({ successes: 56, n: 70 }, { successes: 48, n: 80 })
    expect([estimate, low, high].map((x) => x?.toFixed(4))).toEqual(['0.2000', '0.0524', '0.3339'])
  })
})

describe('what a stage tells of the outcome', () => {
  test('is all of it where the groups are the outcomes, and one bit at most', () => {
    const { bits, high, entropy } = informationGain({ won: 500, lost: 0 }, { won: 0, lost: 500 })
    expect(entropy).toBe(1)
    expect(bits).toBeGreaterThan(0.99)
    expect(high).toBe(1)
  })

  test('is nothing where both groups win alike, and the more deals the surer', () => {
    const few = informationGain({ won: 6, lost: 14 }, { won: 3, lost: 7 })
    const many = informationGain({ won: 600, lost: 1_400 }, { won: 300, lost: 700 })
    expect(few.bits).toBe(0)
    expect(few.high).toBeGreaterThan(0.05)
    expect(many.high).toBeLessThan(0.001)
  })

  test('is worked out by hand for 30 of 40 against 10 of 40: 1 − H(1/4) bits', () => {
    const { bits, n } = informationGain({ won: 30, lost: 10 }, { won: 10, lost: 30 })
    expect(bits + 1 / (2 * n * Math.LN2)).toBeCloseTo(0.1887218755, 9)
  })

  test('is nothing without an outcome, without a group and without deals', () => {
    expect(informationGain({ won: 50, lost: 0 }, { won: 20, lost: 0 })).toMatchObject({ bits: 0, low: 0, entropy: 0 })
    expect(informationGain({ won: 20, lost: 30 }, { won: 0, lost: 0 })).toMatchObject({ bits: 0, low: 0 })
    expect(informationGain({ won: 0, lost: 0 }, { won: 0, lost: 0 })).toMatchObject({ n: 0, low: 0, high: 1 })
  })

  test('the interval holds the truth as often as it says', () => {
    const random = randomFrom(11)
    const [p, q, truth] = [0.35, 0.25, 0.0086178]
    let held = 0
    const runs = 1_000
    for (let run = 0; run < runs; run++) {
      const inside = { won: 0, lost: 0 }
      const outside = { won: 0, lost: 0 }
      for (let i = 0; i < 400; i++) {
        const [group, chance] = random.chance(0.5) ? [inside, p] : [outside, q]
        group[random.chance(chance) ? 'won' : 'lost'] += 1
      }
      const { low, high } = informationGain(inside, outside)
      if (low <= truth && truth <= high) held += 1
    }
    expect(held / runs).toBeGreaterThan(0.86)
    expect(held / runs).toBeLessThan(0.94)
  })
})
