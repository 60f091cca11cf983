import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandLine } from '../command-line.ts'
import { Forecast, refreshStatistics, WinChance } from '../../src/domain/forecast/index.ts'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import { TotalsReport } from '../../src/domain/reports/index.ts'
import { knownAt, type Stay } from '../../src/stats/stay.ts'
import { type Money, minorOf } from '../../src/values/money.ts'
import { checkInvariants } from '../invariants.ts'
import { type PastDeal, writePast } from './past-deals.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

const today = Date.parse('2026-11-24T20:00:00.000Z') / 86_400_000
let wire: Wire
let trades: string[]
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  const partner = readFileSync(`${import.meta.dirname}/../../motions/partner.yaml`, 'utf8')
  await wire.within('write', (context) => createPipeline.run(context, { source: partner }))
  await call('POST', '/rates', { currency: 'USD', per_euro: '1.25', valid_from: '2025-01-01' })
  trades = await wire.within('write', (context) => writePast(context, past(75)))
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

/** A trade every four days: of three, one is lost at once, and of the others one in two is won; the last are still open. */
function past(n: number): PastDeal[] {
  return Array.from({ length: n }, (_, i) => {
    const entered = today - 300 + 4 * i
    const agreed = entered + 6 + (i % 5)
    const closed = agreed + 8 + (i % 7)
    const stay = (stage: string, from: number, left: number, to: string): Stay => {
      return { deal: `${i}`, pipeline: 'trade', stage, entered: from, left, to }
    }
    const lost = i % 3 === 2
    const first = stay('wanted', entered, agreed, lost ? 'lost' : 'agreed')
    const stays = lost ? [first] : [first, stay('agreed', agreed, closed, i % 2 === 0 ? 'won' : 'lost')]
    const amount = i === 74 ? null : { amount: `${1000 + 10 * i}.00`, currency: i % 4 === 0 ? 'USD' : 'EUR' }
    return { pipeline: 'trade', stays: knownAt(stays, today), amount, close_date: '2026-12-10' }
  })
}

/** Won, and still open, within the partner pipeline; too few to say anything of their own. */
const partners = (won: number, open: number, currency = 'EUR'): PastDeal[] =>
  Array.from({ length: won + open }, (_, i) => {
    const entered = today - 90 + 3 * i
    const ended = i < won ? { left: entered + 60, to: 'won' } : { left: null, to: null }
    const stays = [{ stage: 'project_confirmed', entered, ...ended }]
    return { pipeline: 'partner', stays, amount: { amount: '5000.00', currency } }
  })

const read = async (query = '') => Forecast.parse((await call('GET', `/forecasts${query}`)).body)
const cents = (money: Money | null | undefined) => (money ? minorOf(money) : 0n)
const added = (amounts: (Money | null)[]) => amounts.reduce((sum, money) => sum + cents(money), 0n)
const later = (days: number) => new Date((today + days) * 86_400_000).toISOString()

