import { expect, it } from 'vitest'
import type { Stay } from '../../stats/stay.ts'
import { restated } from './restate.ts'

const stay = (stage: string, entered: number, left: number | null, to: string | null, deal = 'a'): Stay => ({
  deal,
  pipeline: 'p',
  stage,
  entered,
  left,
  to,
})
const places: Record<string, string> = { shown: 'spoken' }
const read = (...stays: Stay[]) =>
  restated(stays, (stage) => places[stage] ?? stage).map(({ stage, entered, left, to }) => [stage, entered, left, to])

it('what nobody renamed stays as it was', () => {
  expect(read(stay('asked', 0, 3, 'won'), stay('asked', 1, null, null, 'b'))).toEqual([
    ['asked', 0, 3, 'won'],
    ['asked', 1, null, null],
  ])
})

it('two stages that became one are one stay', () => {
  expect(read(stay('shown', 0, 3, 'spoken'), stay('spoken', 3, 8, 'won'))).toEqual([['spoken', 0, 8, 'won']])
})

it('a migration neither ends a stay nor begins one', () => {
  expect(read(stay('shown', 0, 3, 'censored'), stay('spoken', 3, null, null))).toEqual([['spoken', 0, null, null]])
})

it('who came back later came anew, and another deal is another deal', () => {
  expect(
    read(stay('spoken', 0, 3, 'asked'), stay('asked', 3, 4, 'spoken'), stay('spoken', 4, null, null)),
  ).toHaveLength(3)
  expect(read(stay('spoken', 0, 3, 'spoken'), stay('spoken', 3, null, null, 'b'))).toHaveLength(2)
})
