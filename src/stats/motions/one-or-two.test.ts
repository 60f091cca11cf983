import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fiveMotions, type Motion } from '../../simulator/motion.ts'
import { simulateDeals } from '../../simulator/simulate.ts'
import { randomFrom } from '../random.ts'
import { knownAt, type Stay } from '../stay.ts'
import type { Attribute } from './attribute.ts'
import { decide, type Judgement, judgeMotions } from './one-or-two.ts'

/** Deals of some motions in one pipeline; which motion each is of is known to the test alone. */
function messy(motions: readonly Motion[], { seed = 3, days = 500 } = {}) {
  const deals = simulateDeals({ motions, seed, from_day: 0, days })
  const stays = knownAt(
    deals.flatMap((deal) => deal.stays),
    days,
  ).map((stay): Stay => ({ ...stay, pipeline: 'messy' }))
  return {
    stays,
    deals: deals.map(({ deal }) => deal),
    motionOf: new Map(deals.map((one) => [one.deal, one.pipeline])),
  }
}

const attribute = (
  name: string,
  deals: readonly string[],
  of: (deal: string, i: number) => string | null,
): Attribute => ({
  name,
  values: new Map(deals.map((deal, i) => [deal, of(deal, i)])),
})
const [selfService, transactional, enterprise] = fiveMotions as [Motion, Motion, Motion]
const only = (list: readonly Judgement[]) => list[0] as Judgement

describe('deals of two motions in one pipeline', () => {
  const mix = messy([transactional, enterprise], { days: 760 })
  const random = randomFrom(9)
  const coin = attribute('coin', mix.deals, () => random.pick(['heads', 'tails']))
  const motion: Attribute = { name: 'motion', values: mix.motionOf }
  const found = judgeMotions(mix.stays, { as_of: 760, attributes: [coin, motion] })

  test('are split by what tells the motions apart, and not by a coin asked beside it', () => {
    expect(found.map(({ verdict }) => verdict)).toEqual(['merge', 'split'])
    expect(found[1]).toMatchObject({ p: 0.01, more: null, leak: null })
    expect(found[1]?.effect).toBeGreaterThan(0.1)
    expect(found[1]?.parts.map(({ value }) => value)).toEqual(['transactional', 'enterprise'])
  })

  test('what its own rates gain for each part adds up to the whole', () => {
    const [, split] = found
    const closed = split?.parts.reduce((sum, part) => sum + part.closed, 0) ?? 0
    const summed = split?.parts.reduce((sum, part) => sum + (part.effect ?? 0) * part.closed, 0) ?? 0
    expect(summed / closed).toBeCloseTo(split?.effect ?? 0, 9)
  })

  test('the same seed says the same, another one nearly so', () => {
    expect(judgeMotions(mix.stays, { as_of: 760, attributes: [coin, motion] })).toEqual(found)
    const other = judgeMotions(mix.stays, { as_of: 760, attributes: [motion], seed: 2 })
    expect(only(other).verdict).toBe('split')
    expect(Math.abs((only(other).effect ?? 0) - (found[1]?.effect ?? 0))).toBeLessThan(0.05)
  })

  test('it does not matter in which order deals and attributes come', () => {
    const turned = judgeMotions(mix.stays.toReversed(), { as_of: 760, attributes: [motion, coin] })
    expect(turned[0]?.effect).toBeCloseTo(found[1]?.effect ?? 0, 9)
  })

  test('a slow pipeline and its quick twin differ in pace alone, and are told apart', () => {
    const twins = messy([transactional, { ...transactional, key: 'slow', cycle_days: 90 }])
    expect(
      only(judgeMotions(twins.stays, { as_of: 500, attributes: [{ name: 'm', values: twins.motionOf }] })),
    ).toMatchObject({ verdict: 'split' })
  })
})

describe('deals of one motion', () => {
  test('two pipelines of the same motion ought to be merged', () => {
    const twins = messy([selfService, { ...selfService, key: 'twin' }])
    const found = only(judgeMotions(twins.stays, { as_of: 500, attributes: [{ name: 'm', values: twins.motionOf }] }))
    expect(found.verdict).toBe('merge')
    expect(found.effect).toBeLessThan(0.005)
    expect(found.detectable_in_part).toBeLessThan(0.02)
  })

  test('a few partner deals among many are not called the same as those for want of numbers', () => {
    const partner = fiveMotions[3] as Motion
    for (const seed of [1, 2, 3, 4, 5]) {
      const mix = messy([transactional, partner], { seed, days: 500 })
      const found = only(judgeMotions(mix.stays, { as_of: 500, attributes: [{ name: 'm', values: mix.motionOf }] }))
      expect(['split', 'leave', 'cannot_tell']).toContain(found.verdict)
    }
  })

  test('are never split by labels of chance', () => {
    const one = messy([transactional])
    for (let run = 0; run < 25; run++) {
      const random = randomFrom(run)
      const labels = ['a', 'b', 'c', 'd'].slice(0, 2 + (run % 3))
      const attributes = [attribute('label', one.deals, () => random.pick(labels))]
      expect(only(judgeMotions(one.stays, { as_of: 500, attributes, seed: run, permutations: 99 })).verdict).not.toBe(
        'split',
      )
    }
  })
})