describe('a forecast', () => {
  test('is of the current quarter by the clocks of the workspace, and adds up to the cent', async () => {
    await wire.within('write', (context) => writePast(context, partners(10, 2)))
    await call('POST', '/quotas', {
      pipeline: 'trade',
      period: '2026-Q4',
      amount: { amount: '12500.00', currency: 'USD' },
    })
    const answer = await read()
    expect(answer).toMatchObject({ period: '2026-Q4', currency: 'EUR', measure: 'total_contract_value' })
    expect(answer.pipelines.map(({ pipeline }) => pipeline)).toEqual(['trade', 'partner'])
    for (const part of [...answer.pipelines, answer.total])
      expect(added([part.closed, part.open, part.new_business])).toBe(cents(part.expected))
    for (const key of ['closed', 'open', 'new_business', 'expected', 'open_value'] as const)
      expect(added(answer.pipelines.map((part) => part[key]))).toBe(cents(answer.total[key]))
    const [trade, partner] = answer.pipelines
    expect(trade).toMatchObject({ quota: { amount: '10000.00', currency: 'EUR' }, note: null, open_without_amount: 1 })
    expect(trade?.chance).toBeGreaterThan(0)
    expect(cents(trade?.p10)).toBeLessThan(cents(trade?.p90))
    expect(partner).toMatchObject({
      quota: null,
      chance: null,
      note: 'not enough data: has 10, needs 30',
      n_closed: 10,
    })
    expect(partner?.expected).not.toBeNull()
    expect(answer.total.note).toContain('partner')
  })

  test('counts wins of the quarter at the rate that was frozen with them', async () => {
    const from = Date.parse('2026-10-01T00:00:00Z') / 86_400_000
    const won = past(75).filter(({ stays }) => stays.at(-1)?.to === 'won' && (stays.at(-1)?.left ?? 0) >= from)
    const euros = won.map(({ amount }) => Number(amount?.amount) / (amount?.currency === 'USD' ? 1.25 : 1))
    await call('POST', '/rates', { currency: 'USD', per_euro: '2', valid_from: '2026-11-24' })
    const { pipelines } = await read('?pipeline=trade')
    expect(pipelines).toHaveLength(1)
    expect(pipelines[0]?.closed_count).toBe(won.length)
    expect(Number(pipelines[0]?.closed.amount)).toBeCloseTo(
      euros.reduce((sum, one) => sum + one, 0),
      2,
    )
    await call('POST', '/rates', { currency: 'USD', per_euro: '1.25', valid_from: '2026-11-24' })
  })

  test('of one pipeline keeps its figures, by key or by id', async () => {
    const at = `as_of=${later(0)}`
    const all = await read(`?${at}`)
    const { body } = await call('GET', '/pipelines')
    const id = body.data.find(({ key }: Json) => key === 'partner').id
    const one = await read(`?${at}&pipeline=${id}`)
    expect(one).toEqual(await read(`?${at}&pipeline=partner`))
    expect(one.pipelines).toEqual(all.pipelines.filter(({ pipeline }) => pipeline === 'partner'))
  })

  test('as of a moment says the same for ever: nothing that is recorded later leaks into it', async () => {
    const at = `?period=2026-Q4&as_of=${later(-20)}`
    const then = await read(at)
    expect(then.total.n_closed).toBeLessThan((await read()).total.n_closed)
    const open = trades.at(-2) ?? ''
    expect((await call('POST', `/deals/${open}/moves`, { outcome: 'lost', reason: 'price' })).status).toBe(201)
    await call('POST', '/deals', { name: 'Late', pipeline: 'trade', amount: { amount: '9.00', currency: 'EUR' } })
    await call('POST', '/quotas', { pipeline: 'trade', period: '2026-Q4', amount: { amount: '1.00', currency: 'EUR' } })
    await call('POST', '/rates', { currency: 'USD', per_euro: '5', valid_from: '2026-11-23' })
    expect(await read(at)).toEqual(then)
    await call('POST', '/rates', { currency: 'USD', per_euro: '1.25', valid_from: '2026-11-23' })
  })

  test('before there was any deal has nothing and says so, also of a pipeline that is asked for', async () => {
    expect(await read('?as_of=2020-05-05T00:00:00Z')).toMatchObject({
      period: '2020-Q2',
      pipelines: [],
      total: { closed_count: 0, expected: null, note: 'not enough data: has 0, needs 30' },
    })
    expect((await read('?as_of=2020-05-05T00:00:00Z&pipeline=trade')).pipelines).toMatchObject([
      { pipeline: 'trade', open_count: 0, expected: null, note: 'not enough data: has 0, needs 30' },
    ])
  })

  test('of a period that is over is what was closed; of one out of sight there is none', async () => {
    const { total } = await read('?period=2026-Q2&pipeline=trade')
    expect(total.closed_count).toBeGreaterThan(0)
    const note = 'the period is over: what was won in it is all that there is'
    expect(total).toMatchObject({ expected: total.closed, p50: total.closed, note })
    expect(await read('?period=2999')).toMatchObject({
      total: { expected: null, p90: null, note: 'no forecast: the period ends more than two years ahead' },
    })
  })

  test('names amounts without a rate; later than now nothing is known', async () => {
    await wire.within('write', (context) => writePast(context, partners(1, 1, 'SGD')))
    const { pipelines, total } = await read()
    expect(total.unconverted).toEqual([{ amount: '10000.00', currency: 'SGD' }])
    expect(pipelines[0]?.unconverted).toEqual([])
    const sgd = await read('?currency=SGD&pipeline=partner')
    expect(sgd.total).toMatchObject({
      open_value: { amount: '5000.00', currency: 'SGD' },
      unconverted: [{ currency: 'EUR' }],
    })
    expect((await read(`?as_of=${later(900)}`)).as_of < later(1)).toBe(true)
  })

  test('is refused by name where the request is wrong, and shows nothing of another workspace', async () => {
    expect(await call('GET', '/forecasts?pipeline=nowhere')).toMatchObject({ status: 400 })
    expect(faults(await call('GET', '/forecasts?pipeline=nowhere'))).toEqual(['/pipeline'])
    expect(faults(await call('GET', '/forecasts?period=Q4&currency=EURO&as_of=now'))).toEqual([
      '/period',
      '/as_of',
      '/currency',
    ])
    const foreign = await call('GET', '/forecasts', undefined, { key: wire.other.key })
    expect(foreign.body).toMatchObject({ pipelines: [], total: { n_closed: 0, open_count: 0 } })
  })

  test('on the command line is a table that says what does not add up', async () => {
    const run = (...words: string[]) => commandLine(wire.server)(words)
    const shown = await run('forecast', '--period', '2026-Q4')
    expect(shown.exit_code).toBe(0)
    expect(shown.stdout).toMatch(/pipeline +closed +open +new +expected +low +likely +high +quota +chance/)
    expect(shown.stdout + shown.stderr).toMatch(/^partner: not enough data: has 1[01], needs 30/m)
    expect(shown.stdout + shown.stderr).toContain('likely values, low and high do not')
    const { exit_code, stdout } = await run('forecast', '--pipeline', 'partner', '--json')
    expect(exit_code).toBe(0)
    expect(Forecast.parse(JSON.parse(stdout)).pipelines).toHaveLength(1)
  })
})

