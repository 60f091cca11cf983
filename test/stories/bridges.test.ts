import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import { commandLine } from '../command-line.ts'
import { writePast } from './past-deals.ts'
import { faults, type Json, nobody, startWire, type Wire } from './wire.ts'

/** A week in the fourth quarter of 2026: what happened between Tuesday and Tuesday, and what moved. */
const [before, after] = ['2026-11-24T21:00:00.000Z', '2026-12-01T20:00:00.000Z']
let wire: Wire
let ana: Awaited<ReturnType<Wire['server']['addPerson']>>
let deals: Record<string, Json>
const call: Wire['call'] = (...given) => wire.call(...given)

beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  await wire.within('write', (context) => createPipeline.run(context, { source: partner }))
  ana = await wire.server.addPerson({ name: 'Ana', role: 'rep' })
  const open = (name: string, amount: string, close_date = '2026-12-10', more: object = {}) =>
    call('POST', '/deals', { name, pipeline: 'trade', amount: { amount, currency: 'EUR' }, close_date, ...more })
  const standing = {
    stays: await open('Stays', '100.00'),
    grows: await open('Grows', '200.00', '2026-12-11', { owner: ana.id }),
    slips: await open('Slips', '400.00'),
    comes: await open('Comes', '800.00', '2027-02-01'),
    wins: await open('Wins', '1600.00'),
    loses: await open('Loses', '3200.00'),
    goes: await open('Goes', '6400.00'),
    abroad: await open('Abroad', '500.00'),
  }
  deals = Object.fromEntries(Object.entries(standing).map(([key, { body }]) => [key, body]))
  await call('POST', `/deals/${deals.wins?.id}/moves`, { to_stage: 'agreed' })
  await call('PUT', '/test-clock', { now: '2026-11-30T20:00:00.000Z' })
  const edit = (key: string, change: object) =>
    call('PATCH', `/deals/${deals[key]?.id}`, change, { if_match: `"${deals[key]?.version}"` })
  const move = (key: string, to: object) => call('POST', `/deals/${deals[key]?.id}/moves`, to)
  const done = [
    await edit('grows', { amount: { amount: '250.00', currency: 'EUR' }, category: 'commit' }),
    await edit('slips', { close_date: '2027-01-01' }),
    await edit('comes', { close_date: '2026-12-31' }),
    await move('wins', { outcome: 'won' }),
    await move('loses', { outcome: 'lost', reason: 'price' }),
    await call('POST', `/deals/${deals.goes?.id}/transfers`, { to_pipeline: 'partner', reason: 'bigger' }),
    await open('Begun', '50.00'),
  ]
  expect(done.map(({ status }) => status)).toEqual([200, 200, 200, 201, 201, 201, 201])
  await call('PUT', '/test-clock', { now: after })
})
afterAll(() => wire.server.close())

const barsOf = ({ buckets }: Json): Record<string, [number, string]> =>
  Object.fromEntries(
    buckets
      .filter(({ deals: count, amount }: Json) => count > 0 || Number(amount.amount) !== 0)
      .map(({ bucket, deals: count, amount }: Json) => [bucket, [count, amount.amount]]),
  )
const bridge = async (query = '', key?: string) => {
  const { body } = await call('GET', `/bridge?from=${before}${query}`, undefined, key === undefined ? {} : { key })
  return body
}

