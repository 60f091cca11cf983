import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Line } from '../line-items/index.ts'
import { accountsRetained, type Held, retentionOf } from './retention.ts'
import { startAfter, termOf } from './term.ts'

const line = (period: Line['period'], term: number, unit: bigint, quantity = 1): Line => {
  return { kind: 'recurring', quantity, unit_price_minor: unit, period, term }
}

describe('a term', () => {
  test('runs as long as its longest line, and is worth what its lines bring', () => {
    expect(termOf([line('month', 12, 1000n, 5), line('year', 2, 6000n)], '2026-11-24')).toEqual({
      starts_on: '2026-11-24',
      ends_on: '2028-11-23',
      annual_minor: 60_000n + 6000n,
      value_minor: 60_000n + 12_000n,
    })
  })
  test('of half a year is worth twice its value in a year', () => {
    expect(termOf([line('quarter', 2, 300n)], '2026-08-31')).toMatchObject({
      ends_on: '2027-02-27',
      annual_minor: 1200n,
      value_minor: 600n,
    })
  })
  test('is none without a recurring line', () => {
    expect(
      termOf([{ kind: 'one_time', quantity: 1, unit_price_minor: 1n, period: null, term: null }], '2026-11-24'),
    ).toBeNull()
  })
})

test('a renewal begins where the contract before it ends, early or late; after a long gap on its own day', () => {
  expect(startAfter('2026-11-24', null)).toBe('2026-11-24')
  expect(startAfter('2026-10-01', { ends_on: '2026-11-23' })).toBe('2026-11-24')
  expect(startAfter('2027-01-15', { ends_on: '2026-11-23' })).toBe('2026-11-24')
  expect(startAfter('2027-08-01', { ends_on: '2026-11-23' })).toBe('2027-08-01')
})

const held = (account: string, starts_on: string, ends_on: string, annual: number): Held => {
  return { account, starts_on, ends_on, annual_minor: BigInt(annual) }
}

describe('retention', () => {
  test('tells growth, shrinking and leaving apart, and leaves new customers out', () => {
    const contracts = [
      held('grows', '2025-01-01', '2025-12-31', 100),
      held('grows', '2026-01-01', '2026-12-31', 100),
      held('grows', '2025-06-01', '2027-05-31', 50),
      held('shrinks', '2025-01-01', '2025-12-31', 100),
      held('shrinks', '2026-01-01', '2026-12-31', 60),
      held('leaves', '2025-01-01', '2025-12-31', 100),
      held('comes', '2026-01-01', '2026-12-31', 500),
    ]
    expect(retentionOf(contracts, '2025-03-01', '2026-03-01')).toEqual({
      accounts: 3,
      starting: 300n,
      ending: 210n,
      expanded: 50n,
      contracted: 40n,
      churned: 100n,
      added: 500n,
      gross: 0.533333,
      net: 0.7,
    })
  })
  test('is unknown where nobody was a customer', () => {
    expect(retentionOf([], '2025-01-01', '2026-01-01')).toMatchObject({ accounts: 0, gross: null, net: null })
  })
  test('adds up, and gross is never more than net, nor than all', () => {
    const contract = fc
      .record({
        account: fc.constantFrom('a', 'b', 'c', 'd'),
        start: fc.nat(900),
        days: fc.nat(700),
        annual: fc.integer({ min: 1, max: 1e6 }),
      })
      .map(({ account, start, days, annual }) => {
        const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10)
        return held(account, day(start), day(start + days), annual)
      })
    fc.assert(
      fc.property(fc.array(contract, { maxLength: 12 }), (contracts) => {
        const one = retentionOf(contracts, '2026-01-01', '2026-12-31')
        expect(one.starting + one.expanded - one.contracted - one.churned).toBe(one.ending)
        const parts = accountsRetained(contracts, '2026-01-01', '2026-12-31')
        const sum = (...changes: string[]) =>
          parts.filter(({ change }) => changes.includes(change)).reduce((all, { was, is }) => all + is - was, 0n)
        expect([sum('expanded'), -sum('contracted'), -sum('churned'), sum('added'), sum('unchanged')]).toEqual([
          one.expanded,
          one.contracted,
          one.churned,
          one.added,
          0n,
        ])
        if (one.gross === null || one.net === null) return
        expect(one.gross).toBeLessThanOrEqual(1)
        expect(one.gross).toBeLessThanOrEqual(one.net)
      }),
    )
  })
})
