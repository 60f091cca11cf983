import { expect, test } from 'vitest'
import { lastCrossing, type Reading } from './matching.ts'

const readings = (...values: number[]): Reading[] => values.map((value, i) => ({ at: `2026-11-0${i + 1}`, value }))
const rule = { on: 'usage' as const, metric: 'seats', crosses: 50, from: 'below' as const }
const crossing = (values: number[], from: 'below' | 'above' = 'below') =>
  lastCrossing(readings(...values), { ...rule, from })?.value

test('a figure crosses a value when it comes there from the other side, or is there from the start', () => {
  expect(crossing([])).toBeUndefined()
  expect(crossing([10, 49])).toBeUndefined()
  expect(crossing([10, 50])).toBe(50)
  expect(crossing([60])).toBe(60)
  expect(crossing([10, 55, 60, 70])).toBe(55)
})

test('of several crossings the last counts, also after it fell back', () => {
  expect(crossing([10, 55, 20, 51])).toBe(51)
  expect(crossing([10, 55, 20])).toBe(55)
})

test('from above it is the other way round', () => {
  expect(crossing([60, 55], 'above')).toBeUndefined()
  expect(crossing([60, 50, 40], 'above')).toBe(50)
})
