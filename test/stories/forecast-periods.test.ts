import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Forecast } from '../../src/domain/forecast/index.ts'
import { type PastDeal, writePast } from './past-deals.ts'
import { type Json, startWire, type Wire } from './wire.ts'

const dayNumber = (moment: string) => Date.parse(moment) / 86_400_000
const now = '2026-11-24T20:00:00.000Z'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  await wire.within('write', (context) => writePast(context, past))
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

/** Every four days a trade over two years: won or lost after ten days, the last ones open. */
const past: PastDeal[] = Array.from({ length: 180 }, (_, i) => {
  const entered = dayNumber(now) - 720 + 4 * i
  const left = entered + 10
  const ended = left < dayNumber(now) ? { left, to: i % 2 === 0 ? 'won' : 'lost' } : { left: null, to: null }
  const amount = { amount: `${1000 + i}.00`, currency: 'EUR' }
  return { pipeline: 'trade', stays: [{ stage: 'wanted', entered, ...ended }], amount, close_date: '2027-01-02' }
})

const wonAt = (moment: string, amount: string, currency = 'EUR'): PastDeal => ({
  pipeline: 'trade',
  stays: [{ stage: 'wanted', entered: dayNumber(moment) - 20, left: dayNumber(moment), to: 'won' }],
  amount: { amount, currency },
})
const record = (...deals: PastDeal[]) => wire.within('write', (context) => writePast(context, deals))

