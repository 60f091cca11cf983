import { expect, test } from 'vitest'
import { typedNumber } from './typed-number.ts'

test.each([
  ['12500', '12500'],
  ['12500,50', '12500.50'],
  ['12500.5', '12500.5'],
  ['12.500,50', '12500.50'],
  ['12,500.50', '12500.50'],
  ['1.250.000', '1250000'],
  ['1,250', '1250'],
  ['1.250', '1250'],
  ['0,125', '0.125'],
  ['1250,125', '1250.125'],
  ['12 500', '12500'],
  ["12'500.00", '12500.00'],
  ['-3,5', '-3.5'],
  ['7,', '7'],
])('%s is read as %s, in every language of the browser', (typed, meant) => {
  expect(typedNumber(typed)).toBe(meant)
})

test.each(['', 'viel', '12..5', '1,2,3', '1.25,000.00', '12,5.00,1', '€', '1e5'])('%s is no number', (typed) => {
  expect(typedNumber(typed)).toBeNull()
})

test('three digits behind one sign are decimals where a currency has three', () => {
  expect(typedNumber('1.250', 3)).toBe('1.250')
  expect(typedNumber('1,250', 3)).toBe('1.250')
})