describe('a bridge of open value', () => {
  test('of a pipeline and a quarter: each deal is in one bar, and the bars lead from the start to the end', async () => {
    const told = await bridge('&period=2026-Q4&pipeline=trade')
    expect(told).toMatchObject({
      from: before,
      period: '2026-Q4',
      measure: 'open',
      currency: 'EUR',
      note: null,
      to_come: null,
      start: {
        amount: '12400.00',
        currency: 'EUR',
      },
      end: {
        amount: '1700.00',
        currency: 'EUR',
      },
      change: {
        amount: '-10700.00',
        currency: 'EUR',
      },
    })
    expect(barsOf(told)).toEqual({
      new: [1, '50.00'],
      pulled_in: [1, '800.00'],
      amount_up: [1, '50.00'],
      won: [1, '-1600.00'],
      pushed_out: [1, '-400.00'],
      transferred_out: [1, '-6400.00'],
      lost: [1, '-3200.00'],
      unchanged: [2, '0.00'],
    })
  })

  test('over all pipelines a transfer moves nothing, and without a period no date does', async () => {
    const told = await bridge()
    expect(barsOf(told)).toEqual({
      new: [1, '50.00'],
      amount_up: [1, '50.00'],
      won: [1, '-1600.00'],
      lost: [1, '-3200.00'],
      unchanged: [5, '0.00'],
    })
    expect(barsOf(await bridge('&pipeline=partner'))).toEqual({ transferred_in: [1, '6400.00'] })
    const named = await bridge('&pipeline=trade,partner')
    expect([named.start, named.end]).toEqual([told.start, told.end])
  })

  test('of a time in which a pipeline was not there yet has nothing in it', async () => {
    const { status, body } = await call(
      'GET',
      '/bridge?from=2020-01-01T00:00:00.000Z&to=2020-02-01T00:00:00.000Z&pipeline=trade',
    )
    expect([status, body.start?.amount, body.end?.amount, barsOf(body)]).toEqual([200, '0.00', '0.00', {}])
  })

  test('of a person or a team: whose deals they were at the one moment and at the other', async () => {
    expect(barsOf(await bridge(`&owner=${ana.id}`))).toEqual({ amount_up: [1, '50.00'] })
    const asked = { name: 'North', members: [ana.id], valid_from: '2026-11-28T00:00:00.000Z' }
    const team = (await call('POST', '/teams', asked)).body
    expect(barsOf(await bridge(`&team=${team.id}`))).toEqual({ transferred_in: [1, '250.00'] })
    expect(barsOf(await bridge('&owner=me', ana.key))).toEqual({ amount_up: [1, '50.00'] })
  })

  test('names what has no rate, and a rate that moved since is a bar of its own', async () => {
    const abroad = deals.abroad?.id
    const amount = { amount: '2000.00', currency: 'SGD' }
    const { status } = await call('PATCH', `/deals/${abroad}`, { amount }, { if_match: `"${deals.abroad?.version}"` })
    expect(status).toBe(200)
    expect((await bridge()).unconverted).toEqual({ start: [], end: [amount] })
    await call('PUT', '/test-clock', { now: '2026-12-03T20:00:00.000Z' })
    const since = '/bridge?from=2026-12-02T20:00:00Z'
    expect((await call('GET', since)).body.unconverted).toEqual({ start: [amount], end: [amount] })
    await call('POST', '/rates', { currency: 'SGD', per_euro: '1.6', valid_from: '2026-12-01' })
    await call('POST', '/rates', { currency: 'SGD', per_euro: '1.25', valid_from: '2026-12-03' })
    const told = (await call('GET', since)).body
    expect(told.unconverted).toEqual({ start: [], end: [] })
    expect(barsOf(told)).toEqual({ currency: [1, '350.00'], unchanged: [6, '0.00'] })
    const { data } = (await call('GET', `/bridge/deals${since.slice(7)}&bucket=currency`)).body
    expect(data).toMatchObject([{ before: { amount: '1250.00' }, after: { amount: '1600.00' } }])
  })
})

describe('the deals behind a bar', () => {
  test('are named before and after, what moved most first, page by page', async () => {
    const path = `/bridge/deals?from=${before}&to=${after}&period=2026-Q4&pipeline=trade`
    const all = await wire.allPages(`${path}&limit=2`)
    expect(all.map(({ deal, bucket, change }) => [deal.name, bucket, change.amount])).toEqual([
      ['Goes', 'transferred_out', '-6400.00'],
      ['Loses', 'lost', '-3200.00'],
      ['Wins', 'won', '-1600.00'],
      ['Comes', 'pulled_in', '800.00'],
      ['Slips', 'pushed_out', '-400.00'],
      ['Grows', 'amount_up', '50.00'],
      ['Begun', 'new', '50.00'],
      ['Stays', 'unchanged', '0.00'],
      ['Abroad', 'unchanged', '0.00'],
    ])
    const { data } = (await call('GET', `${path}&bucket=pushed_out`)).body
    expect(data).toMatchObject([
      {
        deal: { key: deals.slips?.key },
        from: {
          pipeline: 'trade',
          stage: 'wanted',
          close_date: '2026-12-10',
          outcome: null,
        },
        to: {
          close_date: '2027-01-01',
          owner: { name: 'Owner' },
          category: 'pipeline',
          amount: { amount: '400.00' },
        },
        before: { amount: '400.00' },
        after: { amount: '0.00' },
        change: { amount: '-400.00' },
      },
    ])
  })
})

describe('a bridge of expected value', () => {
  test('without enough history says so, and is no zero', async () => {
    const told = await bridge('&measure=expected')
    expect(told).toMatchObject({ period: '2026-Q4', start: null, end: null, change: null, buckets: [] })
    expect(told.note).toMatch(/^at the start, not enough data: has 0, needs 30/)
    expect((await call('GET', '/bridge/deals?measure=expected')).body).toMatchObject({ data: [], has_more: false })
  })

  test('starts and ends where the forecasts of its two moments do; a win brings more than was expected of it', async () => {
    const day = Date.parse(before) / 86_400_000
    const past = Array.from({ length: 60 }, (_, i) => ({
      pipeline: 'trade',
      stays: [{ stage: 'wanted', entered: day - 300 + 4 * i, left: day - 280 + 4 * i, to: i % 2 ? 'won' : 'lost' }],
      amount: { amount: '1000.00', currency: 'EUR' },
    }))
    await wire.within('write', (context) => writePast(context, past))
    const told = await bridge(`&to=${after}&measure=expected&period=2026-Q4`)
    const expected = async (as_of: string) =>
      (await call('GET', `/forecasts?period=2026-Q4&as_of=${as_of}`)).body.total.expected
    expect([told.start, told.end]).toEqual([await expected(before), await expected(after)])
    const bars = barsOf(told)
    expect(Number(bars.won?.[1])).toBeGreaterThan(0)
    expect(Number(bars.lost?.[1])).toBeLessThan(0)
    expect(Number(bars.model?.[1])).not.toBe(0)
    const changes = told.buckets.reduce((sum: number, { amount }: Json) => sum + Math.round(100 * amount.amount), 0)
    expect(changes).toBe(Math.round(100 * told.change.amount))
    // Nobody owns what is yet to come.
    expect((await bridge(`&measure=expected&owner=${ana.id}`)).to_come).toBeNull()
  })
})