const forecastOf = async (query: string) => {
  const answer = await call('GET', `/forecasts?${query}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return Forecast.parse(answer.body)
}
const gridOf = async (query: string): Promise<Json> => {
  const answer = await call('GET', `/forecast-grid?${query}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const wonIn = (from: string, until: string) =>
  past
    .filter(({ stays: [stay] }) => stay?.to === 'won' && stay.left !== null)
    .filter(({ stays: [stay] }) => (stay?.left ?? 0) >= dayNumber(from) && (stay?.left ?? 0) < dayNumber(until))
    .reduce((sum, { amount }) => sum + Number(amount?.amount), 0)

describe('a quarter that is over', () => {
  test('is what was won in it, and says so', async () => {
    const won = wonIn('2026-04-01', '2026-07-01').toFixed(2)
    expect(Number(won)).toBeGreaterThan(0)
    const { total, pipelines } = await forecastOf('period=2026-Q2')
    for (const name of ['closed', 'expected', 'p10', 'p50', 'p90'] as const)
      expect(total[name], name).toEqual({ amount: won, currency: 'EUR' })
    for (const name of ['open', 'new_business'] as const) expect(total[name]?.amount).toBe('0.00')
    expect(total.note).toMatch(/^the period is over: what was won in it is all that there is/)
    expect(pipelines[0]?.note).toBeNull()
  })

  test('is the same in the grid, with nothing due; and nothing is called for it any more', async () => {
    const [total] = (await gridOf('period=2026-Q2')).rows
    const won = wonIn('2026-04-01', '2026-07-01').toFixed(2)
    expect(total).toMatchObject({ closed: { amount: { amount: won } }, open: { count: 0 } })
    for (const name of ['low', 'likely', 'high']) expect(total[name].amount).toBe(won)
    expect(total.commit.cumulative.amount).toBe(won)
    const submitted = await call('POST', '/submissions', { pipeline: 'trade', period: '2026-Q2' })
    expect(submitted).toMatchObject({ status: 422, body: { code: 'period-over' } })
    expect((await call('GET', '/bridge?period=2026-Q2&from=2026-04-01T00:00:00Z')).status).toBe(200)
  })

  test('before there was anything is nothing, and no fault', async () => {
    const { total } = await forecastOf('period=1950-Q1')
    expect(total).toMatchObject({ closed: { amount: '0.00' }, expected: { amount: '0.00' }, closed_count: 0 })
    expect((await gridOf('period=1950-Q1')).rows[0].closed.count).toBe(0)
  })
})

describe('the 53rd week of 2026', () => {
  test('is forecast, called, measured by a quota and submitted like any other', async () => {
    const me = (await call('GET', '/me')).body.person
    const deal = (
      await call('POST', '/deals', {
        pipeline: 'trade',
        name: 'Between the years',
        close_date: '2027-01-03',
        owner: me.id,
        amount: { amount: '700.00', currency: 'EUR' },
      })
    ).body
    expect((await call('PATCH', `/deals/${deal.id}`, { category: 'commit' })).status).toBe(200)
    const quota = { pipeline: 'trade', period: '2026-W53', amount: { amount: '2000.00', currency: 'EUR' } }
    expect((await call('POST', '/quotas', quota)).status).toBe(201)
    const grid = await gridOf('period=2026-W53&pipeline=trade')
    expect(grid).toMatchObject({ period: '2026-W53', starts: '2026-12-28', ends: '2027-01-04' })
    expect(grid['rows'][0]).toMatchObject({ commit: { cumulative: { amount: '700.00' } }, quota: quota.amount })
    const { total } = await forecastOf('period=2026-W53')
    expect(total).toMatchObject({ quota: quota.amount, closed_count: 0 })
    expect(Number(total.expected?.amount)).toBeGreaterThan(0)
    const submitted = await call('POST', '/submissions', { pipeline: 'trade', period: '2026-W53' })
    expect(submitted.status, JSON.stringify(submitted.body)).toBe(201)
    expect(submitted.body).toMatchObject({ starts: '2026-12-28', ends: '2027-01-04' })
    expect(submitted.body.called.commit.amount).toBe('700.00')
    expect((await call('POST', `/deals/${deal.id}/moves`, { outcome: 'lost', reason: 'price' })).status).toBe(201)
  })

  test('a year that has none says how many it has', async () => {
    const answer = await call('GET', '/forecasts?period=2025-W53')
    expect(answer.status).toBe(400)
    expect(answer.body.errors).toMatchObject([{ pointer: '/period', detail: '2025 has the weeks W01 to W52' }])
  })
})

describe('a period far ahead', () => {
  test.each(['2031-Q1', '2999', '2031-W01'])('%s has no forecast, and a sentence why', async (period) => {
    const { total } = await forecastOf(`period=${period}`)
    expect(total).toMatchObject({
      closed: { amount: '0.00' },
      expected: null,
      p50: null,
      note: 'no forecast: the period ends more than two years ahead',
    })
    const [row] = (await gridOf(`period=${period}`)).rows
    expect(row).toMatchObject({ likely: null, gap: null, open: { count: 0 } })
  })
})

describe('a currency without a rate', () => {
  let open: Json
  beforeAll(async () => {
    const amount = { amount: '5000', currency: 'KRW' }
    open = (await call('POST', '/deals', { pipeline: 'trade', name: 'Seoul', close_date: '2026-12-20', amount })).body
    await record(wonAt('2026-11-10T12:00:00Z', '9000', 'KRW'))
  })

  test('is named beside every figure and is in none; its deals are counted', async () => {
    const before = wonIn('2026-10-01', '2027-01-01').toFixed(2)
    const { total } = await forecastOf('period=2026-Q4')
    expect(total.unconverted).toEqual([{ amount: '14000', currency: 'KRW' }])
    expect(total.closed.amount).toBe(before)
    expect(total.closed_at_current_rates).toBeNull()
    const grid = await gridOf('period=2026-Q4')
    expect(grid['unconverted']).toEqual([{ amount: '14000', currency: 'KRW' }])
    expect(grid['rows'][0]).toMatchObject({ closed: { amount: { amount: before } }, closed_at_current_rates: null })
    const bridge = (await call('GET', '/bridge?period=2026-Q4&from=2026-11-20T00:00:00Z&measure=open')).body
    expect(JSON.stringify(bridge.unconverted)).toContain('KRW')
    const asked = await call('GET', '/forecasts?period=2026-Q4&currency=JPY')
    expect(asked.body.total.unconverted.map(({ currency }: Json) => currency).toSorted()).toEqual(['EUR', 'KRW'])
  })

  test('counts with the day on which it gets one, and no earlier moment is told otherwise', async () => {
    const closed = (await forecastOf('period=2026-Q4')).total.closed.amount
    const then = wire.server.server.clock.now()
    await new Promise((wake) => setTimeout(wake, 5))
    const rate = { currency: 'KRW', per_euro: '1000', valid_from: '2026-11-15' }
    expect((await call('POST', '/rates', rate)).status).toBe(201)
    // Won on the 10th, when there was no rate: still none, since a rate holds from its day on. Open it has one.
    const { total } = await forecastOf('period=2026-Q4')
    expect(total.unconverted).toEqual([{ amount: '9000', currency: 'KRW' }])
    await call('POST', '/rates', { ...rate, valid_from: '2026-11-01' })
    const after = (await forecastOf('period=2026-Q4')).total
    expect(after.unconverted).toEqual([])
    expect(Number(after.closed.amount) - Number(closed)).toBeCloseTo(9, 6)
    expect((await forecastOf(`period=2026-Q4&as_of=${then}`)).total.closed_count).toBe(after.closed_count)
    expect((await call('POST', `/deals/${open['id']}/moves`, { outcome: 'lost', reason: 'price' })).status).toBe(201)
  })
})

describe('what was won at a frozen rate, beside the rate of today', () => {
  test('is shown both ways, and only the frozen one is in the forecast', async () => {
    await call('POST', '/rates', { currency: 'USD', per_euro: '1.25', valid_from: '2026-10-01' })
    const before = (await forecastOf('period=2026-Q4')).total
    const deal = (
      await call('POST', '/deals', {
        pipeline: 'trade',
        name: 'Boston',
        close_date: '2026-12-20',
        amount: { amount: '1000.00', currency: 'USD' },
      })
    ).body
    expect((await call('POST', `/deals/${deal.id}/moves`, { outcome: 'won', reason: 'Signed' })).status).toBe(201)
    await call('POST', '/rates', { currency: 'USD', per_euro: '2.00', valid_from: '2026-11-24' })
    const after = (await forecastOf('period=2026-Q4')).total
    const gained = (name: 'closed' | 'closed_at_current_rates') =>
      Number(after[name]?.amount) - Number(before[name]?.amount)
    expect(gained('closed')).toBeCloseTo(800, 6)
    expect(gained('closed_at_current_rates')).toBeCloseTo(500, 6)
    const [row] = (await gridOf('period=2026-Q4')).rows
    expect(row.closed.amount).toEqual(after.closed)
    expect(row.closed_at_current_rates).toEqual(after.closed_at_current_rates)
  })
})

describe('at the edges of time zones', () => {
  const closedIn = async (period: string) => (await forecastOf(`period=${period}`)).total.closed.amount
  const zone = async (time_zone: string) => expect((await call('PATCH', '/workspace', { time_zone })).status).toBe(200)

  test('a year begins fourteen hours before UTC on Kiritimati, and three and a half after it in St John’s', async () => {
    await call('PUT', '/test-clock', { now: '2027-01-02T00:00:00.000Z' })
    await record(wonAt('2026-12-31T10:30:00Z', '11.00'), wonAt('2027-01-01T03:00:00Z', '0.50'))
    const of = async (time_zone: string, period: string) => {
      await zone(time_zone)
      return Number(await closedIn(period))
    }
    const first = '2027-01'
    expect(await of('UTC', first)).toBe(0.5)
    expect(await of('Pacific/Kiritimati', first)).toBe(11.5)
    expect(await of('America/St_Johns', first)).toBe(0)
    await zone('Pacific/Kiritimati')
    const grid = await gridOf('period=2027-Q1&rows=periods')
    const january = grid['rows'].find(({ name }: Json) => name === '2027-01')
    expect(january.closed).toEqual({ amount: { amount: '11.50', currency: 'EUR' }, count: 2 })
    expect(grid['rows'][0].closed.count).toBe(2)
  })

  test('a week with a day of 25 hours is an hour longer, and each win is in one week', async () => {
    await zone('America/St_Johns')
    const [before, after] = [Number(await closedIn('2026-W44')), Number(await closedIn('2026-W45'))]
    await record(wonAt('2026-11-02T03:29:59Z', '3.00'), wonAt('2026-11-02T03:30:00Z', '5.00'))
    expect(Number(await closedIn('2026-W44')) - before).toBe(3)
    expect(Number(await closedIn('2026-W45')) - after).toBe(5)
    await zone('UTC')
  })

  test('the forecast of today is that of the day there', async () => {
    await call('PUT', '/test-clock', { now: '2027-03-31T10:30:00.000Z' })
    expect((await forecastOf('')).period).toBe('2027-Q1')
    await zone('Pacific/Kiritimati')
    expect((await forecastOf('')).period).toBe('2027-Q2')
    expect((await gridOf('')).period).toBe('2027-Q2')
    expect((await call('GET', '/submissions/due')).body.data[0].period).toBe('2027-Q2')
  })
})
