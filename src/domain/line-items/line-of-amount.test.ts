import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { amountsOf } from './amounts.ts'
import { lineOfAmount } from './line-of-amount.ts'

describe('the line that brings an amount', () => {
  test('carries the cents that do not divide into its periods', () =>
    expect(lineOfAmount(10_000_000n, 'total_contract_value', { period: 'month', term: 36 })).toEqual({
      ok: true,
      value: { period: 'month', term: 36, unit_price_minor: 277_777n, rounding_minor: 28n },
    }))
  test.each([
    ['annual', 'month', 24, 'term_uneven'],
    ['first_year', 'quarter', 3, 'term_uneven'],
    ['one_time', 'year', 1, 'term_one_time'],
  ] as const)('an amount %s by %s is refused where it cannot be exact', (measure, period, term, code) =>
    expect(lineOfAmount(100_003n, measure, { period, term })).toMatchObject({ ok: false, refusal: { code } }),
  )
  test('adds up to the amount to the cent, in whatever measure, currency and term', () => {
    const asked = fc.record({
      amount: fc.bigInt({ min: 0n, max: 10n ** 15n }),
      measure: fc.constantFrom('total_contract_value', 'annual', 'first_year'),
      period: fc.constantFrom('month', 'quarter', 'year'),
      term: fc.integer({ min: 1, max: 600 }),
    })
    let taken = 0
    fc.assert(
      fc.property(asked, ({ amount, measure, period, term }) => {
        const line = lineOfAmount(amount, measure, { period, term })
        if (!line.ok) {
          expect(measure).not.toBe('total_contract_value')
          return
        }
        taken++
        expect(amountsOf([{ kind: 'recurring', quantity: 1, ...line.value }])[measure]).toBe(amount)
        expect(line.value.rounding_minor < BigInt(term)).toBe(true)
      }),
    )
    expect(taken).toBeGreaterThan(20)
  })
})