describe('who asks for what is not there', () => {
  test.each([
    ['the start after the end', `from=${after}&to=${before}`, '/from'],
    ['a pipeline that nobody has', 'pipeline=nope', '/pipeline'],
    ['one of two pipelines', 'pipeline=trade,nope', '/pipeline'],
    ['a person who is not here', `owner=${nobody}`, '/owner'],
    ['a team that is not here', `team=team_${'0'.repeat(26)}`, '/team'],
    ['a product that is not sold', 'product=nope', '/product'],
    ['a period of another form', 'period=2026-Q5', '/period'],
    ['a measure that there is not', 'measure=weighted', '/measure'],
    ['a bar that there is not', 'bucket=slipped', '/bucket'],
  ])('%s: 400, and which member', async (_, query, pointer) => {
    const answer = await call('GET', `${pointer === '/bucket' ? '/bridge/deals' : '/bridge'}?${query}`)
    expect([answer.status, faults(answer)]).toEqual([400, [pointer]])
  })

  test('another workspace has its own, and sees nothing of this one', async () => {
    const theirs = await bridge('', wire.other.key)
    expect([theirs.start.amount, barsOf(theirs)]).toEqual(['0.00', {}])
  })
})

describe('whoever does not see a pipeline', () => {
  const grant = (grants: object[]) => call('PUT', '/pipelines/partner/rights', { grants })

  test('has a deal that went there in no bar, neither before nor after', async () => {
    expect((await grant([{ to: { role: 'manager' }, rights: ['see', 'see_forecast'] }])).status).toBe(200)
    const by = { key: ana.key }
    const told = (await call('GET', `/bridge?from=${before}&to=${after}`, undefined, by)).body
    expect(told).toMatchObject({ start: { amount: '6800.00' }, end: { amount: '2100.00' } })
    expect(barsOf(told)).not.toHaveProperty('transferred_out')
    const { data } = (await call('GET', `/bridge/deals?from=${before}&to=${after}`, undefined, by)).body
    expect(JSON.stringify(data)).not.toMatch(/Goes|partner/)
    const asked = await call('GET', '/bridge?pipeline=partner', undefined, by)
    expect([asked.status, faults(asked)]).toEqual([400, ['/pipeline']])
  })

  test('or sees its deals and not its forecast, has them as gone elsewhere', async () => {
    expect((await grant([{ to: { role: 'rep' }, rights: ['see', 'work'] }])).status).toBe(200)
    const by = { key: ana.key }
    const told = (await call('GET', `/bridge?from=${before}&to=${after}`, undefined, by)).body
    expect(barsOf(told)).toMatchObject({ transferred_out: [1, '-6400.00'] })
    expect((await call('GET', '/bridge/deals?pipeline=trade,partner', undefined, by)).status).toBe(403)
    expect((await grant([])).status).toBe(200)
  })
})

test('the command line tells the bars and the deals behind one', async () => {
  const run = (...words: string[]) => commandLine(wire.server)(['movement', '--from', before, '--to', after, ...words])
  const bars = await run('--period', '2026-Q4', '--pipeline', 'trade')
  expect(bars.exit_code).toBe(0)
  expect(bars.stdout).toMatch(/pulled_in +1 +800\.00/)
  expect(bars.stdout).toMatch(/start +– +12400\.00/)
  const list = await run('--period', '2026-Q4', '--bucket', 'pushed_out')
  expect(list.stdout).toMatch(/Slips.*2026-12-10.*2027-01-01.*-400\.00/)
  expect((await run('--measure', 'weighted')).exit_code).toBe(2)
  expect(JSON.parse((await run('--json')).stdout)).toMatchObject({ measure: 'open', currency: 'EUR' })
})

const partner = `key: partner
name: Partner
charter: { motion: m, buyer: b, entry_rule: e, won_means: w, lost_means: l, owner: o, review_every_days: 90, reason_to_be_separate: r }
revenue_kind: new
stages:
  - { key: asked, name: Asked, phase: qualify }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: smaller, label: Smaller }] }
`
