import { expect, test } from 'vitest'
import { converted, digitsOf, isKeepable, MoneySchema, minorOf, moneyOf } from './money.ts'

test.each([
  ['EUR', 2],
  ['IDR', 2],
  ['HUF', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['CLF', 4],
])('%s has %i decimals, whatever this version of Node writes', (currency, places) =>
  expect(digitsOf(currency)).toBe(places),
)

test.each([
  ['240000.00', 'EUR', 24_000_000n],
  ['-0.05', 'EUR', -5n],
  ['90000000', 'IDR', 9_000_000_000n],
  ['7', 'JPY', 7n],
  ['1.5', 'KWD', 1_500n],
])('%s %s is kept as %s', (amount, currency, minor) => expect(minorOf({ amount, currency })).toBe(minor))

test('minor units and money are the same thing twice', () => {
  for (const currency of ['EUR', 'JPY', 'KWD', 'IDR'])
    for (const minor of [0n, -1n, 99n, 123_456_789_012_345_678n]) expect(minorOf(moneyOf(minor, currency))).toBe(minor)
})

test('the largest amount converts to the last cent', () =>
  expect(converted({ amount: '999999999999999.99', currency: 'EUR' }, 'USD', '1.0000000001').amount).toBe(
    '1000000000099999.99',
  ))

test('what is computed may be no larger than what could be typed in', () => {
  const largest = { amount: '999999999999999.99', currency: 'EUR' }
  expect(MoneySchema.safeParse(largest).success).toBe(true)
  expect(isKeepable(minorOf(largest), 'EUR')).toBe(true)
  expect(isKeepable(minorOf(largest) + 1n, 'EUR')).toBe(false)
  expect(isKeepable(-minorOf(largest) - 1n, 'EUR')).toBe(false)
})
