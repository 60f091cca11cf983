import { expect, test } from 'vitest'
import { type RoutedPart, routedByParts } from './route-parts.ts'

const part = (to: string, text: string | null = null, from = 'messy'): RoutedPart => ({
  from,
  to,
  name: to,
  text,
  stages: new Map([['asked', `${to}_asked`]]),
})
const rule = (key: string, pipeline: string, more: object = {}) => ({
  key,
  name: key,
  when: `deal.source == "${key}"`,
  pipeline,
  ...more,
})
const said = (set: ReturnType<typeof routedByParts>) =>
  set && {
    rules: set.rules.map(({ key, when, pipeline, stage }) => [key, when, pipeline, stage].filter(Boolean).join(' | ')),
    fallback: set.fallback && [set.fallback.pipeline, set.fallback.stage].filter(Boolean).join(' | '),
  }
const large = part('large', 'deal.amount > 9')

test('no rule leads to what is split: nothing has to change', () => {
  expect(routedByParts({ rules: [rule('web', 'other')], fallback: null }, [large, part('small')])).toBeNull()
})

test('a rule that leads there becomes one for each part, in order, in the stages of each', () => {
  const rules = [rule('web', 'messy', { stage: 'asked' }), rule('mail', 'other')]
  expect(said(routedByParts({ rules, fallback: { pipeline: 'other' } }, [large, part('small')]))).toEqual({
    rules: [
      'web_large | (deal.source == "web") && (deal.amount > 9) | large | large_asked',
      'web | deal.source == "web" | small | small_asked',
      'mail | deal.source == "mail" | other',
    ],
    fallback: 'other',
  })
})

test('the fallback is parted as well; what no part takes goes where it went', () => {
  expect(
    said(routedByParts({ rules: [], fallback: { pipeline: 'messy', stage: 'asked' } }, [large, part('small')])),
  ).toEqual({
    rules: ['otherwise_large | deal.amount > 9 | large | large_asked'],
    fallback: 'small | small_asked',
  })
  expect(said(routedByParts({ rules: [rule('web', 'messy')], fallback: { pipeline: 'messy' } }, [large]))).toEqual({
    rules: [
      'web_large | (deal.source == "web") && (deal.amount > 9) | large',
      'web | deal.source == "web" | messy',
      'otherwise_large | deal.amount > 9 | large',
    ],
    fallback: 'messy',
  })
})

test('pipelines that become one: their rules lead to it, whatever their keys are', () => {
  const rules = [rule('north', 'north'), rule('south', 'south'), rule('south_whole', 'south')]
  const parts = [part('whole', null, 'north'), part('whole', 'deal.amount > 9', 'south')]
  expect(said(routedByParts({ rules, fallback: null }, parts))?.rules).toEqual([
    'north | deal.source == "north" | whole',
    'south_whole_2 | (deal.source == "south") && (deal.amount > 9) | whole',
    'south | deal.source == "south" | south',
    'south_whole_whole | (deal.source == "south_whole") && (deal.amount > 9) | whole',
    'south_whole | deal.source == "south_whole" | south',
  ])
})
