import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { called, plain } from './calls.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
type Member = { id: string; key: string }
let chief: Member
let boss: Member
let ana: Member
const call: Wire['call'] = (...given) => wire.call(...given)
const as = (member: Member) => ({ key: member.key })
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const at = (now: string) => call('PUT', '/test-clock', { now })

beforeAll(async () => {
  wire = await startWire()
  for (const body of [called, plain])
    await wire.server.client.send('POST', '/pipelines', { body, content_type: 'application/yaml' })
  chief = await wire.server.addPerson({ name: 'Chief', role: 'executive' })
  boss = await wire.server.addPerson({ name: 'Boss', role: 'manager' })
  ana = await wire.server.addPerson({ name: 'Ana' })
  await call('PUT', `/people/${ana.id}/manager`, { manager_id: boss.id })
  await call('PUT', `/people/${boss.id}/manager`, { manager_id: chief.id })
  await open('1000.00', 'commit')
  await open('500.00', 'best_case')
})
afterAll(() => wire.server.close())

async function open(amount: string, category: string): Promise<Json> {
  const given = { name: 'Shop', pipeline: 'called', close_date: '2026-12-15', owner: ana.id, next_step: 'Sign' }
  const deal = (await call('POST', '/deals', { ...given, amount: eur(amount) })).body
  await call('PATCH', `/deals/${deal.id}`, { category })
  return deal
}

const submit = (by: Member, more: Json = {}) => call('POST', '/submissions', { pipeline: 'called', ...more }, as(by))
const due = async (query = ''): Promise<Json> =>
  (await call('GET', `/submissions/due?pipeline=called${query}`)).body.data[0]
const waiting = async (query = '') =>
  (await due(query))['people']
    .filter(({ submission }: Json) => submission === null)
    .map(({ person }: Json) => person.name)

describe('a forecast is submitted', () => {
  test('from the bottom up: each adds what those below call, and keeps what it was computed from', async () => {
    expect(await due()).toMatchObject({ period: '2026-Q4', due_at: '2026-11-27T17:00:00.000Z' })
    expect(await waiting()).toEqual(['Ana', 'Boss', 'Chief'])
    const first = await submit(ana)
    expect(first).toMatchObject({
      status: 201,
      body: {
        period: '2026-Q4',
        person: { name: 'Ana' },
        called: { commit: eur('1000.00'), best_case: eur('1500.00'), pipeline: eur('1500.00') },
        locked: false,
        since_last: null,
        computed_from: { manager: { name: 'Boss' }, below: [], closed: eur('0.00'), definition_version: 1 },
      },
    })
    expect(first.body.computed_from.deals).toHaveLength(2)
    expect(first.body.computed_from.categories).toMatchObject([
      { category: 'pipeline', criteria: [] },
      { category: 'best_case', criteria: [{ key: 'has_amount' }] },
      { category: 'commit', criteria: [{ key: 'next_step_set' }, { key: 'soon' }] },
    ])
    expect((await submit(boss)).body.computed_from.below).toMatchObject([{ name: 'Ana', manager_id: boss.id }])
    expect(await waiting()).toEqual(['Chief'])
  })

  test('with another amount only where a note says why: an adjustment of its own, and what is closed is the least', async () => {
    expect(await submit(boss, { called: { commit: eur('800.00') } })).toMatchObject({
      status: 422,
      body: { code: 'reason-required', errors: [{ pointer: '/note' }] },
    })
    const said = await submit(boss, { called: { commit: eur('800.00') }, note: 'One of them always slips' })
    expect(said.body).toMatchObject({
      called: { commit: eur('800.00'), best_case: eur('1500.00') },
      note: 'One of them always slips',
      since_last: { called: { commit: eur('-200.00') }, deals: [] },
    })
    expect((await call('GET', `/adjustments?person_id=${boss.id}`)).body.data).toMatchObject([
      { category: 'commit', amount: eur('800.00'), reason: 'One of them always slips', level: 0 },
    ])
    const odd = await submit(boss, { called: { commit: eur('900.00'), best_case: eur('100.00') }, note: 'No' })
    expect(odd).toMatchObject({ status: 422, body: { code: 'called-too-little' } })
    expect(faults(odd)).toEqual(['/called/best_case'])
    // The executive sees the line stacked: what Ana calls, what her manager makes of it.
    expect((await submit(chief)).body.called.commit).toEqual(eur('800.00'))
  })

  test('as they say it themselves: what those above make of it is in the forecast of those above', async () => {
    await submit(ana, { called: { commit: eur('950.00') }, note: 'One may slip' })
    const from_above = { pipeline: 'called', period: '2026-Q4', person_id: ana.id, category: 'commit', reason: 'Less' }
    await call('POST', '/adjustments', { ...from_above, amount: eur('700.00') }, as(boss))
    expect((await submit(ana)).body.called.commit).toEqual(eur('950.00'))
    await call('POST', '/adjustments', { ...from_above, person_id: boss.id, amount: null }, as(boss))
    expect((await submit(boss)).body.called.commit).toEqual(eur('700.00'))
    for (const [by, person_id] of [
      [boss, ana.id],
      [ana, ana.id],
    ] as const)
      await call('POST', '/adjustments', { ...from_above, person_id, amount: null }, as(by))
  })

  test('and says deal by deal what changed since the last one', async () => {
    const more = await open('70.00', 'commit')
    const [open_deal] = (await call('GET', `/deals?pipeline=called&owner=${ana.id}&sort=created`)).body.data
    await call('PATCH', `/deals/${open_deal.id}`, { category: 'pipeline' })
    const { since_last } = (await submit(ana)).body
    expect(since_last).toMatchObject({ called: { commit: eur('-880.00'), pipeline: eur('70.00') } })
    expect(new Map(since_last.deals.map(({ deal_id, change }: Json) => [deal_id, change]))).toEqual(
      new Map([
        [more['id'], 'added'],
        [open_deal.id, 'called_down'],
      ]),
    )
    await call('PATCH', `/deals/${open_deal.id}`, { category: 'commit' })
  })
})

