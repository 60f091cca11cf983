import { expect, test } from 'vitest'
import { randomFrom } from '../../stats/random.ts'
import { type MoneyState, type Posting, postingsOf } from './postings.ts'

const state = (more: Partial<MoneyState> = {}): MoneyState => ({
  pipeline_id: 'direct',
  outcome: null,
  amount_minor: 100n,
  currency: 'EUR',
  revenue_kind: 'new',
  counted: true,
  occurred_at: '2026-11-24T00:00:00.000Z',
  ...more,
})
const said = (postings: Posting[]) =>
  postings.map(({ kind, from, to, amount_minor, currency }) => {
    const name = (account: Posting['from']) => (account ? `${account.pipeline_id} ${account.side}` : 'outside')
    return `${kind}: ${name(from)} → ${name(to)} ${amount_minor} ${currency}`
  })

const cases: [string, MoneyState | null, MoneyState, string[]][] = [
  ['a deal is created', null, state(), ['created: outside → direct open 100 EUR']],
  ['a deal without an amount brings nothing', null, state({ amount_minor: null }), []],
  ['a move within the pipeline posts nothing', state(), state(), []],
  ['worth more than thought', state(), state({ amount_minor: 130n }), ['re_estimated: outside → direct open 30 EUR']],
  ['worth less', state(), state({ amount_minor: 60n }), ['re_estimated: direct open → outside 40 EUR']],
  [
    'in another currency',
    state(),
    state({ currency: 'IDR', amount_minor: 9n }),
    ['re_estimated: direct open → outside 100 EUR', 're_estimated: outside → direct open 9 IDR'],
  ],
  [
    'won for less than it stood for',
    state(),
    state({ outcome: 'won', amount_minor: 90n }),
    ['won: direct open → direct won 100 EUR', 're_estimated: direct won → outside 10 EUR'],
  ],
  ['lost', state(), state({ outcome: 'lost' }), ['lost: direct open → outside 100 EUR']],
  ['a duplicate', state(), state({ outcome: 'void' }), ['void: direct open → outside 100 EUR']],
  ['a win is reopened', state({ outcome: 'won' }), state(), ['reopened: direct won → direct open 100 EUR']],
  ['a loss is reopened', state({ outcome: 'lost' }), state(), ['reopened: outside → direct open 100 EUR']],
  [
    'moved to another pipeline',
    state(),
    state({ pipeline_id: 'partner' }),
    ['transferred: direct open → partner open 100 EUR'],
  ],
  [
    'its twin is counted instead',
    state(),
    state({ counted: false }),
    ['counted_elsewhere: direct open → outside 100 EUR'],
  ],
  [
    'renewal, not new business',
    state(),
    state({ revenue_kind: 'renewal' }),
    ['reclassified: direct open → direct open 100 EUR'],
  ],
  ['nothing to do with money', state({ outcome: 'lost' }), state({ outcome: 'lost', amount_minor: 5n }), []],
]

test.each(cases)('%s', (_, before, after, expected) => {
  expect(said(postingsOf(before, after))).toEqual(expected)
})

test('over any life of a deal its postings add up to what it stands for at the end, and none is negative', () => {
  const random = randomFrom(20_261_125)
  for (let life = 0; life < 2_000; life++) {
    const sums = new Map<string, bigint>()
    let before: MoneyState | null = null
    for (let step = 0; step < 1 + random.below(9); step++) {
      const after: MoneyState = state({
        pipeline_id: random.pick(['direct', 'partner', 'renewal']),
        outcome: random.pick([null, null, 'won', 'lost', 'transferred', 'void']),
        amount_minor: random.pick([null, 0n, -5n, BigInt(random.below(1_000))]),
        currency: random.pick(['EUR', 'IDR', 'USD']),
        revenue_kind: random.pick(['new', 'expansion']),
        counted: random.below(4) > 0,
      })
      for (const { from, to, amount_minor, currency } of postingsOf(before, after)) {
        expect(amount_minor).toBeGreaterThan(0n)
        for (const [account, sign] of [[from, -1n] as const, [to, 1n] as const]) {
          if (!account) continue
          const key = `${account.pipeline_id} ${account.side} ${account.revenue_kind} ${currency}`
          sums.set(key, (sums.get(key) ?? 0n) + sign * amount_minor)
        }
      }
      before = after
    }
    const standing = [...sums].filter(([, amount]) => amount !== 0n)
    const { counted, outcome, amount_minor, pipeline_id, revenue_kind, currency } = before as MoneyState
    const stands = counted && (outcome === null || outcome === 'won') && amount_minor !== null && amount_minor !== 0n
    const key = `${pipeline_id} ${outcome === null ? 'open' : 'won'} ${revenue_kind} ${currency}`
    expect(standing).toEqual(stands ? [[key, amount_minor]] : [])
  }
})
