import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandLine } from '../command-line.ts'
import { called, plain } from './calls.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

// Wednesday, 25 November 2026: the fourth quarter.
let wire: Wire
type Member = { id: string; key: string }
let boss: Member
let ana: Member
let budi: Member
const call: Wire['call'] = (...given) => wire.call(...given)
const as = (member: Member) => ({ key: member.key })
const eur = (amount: string) => ({ amount, currency: 'EUR' })

beforeAll(async () => {
  wire = await startWire()
  for (const body of [called, plain])
    await wire.server.client.send('POST', '/pipelines', { body, content_type: 'application/yaml' })
  boss = await wire.server.addPerson({ name: 'Boss', role: 'manager' })
  ana = await wire.server.addPerson({ name: 'Ana' })
  budi = await wire.server.addPerson({ name: 'Budi' })
  for (const one of [ana, budi]) await call('PUT', `/people/${one.id}/manager`, { manager_id: boss.id })
  await call('POST', '/teams', { name: 'Shops', members: [ana.id, budi.id] })
  await call('POST', '/rates', { currency: 'USD', per_euro: '1.25', valid_from: '2026-01-01' })
  await call('POST', '/rates', { currency: 'IDR', per_euro: '16000', valid_from: '2026-01-01' })
  await open(ana, '1000.10', 'commit')
  await open(ana, '200.01', 'best_case', { currency: 'USD' })
  await open(ana, '3000000.00', 'pipeline', { currency: 'IDR' })
  await open(budi, '400.00', 'commit')
  await open(budi, '77.00', 'omitted')
  await open(budi, '5000.00', 'pipeline', { close_date: '2027-03-01' })
  await open(boss, '50.00', 'commit', { pipeline: 'plain' })
  const won = await open(budi, '100.00', 'commit')
  await call('POST', `/deals/${won.id}/moves`, { outcome: 'won', reason: 'They signed at once' })
})
afterAll(() => wire.server.close())

async function open(owner: Member, amount: string, category: string, more: Json = {}): Promise<Json> {
  const { currency = 'EUR', ...rest } = more
  const given = { name: 'Shop', pipeline: 'called', close_date: '2026-12-15', owner: owner.id, ...rest }
  const deal = (await call('POST', '/deals', { ...given, amount: { amount, currency } })).body
  const edited = await call('PATCH', `/deals/${deal.id}`, { category, next_step: 'Sign' })
  expect(edited.status, JSON.stringify(edited.body)).toBe(200)
  return deal
}