describe('a deadline', () => {
  test('locks what was submitted: a page that was left open is told, and the next round begins empty', async () => {
    await at('2026-11-27T17:00:00.001Z')
    const shown = '2026-11-27T17:00:00.000Z'
    expect(await submit(ana, { due_at: shown })).toMatchObject({ status: 409, body: { code: 'submission-locked' } })
    expect(await due()).toMatchObject({ opens_at: shown, due_at: '2026-12-04T17:00:00.000Z' })
    expect(await waiting()).toEqual(['Ana', 'Boss', 'Chief'])
    expect((await due())['people'][0].last).toMatchObject({ person: { name: 'Ana' }, locked: true })
    // As of then the round is as it was.
    expect(await waiting(`&as_of=${shown}`)).toEqual([])
    const all = await wire.allPages('/submissions?pipeline=called&limit=2')
    expect(all.map(({ person }: Json) => person.name)).toEqual([
      'Ana',
      'Boss',
      'Ana',
      'Ana',
      'Chief',
      'Boss',
      'Boss',
      'Ana',
    ])
    expect(all.every(({ locked }: Json) => locked)).toBe(true)
  })

  test('is told to those who have not submitted a day before, each once', async () => {
    await submit(ana)
    await at('2026-12-03T17:30:00.000Z')
    const told = async (member: Member) =>
      (await call('GET', '/notifications', undefined, as(member))).body.data.filter(
        ({ kind }: Json) => kind === 'submission.due',
      )
    expect(await told(boss)).toMatchObject([
      { title: 'Your forecast for Called is due', detail: 'Say what you call for 2026-Q4 by 2026-12-04 17:00.' },
    ])
    expect(await told(ana)).toEqual([])
    await at('2026-12-03T18:30:00.000Z')
    expect(await told(boss)).toHaveLength(1)
  })
})

test('a change of the line, the calendar or the categories leaves every submission as it was', async () => {
  const [newest] = (await call('GET', `/submissions?person_id=${boss.id}`)).body.data
  const before = (await call('GET', `/submissions/${newest.id}`)).body
  await call('PUT', `/people/${ana.id}/manager`, { manager_id: chief.id })
  await call('PATCH', '/workspace', { fiscal_year_start_month: 4 })
  const loose = called.replace(/ {4}best_case:[\s\S]*? {4}commit:/, '    commit:')
  await wire.server.client.send('POST', '/pipelines', { body: loose, content_type: 'application/yaml' })
  expect((await call('GET', `/submissions/${newest.id}`)).body).toEqual(before)
  expect(before).toMatchObject({
    starts: '2026-10-01',
    ends: '2027-01-01',
    computed_from: { below: [{ name: 'Ana' }] },
  })
  expect((await call('GET', '/forecast-grid?pipeline=called')).body).toMatchObject({ period: '2027-Q3' })
})

test('nobody submits for a period that is over, without a share in it, or in another workspace', async () => {
  expect(await submit(ana, { period: '2025' })).toMatchObject({ status: 422, body: { code: 'period-over' } })
  const idle = await wire.server.addPerson({ name: 'Idle' })
  expect(await submit(idle)).toMatchObject({ status: 422, body: { code: 'nothing-to-submit' } })
  const viewer = await wire.server.addPerson({ name: 'Viewer', role: 'viewer' })
  expect((await submit(viewer)).status).toBe(403)
  const [newest] = (await call('GET', '/submissions')).body.data
  expect((await call('GET', `/submissions/${newest.id}`, undefined, { key: wire.other.key })).status).toBe(404)
  expect(faults(await submit(ana, { pipeline: 'nowhere' }))).toEqual(['/pipeline'])
})

test('whoever may see their own deals alone sees their own submissions and adjustments alone', async () => {
  const rights = ['see', 'work', 'see_forecast']
  const given = [
    { to: { role: 'manager' }, rights, deals: 'all' },
    { to: { role: 'rep' }, rights, deals: 'own' },
  ]
  const answer = await call('PUT', '/pipelines/called/rights', { grants: given })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const seen = (await call('GET', '/submissions', undefined, as(ana))).body.data.map(({ person }: Json) => person.name)
  expect(new Set(seen)).toEqual(new Set(['Ana']))
  const rows = (await call('GET', '/forecast-grid?pipeline=called', undefined, as(ana))).body.rows
  expect(rows.filter(({ kind }: Json) => kind === 'person').length).toBeGreaterThan(0)
  const about = (await call('GET', '/adjustments', undefined, as(ana))).body.data
  expect(new Set(about.map(({ person }: Json) => person.name))).toEqual(new Set(['Ana']))
  expect((await submit(ana)).status).toBe(201)
})
