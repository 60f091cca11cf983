import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../command-line.ts'
import { plain } from './calls.ts'
import { faults, startWire, type Wire } from './wire.ts'

const retail = { pattern: '4-5-4', year_ends: 'nearest', weekday: 'saturday', named_after: 'start' }

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

const edgesOf = async (period: string, as_of?: string) => {
  const asked = as_of === undefined ? '' : `&as_of=${as_of}`
  const { body } = await call('GET', `/forecast-grid?period=${period}${asked}`)
  return [body.starts, body.ends]
}

test('years are cut into weeks from a fiscal year on; those before keep their days, their quotas and what was submitted', async () => {
  const quota = { pipeline: 'trade', period: '2026-Q4', amount: { amount: '90000.00', currency: 'EUR' } }
  expect((await call('POST', '/quotas', quota)).status).toBe(201)
  const before = await edgesOf('2027-Q1')
  expect(before).toEqual(['2027-01-01', '2027-04-01'])
  const then = wire.server.server.clock.now()
  await new Promise((wake) => setTimeout(wake, 5))

  const change = { from_year: 2027, fiscal_year_start_month: 2, fiscal_weeks: retail }
  const set = await call('PATCH', '/workspace', { fiscal_changes: [change] })
  expect(set).toMatchObject({ status: 200, body: { fiscal_weeks: null, fiscal_changes: [change] } })
  expect(await edgesOf('2026-Q3')).toEqual(['2026-07-01', '2026-10-01'])
  expect(await edgesOf('2026-Q4')).toEqual(['2026-10-01', '2027-01-31'])
  expect(await edgesOf('2027-Q1')).toEqual(['2027-01-31', '2027-05-02'])
  expect(await edgesOf('2027-P02')).toEqual(['2027-02-28', '2027-04-04'])
  expect(await edgesOf('2027-Q1', then)).toEqual(before)
  expect((await call('GET', '/quotas?period=2026-Q4')).body.data).toMatchObject([{ amount: quota.amount }])

  const { quarters } = (await call('GET', '/me')).body.workspace
  expect(quarters.find(({ period }: { period: string }) => period === '2027-Q2').starts).toBe('2027-05-02')
  expect((await call('GET', '/forecast-grid?period=2027-Q2&rows=periods')).body.rows.map(nameOf)).toEqual([
    '',
    '2027-P04',
    '2027-P05',
    '2027-P06',
  ])
})

const nameOf = ({ name }: { name: string }) => name

test('a forecast, a bridge, a quota and an adjustment take a month of weeks', async () => {
  const period = '2027-P03'
  expect((await call('GET', `/forecasts?period=${period}`)).body).toMatchObject({ period })
  const quota = { pipeline: 'trade', period, amount: { amount: '30000.00', currency: 'EUR' } }
  expect((await call('POST', '/quotas', quota)).status).toBe(201)
  const paste = { text: 'pipeline\t2027-P04\t2027-P05\ntrade\t1000\t1200' }
  expect((await call('POST', '/quotas/paste', paste)).body).toMatchObject({ set: 2 })
  const total = (await call('GET', `/forecast-grid?period=${period}&pipeline=trade`)).body.rows[0]
  expect(total.quota).toEqual(quota.amount)
  const bridge = await call('GET', `/bridge?period=${period}&from=2026-11-01T00:00:00Z`)
  expect(bridge.status, JSON.stringify(bridge.body)).toBe(200)
})

test('a month of weeks is refused where years have calendar months, by every door', async () => {
  const message = /^P01 to P12 are the months of fiscal years of weeks, and 2026 has calendar months/
  for (const path of ['/forecasts', '/forecast-grid', '/submissions/due']) {
    const answer = await call('GET', `${path}?period=2026-P11`)
    expect(answer).toMatchObject({ status: 422, body: { code: 'period-unknown' } })
    expect(answer.body.detail).toMatch(message)
  }
  const quota = { pipeline: 'trade', period: '2026-P11', amount: { amount: '1.00', currency: 'EUR' } }
  expect((await call('POST', '/quotas', quota)).body.detail).toMatch(message)
})