const gridOf = async (query = ''): Promise<Json> => {
  const answer = await call('GET', `/forecast-grid?period=2026-Q4${query}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const rowOf = (grid: Json, name: string): Json => grid['rows'].find((row: Json) => row['name'] === name)
const cumulative = (row: Json) =>
  [row['closed'].amount, row['commit'].cumulative, row['best_case'].cumulative, row['pipeline_call'].cumulative].map(
    ({ amount }: Json) => amount,
  )

describe('the grid', () => {
  test('adds deals up along the line of the date, in one currency to the cent, and every part to its total', async () => {
    const grid = await gridOf()
    expect(grid).toMatchObject({ period: '2026-Q4', starts: '2026-10-01', currency: 'EUR', unconverted: [] })
    // 200.01 USD at 1.25 is 160.008; 3,000,000 IDR at 16,000 is 187.50.
    expect(cumulative(rowOf(grid, 'Ana'))).toEqual(['0.00', '1000.10', '1160.11', '1347.61'])
    expect(cumulative(rowOf(grid, 'Budi'))).toEqual(['100.00', '500.00', '500.00', '500.00'])
    expect(cumulative(rowOf(grid, 'Boss'))).toEqual(['100.00', '1550.10', '1710.11', '1897.61'])
    expect(cumulative(grid['rows'][0])).toEqual(['100.00', '1550.10', '1710.11', '1897.61'])
    expect(rowOf(grid, 'Budi')).toMatchObject({
      depth: 2,
      parent: `person ${boss.id}`,
      omitted: { amount: eur('77.00'), count: 1 },
      elsewhere: { amount: eur('5000.00'), count: 1 },
      commit: { single: eur('400.00'), deals: { count: 1 } },
    })
    expect(grid['rows'].filter(({ kind }: Json) => kind === 'own')).toMatchObject([{ person: { id: boss.id } }])
    const forecast = (await call('GET', '/forecasts?period=2026-Q4')).body
    expect(grid['rows'][0].closed.amount).toEqual(forecast.total.closed)
  })

  test('says the same in any currency, by team, by pipeline and by month', async () => {
    const teams = await gridOf('&rows=teams')
    expect(cumulative(rowOf(teams, 'Shops'))).toEqual(['100.00', '1500.10', '1660.11', '1847.61'])
    const pipelines = await gridOf('&rows=pipelines')
    expect(pipelines['rows'].map(({ kind }: Json) => kind)).toEqual(['total', 'pipeline', 'pipeline'])
    expect(cumulative(rowOf(pipelines, 'Plain'))).toEqual(['0.00', '50.00', '50.00', '50.00'])
    const months = await gridOf('&rows=periods')
    expect(months['rows'].map(({ period }: Json) => period)).toEqual(['2026-Q4', '2026-10', '2026-11', '2026-12'])
    expect(cumulative(months['rows'][3])).toEqual(['0.00', '1450.10', '1610.11', '1797.61'])
    const rupiah = await gridOf('&currency=IDR&pipeline=called')
    expect(rowOf(rupiah, 'Ana').pipeline_call.deals.amount).toEqual({ amount: '3000000.00', currency: 'IDR' })
    expect((await call('GET', '/forecast-grid?pipeline=plain')).body).toMatchObject({ period: '2026-11' })
  })

  test('names an amount for which there is no rate, and adds it to nothing', async () => {
    const deal = await open(ana, '9.00', 'commit', { currency: 'CHF', pipeline: 'plain' })
    const grid = await gridOf()
    expect(grid['unconverted']).toEqual([{ amount: '9.00', currency: 'CHF' }])
    expect(cumulative(rowOf(grid, 'Ana'))[1]).toBe('1000.10')
    await call('PATCH', `/deals/${deal['id']}`, { category: 'omitted', close_date: null })
  })

  test('refuses what it does not know, and shows nothing of another workspace', async () => {
    expect(faults(await call('GET', '/forecast-grid?rows=letters'))).toEqual(['/rows'])
    expect(faults(await call('GET', '/forecast-grid?pipeline=nowhere'))).toEqual(['/pipeline'])
    const foreign = await call('GET', '/forecast-grid?period=2026-Q4', undefined, { key: wire.other.key })
    expect(foreign.body.rows).toHaveLength(1)
  })
})

describe('adjustments', () => {
  const adjust = (by: Member, person: Member, amount: string | null, more: Json = {}) =>
    call(
      'POST',
      '/adjustments',
      {
        pipeline: 'called',
        period: '2026-Q4',
        person_id: person.id,
        category: 'commit',
        amount: amount === null ? null : eur(amount),
        reason: 'They always say too much',
        ...more,
      },
      as(by),
    )

  test('are entries with a reason on each level: the furthest up holds, and what was said below stays beside it', async () => {
    expect(await adjust(ana, ana, '950.00')).toMatchObject({ status: 201, body: { level: 0, by: { name: 'Ana' } } })
    expect(await adjust(boss, ana, '900.00')).toMatchObject({ status: 201, body: { level: 1 } })
    const row = rowOf(await gridOf('&pipeline=called'), 'Ana')
    expect(row['commit']).toMatchObject({
      cumulative: eur('900.00'),
      original: eur('1000.10'),
      adjusted: { reason: 'They always say too much', by: { name: 'Boss' }, amount: eur('900.00') },
    })
    // What Ana called less, whoever she reports to calls less as well.
    expect(cumulative(rowOf(await gridOf('&pipeline=called'), 'Boss'))[1]).toBe('1400.00')
    expect((await call('GET', `/adjustments?person_id=${ana.id}`)).body.data).toHaveLength(2)
    await adjust(boss, ana, null)
    expect(rowOf(await gridOf('&pipeline=called'), 'Ana').commit.cumulative).toEqual(eur('950.00'))
    await adjust(ana, ana, null)
  })

  test('never call less than what is closed, nor more firmly than loosely', async () => {
    await adjust(boss, budi, '1.00')
    const low = rowOf(await gridOf('&pipeline=called'), 'Budi')
    expect(cumulative(low)).toEqual(['100.00', '100.00', '500.00', '500.00'])
    await adjust(boss, budi, '2000.00')
    expect(cumulative(rowOf(await gridOf('&pipeline=called'), 'Budi'))).toEqual([
      '100.00',
      '2000.00',
      '2000.00',
      '2000.00',
    ])
    await adjust(boss, budi, null)
  })

  test('are made by whoever the forecast is of, those above them and those who lead; of a period that is to end', async () => {
    expect(await adjust(ana, budi, '1.00')).toMatchObject({ status: 422, body: { code: 'adjustment-not-yours' } })
    const lead = await wire.server.addPerson({ name: 'Chief', role: 'executive' })
    expect(await adjust(lead, budi, '3.00')).toMatchObject({ status: 201, body: { level: 100 } })
    await adjust(lead, budi, null)
    expect(await adjust(boss, budi, '3.00', { period: '2026-Q3' })).toMatchObject({
      status: 422,
      body: { code: 'period-over' },
    })
    const viewer = await wire.server.addPerson({ name: 'Viewer', role: 'viewer' })
    expect((await adjust(viewer, viewer, '3.00')).status).toBe(403)
    expect(faults(await adjust(boss, budi, '-3.00'))).toEqual(['/amount/amount'])
  })
})

describe('quotas', () => {
  const paste = (text: string, more: Json = {}) => call('POST', '/quotas/paste', { text, ...more })

  test('of people and teams come from a spreadsheet in one go; attainment is closed over quota and nothing else', async () => {
    const sheet = 'person\tpipeline\t2026-Q4\t2027-Q1\nAna\tcalled\t2,000.00\t-\nbudi@example.test\tcalled\t1 000\t\n'
    expect((await paste(sheet, { dry_run: true })).body).toMatchObject({ set: 2, unchanged: 1 })
    expect((await call('GET', '/quotas')).body.data).toEqual([])
    expect((await paste(sheet)).body).toMatchObject({ set: 2 })
    expect((await paste(sheet)).body).toMatchObject({ set: 0, unchanged: 3 })
    const set = { team_id: (await call('GET', '/teams')).body.data[0].id, period: '2026-Q4', amount: eur('2500.00') }
    expect(await call('POST', '/quotas', set)).toMatchObject({
      status: 201,
      body: { team: { name: 'Shops' }, pipeline: null },
    })
    const grid = await gridOf('&pipeline=called')
    expect(rowOf(grid, 'Budi')).toMatchObject({ quota: eur('1000.00'), quota_from: 'own', attainment: 0.1 })
    expect(rowOf(grid, 'Budi')['coverage']).toBeCloseTo(400 / 900)
    expect(rowOf(grid, 'Boss')).toMatchObject({ quota: eur('3000.00'), quota_from: 'sum' })
    expect(rowOf(await gridOf('&rows=teams'), 'Shops')).toMatchObject({ quota: eur('2500.00'), quota_from: 'own' })
    expect(await call('POST', '/quotas', { ...set, amount: null })).toMatchObject({ status: 201 })
    expect(rowOf(await gridOf('&rows=teams'), 'Shops')).toMatchObject({ quota: eur('3000.00'), quota_from: 'sum' })
  })

  test('with anything wrong in them are refused as a whole, each fault with its line', async () => {
    const answer = await paste('person\tperiod\tamount\nAnna\t2026-Q4\t1\nAna\t2026-Q9\t1.200\n')
    expect(answer.status).toBe(400)
    expect(answer.body.errors).toMatchObject([
      { pointer: '/text/line/2/person', detail: expect.stringContaining('Did you mean Ana?') },
      { pointer: '/text/line/3/period', code: 'period-unknown' },
      { pointer: '/text/line/3/amount', detail: expect.stringContaining('two ways') },
    ])
    expect(faults(await paste('who\tamount\nAna\t1'))).toEqual(['/text/line/1'])
    expect(faults(await call('POST', '/quotas', { period: '2026-Q4', amount: eur('1.00') }))).toEqual(['/pipeline'])
  })
})

test('the command line shows the grid, adjusts, submits, and takes quotas from a file', async () => {
  const run = commandLine(wire.server)
  const said = async (words: string[], environment = {}) => {
    const { exit_code, stdout, stderr } = await run(words, environment)
    expect(exit_code, stderr).toBe(0)
    return stdout
  }
  const budis = { TRIBUTARY_API_KEY: budi.key }
  expect(await said(['forecast', 'grid', '--pipeline', 'called', '--period', '2026-Q4'])).toMatch(
    /Budi +100\.00 +500\.00/,
  )
  const adjust = ['forecast', 'adjust', 'called', '2026-Q4', budi.id, 'commit', '450.00 EUR', 'One slips']
  expect(await said(adjust, budis)).toContain('Budi 2026-Q4, commit: 450.00 EUR')
  expect(await said(['forecast', 'submit', 'called'], budis)).toContain('called 2026-Q4: commit 450.00 EUR')
  expect(await said(['submissions', 'list', '--pipeline', 'called'])).toContain('Budi')
  expect(await said(['submissions', 'due', '--pipeline', 'called'])).toMatch(/2026-11-27T17:00:00\.000Z +1 +Ana, Boss/)
  const file = join(mkdtempSync(join(tmpdir(), 'tributary-quotas-')), 'quotas.tsv')
  writeFileSync(file, 'person\tpipeline\t2027-Q2\nAna\tcalled\t5000\n')
  expect(await said(['quotas', 'load', file, '--dry-run'])).toContain('1 would be set, 0 unchanged')
  expect(await said(['quotas', 'load', file])).toContain('1 set, 0 unchanged')
  expect(await said(['quotas', 'list', '--period', '2027-Q2'])).toContain('Ana, called')
  expect((await run(['quotas', 'load', '/nowhere'])).exit_code).toBe(2)
})
