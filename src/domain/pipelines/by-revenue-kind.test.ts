import { expect, test } from 'vitest'
import { moneyOf } from '../../values/money.ts'
import { byRevenueKind, sumsByKind } from './by-revenue-kind.ts'

const eur = (minor: bigint) => moneyOf(minor, 'EUR')

test.each([
  ['all of one kind', 500n, [['new', 500n]], ['5.00', '0.00', '0.00']],
  ['of nothing there is nothing', 0n, [], ['0.00', '0.00', '0.00']],
  [
    'a cent that rates left goes to the largest',
    1001n,
    [
      ['new', 333n],
      ['expansion', 334n],
      ['renewal', 333n],
    ],
    ['3.33', '3.35', '3.33'],
  ],
  [
    'also what is below zero',
    -301n,
    [
      ['new', -100n],
      ['renewal', -200n],
    ],
    ['-1.00', '0.00', '-2.01'],
  ],
] as const)('%s', (_, sum, parts, [fresh, expansion, renewal]) => {
  const said = byRevenueKind(eur(sum), new Map(parts))
  expect([said.new.amount, said.expansion.amount, said.renewal.amount]).toEqual([fresh, expansion, renewal])
})

test('amounts are added up by their kind', () => {
  const parts = [
    { revenue_kind: 'new', minor: 1n },
    { revenue_kind: 'renewal', minor: 2n },
    { revenue_kind: 'new', minor: 3n },
  ] as const
  expect(sumsByKind(parts)).toEqual(
    new Map([
      ['new', 4n],
      ['renewal', 2n],
    ]),
  )
})
