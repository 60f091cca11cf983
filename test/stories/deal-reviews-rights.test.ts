import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { called } from './calls.ts'
import { type Json, startWire, type Wire } from './wire.ts'

/** Reviews of whoever sees a part of the deals only. */
let wire: Wire
type Member = { id: string; key: string }
let boss: Member
let ana: Member
let budi: Member
const call: Wire['call'] = (...given) => wire.call(...given)
const as = (member: Member) => ({ key: member.key })
const agenda = async (query: string, by: Member) =>
  (await call('GET', `/deal-reviews/agenda?pipeline=called${query}`, undefined, as(by))).body
const begin = (given: Json, by: Member) => call('POST', '/deal-reviews', { pipeline: 'called', ...given }, as(by))
const mark = (review: Json, deal: Json, change: Json, by: Member) =>
  call('PATCH', `/deal-reviews/${review['id']}/deals/${deal['id']}`, change, as(by))

beforeAll(async () => {
  wire = await startWire()
  await wire.server.client.send('POST', '/pipelines', { body: called, content_type: 'application/yaml' })
  boss = await wire.server.addPerson({ name: 'Boss', role: 'manager' })
  ana = await wire.server.addPerson({ name: 'Ana' })
  budi = await wire.server.addPerson({ name: 'Budi' })
  for (const [i, { id }] of [ana, budi, budi, ana, budi, budi].entries()) {
    const amount = { amount: `${1000 + 7 * i}`, currency: 'EUR' }
    await call('POST', '/deals', { name: `Shop ${i}`, pipeline: 'called', amount, owner: id, close_date: '2026-12-15' })
  }
  const everybodys = (await begin({}, boss)).body
  await call('POST', `/deal-reviews/${everybodys.id}/end`, {}, as(boss))
})
afterAll(() => wire.server.close())

describe('who sees only their own deals', () => {
  beforeAll(async () => {
    const grants = [
      { to: { role: 'manager' }, rights: ['see', 'work', 'see_forecast'] },
      { to: { role: 'rep' }, deals: 'own', rights: ['see', 'work', 'see_forecast'] },
    ]
    expect((await call('PUT', '/pipelines/called/rights', { grants })).status).toBe(200)
  })
  afterAll(() => call('PUT', '/pipelines/called/rights', { grants: [] }))

  test('has these alone on an agenda, and in its sums', async () => {
    const told = await agenda('&since=2026-11-20T00:00:00.000Z', budi)
    expect(told.deals.length).toBe(4)
    expect(JSON.stringify(told)).not.toMatch(/Ana/)
    const own = await agenda('&since=2026-11-20T00:00:00.000Z&person=me', budi)
    expect(told.called).toEqual(own.called)
  })

  test('begins a review of these, and none of everybody’s, which are not there for them', async () => {
    expect(await begin({}, budi)).toMatchObject({ status: 403, body: { code: 'scope-too-wide' } })
    const own = await begin({ person: 'me' }, budi)
    expect(own.status).toBe(201)
    const all = (await call('GET', '/deal-reviews', undefined, as(budi))).body.data
    expect(all.map(({ person }: Json) => person?.name)).toEqual(['Budi'])
    const [everybodys] = (await call('GET', '/deal-reviews?state=ended')).body.data.filter(
      ({ person }: Json) => person === null,
    )
    expect((await call('GET', `/deal-reviews/${everybodys.id}`, undefined, as(budi))).status).toBe(404)
    const [{ deal }] = own.body.deals
    expect((await mark(everybodys, deal, { reviewed: true }, budi)).status).toBe(404)
    // Their manager, who sees all, comes to it and is understood.
    expect((await mark(own.body, deal, { decision: 'Go on' }, boss)).status).toBe(200)
  })
})
