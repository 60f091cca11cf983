import { afterAll, beforeAll, expect, test } from 'vitest'
import { plain } from './calls.ts'
import { type Json, startWire, type Wire } from './wire.ts'

/** Ana calls 1,000 and 500; her boss says 1,200, his boss 2,000. Then the first is won, and another of 300 that nobody called. */
let wire: Wire
const call: Wire['call'] = (...given) => wire.call(...given)
const eur = (amount: string) => ({ amount, currency: 'EUR' })
let key = ''

beforeAll(async () => {
  wire = await startWire()
  await wire.server.client.send('POST', '/pipelines', { body: plain, content_type: 'application/yaml' })
  const chief = await wire.server.addPerson({ name: 'Chief', role: 'executive' })
  const boss = await wire.server.addPerson({ name: 'Boss', role: 'manager' })
  const ana = await wire.server.addPerson({ name: 'Ana' })
  key = (await wire.server.addPerson({ name: 'Guest', role: 'viewer' })).key
  await call('PUT', `/people/${ana.id}/manager`, { manager_id: boss.id })
  await call('PUT', `/people/${boss.id}/manager`, { manager_id: chief.id })
  const open = async (amount: string, category: string): Promise<Json> => {
    const given = { name: 'Shop', pipeline: 'plain', close_date: '2026-11-28', owner: ana.id, amount: eur(amount) }
    const deal = (await call('POST', '/deals', given)).body
    await call('PATCH', `/deals/${deal.id}`, { category })
    return deal
  }
  const [large, , small] = [
    await open('1000.00', 'commit'),
    await open('500.00', 'commit'),
    await open('300.00', 'pipeline'),
  ]
  const said = { pipeline: 'plain', period: '2026-11', person_id: ana.id, category: 'commit', reason: 'I know them' }
  const say = async (by: { key: string }, amount: string | null) =>
    expect((await call('POST', '/adjustments', { ...said, amount: amount && eur(amount) }, by)).status).toBe(201)
  await say(ana, '1600.00')
  // What was said first and then otherwise is not what was meant in the end.
  await say(boss, '9999.00')
  await call('PUT', '/test-clock', { now: '2026-11-25T10:00:00.000Z' })
  await say(boss, '1200.00')
  await say(chief, '2000.00')
  for (const deal of [large, small])
    expect((await call('POST', `/deals/${deal.id}/moves`, { outcome: 'won', reason: 'They signed' })).status).toBe(201)
})
afterAll(() => wire.server.close())

const adjustments = async (by?: string): Promise<Json[]> =>
  (await call('GET', '/hit-rates?kind=month', undefined, by === undefined ? {} : { key: by })).body.adjustments

test('nothing is said of adjustments while their period is under way', async () => {
  expect((await adjustments()).map(({ n, even }) => n + even)).toEqual([0, 0, 0])
})

test('then each level is measured by what was won, beside what the deals or those below had said', async () => {
  expect((await call('PUT', '/test-clock', { now: '2026-12-02T10:00:00.000Z' })).status).toBe(200)
  // 1,300 were won. Ana: 1,600 instead of the 1,500 that her deals said. Boss: 1,200 instead of her 1,600. Chief: 2,000 instead of 1,200.
  const [own, manager, above] = await adjustments()
  expect(own).toMatchObject({
    level: 'own',
    n: 1,
    helped: 0,
    distance_adjusted: eur('300.00'),
    distance_before: eur('200.00'),
  })
  expect(manager).toMatchObject({
    level: 'manager',
    n: 1,
    helped: 1,
    distance_adjusted: eur('100.00'),
    distance_before: eur('300.00'),
  })
  expect(above).toMatchObject({
    level: 'above',
    n: 1,
    helped: 0,
    distance_adjusted: eur('700.00'),
    distance_before: eur('100.00'),
  })
  // One case says little: the interval says so.
  expect([manager?.['low'], manager?.['high']].map((share) => Math.round(100 * share))).toEqual([21, 100])
})

test('of whoever sees the forecast of some deals alone nothing is measured by a part', async () => {
  const grants = (rights: object[]) =>
    call('PUT', '/pipelines/plain/rights', {
      grants: [{ to: { role: 'rep' }, rights: ['see', 'work', 'see_forecast'] }, ...rights],
    })
  expect((await grants([{ to: { role: 'viewer' }, rights: ['see', 'see_forecast'] }])).status).toBe(200)
  expect((await adjustments(key)).map(({ n }) => n)).toEqual([1, 1, 1])
  expect((await grants([{ to: { role: 'viewer' }, rights: ['see', 'see_forecast'], deals: 'own' }])).status).toBe(200)
  expect((await adjustments(key)).map(({ n, even }) => n + even)).toEqual([0, 0, 0])
})
