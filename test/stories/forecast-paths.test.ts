import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import { commandLine } from '../command-line.ts'
import { type PastDeal, writePast } from './past-deals.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

const today = Date.parse('2026-11-24T20:00:00.000Z') / 86_400_000
let wire: Wire
const call: Wire['call'] = (...given) => wire.call(...given)
const cents = ({ amount }: Json) => Math.round(Number(amount) * 100)

/** A trade every two days: half of them won after twenty days, a quarter lost; the last ones stand open. */
const past: PastDeal[] = Array.from({ length: 150 }, (_, i) => {
  const entered = today - 300 + 2 * i
  const closes = entered + 20 + (i % 5)
  const to = i % 4 === 3 ? 'lost' : i % 4 === 2 ? null : 'won'
  const ended = closes < today && to !== null ? { left: closes, to } : { left: null, to: null }
  return {
    pipeline: 'trade',
    stays: [{ stage: 'wanted', entered, ...ended }],
    amount: { amount: `${100 + i}.00`, currency: 'EUR' },
  }
})

beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  const partner = readFileSync(`${import.meta.dirname}/../../motions/partner.yaml`, 'utf8')
  await wire.within('write', (context) => createPipeline.run(context, { source: partner }))
  expect((await call('PATCH', '/workspace', { time_zone: 'Etc/UTC' })).status).toBe(200)
  await call('POST', '/quotas', {
    pipeline: 'trade',
    period: '2026-Q4',
    amount: { amount: '9000.00', currency: 'EUR' },
  })
  await wire.within('write', (context) => writePast(context, past))
}, 60_000)
afterAll(() => wire.server.close())

const pathOf = async (query = '', key?: string) =>
  (await call('GET', `/forecasts/path${query}`, undefined, key === undefined ? {} : { key })).body

/** What was won in the quarter by a moment, by the test’s own list. */
const wonBy = (moment: string, from = '2026-10-01') =>
  past.reduce((sum, { stays, amount }) => {
    const [stay] = stays
    const at = stay?.to === 'won' && stay.left !== null ? stay.left : Infinity
    const within = at >= Date.parse(from) / 86_400_000 && at <= Date.parse(moment) / 86_400_000
    return within ? sum + cents(amount ?? { amount: '0' }) : sum
  }, 0)

test('a period so far: week by week what was won, as a recount of the wins has it; from now on to the very forecast', async () => {
  const path = await pathOf()
  expect(path).toMatchObject({
    period: '2026-Q4',
    from: '2026-10-01T00:00:00.000Z',
    until: '2027-01-01T00:00:00.000Z',
    currency: 'EUR',
  })
  const { total } = path
  expect(total.closed.map(({ at }: Json) => at.slice(0, 10))).toEqual([
    ...Array.from({ length: 8 }, (_, i) => Temporal.PlainDate.from('2026-10-01').add({ weeks: i }).toString()),
    '2026-11-24',
  ])
  for (const { at, amount } of total.closed) expect(cents(amount)).toBe(wonBy(at))
  expect(cents(total.closed.at(-1).amount)).toBeGreaterThan(100_000)

  // The clock runs on between two requests, and a second later a forecast may be a cent more.
  const forecast = (await call('GET', `/forecasts?as_of=${path.as_of}`)).body
  expect(total.closed.at(-1).amount).toEqual(forecast.total.closed)
  const last = total.ahead.at(-1)
  expect(last.at).toBe(path.until)
  for (const figure of ['expected', 'p10', 'p50', 'p90']) expect(last[figure]).toEqual(forecast.total[figure])
  for (const [i, way] of path.pipelines.entries())
    expect([way.pipeline, way.ahead.at(-1)?.p50, way.quota]).toEqual([
      forecast.pipelines[i].pipeline,
      forecast.pipelines[i].p50 ?? undefined,
      forecast.pipelines[i].quota,
    ])
})

