import { expect, test } from 'vitest'
import { demoCalls, quartersBefore } from './demo-calls.ts'
import { demoCompany } from './demo-company.ts'

const today = '2026-11-24'
const definitions = ['enterprise', 'hardware'].map((key) => ({
  key,
  stages: ['one', 'two', 'three', 'four'].map((stage) => ({ key: stage })),
  outcomes: { lost: { reasons: [{ key: 'price' }, { key: 'no_decision' }] } },
}))
const { deals } = demoCompany({ today, definitions })
const quarters = quartersBefore(today, 6)
const asked = { pipelines: ['enterprise', 'hardware'], quarters }
const calls = demoCalls(deals, asked)
const inEur = ({ amount, currency }: { amount: string | null; currency: string }) =>
  Number(amount ?? 0) / (currency === 'IDR' ? 18_000 : 1)

test('the quarters before a day are those that are over, each with a moment within it', () => {
  expect(quarters.map(({ key }) => key)).toEqual(['2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3'])
  expect(quartersBefore('2026-01-01', 1)).toEqual([
    {
      key: '2025-Q4',
      from: '2025-10-01T00:00:00.000Z',
      at: '2025-11-22T09:00:00.000Z',
      until: '2026-01-01T00:00:00.000Z',
    },
  ])
  for (const { from, at, until } of quarters) expect([from, at, until]).toEqual([from, at, until].toSorted())
})

test('the same deals and seed give the same calls, at most one for each owner, pipeline and quarter', () => {
  expect(demoCalls(deals, asked)).toEqual(calls)
  const keys = calls.map(({ pipeline, period, owner_email }) => `${pipeline} ${period} ${owner_email}`)
  expect(new Set(keys).size).toBe(keys.length)
  expect(calls.length).toBeGreaterThan(40)
})

test('a call holds what is closed by then, and never a deal that nobody had met', () => {
  for (const { pipeline, period, owner_email, at, ...call } of calls) {
    const quarter = quarters.find(({ key }) => key === period)
    const there = deals.filter(
      (one) => one.pipeline === pipeline && one.owner_email === owner_email && one.created_at < at,
    )
    const sum = (of: typeof there) => of.reduce((all, one) => all + inEur(one), 0)
    const closed = there.filter(
      ({ status, closed_at }) =>
        status === 'won' && closed_at !== null && closed_at >= (quarter?.from ?? '') && closed_at < at,
    )
    const open = there.filter(({ closed_at }) => closed_at === null || closed_at >= at)
    expect(inEur(call)).toBeGreaterThanOrEqual(sum(closed) - 0.01)
    expect(inEur(call)).toBeLessThanOrEqual(sum(closed) + sum(open) + 0.01)
  }
})

test('one of them promises more than came over the quarters, and one less', () => {
  const over = (name: string) => {
    const own = calls.filter(({ owner_email }) => owner_email.startsWith(`${name}@`))
    const said = own.reduce((sum, call) => sum + inEur(call), 0)
    const came = own.reduce((sum, { pipeline, period, owner_email, at }) => {
      const quarter = quarters.find(({ key }) => key === period)
      return deals
        .filter((one) => one.pipeline === pipeline && one.owner_email === owner_email && one.status === 'won')
        .filter(({ created_at, closed_at }) => created_at < at && (closed_at ?? '') >= (quarter?.from ?? ''))
        .filter(({ closed_at }) => (closed_at ?? '') < (quarter?.until ?? ''))
        .reduce((all, one) => all + inEur(one), sum)
    }, 0)
    return said / came
  }
  expect(over('bayu')).toBeGreaterThan(1.1)
  expect(over('jonas')).toBeLessThan(0.95)
})
