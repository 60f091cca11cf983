import { expect, test } from 'vitest'
import { roundedSize } from './size-bands.ts'

test('a size is rounded down to four steps from one amount to its double', () => {
  expect([8, 9, 10, 13, 15.9, 16].map(roundedSize)).toEqual([8, 8, 10, 12, 14, 16])
  expect([0.3, 1, 30_000, 80_000].map(roundedSize)).toEqual([0.25, 1, 28_672, 65_536])
  expect([0, -5].map(roundedSize)).toEqual([0, -5])
})
