import { expect, test } from 'vitest'
import { demoCompany } from './demo-company.ts'
import type { DemoDeal } from './demo-deal.ts'
import { demoCsv } from './demo-csv.ts'

const today = '2026-11-24'
const definitions = ['enterprise', 'transactional', 'partner', 'renewal', 'self-service', 'hardware'].map((key) => ({
  key,
  stages: ['one', 'two', 'three', 'four'].map((stage) => ({ key: stage })),
  outcomes: { lost: { reasons: [{ key: 'price' }, { key: 'no_decision' }] } },
}))
const company = demoCompany({ today, definitions })
const eur = ({ amount, currency }: DemoDeal) => Number(amount ?? 0) / (currency === 'IDR' ? 18_000 : 1)
const sum = (deals: DemoDeal[]) => deals.reduce((total, deal) => total + eur(deal), 0)

test('the same day and seed give the same company', () => {
  expect(demoCompany({ today, definitions })).toEqual(company)
})

test('about 2,500 deals in six pipelines, two currencies and three outcomes, about 300 accounts', () => {
  expect(company.deals.length).toBeGreaterThan(2_200)
  expect(company.deals.length).toBeLessThan(2_800)
  expect(new Set(company.deals.map(({ pipeline }) => pipeline)).size).toBe(6)
  expect(new Set(company.deals.map(({ currency }) => currency))).toEqual(new Set(['EUR', 'IDR']))
  expect(company.accounts).toHaveLength(300)
  expect(company.accounts.filter(({ kind }) => kind === 'partner')).toHaveLength(24)
  expect(new Set(company.accounts.map(({ domain }) => domain)).size).toBe(300)
  expect(new Set(company.deals.map(({ deal_id }) => deal_id)).size).toBe(company.deals.length)
})

test('nothing happens after the given day, and nothing out of order', () => {
  const now = `${today}T00:00:00.000Z`
  for (const deal of company.deals) {
    const moments = [deal.created_at, ...Object.values(deal.entered).toSorted(), deal.closed_at ?? now]
    expect(moments).toEqual(moments.toSorted())
    expect(moments.at(-1)?.localeCompare(now)).toBeLessThanOrEqual(0)
    expect(deal.created_at).toBe(Object.values(deal.entered).toSorted()[0])
    expect(deal.status === 'open').toBe(deal.closed_at === null)
    expect(deal.status === 'lost').toBe(deal.lost_reason !== null)
  }
})

test('a quarter brings about 14 million euros', () => {
  const quarters = [
    ['2025-07', '2025-10'],
    ['2025-10', '2026-01'],
    ['2026-01', '2026-04'],
    ['2026-04', '2026-07'],
    ['2026-07', '2026-10'],
  ].map(([from = '', to = '']) =>
    sum(
      company.deals.filter(
        ({ status, closed_at }) => status === 'won' && closed_at !== null && closed_at >= from && closed_at < to,
      ),
    ),
  )
  for (const quarter of quarters) {
    expect(quarter).toBeGreaterThan(9e6)
    expect(quarter).toBeLessThan(21e6)
  }
  expect(quarters.reduce((total, quarter) => total + quarter, 0) / quarters.length).toBeGreaterThan(12e6)
})

test('the quarter under way has wins and open deals in every pipeline, and its quota is open in most', () => {
  const quarter = company.deals.filter(({ closed_at }) => closed_at !== null && closed_at >= '2026-10')
  let undecided = 0
  for (const { pipeline, amount } of company.quotas.filter(({ period }) => period === '2026-Q4')) {
    const won = sum(quarter.filter((deal) => deal.pipeline === pipeline && deal.status === 'won'))
    const open = company.deals.filter((deal) => deal.pipeline === pipeline && deal.status === 'open')
    expect(won).toBeGreaterThan(0)
    expect(open.length).toBeGreaterThan(9)
    if (won < Number(amount) && won + sum(open) > Number(amount)) undecided++
  }
  expect(undecided).toBeGreaterThanOrEqual(4)
})

test('hardware mixes two motions that only the order type tells apart', () => {
  const closed = company.deals.filter(({ pipeline, status }) => pipeline === 'hardware' && status !== 'open')
  const of = (order_type: string) => closed.filter(({ fields }) => fields.order_type === order_type)
  const winRate = (deals: DemoDeal[]) => deals.filter(({ status }) => status === 'won').length / deals.length
  const mean = (deals: DemoDeal[]) => sum(deals) / deals.length
  expect(of('repeat').length).toBeGreaterThan(150)
  expect(of('considered').length).toBeGreaterThan(60)
  expect(winRate(of('repeat'))).toBeGreaterThan(winRate(of('considered')) + 0.2)
  expect(mean(of('considered'))).toBeGreaterThan(5 * mean(of('repeat')))
})

test('things go wrong as they do: close dates in the past, put off, stages passed over, amounts and accounts missing', () => {
  const open = company.deals.filter(({ status }) => status === 'open')
  const past = open.filter(({ close_date }) => close_date < today)
  expect(past.length / open.length).toBeGreaterThan(0.02)
  expect(past.length / open.length).toBeLessThan(0.3)
  expect(open.some(({ times_pushed }) => times_pushed >= 3)).toBe(true)
  expect(open.some(({ amount }) => amount === null)).toBe(true)
  expect(company.deals.some(({ account }) => account === null)).toBe(true)
  expect(company.deals.some(({ status, entered }) => status === 'won' && Object.keys(entered).length < 4)).toBe(true)
})

test('what is won for a term is renewed, lapses or goes on; renewals name a deal of their account above them', () => {
  const at = new Map(company.deals.map((deal, i) => [deal.deal_id, { deal, i }]))
  const renewals = company.deals.filter(({ renews }) => renews !== undefined)
  expect(renewals.length).toBeGreaterThan(100)
  expect(new Set(renewals.map(({ renews }) => renews)).size).toBe(renewals.length)
  for (const renewal of renewals) {
    const { deal, i } = at.get(renewal.renews ?? '') ?? {}
    expect(i).toBeLessThan(at.get(renewal.deal_id)?.i ?? 0)
    expect(deal?.term).toBeDefined()
    expect([deal?.status, deal?.account]).toEqual(['won', renewal.account])
  }
  expect(new Set(renewals.map(({ status }) => status))).toEqual(new Set(['won', 'lost', 'open']))
  const won = company.deals.filter(({ status }) => status === 'won')
  expect(won.filter(({ term }) => term).length).toBeGreaterThan(600)
  expect(
    company.deals.some(({ term, status, pipeline }) => term && (status !== 'won' || pipeline === 'hardware')),
  ).toBe(false)
})

test('the file has one row a deal and a column for every stage, with commas in names quoted', () => {
  const [header = '', ...rows] = demoCsv(company).trimEnd().split('\r\n')
  expect(rows).toHaveLength(company.deals.length)
  expect(header.split(',')).toEqual(expect.arrayContaining(['deal_id', 'order_type', 'entered_one', 'entered_four']))
  const cells = rows[0]?.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []
  expect(cells.length).toBeGreaterThanOrEqual(header.split(',').length)
})

test('a pipeline that is not defined brings no deals', () => {
  const some = demoCompany({ today, definitions: definitions.slice(0, 2) })
  expect(new Set(some.deals.map(({ pipeline }) => pipeline))).toEqual(new Set(['enterprise', 'transactional']))
})
