import { expect, test } from 'vitest'
import { fiveMotions } from '../simulator/motion.ts'
import { simulateDeals } from '../simulator/simulate.ts'
import { atOnce } from './gently.ts'
import { chancesFor, countingHistory, fittingMotions } from './motion-model.ts'
import { type ChanceMethod, withMethods } from './other-methods.ts'
import { knownAt } from './stay.ts'

const [first, as_of] = [20_000, 20_500]
const plans = fiveMotions.map(({ key, stages }) => ({
  key,
  stages: stages.map((stage) => ({ key: stage, phase: stage })),
}))
const stays = knownAt(
  simulateDeals({ motions: fiveMotions, seed: 5, from_day: first, days: 760 })
    .filter(({ created }) => created <= as_of)
    .flatMap((deal) => deal.stays.map((stay) => ({ ...stay, amount: deal.amount }))),
  as_of,
)
const model = atOnce(fittingMotions(atOnce(countingHistory(stays, plans, { as_of })), plans))
const [one = '', other = ''] = plans.map(({ key }) => key)
const stage = plans[0]?.stages[1]?.key ?? ''
const standing = (pipeline: string) => ({ pipeline, stage, age_days: 4, amount: null })
const chancesBy = (method: ChanceMethod) =>
  chancesFor(atOnce(withMethods(model, { stays, plans, as_of }, new Map([[one, method]]))), [30, 60])

test.each(['partial', 'pooled', 'per_pipeline', 'horizon_share', 'win_rate'] as const)(
  '%s changes the chances of the pipeline that goes by it, and of no other',
  (method) => {
    const [usual, changed] = [chancesFor(model, [30, 60]), chancesBy(method)]
    expect(changed.chanceOf(standing(other), 30)).toBe(usual.chanceOf(standing(other), 30))
    if (method !== 'partial')
      expect(changed.chanceOf(standing(one), 30)).not.toBeCloseTo(usual.chanceOf(standing(one), 30) ?? 0, 3)
    expect(changed.chanceOf({ ...standing(one), stage: 'nowhere' }, 30)).toBeNull()
  },
)

test('a win rate is the share of closed deals, at any horizon and in any stage', () => {
  const ended = stays.filter(({ pipeline, to }) => pipeline === one && (to === 'won' || to === 'lost'))
  const rate = ended.filter(({ to }) => to === 'won').length / ended.length
  const chances = chancesBy('win_rate')
  expect(chances.chanceOf(standing(one), 30)).toBe(rate)
  expect(chances.chanceOf(standing(one), 60)).toBe(rate)
})

test('a share of a horizon is that of deals that stood in the stage when so many days were still to come', () => {
  const won = new Map(stays.flatMap(({ deal, to, left }) => (to === 'won' && left !== null ? [[deal, left]] : [])))
  let [all, came] = [0, 0]
  const from = Math.min(...stays.map(({ entered }) => entered))
  for (let day = as_of - 30; day >= from; day -= 7)
    for (const stay of stays) {
      if (stay.stage !== stage || stay.entered > day || (stay.left !== null && stay.left <= day)) continue
      all++
      if ((won.get(stay.deal) ?? Infinity) <= day + 30) came++
    }
  expect(chancesBy('horizon_share').chanceOf(standing(one), 30)).toBeCloseTo(came / all, 12)
})

test('where no share reaches, the model speaks: a period that begins later, and more days than history has', () => {
  const [usual, changed] = [chancesFor(model, [30, 60, 730]), chancesBy('horizon_share')]
  expect(changed.chanceBetween(standing(one), 30, 60)).toBe(usual.chanceBetween(standing(one), 30, 60))
  expect(chancesBy('win_rate').chanceBetween(standing(one), 30, 60)).toBeGreaterThan(0)
  const far = chancesFor(atOnce(withMethods(model, { stays, plans, as_of }, new Map([[one, 'horizon_share']]))), [730])
  expect(far.chanceOf(standing(one), 730)).toBe(usual.chanceOf(standing(one), 730))
})
