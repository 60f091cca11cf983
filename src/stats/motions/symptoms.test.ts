import { expect, test } from 'vitest'
import { fiveMotions, type Motion } from '../../simulator/motion.ts'
import { simulateDeals } from '../../simulator/simulate.ts'
import { atOnce } from '../gently.ts'
import { knownAt, type Stay } from '../stay.ts'
import { comparingErrors } from './forecast-error.ts'
import { jumping, mixedAges, skipping } from './symptoms.ts'

const plan = { key: 'p', stages: ['a', 'b', 'c'].map((key) => ({ key, phase: key })) }

/** A deal's way: stage and the day it was entered, then how it ended. */
function way(deal: string, ...steps: [string, number][]): Stay[] {
  return steps.flatMap(([stage, entered], i): Stay[] => {
    const next = steps[i + 1]
    if (stage === 'won' || stage === 'lost') return []
    return [{ deal, pipeline: 'p', stage, entered, left: next?.[1] ?? null, to: next?.[0] ?? null }]
  })
}
const many = (n: number, one: (deal: string) => Stay[]) => Array.from({ length: n }, (_, i) => one(`${i}`)).flat()

test('a stage that deals pass over or through at once is named, with how many got beyond it', () => {
  const stays = [
    ...many(40, (i) => way(`w${i}`, ['a', 0], ['b', 5], ['c', 9], ['won', 12])),
    ...many(40, (i) => way(`s${i}`, ['a', 0], ['c', 9], ['lost', 12])),
    ...many(20, (i) => way(`q${i}`, ['a', 0], ['b', 5], ['c', 5.01], ['lost', 12])),
    ...many(50, (i) => way(`o${i}`, ['a', 0])),
  ]
  const [a, b, c] = skipping(stays, plan)
  expect(b).toMatchObject({ stage: 'b', present: true, skipped: { n: 100, estimate: 0.4 }, at_once: { n: 60 } })
  expect(b?.at_once.estimate).toBeCloseTo(1 / 3, 9)
  expect(a).toMatchObject({ present: false, skipped: { n: 100, estimate: 0 } })
  expect(c).toMatchObject({ present: false, skipped: { n: 40, estimate: 0 } })
})

test('what happened before recording began is not taken for skipped', () => {
  const stays = many(40, (i) => way(`w${i}`, ['b', 5], ['c', 9], ['won', 12])).map((stay) =>
    stay.stage === 'b' ? { ...stay, observed_from: 6 } : stay,
  )
  expect(skipping(stays, plan)[0]).toMatchObject({ stage: 'a', skipped: { n: 0, estimate: null }, present: false })
})

test('deals that go back and forth are counted once, their moves each', () => {
  const stays = [
    ...many(30, (i) => way(`j${i}`, ['a', 0], ['b', 5], ['a', 6], ['b', 8], ['won', 12])),
    ...many(30, (i) => way(`f${i}`, ['a', 0], ['b', 9], ['lost', 12])),
  ]
  expect(jumping(stays, plan)).toMatchObject({
    deals: { n: 60, estimate: 0.5 },
    moves: 120,
    moves_back: 30,
    present: true,
  })
  expect(jumping([], plan)).toMatchObject({ deals: { estimate: null }, present: false })
})

const motion = (key: string) => fiveMotions.find((one) => one.key === key) as Motion
const simulated = (motions: readonly Motion[], seed = 1) => {
  const deals = simulateDeals({ motions, seed, from_day: 0, days: 600 })
  const amounts = new Map(deals.map(({ deal, amount }) => [deal, amount]))
  return knownAt(
    deals.flatMap(({ stays }) => stays),
    600,
  ).map((stay) => ({ ...stay, amount: amounts.get(stay.deal) ?? null }))
}

test('one motion has one pace in every stage; a quick and a slow one in one stage have two', () => {
  const present = (motions: readonly Motion[]) =>
    mixedAges(
      simulated(motions).map((stay) => ({ ...stay, pipeline: 'messy' })),
      600,
    ).map((one) => one.present)
  for (const key of ['self-service', 'transactional', 'enterprise', 'renewal'])
    expect(present([motion(key)]).some(Boolean), key).toBe(false)
  expect(present([motion('self-service'), motion('enterprise')])).toEqual([true, true, true, true])
  expect(mixedAges([], 600)).toEqual([])
})

test('one model for a renewal and a considered purchase is wrong about each of them, where two are not', () => {
  const stays = simulated([motion('renewal'), motion('enterprise'), motion('self-service')])
  const found = atOnce(
    comparingErrors(
      stays.map((stay) => ({ ...stay, pipeline: 'messy' })),
      {
        partOf: (deal) => deal.replace(/-\d+$/, ''),
        horizon: 30,
        origins: [400, 430, 460, 490, 520, 550],
        until: 600,
      },
    ),
  )
  expect(found).toMatchObject({ forecasts: 6, windows: 6 })
  expect(found.each.parts).toBeLessThan(found.each.one ?? 0)
  expect(found.total.parts).toBeGreaterThan(0)
})

test('an error is of nothing where nothing happened', () => {
  const stays = many(40, (i) => way(`w${i}`, ['a', 0], ['b', 5]))
  const found = atOnce(comparingErrors(stays, { partOf: () => null, horizon: 30, origins: [40], until: 90 }))
  expect(found.total).toEqual({ one: null, parts: null })
})
