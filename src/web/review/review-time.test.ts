import { expect, test } from 'vitest'
import { timeLeft, timeSpent, watchOf } from './review-time.ts'

const minute = 60_000
const at = (time: string) => `2026-12-02T${time}.000Z`

test('time goes from one deal to the next one, in whatever order they were talked about', () => {
  expect(timeSpent(at('09:00:00'), [])).toBe(0)
  expect(timeSpent(at('09:00:00'), [at('09:05:00'), null, at('09:02:00'), undefined])).toBe(5 * minute)
})

test('a pause counts as ten minutes, and what was ticked off before it began as nothing', () => {
  expect(timeSpent(at('09:00:00'), [at('09:01:00'), at('13:00:00'), at('13:03:00')])).toBe(14 * minute)
  expect(timeSpent(at('09:00:00'), [at('08:00:00'), at('09:02:00')])).toBe(2 * minute)
})

test('what is left goes at the pace so far, once there is one', () => {
  expect(timeLeft(6 * minute, 3, 4)).toBe(8 * minute)
  expect(timeLeft(6 * minute, 2, 4)).toBeNull()
  expect(timeLeft(6 * minute, 7, 0)).toBeNull()
})

test('a watch shows minutes and seconds', () => {
  expect([0, 65_400, 3_600_000].map(watchOf)).toEqual(['0:00', '1:05', '60:00'])
})
