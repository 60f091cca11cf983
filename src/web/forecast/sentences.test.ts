import { i18n } from '@lingui/core'
import { expect, test } from 'vitest'
import type { ForecastPart, Money, PipelineForecast } from '../wire.ts'
import {
  attainmentOf,
  chanceOf,
  coverageOf,
  findingOf,
  notAddingUp,
  notesOf,
  spanOf,
  spreadFinding,
} from './sentences.ts'

i18n.loadAndActivate({ locale: 'en', messages: {} })

const euro = (amount: number): Money => ({ amount: amount.toFixed(2), currency: 'EUR' })

const part = (over: Partial<ForecastPart> = {}): ForecastPart => ({
  closed: euro(4_000_000),
  closed_count: 12,
  closed_at_current_rates: euro(4_000_000),
  open: euro(8_000_000),
  open_value: euro(22_000_000),
  open_count: 90,
  open_without_amount: 0,
  new_business: euro(2_000_000),
  new_business_parts: null,
  expected: euro(14_000_000),
  p10: euro(12_900_000),
  p50: euro(14_200_000),
  p90: euro(15_600_000),
  quota: euro(15_000_000),
  chance: 0.29,
  n_closed: 640,
  note: null,
  distribution: [],
  unconverted: [],
  by_revenue_kind: null,
  ...over,
})
const line = (pipeline: string, low: number, likely: number, high: number): PipelineForecast => ({
  ...part({ p10: euro(low), p50: euro(likely), p90: euro(high) }),
  pipeline,
  name: pipeline,
  method: 'model',
  measure: 'total_contract_value',
})

test('the finding says how far the likely end is from the quota', () => {
  expect(findingOf(part(), 'Q4 2026')).toBe('Q4 2026 will likely end €800K below the quota')
  expect(findingOf(part({ quota: euro(14_000_000) }), 'Q4 2026')).toBe('Q4 2026 will likely end €200K above the quota')
  expect(findingOf(part({ quota: null }), 'Q4 2026')).toBe('Q4 2026 will likely end at €14.2M')
})

test('without enough history there is no number, and the finding says so', () => {
  expect(findingOf(part({ p50: null, note: 'not enough data: has 12, needs 30' }), 'Q4 2026')).toBe(
    'There is not enough history for a forecast of Q4 2026',
  )
})

test('attainment is closed won over quota; coverage is open value over what is missing', () => {
  expect(attainmentOf(part())).toBeCloseTo(4 / 15)
  expect(coverageOf(part())).toBe(2)
  expect(coverageOf(part({ closed: euro(16_000_000) }))).toBeNull()
  expect(attainmentOf(part({ quota: null }))).toBeNull()
})

test('likely values of pipelines are said not to add up, with both figures', () => {
  const said = notAddingUp(part(), [line('a', 5e6, 7e6, 9e6), line('b', 5e6, 6.5e6, 8e6)])
  expect(said).toContain('add up to €13.5M, the total is likely €14.2M')
})

test('the pipeline with more than half of the width carries most of the uncertainty', () => {
  const name = (key: string) => key.toUpperCase()
  expect(spreadFinding([line('a', 1, 5, 10), line('b', 1, 2, 3)], name)).toBe('A carries most of the uncertainty')
  expect(spreadFinding([line('a', 1, 2, 3), line('b', 1, 2, 4), line('c', 1, 2, 3)], name)).toBe(
    'B carries the largest part of the uncertainty',
  )
})

test('notes name what a figure leaves out', () => {
  expect(notesOf(part({ open_without_amount: 1, unconverted: [{ amount: '5000.00', currency: 'USD' }] }))).toEqual([
    '1 open deal has no amount yet and counts with what a win here brings',
    'no rate for $5K: left out',
  ])
})

test('a period that is over is told as what was, without a span and without a chance', () => {
  const end = euro(4_000_000)
  const over = part({ p10: end, p50: end, p90: end, quota: euro(5_000_000), chance: 0, open_without_amount: 3 })
  expect(findingOf(over, 'Q2 2026')).toBe('Q2 2026 ended €1M below the quota')
  expect(chanceOf(over)).toBe('The quota of €5M was missed')
  expect(spanOf(over)).toBeNull()
  expect(notesOf(over)).toEqual([])
  expect(spreadFinding([{ ...line('a', 0, 0, 0), ...over }], (key) => key.toUpperCase())).toBe('A brought the most')
})
