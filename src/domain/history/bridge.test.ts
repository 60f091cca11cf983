import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bucket, type BridgeRules, bridgeOf, bucketOf, buckets, type End, type EndState } from './bridge.ts'

const state = (more: Partial<EndState> = {}): EndState => ({
  version: 1,
  name: 'Acme',
  pipeline_id: 'direct',
  definition_id: 'v1',
  stage: 'asked',
  outcome: null,
  closed_at: null,
  amount_minor: 100n,
  currency: 'EUR',
  counted: true,
  frozen_rate: null,
  close_date: '2026-11-20',
  category: 'pipeline',
  owner_id: 'ana',
  ...more,
})

const rules: BridgeRules = {
  from: '2026-11-01T00:00:00.000Z',
  closing: { starts: '2026-10-01', ends: '2027-01-01' },
  rankOf: (_, stage) => ['asked', 'shown', 'agreed'].indexOf(stage),
}

const end = (of: EndState | null, value?: bigint): End => ({
  state: of,
  inside: of?.pipeline_id === 'direct',
  counts: of !== null,
  value: value ?? (of?.outcome === null ? (of.amount_minor ?? 0n) : 0n),
})

const told = (from: End, to: End, more: { created_at?: string; held?: bigint; rules?: BridgeRules } = {}): Bucket =>
  bucketOf(
    {
      deal_id: 'a',
      created_at: more.created_at ?? '2026-01-01T00:00:00.000Z',
      from,
      to,
      held: more.held ?? from.value,
    },
    more.rules ?? rules,
  )

const was = state()
const cases: [string, EndState | null, EndState | null, Bucket][] = [
  ['nothing happened', was, state({ version: 2, name: 'Acme Ltd' }), 'unchanged'],
  ['merged into another', was, state({ outcome: 'void', amount_minor: 5n }), 'void'],
  ['moved to a pipeline that is not asked about', was, state({ pipeline_id: 'partner' }), 'transferred_out'],
  ['moved there and won there', was, state({ pipeline_id: 'partner', outcome: 'won' }), 'transferred_out'],
  ['moved to where this reader does not see it', was, null, 'transferred_out'],
  ['came from another pipeline', state({ pipeline_id: 'partner' }), was, 'transferred_in'],
  ['was there before, and not for this reader', null, was, 'transferred_in'],
  ['came from another pipeline and was won', state({ pipeline_id: 'partner' }), state({ outcome: 'won' }), 'won'],
  ['won for more than it stood for', was, state({ outcome: 'won', amount_minor: 150n }), 'won'],
  ['lost, and its date put off before', was, state({ outcome: 'lost', close_date: '2027-05-01' }), 'lost'],
  ['a loss that was won after all', state({ outcome: 'lost' }), state({ outcome: 'won' }), 'won'],
  ['a win that was lost after all', state({ outcome: 'won' }), state({ outcome: 'lost' }), 'lost'],
  ['a win opened again', state({ outcome: 'won' }), was, 'reopened'],
  ['a loss opened again, for more', state({ outcome: 'lost' }), state({ amount_minor: 900n }), 'reopened'],
  ['put off to the next period, for more', was, state({ close_date: '2027-01-01', amount_minor: 900n }), 'pushed_out'],
  ['its date taken away', was, state({ close_date: null }), 'pushed_out'],
  ['taken into the period', state({ close_date: '2027-01-01' }), was, 'pulled_in'],
  ['put off within the period', was, state({ close_date: '2026-12-31' }), 'unchanged'],
  ['worth more, and called commit', was, state({ amount_minor: 101n, category: 'commit' }), 'amount_up'],
  ['worth less, though further on', was, state({ amount_minor: 99n, stage: 'agreed' }), 'amount_down'],
  ['nobody says any more what it is worth', was, state({ amount_minor: null }), 'amount_down'],
  ['its twin is counted', was, state({ counted: false }), 'amount_down'],
  ['called best case', was, state({ category: 'best_case', stage: 'shown' }), 'category_up'],
  ['called nothing any more', was, state({ category: 'omitted' }), 'category_down'],
  ['moved on', was, state({ stage: 'shown' }), 'moved_forward'],
  ['moved back', state({ stage: 'agreed' }), state({ stage: 'shown' }), 'moved_back'],
]

describe('a deal is in the first bucket that is so', () => {
  test.each(cases)('%s', (_, before, after, expected) => {
    expect(told(end(before), end(after))).toBe(expected)
  })

  test('created since is new; created and won since is won', () => {
    const since = { created_at: '2026-11-02T00:00:00.000Z' }
    expect(told(end(null), end(was), since)).toBe('new')
    expect(told(end(null), end(state({ outcome: 'won' })), since)).toBe('won')
  })

  test('without a period no date brings a deal in or out', () => {
    expect(told(end(was), end(state({ close_date: '2030-01-01' })), { rules: { ...rules, closing: null } })).toBe(
      'unchanged',
    )
  })

  test('an amount in another currency is more or less by what it brings', () => {
    const abroad = state({ currency: 'IDR', amount_minor: 5n })
    expect(told(end(was, 100n), end(abroad, 120n))).toBe('amount_up')
    expect(told(end(was, 100n), end(abroad, 100n))).toBe('unchanged')
  })

  test('of a deal that nobody touched rates or the model moved the figure, whichever moved it more', () => {
    expect(told(end(was, 100n), end(was, 110n), { held: 108n })).toBe('currency')
    expect(told(end(was, 100n), end(was, 110n), { held: 104n })).toBe('model')
    expect(told(end(was, 100n), end(was, 110n))).toBe('model')
  })

  test('moved between two pipelines that are both asked about, it differs by what the other model says', () => {
    const there = { ...end(state({ pipeline_id: 'partner' }), 70n), inside: true }
    expect(told(end(was, 100n), there)).toBe('model')
  })
})

test('whatever the shares, start and all bars are the end, and each deal is in one bar', () => {
  const share = fc.record({
    bucket: fc.constantFrom(...buckets),
    deals: fc.integer({ min: 1, max: 9 }),
    before: fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
    after: fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
  })
  const rest = fc.record({ from: fc.bigInt(), to: fc.bigInt() })
  fc.assert(
    fc.property(fc.array(share), rest, (shares, to_come) => {
      const { start, end, bars } = bridgeOf(shares, to_come)
      const changes = [...bars.values()].reduce((sum, { change }) => sum + change, 0n)
      expect(start + changes).toBe(end)
      expect([...bars.values()].reduce((sum, { deals }) => sum + deals, 0)).toBe(
        shares.reduce((sum, { deals }) => sum + deals, 0),
      )
    }),
  )
})
