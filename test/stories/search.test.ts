import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandLine } from '../command-line.ts'
import { type Answer, faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let rep: { id: string; key: string }
let manager: { id: string; key: string }
let account: string

/** A pipeline with a field of each type, of which one is not for reps. */
const shop = `key: shop
name: Shop
charter:
  { motion: M, buyer: B, entry_rule: E, won_means: W, lost_means: L, owner: O, review_every_days: 90, reason_to_be_separate: R }
revenue_kind: renewal
fields:
  - { key: area, label: Area, type: text }
  - { key: seats, label: Seats, type: number }
  - { key: pilot, label: Pilot, type: boolean }
  - { key: go_live, label: Go live, type: date }
  - { key: fee, label: Fee, type: money }
  - { key: margin, label: Margin, type: number, read: [manager], write: [manager] }
stages:
  - { key: first, name: First, phase: qualify }
  - { key: second, name: Second, phase: propose }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Bigger }] }
`
const euro = (amount: string) => ({ amount, currency: 'EUR' })

beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  await wire.server.client.pipelines.create({ source: shop })
  rep = await wire.server.addPerson({ name: 'Rosa' })
  manager = await wire.server.addPerson({ name: 'Mira', role: 'manager' })
  account = (await wire.call('POST', '/accounts', { name: 'Harbour' })).body.id
  const deals: Json[] = [
    { name: 'Anchor', pipeline: 'trade', amount: euro('100.00'), close_date: '2026-12-01', owner: rep.id },
    { name: 'Buoy', pipeline: 'trade', amount: euro('2500.00'), source: 'fair', account_id: account },
    { name: 'Crane', pipeline: 'trade', amount: { amount: '900', currency: 'IDR' }, close_date: '2027-01-15' },
    {
      name: 'Dock',
      pipeline: 'shop',
      amount: euro('700.00'),
      fields: { area: 'North pier', seats: 12, pilot: true, go_live: '2027-03-01', fee: euro('50.00'), margin: 40 },
    },
    { name: 'Engine', pipeline: 'shop', fields: { area: 'South', seats: 3, pilot: false, margin: 5 } },
    { name: 'Ferry', pipeline: 'shop', close_date: '2026-12-20' },
  ]
  for (const deal of deals) {
    const { status, body } = await wire.call('POST', '/deals', deal)
    if (status !== 201) throw new Error(JSON.stringify(body))
    if (deal['name'] === 'Ferry')
      await wire.call('POST', `/deals/${body.id}/moves`, { outcome: 'lost', reason: 'price' })
  }
})
afterAll(() => wire.server.close())

const search = (body: Json, key?: string): Promise<Answer> =>
  wire.call('POST', '/deals/search', body, key === undefined ? {} : { key })
const names = async (body: Json, key?: string): Promise<string[]> => {
  const answer = await search({ sort: 'created', ...body }, key)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body.data.map(({ name }: Json) => name[0])
}
const one = (field: string, op: string, value: unknown) => ({ filter: { all: [{ field, op, value }] } })

describe('conditions on what every deal has', () => {
  it.each<[string, Json, string]>([
    ['nothing: open deals, as the list gives them', {}, 'ABCDE'],
    ['a pipeline', one('pipeline', 'eq', 'shop'), 'DE'],
    ['another pipeline', one('pipeline', 'ne', 'shop'), 'ABC'],
    ['one of several stages', one('stage', 'in', ['first', 'agreed']), 'DE'],
    ['none of these sources, or none at all', one('source', 'not_in', ['fair']), 'ACDE'],
    ['no account', one('account_id', 'empty', true), 'ACDE'],
    ['an account', one('account_id', 'empty', false), 'B'],
    ['words in the name', one('name', 'contains', 'AN'), 'AC'],
    ['an amount, of its currency alone', one('amount', 'gte', euro('700.00')), 'BD'],
    ['exactly an amount', one('amount', 'eq', euro('100.00')), 'A'],
    ['a close date before a day', one('close_date', 'lt', '2027-01-01'), 'A'],
    ['no close date', one('close_date', 'empty', true), 'BDE'],
    ['how it ended, which then is not only what is open', one('outcome', 'in', ['lost', 'won']), 'F'],
    ['how it ended, beside a condition on something else', { ...one('pipeline', 'eq', 'shop'), outcome: 'any' }, 'DEF'],
    ['what kind of revenue', one('revenue_kind', 'eq', 'renewal'), 'DE'],
    ['since when it is there', one('created_at', 'gt', '2000-01-01T00:00:00Z'), 'ABCDE'],
    ['what is owed', one('owed', 'eq', true), ''],
  ])('%s', async (_, body, found) => expect((await names(body)).join('')).toBe(found))

  it('the owner may be me', async () => {
    expect(await names(one('owner', 'eq', 'me'), rep.key)).toEqual(['A'])
    expect(await names(one('owner', 'in', ['me', rep.id]))).toEqual(['A', 'B', 'C', 'D', 'E'])
  })

  it('all, any and none hold together, beside what the list may ask for', async () => {
    const filter = {
      all: [{ field: 'pipeline', value: 'trade' }],
      any: [
        { field: 'amount', op: 'gt', value: euro('1000.00') },
        { field: 'close_date', op: 'gte', value: '2026-12-01' },
      ],
    }
    expect(await names({ filter })).toEqual(['A', 'B', 'C'])
    expect(await names({ filter: { ...filter, none: [{ field: 'source', value: 'fair' }] } })).toEqual(['A', 'C'])
    expect(await names({ filter, q: 'crane' })).toEqual(['C'])
    expect(await names({ filter, close_date_lt: '2027-01-01' })).toEqual(['A'])
  })
})

