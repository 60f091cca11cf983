import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { minorOf, moneyOf } from '../../values/money.ts'
import { rateBetween, totalOf } from './conversion.ts'
import { NewRate, type Rates } from './rate.ts'
import { shippedRates } from './shipped.ts'

const rates: Rates = new Map([
  [
    'USD',
    [
      { valid_from: '2024-01-01', per_euro: '1.25' },
      { valid_from: '2025-07-01', per_euro: '1.10' },
    ],
  ],
  ['IDR', [{ valid_from: '2024-06-01', per_euro: '17500' }]],
])

describe('a rate between two currencies', () => {
  test.each([
    ['USD', 'USD', '2020-01-01', '1'],
    ['EUR', 'USD', '2024-01-01', '1.25'],
    ['EUR', 'USD', '2025-06-30', '1.25'],
    ['EUR', 'USD', '2025-07-01', '1.1'],
    ['EUR', 'USD', '2031-01-01', '1.1'],
    ['USD', 'EUR', '2024-01-01', '0.8'],
    ['USD', 'IDR', '2024-06-01', '14000'],
    ['IDR', 'USD', '2024-06-01', '0.0000714285714285714285714285714286'],
  ])('%s to %s on %s is %s', (from, to, day, rate) => expect(rateBetween(rates, from, to, day)).toBe(rate))

  test.each([
    ['before the first known one', 'USD', 'EUR', '2023-12-31'],
    ['when only one side is known', 'USD', 'IDR', '2024-05-31'],
    ['of a currency that nobody gave', 'EUR', 'SGD', '2026-01-01'],
  ])('there is none %s', (_, from, to, day) => expect(rateBetween(rates, from, to, day)).toBe(null))
})

describe('a total over currencies', () => {
  const money = (amount: string, currency: string) => ({ amount, currency })

  test('crosses the euro', () =>
    expect(
      totalOf([money('100.00', 'EUR'), money('125.00', 'USD'), money('1750000.00', 'IDR')], 'EUR', '2024-06-01', rates),
    ).toEqual({ total: money('300.00', 'EUR'), unconverted: [] }))

  test('names what has no rate beside it, a sum for each currency', () =>
    expect(
      totalOf(
        [money('1', 'SGD'), money('5.00', 'EUR'), money('3', 'JPY'), money('2.50', 'SGD')],
        'EUR',
        '2026-01-01',
        rates,
      ),
    ).toEqual({ total: money('5.00', 'EUR'), unconverted: [money('3', 'JPY'), money('3.50', 'SGD')] }))

  test('of nothing is nothing', () =>
    expect(totalOf([], 'JPY', '2026-01-01', rates)).toEqual({ total: money('0', 'JPY'), unconverted: [] }))

  test('rounds half to even, each amount by itself', () =>
    expect(totalOf([money('0.01', 'USD'), money('0.01', 'USD')], 'EUR', '2024-06-01', rates).total.amount).toBe('0.02'))

  test('whichever way the amounts are parted, the parts add up to the whole', () => {
    const amount = fc.record({
      minor: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      currency: fc.constantFrom('EUR', 'USD', 'IDR'),
      part: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(amount), (given) => {
        const sum = (some: typeof given) =>
          minorOf(
            totalOf(
              some.map((one) => moneyOf(one.minor, one.currency)),
              'EUR',
              '2026-01-01',
              rates,
            ).total,
          )
        expect(sum(given.filter(({ part }) => part)) + sum(given.filter(({ part }) => !part))).toBe(sum(given))
      }),
    )
  })
})

test('the rates that ship are well formed, one a year and currency, and say what they are', () => {
  expect(shippedRates).toHaveLength(18)
  expect(new Set(shippedRates.map(({ currency, valid_from }) => currency + valid_from)).size).toBe(18)
  for (const rate of shippedRates) expect(NewRate.safeParse(rate).success).toBe(true)
  for (const { source } of shippedRates) expect(source).toMatch(/^ECB, average of 20\d\d; replace/)
})

test.each([
  [{ currency: 'EUR' }, 'currency', 'every rate is for one euro, so the euro itself has none'],
  [{ currency: 'XXQ' }, 'currency', 'not a currency in use; expected an ISO 4217 code such as EUR'],
  [{ per_euro: '0.00' }, 'per_euro', 'must be more than 0'],
  [{ per_euro: '1,08' }, 'per_euro', 'expected the units for one euro as a decimal, such as "1.0824"'],
  [{ per_euro: 1.08 }, 'per_euro', 'expected the units for one euro as text, such as "1.0824"'],
  [{ valid_from: '2026-02-30' }, 'valid_from', 'expected a day such as 2026-11-24'],
])('a rate %j is refused', (given, member, message) => {
  const rate = { currency: 'USD', per_euro: '1.08', valid_from: '2026-01-01', ...given }
  expect(NewRate.safeParse(rate).error?.issues[0]).toMatchObject({ path: [member], message })
})