test('fiscal years are shown as they are, and as another calendar would cut them', async () => {
  const { data } = (await call('GET', '/fiscal-years?year=2026&count=2')).body
  expect(data).toMatchObject([
    { year: 2026, starts: '2026-01-01', ends: '2027-01-31', weeks: null },
    { year: 2027, starts: '2027-01-31', ends: '2028-01-30', weeks: 52 },
  ])
  expect(data[1].quarters[0].months.map(({ period }: { period: string }) => period)).toEqual([
    '2027-P01',
    '2027-P02',
    '2027-P03',
  ])
  const asked = 'year=2028&count=1&start_month=2&pattern=4-4-5&year_ends=nearest&weekday=saturday&named_after=start'
  const proposed = (await call('GET', `/fiscal-years?${asked}`)).body.data
  expect(proposed).toMatchObject([{ year: 2028, starts: '2028-01-30', ends: '2029-02-04', weeks: 53 }])
  const answer = await call('GET', '/fiscal-years?pattern=4-4-5')
  expect(answer.status).toBe(400)
  expect(faults(answer)).toEqual(['/pattern'])
})

test('a calendar that says nothing clear is refused', async () => {
  const wrong = { fiscal_weeks: { pattern: '5-5-3', year_ends: 'first', weekday: 'caturday' } }
  const answer = await call('PATCH', '/workspace', wrong)
  expect(answer.status).toBe(400)
  expect(faults(answer).toSorted()).toEqual([
    '/fiscal_weeks/pattern',
    '/fiscal_weeks/weekday',
    '/fiscal_weeks/year_ends',
  ])
  const change = { fiscal_year_start_month: 1, fiscal_weeks: null }
  const twice = await call('PATCH', '/workspace', {
    fiscal_changes: [
      { ...change, from_year: 2030 },
      { ...change, from_year: 2029 },
    ],
  })
  expect(twice.status).toBe(400)
  expect(faults(twice)).toEqual(['/fiscal_changes'])
})

test('weeks are taken back to calendar months, and are not there any more', async () => {
  expect((await call('PATCH', '/workspace', { fiscal_weeks: retail, fiscal_changes: [] })).status).toBe(200)
  expect((await call('GET', '/me')).body.workspace).toMatchObject({ fiscal_weeks: retail, fiscal_changes: [] })
  expect(await edgesOf('2026-Q4')).toEqual(['2026-10-04', '2027-01-03'])
  expect((await call('PATCH', '/workspace', { fiscal_weeks: null })).status).toBe(200)
  expect((await call('GET', '/me')).body.workspace).toMatchObject({ fiscal_weeks: null })
  expect(await edgesOf('2026-Q4')).toEqual(['2026-10-01', '2027-01-01'])
})

test('after a change a review and a bridge look back by the calendar of today, in which their period has its days', async () => {
  await wire.server.client.send('POST', '/pipelines', { body: plain, content_type: 'application/yaml' })
  expect((await call('PATCH', '/workspace', { fiscal_weeks: retail, fiscal_changes: [] })).status).toBe(200)
  const agenda = await call('GET', '/deal-reviews/agenda?pipeline=plain')
  expect(agenda).toMatchObject({ status: 200, body: { period: expect.stringMatching(/^20\d\d-P\d\d$/) } })
  const { period, starts, ends } = agenda.body
  expect(await edgesOf(period)).toEqual([starts, ends])
  const bridge = await call('GET', `/bridge?measure=expected&pipeline=plain&period=${period}`)
  expect(bridge).toMatchObject({ status: 200, body: { period } })
  expect((await call('PATCH', '/workspace', { fiscal_weeks: null })).status).toBe(200)
})

test('the command line sets a calendar, for all years or from one on, and shows its years', async () => {
  const run = commandLine(wire.server)
  const from = ['--from-fiscal-year', '2028', '--fiscal-year-start', '2', '--fiscal-weeks', '4-4-5']
  const set = await run(['workspace', 'set', ...from, '--fiscal-year-ends', 'nearest-saturday'])
  expect(set.exit_code, set.stderr).toBe(0)
  expect(set.stdout).toContain('The fiscal year begins in month 1.')
  expect(set.stdout).toContain('From 2028 on it begins after the saturday nearest to the beginning of month 2')
  const shown = (await run(['workspace', 'years', '--year', '2028', '--count', '1'])).stdout
  expect(shown).toMatch(/2028 +2027-01-31 +2028-01-30 +52 weeks/)
  expect(shown).toMatch(/2028-P12 +2027-12-26 +2028-01-30/)
  const wrong = await run(['workspace', 'set', '--fiscal-weeks', '5-5-3'])
  expect(wrong.exit_code).not.toBe(0)
  expect(wrong.stderr).toContain('expected 4-4-5, 4-5-4 or 5-4-4')
  const alone = await run(['workspace', 'set', '--fiscal-year-ends', 'last-sunday'])
  expect(alone.stderr).toContain('goes with --fiscal-weeks')
})