describe('the chance of a deal', () => {
  const chance = async (deal: string) => WinChance.parse((await call('GET', `/deals/${deal}/chance`)).body)

  test('comes with what it rests on, and by its close date', async () => {
    const { ever, by_close_date, reasons, pooled, note, n_closed } = await chance(trades.at(-1) ?? '')
    expect(ever).toBeGreaterThan(by_close_date ?? 1)
    expect(by_close_date).toBeGreaterThan(0)
    expect(reasons.map(({ about }) => about)).toEqual(['pipeline', 'stage', 'age'])
    expect({ pooled, note }).toEqual({ pooled: false, note: null })
    expect(n_closed).toBeGreaterThan(60)
  })

  test('of a pipeline with little history speaks for all, and of a closed deal there is none', async () => {
    const { body } = await call('GET', '/deals?pipeline=partner')
    expect(await chance(body.data[0].key)).toMatchObject({ pooled: true, note: 'not enough data: has 11, needs 30' })
    expect(await chance(trades[0] ?? '')).toMatchObject({ ever: null, reasons: [], note: 'closed: won' })
    expect((await call('GET', '/deals/D-999999/chance')).status).toBe(404)
    expect((await call('GET', `/deals/${trades[0]}/chance`, undefined, { key: wire.other.key })).status).toBe(404)
  })

  test('needs thirty closed deals in the workspace', async () => {
    const young = await startWire()
    await young.createTrade()
    await young.within('write', (context) => writePast(context, past(10).slice(0, 3)))
    await young.server.settled()
    const { body } = await young.call('POST', '/deals', { name: 'First', pipeline: 'trade' })
    const answer = await young.call('GET', `/deals/${body.id}/chance`)
    expect(answer.body).toMatchObject({ ever: null, note: 'not enough data: has 3, needs 30' })
    await refreshStatistics(young.server.database, young.server.workspace_id, young.server.server.clock.now())
    expect((await young.call('GET', '/boards/trade')).body).toMatchObject({ stages: [{ usual_days: null }, {}] })
    expect((await young.call('GET', '/pipeline-totals')).body).toMatchObject({ data: [{ weighted: null }] })
    await young.server.close()
  })
})