describe('an attribute that was not there when deals began', () => {
  const one = messy([transactional])
  const closed = new Map(one.stays.filter(({ to }) => to === 'won' || to === 'lost').map(({ deal, to }) => [deal, to]))
  const judge = (asked: Attribute) => only(judgeMotions(one.stays, { as_of: 500, attributes: [asked] }))

  test('that is empty on open deals is named a leak, and no figure is made of it', () => {
    const found = judge(attribute('account', one.deals, (deal, i) => (closed.has(deal) ? `x${i % 3}` : null)))
    expect(found).toMatchObject({
      verdict: 'leak',
      effect: null,
      leak: { kind: 'empty_on_open', share: 0, against: 1 },
    })
  })

  test('that is filled in when deals are won is named a leak', () => {
    const found = judge(
      attribute('contract', one.deals, (deal, i) => (closed.get(deal) === 'won' ? `x${i % 2}` : null)),
    )
    expect(found.leak?.kind).toBe('filled_on_won')
  })

  test('that was said later is named a leak', () => {
    const plain = attribute('size', one.deals, (_, i) => `x${i % 2}`)
    expect(judge({ ...plain, said_on: new Map(one.deals.map((deal) => [deal, 10_000])) }).leak).toEqual({
      kind: 'said_later',
      share: 1,
      against: 0.1,
      of: one.deals.length,
    })
    expect(judge({ ...plain, said_on: new Map(one.deals.map((deal) => [deal, 0])) }).leak).toBeNull()
  })

  test('a field that began in the middle of the data is empty on old deals, and leaks nothing', () => {
    const first = Map.groupBy(one.stays, ({ deal }) => deal)
    const found = judge(
      attribute('new field', one.deals, (deal, i) => ((first.get(deal)?.[0]?.entered ?? 0) > 250 ? `x${i % 2}` : null)),
    )
    expect(found.leak).toBeNull()
    const ended = judge(
      attribute('old field', one.deals, (deal, i) => ((first.get(deal)?.[0]?.entered ?? 0) < 250 ? `x${i % 2}` : null)),
    )
    expect(ended.leak).toBeNull()
  })
})

describe('too little to say', () => {
  test('a part with too few closed deals says how many are missing', () => {
    const mix = messy([transactional, { ...transactional, key: 'rare', per_day: 0.03 }])
    const found = only(judgeMotions(mix.stays, { as_of: 500, attributes: [{ name: 'm', values: mix.motionOf }] }))
    const rare = found.parts.find(({ value }) => value === 'rare')
    expect(rare?.closed).toBeGreaterThan(0)
    expect(found).toMatchObject({ verdict: 'cannot_tell', effect: null, more: 30 - (rare?.closed ?? 0) })
  })

  test('with a hundred deals alike, chance reaches what matters: more are asked for', () => {
    const few = messy([transactional], { days: 110 })
    const random = randomFrom(4)
    const found = only(
      judgeMotions(few.stays, {
        as_of: 110,
        attributes: [attribute('coin', few.deals, () => random.pick(['a', 'b']))],
      }),
    )
    expect(found.verdict).toBe('cannot_tell')
    expect(found.more).toBeGreaterThan(0)
  })

  test.each([
    ['no deals', [], []],
    ['deals without a value', messy([transactional]).stays, []],
  ])('%s: no figure and no error', (_, stays, values) => {
    const found = only(judgeMotions(stays, { as_of: 500, attributes: [{ name: 'a', values: new Map(values) }] }))
    expect(found).toMatchObject({ effect: null, p: null, leak: null })
    expect(['leave', 'cannot_tell']).toContain(found.verdict)
  })

  test('one value for all leaves nothing to tell apart', () => {
    const one = messy([transactional])
    expect(
      only(judgeMotions(one.stays, { as_of: 500, attributes: [attribute('a', one.deals, () => 'x')] })).verdict,
    ).toBe('leave')
  })

  test('only losses, only wins, all open: a verdict without a made-up figure', () => {
    const one = messy([selfService])
    const coin = attribute('coin', one.deals, (_, i) => `x${i % 2}`)
    for (const to of ['won', 'lost', null]) {
      const stays = one.stays.map((stay) =>
        stay.to === 'won' || stay.to === 'lost' ? { ...stay, to, left: to === null ? null : stay.left } : stay,
      )
      const found = only(judgeMotions(stays, { as_of: 500, attributes: [coin] }))
      expect(found.verdict).not.toBe('split')
      if (to === null) expect(found).toMatchObject({ effect: null, verdict: 'cannot_tell', more: 60 })
      else expect(Number.isFinite(found.effect)).toBe(true)
    }
  })
})

test('a verdict follows from effect, chance and what could have been seen, in every case', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.1, max: 0.3, noNaN: true }),
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
      fc.double({ min: 2, max: 20, noNaN: true }),
      (effect, hundredths, detectable, rarer) => {
        const detectable_in_part = rarer * detectable
        const { verdict, more } = decide({
          effect,
          p: hundredths / 100,
          detectable,
          highest: Math.max(detectable, hundredths > 1 ? effect : 0),
          detectable_in_part,
          closed: 400,
        })
        expect(verdict === 'split').toBe(hundredths === 1 && effect >= 0.02)
        if (verdict === 'merge') expect(effect < 0.005 && detectable_in_part <= 0.02).toBe(true)
        expect(verdict === 'cannot_tell').toBe(more !== null)
        if (more !== null) expect(more).toBeGreaterThan(0)
      },
    ),
  )
})
