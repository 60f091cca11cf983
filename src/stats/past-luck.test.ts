import { expect, test } from 'vitest'
import { atOnce } from './gently.ts'
import type { StagePlan } from './hazards.ts'
import { countingHistory } from './motion-model.ts'
import { learningLuck } from './past-luck.ts'
import { randomFrom } from './random.ts'
import { usualShock } from './shock.ts'
import { knownAt, type Stay } from './stay.ts'

const plans: StagePlan[] = ['a', 'b', 'c'].map((key) => ({ key, stages: [{ key: 'open', phase: 'open' }] }))

/** Deals that close after about 20 days; in each month all chances are moved alike. */
function company(moved: number, seed: number): Stay[] {
  const random = randomFrom(seed)
  const luck = Array.from({ length: 60 }, () => moved * random.normal())
  return plans.flatMap(({ key }) =>
    Array.from({ length: 2_400 }, (_, i): Stay => {
      const entered = random.uniform() * 900
      const left = entered + 20 * random.gamma(2)
      const chance = 1 / (1 + Math.exp(0.8 - (luck[Math.floor(left / 28)] ?? 0)))
      return {
        deal: `${key}-${i}`,
        pipeline: key,
        stage: 'open',
        entered,
        left,
        to: random.chance(chance) ? 'won' : 'lost',
      }
    }),
  )
}

const learnt = (stays: readonly Stay[], as_of: number) => {
  const known = knownAt(stays, as_of)
  return atOnce(learningLuck(atOnce(countingHistory(known, plans, { as_of })), known, plans))
}

test('where months move all deals alike, past forecasts tell; where they do not, hardly any luck is shared', () => {
  const calm = learnt(company(0, 1), 880)
  const moved = learnt(company(0.6, 2), 880)
  expect([calm.windows, moved.windows]).toEqual([18, 18])
  expect(calm.shock.common).toBeLessThanOrEqual(0.15)
  expect(moved.shock.common).toBeGreaterThan(calm.shock.common + 0.1)
})

test('without history there is nothing to learn from, and luck is shared as is usual', () => {
  expect(learnt([], 880)).toEqual({ shock: usualShock, windows: 0 })
  expect(
    learnt(
      company(0, 3).filter(({ entered }) => entered < 2),
      880,
    ).windows,
  ).toBe(0)
})

test('what comes after a window changes nothing of what it taught', () => {
  const stays = company(0.4, 4)
  const later = stays.map((stay) => ((stay.left ?? 0) > 868 ? { ...stay, left: 869, to: 'won' } : stay))
  expect(learnt(stays, 868)).toEqual(learnt(later, 868))
})
