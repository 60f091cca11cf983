import { expect, test } from 'vitest'
import { atOnce } from '../../stats/gently.ts'
import type { Stay } from '../../stats/stay.ts'
import type { Plan } from '../forecast/index.ts'
import type { StayRow } from '../history/index.ts'
import { type FactRow, makingPast } from './past-of-deals.ts'
import { amountsIn, categoriesIn, packed, staysIn } from './packing.ts'

const plan: Plan = {
  id: 'pip_a',
  key: 'a',
  name: 'A',
  measure: 'total_contract_value',
  revenue_kind: 'new',
  stages: [],
  places: {},
}
const rates = new Map([['USD', [{ valid_from: '2026-01-01', per_euro: '2' }]]])
const exchange = { currency: 'EUR', day: '2026-12-01', rates, homes: [{ currency: 'EUR', valid_from: '2000' }] }
const dayOf = (text: string) => Date.parse(text) / 86_400_000
const row = (version: number, at: string, outcome: string | null, pipeline_id = 'pip_a'): StayRow => ({
  deal_id: 'deal_1',
  version,
  pipeline_id,
  stage: 's',
  entered: dayOf('2026-02-01'),
  outcome,
  closed: outcome === null ? null : dayOf(at),
  occurred: dayOf(at),
  administrative: false,
  amount_minor: null,
  currency: 'USD',
})
const fact = (version: number, at: string, amount: bigint, more: Partial<FactRow> = {}): FactRow => ({
  deal_id: 'deal_1',
  version,
  occurred: `${at} 00:00:00+00`,
  closed: null,
  outcome: null,
  amount_minor: amount,
  currency: 'USD',
  counted: true,
  frozen_rate: null,
  category: 'pipeline',
  ...more,
})
const made = (rows: StayRow[], facts: FactRow[]) =>
  atOnce(makingPast({ rows, facts }, { plans: [plan], lineages: new Map(), exchange }))

const won = { outcome: 'won', closed: '2026-04-01 00:00:00+00', frozen_rate: '0.8', category: 'closed' }
const part = made(
  [row(1, '2026-02-01', null), row(3, '2026-04-01', 'won')],
  [fact(1, '2026-02-01', 10_000n), fact(2, '2026-03-01', 30_000n), fact(3, '2026-04-01', 40_000n, won)],
)
const at = (day: string, origin: string, usd = 0.5) =>
  amountsIn([packed(part)], { currency: 'EUR', rates: { [dayOf(origin)]: { USD: usd } } })(
    'deal_1',
    dayOf(day),
    dayOf(origin),
  )

test('an amount is what was said on the day, at the rate of the origin while the deal was open then', () => {
  expect(at('2026-02-15', '2026-02-15')).toBe(50)
  expect(at('2026-03-15', '2026-03-15')).toBe(150)
  expect(at('2026-03-15', '2026-03-15', 0.25)).toBe(75)
})

test('once it was won, all that was said of it is converted as the win was', () => {
  expect(at('2026-04-01', '2026-05-01')).toBe(320)
  expect(at('2026-02-15', '2026-05-01')).toBeCloseTo(80, 10)
})

test('without a rate an amount counts as nothing, and what nobody said stays unsaid', () => {
  const open = { currency: 'EUR', rates: {} }
  const day = dayOf('2026-02-15')
  expect(amountsIn([packed(part)], open)('deal_1', day, day)).toBe(0)
  expect(amountsIn([packed(part)], open)('deal_2', day, day)).toBeNull()
})

test('a win happens with what it brought at its frozen rate; reopened and won again, each with its own', () => {
  expect(part.stays).toMatchObject([{ to: 'won', left: dayOf('2026-04-01'), amount: 320 }])
  const again = made(
    [row(1, '2026-02-01', null), row(3, '2026-04-01', 'won'), row(4, '2026-04-10', null), row(5, '2026-05-01', 'won')],
    [
      fact(1, '2026-02-01', 10_000n),
      fact(3, '2026-04-01', 40_000n, won),
      fact(4, '2026-04-10', 40_000n),
      fact(5, '2026-05-01', 50_000n, { ...won, closed: '2026-05-01 00:00:00+00' }),
    ],
  )
  expect(again.stays.map(({ amount }) => amount)).toEqual([320, 400])
})

test('a deal of a pipeline that is not looked at, and the co-sell twin that is not counted, bring nothing', () => {
  expect(made([row(1, '2026-02-01', null, 'pip_b')], [fact(1, '2026-02-01', 1n)])).toEqual({
    stays: [],
    notes: [],
    categories: [],
  })
  const twin = made([row(1, '2026-02-01', null)], [fact(1, '2026-02-01', 10_000n, { counted: false })])
  expect(twin.notes).toMatchObject([{ amount: 0 }])
})

test('as numbers for a thread a past is the same, whatever is missing in it', () => {
  const stays: Stay[] = [
    { deal: 'a', pipeline: 'p', stage: 's', entered: 1.5, left: 2, to: 'won', amount: 7, age_at_entry: 3 },
    { deal: 'b', pipeline: 'p', stage: 't', entered: 4, left: null, to: null, amount: null, age_at_entry: 0 },
    {
      deal: 'b',
      pipeline: 's',
      stage: 'p',
      entered: 5,
      left: 6,
      to: 't',
      amount: 0,
      age_at_entry: 0,
      observed_from: 5.5,
    },
  ]
  const categories = [
    { deal: 'b', category: 'pipeline', from: 4 },
    { deal: 'b', category: 'commit', from: 5 },
  ]
  const parts = [
    { stays: stays.slice(0, 1), notes: [], categories: [] },
    { stays: stays.slice(1), notes: [], categories },
  ]
  expect(staysIn(parts.map(packed))).toEqual(stays)
  expect(categoriesIn(parts.map(packed))).toEqual(categories)
  expect(categoriesIn([packed({ stays, notes: [], categories: categories.slice(1) })])).toEqual([])
})