describe('statistics of stages', () => {
  const refresh = () =>
    refreshStatistics(wire.server.database, wire.server.workspace_id, wire.server.server.clock.now())

  test('fall due by themselves: boards know what is usual, and weigh what is open', async () => {
    await wire.server.settled()
    const { body } = await call('GET', '/boards/trade')
    expect(body.stages).toMatchObject([{ usual_days: 8 }, { usual_days: expect.closeTo(11, 0) }])
    expect(Number(body.weighted.amount)).toBeGreaterThan(0)
    expect(Number(body.weighted.amount)).toBeLessThan(Number(body.sum.amount))
    expect(await refresh()).toBe(0)
    const deal = (await call('GET', `/deals/${trades.at(-1)}`)).body
    expect(deal.probability).toBeGreaterThan(0)
  })

  test('keep every total exact while deals move, close and change their amounts', async () => {
    const open = (await call('GET', '/deals?pipeline=trade&limit=50')).body.data as Json[]
    const work = open.flatMap(({ id, stage }, i) => [
      i % 3 === 0
        ? call('POST', `/deals/${id}/moves`, { outcome: 'lost', reason: 'price' })
        : call('POST', `/deals/${id}/moves`, { to_stage: stage.key === 'wanted' ? 'agreed' : 'wanted', reason: 'so' }),
      call('PATCH', `/deals/${id}`, { amount: { amount: `${i}00.55`, currency: 'EUR' } }),
    ])
    const refreshes = [refresh(), refresh(), refresh()]
    const statuses = (await Promise.all(work)).map(({ status }) => status)
    expect(statuses.filter((status) => status < 300).length).toBeGreaterThan(open.length)
    await Promise.all(refreshes)
    await refresh()
    await wire.server.settled()
    await checkInvariants(wire.server.database)
  })
})

describe('totals of the pipelines', () => {
  const totals = async (query = '') => TotalsReport.parse((await call('GET', `/pipeline-totals${query}`)).body)

  test('are those of the boards, with win rates and thirteen weeks', async () => {
    const { data, total } = await totals()
    for (const { pipeline, count, open, weighted } of data)
      expect((await call('GET', `/boards/${pipeline.key}`)).body).toMatchObject({ count, sum: open, weighted })
    expect(added(data.map(({ open }) => open))).toBe(cents(total.open))
    expect(added(data.map(({ weighted }) => weighted))).toBe(cents(total.weighted))
    expect(total.unconverted).toEqual([{ amount: '5000.00', currency: 'SGD' }])
    const [trade] = data
    expect(trade?.history).toHaveLength(13)
    expect(trade?.history.at(-1)?.open).toEqual(trade?.open)
    expect(trade?.win_rate).toMatchObject({ days: 365, share: expect.closeTo(0.33, 1) })
    expect(trade?.usual_cycle_days).toBeCloseTo(19, -1)
  })

  test('as of a moment know no chance and nothing later', async () => {
    const { data, total } = await totals(`?as_of=${later(-50)}`)
    expect(total.weighted).toBeNull()
    const [trade] = data
    const board = (await call('GET', `/boards/trade?as_of=${later(-50)}`)).body
    expect(trade).toMatchObject({ count: board.count, open: board.sum, weighted: null })
    expect(trade?.history.at(-1)?.open).toEqual(trade?.open)
    expect((await totals(`?as_of=${later(-50)}&currency=USD`)).data[0]?.open.currency).toBe('USD')
    expect(await totals('?as_of=2020-01-01T00:00:00Z')).toMatchObject({ data: [], total: { count: 0, weighted: null } })
  })
})
