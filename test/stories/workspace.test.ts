import { afterAll, beforeAll, expect, test } from 'vitest'
import { faults, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

test('the fiscal year begins where the owner says, from now on; an older moment keeps the year of its time', async () => {
  const before = (await call('GET', '/forecasts')).body
  expect(before.period).toBe('2026-Q4')
  const then = wire.server.server.clock.now()
  await new Promise((wake) => setTimeout(wake, 5))
  const set = await call('PATCH', '/workspace', {
    fiscal_year_start_month: 4,
    name: 'Harbour',
    time_zone: 'Asia/Jakarta',
  })
  expect(set).toMatchObject({
    status: 200,
    body: { name: 'Harbour', time_zone: 'Asia/Jakarta', currency: 'EUR', fiscal_year_start_month: 4 },
  })
  expect((await call('GET', '/me')).body.workspace).toMatchObject({ name: 'Harbour', fiscal_year_start_month: 4 })
  expect((await call('GET', '/forecasts')).body.period).toBe('2027-Q3')
  expect((await call('GET', `/forecasts?as_of=${then}`)).body.period).toBe('2026-Q4')
  expect(await wire.eventsOf(wire.server.workspace_id)).toContainEqual(
    expect.objectContaining({ type: 'workspace.updated' }),
  )
  expect((await call('PATCH', '/workspace', { name: 'Harbour' })).status).toBe(200)
})

test('what is no month, zone or currency is named; nobody but an owner changes it', async () => {
  const wrong = { fiscal_year_start_month: 13, time_zone: 'Mars/Olympus', currency: 'EURO', slug: 'x' }
  const answer = await call('PATCH', '/workspace', wrong)
  expect(answer.status).toBe(400)
  expect(faults(answer).toSorted()).toEqual(['/currency', '/fiscal_year_start_month', '/slug', '/time_zone'])
  const rep = await wire.server.addPerson({ role: 'manager' })
  expect((await call('PATCH', '/workspace', { name: 'Mine' }, { key: rep.key })).status).toBe(403)
})
