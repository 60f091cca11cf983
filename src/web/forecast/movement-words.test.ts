import { i18n } from '@lingui/core'
import { expect, test } from 'vitest'
import type { Bridge, BridgeDeal } from '../wire.ts'
import { stepsOf } from './movement-data.ts'
import { type Bucket, movementFinding, signedMoney, whatHappened } from './movement-words.ts'

i18n.loadAndActivate({ locale: 'en', messages: {} })

const euro = (amount: string) => ({ amount, currency: 'EUR' })
const bridge = (start: string, end: string, change: string, bars: [Bucket, number, string][]): Bridge => ({
  from: '2026-11-24T00:00:00.000Z',
  to: '2026-12-01T00:00:00.000Z',
  period: '2026-Q4',
  measure: 'open',
  amount_measure: 'total_contract_value',
  currency: 'EUR',
  to_come: null,
  note: null,
  start: euro(start),
  end: euro(end),
  change: euro(change),
  unconverted: {
    start: [],
    end: [],
  },
  buckets: bars.map(([bucket, deals, amount]) => ({
    bucket,
    deals,
    amount: euro(amount),
  })),
})

test('the finding says by how much the figure moved, and what moved it most', () => {
  const fell = bridge('900000.00', '500000.00', '-400000.00', [
    ['new', 2, '100000.00'],
    ['pushed_out', 3, '-500000.00'],
  ])
  expect(movementFinding(fell)).toBe('Open value fell by €400K; most moved: pushed out −€500K')
  const even = bridge('10.00', '10.00', '0.00', [
    ['new', 1, '5.00'],
    ['lost', 1, '-5.00'],
  ])
  expect(movementFinding({ ...even, measure: 'expected' })).toBe('Expected value is where it was; most moved: new +€5')
  expect(movementFinding(bridge('10.00', '10.00', '0.00', [['unchanged', 4, '0.00']]))).toBe('Open value did not move')
  expect(movementFinding({ ...even, start: null, change: null })).toContain('not enough history')
})

test('the picture has the bars that moved something, between both ends', () => {
  const steps = stepsOf(
    bridge('900.00', '1000.00', '100.00', [
      ['new', 2, '300.00'],
      ['won', 1, '-200.00'],
      ['category_up', 3, '0.00'],
      ['model', 0, '0.00'],
    ]),
  )
  expect(steps.map(({ key, name, tone, label }) => [key, name, tone, label])).toEqual([
    ['start', 'Before', 'total', '€900'],
    ['new', 'New (2)', 'up', '+€300'],
    ['won', 'Won (1)', 'won', '−€200'],
    ['end', 'After', 'total', '€1K'],
  ])
})

const end = (more: object = {}): NonNullable<BridgeDeal['from']> => ({
  pipeline: 'direct',
  stage: 'asked',
  stage_name: 'Asked',
  outcome: null,
  amount: euro('100.00'),
  close_date: '2026-12-10',
  category: 'pipeline',
  owner: {
    id: 'per_1',
    name: 'Ana',
  },
  ...more,
})
const told = (bucket: Bucket, to: object) =>
  whatHappened(
    {
      deal: {
        id: 'deal_1',
        key: 'D-1',
        name: 'Acme',
      },
      bucket,
      from: end(),
      to: end(to),
      before: euro('100.00'),
      after: euro('100.00'),
      change: euro('0.00'),
    },
    (key) => key.toUpperCase(),
    '2026-11-24T00:00:00.000Z',
  )

test.each([
  ['pushed_out', { close_date: '2027-01-01' }, '10 Dec → 1 Jan 2027'],
  ['pushed_out', { close_date: null }, '10 Dec → no date'],
  ['amount_up', { amount: euro('150.00') }, '€100 → €150'],
  ['amount_down', { amount: null }, '€100 → no amount'],
  ['category_up', { category: 'commit' }, 'Pipeline → Commit'],
  ['moved_forward', { stage_name: 'Shown' }, 'Asked → Shown'],
  ['transferred_out', { pipeline: 'partner' }, 'DIRECT → PARTNER'],
  ['transferred_out', { owner: null }, 'Ana → nobody'],
  ['won', { stage_name: 'Agreed' }, 'Agreed'],
] as const)('of a deal that is in %s it says what changed', (bucket, to, expected) => {
  expect(told(bucket, to)).toBe(expected)
})

test('a change never goes without its sign', () => {
  expect([euro('5.00'), euro('-5.00'), euro('0.00')].map(signedMoney)).toEqual(['+€5', '−€5', '€0'])
})
