import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordMethods } from '../../src/domain/forecast-methods/index.ts'
import { Forecast, refreshDueStatistics, WinChance } from '../../src/domain/forecast/index.ts'
import { commandLine } from '../command-line.ts'
import { checkInvariants } from '../invariants.ts'
import { type PastDeal, writePast } from './past-deals.ts'
import { startWire, type Json, type Wire } from './wire.ts'

const today = Date.parse('2026-11-24T20:00:00.000Z') / 86_400_000
const before = '2026-11-24T20:00:00.000Z'
const period = 'period=2026'
let wire: Wire
let open: string | undefined
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  await wire.within('write', (context) => writePast(context, past(90)))
  ;[open] = await wire.within('write', (context) => writePast(context, [standing, standing]))
  await wire.call('PUT', '/test-clock', { now: '2026-11-24T20:30:00.000Z' })
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

/** Of three deals one is won; a deal that has been agreed on is won more often than not, and soon. */
const past = (n: number): PastDeal[] =>
  Array.from({ length: n }, (_, i) => {
    const entered = today - 310 + 3 * i
    const [agreed, closed] = [entered + 5, entered + 15]
    const stays =
      i % 2 === 0
        ? [{ stage: 'wanted', entered, left: agreed, to: 'lost' }]
        : [
            { stage: 'wanted', entered, left: agreed, to: 'agreed' },
            { stage: 'agreed', entered: agreed, left: closed, to: i % 6 === 5 ? 'lost' : 'won' },
          ]
    return { pipeline: 'trade', stays, amount: { amount: '1000.00', currency: 'EUR' } }
  })

const standing: PastDeal = {
  pipeline: 'trade',
  stays: [{ stage: 'agreed', entered: today - 3, left: null, to: null }],
  amount: { amount: '1000.00', currency: 'EUR' },
  close_date: '2026-12-10',
}

const tradeOf = async (query = '') =>
  Forecast.parse((await call('GET', `/forecasts?${period}${query}`)).body).pipelines.find(
    ({ pipeline }) => pipeline === 'trade',
  )
const chanceNow = async () => WinChance.parse((await call('GET', `/deals/${open}/chance`)).body)
const choose = (method: string, reason: string) => call('PUT', '/pipelines/trade/forecast-method', { method, reason })
const inUse = async () => (await call('GET', '/forecast-methods')).body.data[0] as Json
const refresh = async () => {
  const { database, server } = wire.server
  await refreshDueStatistics.run({ database, now: server.clock.now() } as never)
}

test('a pipeline goes by the model, as long as nothing speaks for another method', async () => {
  expect(await inUse()).toMatchObject({ method: 'model', chosen_by: 'usual', reason: null, record: null })
  expect(await tradeOf()).toMatchObject({ method: 'model', note: null })
})

test('whoever may configures another one, with a reason: forecast, boards and the chance of a deal follow', async () => {
  await refresh()
  const [was, chance] = [await tradeOf(), await chanceNow()]
  expect(chance.ever).toBeGreaterThan(0.5)
  expect(await choose('win_rate', 'We sell to whoever asks')).toMatchObject({
    status: 200,
    body: { method: 'win_rate', chosen_by: 'person', reason: 'We sell to whoever asks', set_by: { name: 'Owner' } },
  })
  const now = await chanceNow()
  expect(now.ever).toBeCloseTo(1 / 3, 12)
  expect(now.by_close_date).toBe(now.ever)
  expect(now.reasons).toEqual([
    { about: 'method', chance: now.ever, sentence: 'Won of closed deals of this pipeline: 33%' },
  ])
  const trade = await tradeOf()
  expect(trade).toMatchObject({
    method: 'win_rate',
    note: 'chances by the win rate of this pipeline, as was chosen: We sell to whoever asks',
    open: { amount: '666.67' },
    new_business: was?.new_business,
  })
  expect(Number(trade?.p10?.amount)).toBeLessThan(Number(trade?.p90?.amount))
  await refresh()
  expect((await call('GET', `/deals/${open}`)).body.probability).toBeCloseTo(1 / 3, 4)
})

test('a forecast of before stays as it was, and what the change did is the bar of the model', async () => {
  expect((await tradeOf(`&as_of=${before}`))?.method).toBe('model')
  const bridge = (await call('GET', `/bridge?from=${before}&measure=expected&${period}`)).body
  const moved = bridge.buckets.filter(({ amount }: Json) => Number(amount.amount) !== 0)
  expect(moved.map(({ bucket }: Json) => bucket)).toEqual(['model'])
})

test('the audit trail says who chose what and why', async () => {
  const { id } = (await call('GET', '/pipelines/trade')).body
  const { data } = (await call('GET', `/audit-events?subject=${id}`)).body
  expect(data.find(({ type }: Json) => type === 'forecast_method.set')).toMatchObject({
    before: { method: 'automatic' },
    after: { method: 'win_rate' },
    details: { reason: 'We sell to whoever asks' },
  })
})

test('it is left to the record again, and the same said twice is nothing', async () => {
  expect((await choose('automatic', 'It was tried')).body).toMatchObject({ method: 'model', chosen_by: 'usual' })
  const events = async () => (await call('GET', '/audit-events?limit=100')).body.data.length
  const known = await events()
  expect((await choose('automatic', 'It was tried')).status).toBe(200)
  expect(await events()).toBe(known)
  expect(await tradeOf()).toMatchObject({ method: 'model', note: null })
  expect((await choose('run_rate', 'No chance of a deal')).status).toBe(400)
})

test('on the command line it is chosen with a reason, and shown with it', async () => {
  const tributary = (...words: string[]) => commandLine(wire.server)(words)
  expect((await tributary('forecast', 'method', 'trade', 'pooled')).stderr).toContain('--reason')
  const chosen = await tributary('forecast', 'method', 'trade', 'pooled', '--reason', 'Few deals yet')
  expect(chosen.stdout).toContain('trade: pooled (person)')
  expect((await tributary('forecast', 'methods')).stdout).toMatch(/trade +pooled +Owner +Few deals yet/)
  await tributary('forecast', 'method', 'trade', 'automatic', '--reason', 'Enough by now')
})

test('a backtest that speaks for another method makes it the usual one; a person goes before', async () => {
  const backtest = (await call('POST', '/backtests', { horizon_days: [30] })).body
  await wire.server.settled()
  const { id } = (await call('GET', '/pipelines/trade')).body
  const evidence = { method: 'per_pipeline', horizon_days: 30, windows: 9, against_model: -0.2 } as const
  await wire.within('write', (context) => recordMethods(context, backtest.id, new Map([[id, evidence]])))
  expect(await inUse()).toMatchObject({ method: 'per_pipeline', chosen_by: 'record', record: evidence })
  expect((await tradeOf())?.note).toBe(
    'chances by the history of this pipeline alone: 20 % nearer to what came than the model in the last backtest (9 windows of 30 days)',
  )
  await choose('model', 'We trust it')
  expect(await inUse()).toMatchObject({ method: 'model', chosen_by: 'person', record: evidence })
  await choose('automatic', 'Once more')
  expect(await inUse()).toMatchObject({ method: 'per_pipeline', chosen_by: 'record' })
  await checkInvariants(wire.server.database)
})