test('what is ahead only grows, low below likely below high, and expected values add up at every moment', async () => {
  const { total, pipelines } = await pathOf()
  expect(total.ahead.length).toBeGreaterThan(4)
  expect(total.ahead.length).toBeLessThanOrEqual(7)
  let before = cents(total.closed.at(-1).amount)
  for (const [i, { at, expected, p10, p50, p90 }] of total.ahead.entries()) {
    expect([cents(p10) <= cents(p50), cents(p50) <= cents(p90)]).toEqual([true, true])
    expect(cents(expected)).toBeGreaterThanOrEqual(before)
    before = cents(expected)
    const parts = pipelines.map(({ ahead }: Json) => ahead[i])
    expect(parts.map((part: Json) => part.at)).toEqual(parts.map(() => at))
    expect(parts.reduce((sum: number, part: Json) => sum + cents(part.expected), 0)).toBe(cents(expected))
  }
})

test('a period that is over has nothing ahead, one that is to come nothing behind; a month goes by smaller steps', async () => {
  const over = await pathOf('?period=2026-Q3')
  expect([over.total.ahead, over.total.closed.at(-1).at]).toEqual([[], '2026-10-01T00:00:00.000Z'])
  expect(cents(over.total.closed.at(-1).amount)).toBe(wonBy('2026-10-01', '2026-07-01'))
  const next = await pathOf('?period=2027-Q1')
  expect([next.total.closed, next.total.ahead.at(-1).at]).toEqual([[], '2027-04-01T00:00:00.000Z'])
  expect(cents(next.total.ahead[0].p10)).toBeGreaterThanOrEqual(0)
  const month = await pathOf('?period=2026-11')
  expect(month.total.closed.length).toBe(13)
  expect(month.total.ahead.at(-1).at).toBe('2026-12-01T00:00:00.000Z')
})

test('as it was known then; a pipeline with too little history says so', async () => {
  const then = await pathOf('?as_of=2026-10-20T00:00:00.000Z')
  expect(cents(then.total.closed.at(-1).amount)).toBe(wonBy('2026-10-20'))
  expect(then.total.ahead.at(-1).expected).toEqual(
    (await call('GET', '/forecasts?as_of=2026-10-20T00:00:00.000Z')).body.total.expected,
  )
  const partner = (await pathOf()).pipelines.find(({ pipeline }: Json) => pipeline === 'partner')
  expect(partner).toMatchObject({ pooled: true, n_closed: 0, note: 'not enough data: has 0, needs 30' })
  expect(faults(await call('GET', '/forecasts/path?period=2026-Q9'))).toEqual(['/period'])
  expect(faults(await call('GET', '/forecasts/path?pipeline=nowhere'))).toEqual(['/pipeline'])
})

test('whoever may not see a pipeline has nothing of it in the total either', async () => {
  const { key } = await wire.server.addPerson({ name: 'Guest', role: 'viewer' })
  const grants = [{ to: { role: 'manager' }, rights: ['see', 'see_forecast'] }]
  expect((await call('PUT', '/pipelines/trade/rights', { grants })).status).toBe(200)
  const path = await pathOf('', key)
  expect(path.pipelines.map(({ pipeline }: Json) => pipeline)).toEqual(['partner'])
  expect(path.total.closed.map(({ amount }: Json) => cents(amount))).toEqual(path.total.closed.map(() => 0))
  expect((await call('PUT', '/pipelines/trade/rights', { grants: [] })).status).toBe(200)
})

test('the command line tells it line by line', async () => {
  const told = await commandLine(wire.server)(['forecast', 'path', '--period', '2026-Q4'])
  expect(told.exit_code).toBe(0)
  expect(told.stdout).toMatch(/2026-10-01T00:00:00\.000Z +0\.00/)
  expect(told.stdout.split('\n').filter((line) => line.startsWith('2027-01-01'))).toHaveLength(1)
})
