import { afterAll, beforeAll, expect, test } from 'vitest'
import { plain } from './calls.ts'
import { type Json, startWire, type Wire } from './wire.ts'

/**
 * Ana's deals come to 1,500 for December; her boss calls 1,200 for the two of them, Eve 400 beside them. 1,000 are won.
 */
let wire: Wire
const call: Wire['call'] = (...given) => wire.call(...given)
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const at = async (now: string) => expect((await call('PUT', '/test-clock', { now })).status).toBe(200)
let guest = ''

beforeAll(async () => {
  wire = await startWire()
  await wire.server.client.send('POST', '/pipelines', { body: plain, content_type: 'application/yaml' })
  const boss = await wire.server.addPerson({ name: 'Boss', role: 'manager' })
  const ana = await wire.server.addPerson({ name: 'Ana' })
  const eve = await wire.server.addPerson({ name: 'Eve' })
  guest = (await wire.server.addPerson({ name: 'Guest', role: 'viewer' })).key
  await call('PUT', `/people/${ana.id}/manager`, { manager_id: boss.id })
  const open = async (owner: string, amount: string): Promise<Json> => {
    const given = { name: 'Shop', pipeline: 'plain', close_date: '2026-12-20', owner, amount: eur(amount) }
    const deal = (await call('POST', '/deals', given)).body
    await call('PATCH', `/deals/${deal.id}`, { category: 'commit' })
    return deal
  }
  const large = await open(ana.id, '1000.00')
  await open(ana.id, '500.00')
  await open(eve.id, '400.00')
  const submit = async (by: { key: string }, more: Json = {}) => {
    const given = { pipeline: 'plain', period: '2026-12', ...more }
    expect((await call('POST', '/submissions', given, by)).status).toBe(201)
  }
  await at('2026-12-10T10:00:00.000Z')
  // What was said first and then otherwise is not what was meant in the end.
  await submit(boss)
  await submit(ana)
  await submit(eve)
  await at('2026-12-12T10:00:00.000Z')
  await submit(boss, { called: { commit: eur('1200.00') }, note: 'One of them always slips' })
  await call('POST', `/deals/${large.id}/moves`, { outcome: 'won', reason: 'They signed' })
  // A week before the end everybody knows: that is no call any more.
  await at('2026-12-28T10:00:00.000Z')
  await submit(boss, { called: { commit: eur('1000.00') }, note: 'The other one slipped' })
})
afterAll(() => wire.server.close())

const records = async (query = '', key?: string): Promise<Json> => {
  const { body, status } = await call(
    'GET',
    `/hit-rates?kind=month${query}`,
    undefined,
    key === undefined ? {} : { key },
  )
  expect(status).toBe(200)
  return body
}

test('nothing is said of a period that is under way', async () => {
  const { submissions, periods_needed } = await records()
  expect(submissions.map(({ key, periods }: Json) => [key, periods])).toEqual([
    ['total', 0],
    ['plain', 0],
  ])
  expect(periods_needed).toBe(6)
})

test('then what was called in time is measured by what was won, each deal in one word', async () => {
  await at('2027-01-04T10:00:00.000Z')
  const { submissions, notes } = await records()
  for (const record of submissions)
    expect(record).toMatchObject({
      periods: 1,
      called: eur('1600.00'),
      won: eur('1000.00'),
      distance: eur('600.00'),
      reached: { n: 1, rate: 0 },
      // There was no history to learn from, and so no model to be nearer than.
      against_model: { periods: 0, nearer: { n: 0, rate: null }, distance_model: eur('0.00') },
    })
  expect(notes.join()).not.toMatch(/submitted anything/)
  // As it was known before: nothing was over.
  expect((await records('&as_of=2026-12-30T00:00:00.000Z')).submissions[0].periods).toBe(0)
})

test('a win that is taken back was none, from then on', async () => {
  const [deal] = (await call('GET', '/deals?pipeline=plain&outcome=won')).body.data
  expect(
    (await call('POST', `/deals/${deal.id}/moves`, { to_stage: deal.stage.key, reason: 'Withdrawn' })).status,
  ).toBe(201)
  await at('2027-01-05T10:00:00.000Z')
  expect((await records()).submissions[0]).toMatchObject({ won: eur('0.00'), distance: eur('1600.00') })
  expect((await records('&as_of=2027-01-04T09:00:00.000Z')).submissions[0]).toMatchObject({ won: eur('1000.00') })
})

test('of whoever sees the forecast of some deals alone nothing is measured by a part', async () => {
  const grant = (deals: object) =>
    call('PUT', '/pipelines/plain/rights', {
      grants: [
        { to: { role: 'rep' }, rights: ['see', 'work', 'see_forecast'] },
        { to: { role: 'viewer' }, rights: ['see', 'see_forecast'], ...deals },
      ],
    })
  expect((await grant({})).status).toBe(200)
  expect((await records('', guest)).submissions[0].periods).toBe(1)
  expect((await grant({ deals: 'own' })).status).toBe(200)
  expect((await records('', guest)).submissions[0].periods).toBe(0)
})

test('what one person alone submitted is a figure about that person', async () => {
  const given = { name: 'Shop', pipeline: 'plain', close_date: '2027-01-20', amount: eur('70.00') }
  const deal = (await call('POST', '/deals', { ...given, owner: wire.server.owner.id })).body
  await call('PATCH', `/deals/${deal.id}`, { category: 'commit' })
  expect((await call('POST', '/submissions', { pipeline: 'plain', period: '2027-01' })).status).toBe(201)
  await at('2027-02-02T10:00:00.000Z')
  // The last period alone: the owner submitted for it, nobody else.
  const withheld = await records('&periods=1')
  expect(withheld.submissions[0].periods).toBe(0)
  expect(withheld.notes).toContain('left out: pipelines in which one person alone submitted anything (1)')
  expect((await records('&periods=2')).submissions[0].periods).toBe(2)
  expect((await call('PATCH', '/workspace', { figures_about_people: true })).status).toBe(200)
  expect((await records('&periods=1')).submissions[0]).toMatchObject({ periods: 1, distance: eur('70.00') })
})