describe('conditions on fields of the library', () => {
  it.each<[string, Json, string]>([
    ['text', one('fields.area', 'contains', 'pier'), 'D'],
    ['a number', one('fields.seats', 'gt', 3), 'D'],
    ['yes or no', one('fields.pilot', 'eq', false), 'E'],
    ['a date', one('fields.go_live', 'gte', '2027-01-01'), 'D'],
    ['money', one('fields.fee', 'lte', euro('50.00')), 'D'],
    ['money of another currency', one('fields.fee', 'lte', { amount: '50', currency: 'IDR' }), ''],
    ['nothing given', one('fields.seats', 'empty', true), 'ABC'],
    ['another value, or none', one('fields.area', 'ne', 'South'), 'ABCD'],
  ])('%s', async (_, body, found) => expect((await names(body)).join('')).toBe(found))

  it('a field that one may not read is asked for as if it had never been given', async () => {
    const margin = one('fields.margin', 'gte', 10)
    expect(await names(margin)).toEqual(['D'])
    expect(await names(margin, manager.key)).toEqual(['D'])
    expect(await names(margin, rep.key)).toEqual([])
    expect(await names(one('fields.margin', 'empty', true), rep.key)).toEqual(['A', 'B', 'C', 'D', 'E'])
    const none = { filter: { none: [{ field: 'fields.margin', op: 'lt', value: 10 }] } }
    expect(await names(none, rep.key)).toEqual(['A', 'B', 'C', 'D', 'E'])
  })
})

describe('a search', () => {
  it('comes in pages that neither skip nor repeat while deals come in', async () => {
    const found: string[] = []
    for (let cursor: string | null = '', page = 0; cursor !== null; page++) {
      const body: Json = { ...one('pipeline', 'eq', 'trade'), sort: '-amount', limit: 1, count: 'exact' }
      const answer: Answer = await search(cursor === '' ? body : { ...body, cursor })
      found.push(...answer.body.data.map(({ name }: Json) => name))
      expect(answer.body.has_more).toBe(answer.body.next_cursor !== null)
      cursor = answer.body.next_cursor
      if (page === 0)
        await wire.call('POST', '/deals', { name: 'Largest', pipeline: 'trade', amount: euro('99999.00') })
    }
    expect(found).toEqual(['Buoy', 'Crane', 'Anchor'])
    const late = (await wire.call('GET', '/deals?q=Largest')).body.data[0]
    await wire.call('POST', `/deals/${late.id}/moves`, { outcome: 'lost', reason: 'price' })
  })

  it('says how many there are where that is asked for', async () => {
    expect((await search({ ...one('pipeline', 'eq', 'trade'), count: 'exact', limit: 1 })).body.count).toBe(3)
  })

  it('that makes no sense is refused with every condition that does not fit', async () => {
    const filter = {
      all: [
        { field: 'workspace_id', value: 'x' },
        { field: 'amount', op: 'contains', value: 'x' },
      ],
      none: [{ field: 'fields.seats', op: 'gt', value: '1; drop table deal; --' }],
    }
    const answer = await search({ filter })
    expect(answer.status).toBe(400)
    expect(faults(answer)).toEqual(['/filter/all/0/field', '/filter/all/1/op', '/filter/none/0/value'])
    const many = { all: Array(21).fill({ field: 'name', op: 'contains', value: 'x' }) }
    expect(faults(await search({ filter: many }))).toEqual(['/filter/all'])
    expect(faults(await search({ filter: { some: [] } }))).toEqual(['/filter/some'])
    expect(faults(await search(one('name', 'like', 'x')))).toEqual(['/filter/all/0/op'])
    expect(faults(await search({ sort: 'name' }))).toEqual(['/sort'])
  })

  it('finds nothing of another workspace, nor of a pipeline closed to whoever asks', async () => {
    expect(await names({ outcome: 'any' }, wire.other.key)).toEqual([])
    const grants = [{ to: { person_id: rep.id }, rights: ['see'], deals: 'own' }]
    const set = await wire.call('PUT', '/pipelines/trade/rights', {
      grants,
      reassign: [{ person_id: rep.id, to: wire.server.owner.id }],
    })
    expect(set.status, JSON.stringify(set.body)).toBe(200)
    expect(await names(one('name', 'contains', 'o'), rep.key)).toEqual(['D'])
    await wire.call('PUT', '/pipelines/trade/rights', { grants: [] })
    const partner = await wire.server.addPerson({ name: 'Outside', role: 'partner' })
    expect((await search({}, partner.key)).status).toBe(403)
  })

  it('is a filter of the command line too', async () => {
    const filter = JSON.stringify({ all: [{ field: 'fields.seats', op: 'gte', value: 3 }] })
    const run = commandLine(wire.server)
    const { exit_code, stdout } = await run(['deals', 'list', '--filter', filter, '--sort', 'created', '--json'])
    expect(exit_code).toBe(0)
    expect(JSON.parse(stdout).data.map(({ name }: Json) => name)).toEqual(['Dock', 'Engine'])
    const wrong = await run(['deals', 'list', '--filter', '{"all":'])
    expect(wrong).toMatchObject({ exit_code: 2, stderr: expect.stringContaining('--filter') })
    const unknown = await run(['deals', 'list', '--filter', '{"all":[{"field":"x","value":"y"}]}'])
    expect(unknown).toMatchObject({ exit_code: 2, stderr: expect.stringContaining('cannot be asked for') })
    expect(await run(['deals', 'list', '--pipeline', 'shop', '--filter', '{}', '--csv'])).toMatchObject({
      exit_code: 0,
    })
  })
})
