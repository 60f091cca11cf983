import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textOf } from './import-wire.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let deal: Json
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  deal = (await call('POST', '/deals', { name: 'Scales', pipeline: 'trade' })).body
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)
const said = async (...given: Parameters<Wire['call']>): Promise<string> => (await call(...given)).body.detail

const raw = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) => {
  const authorization = `Bearer ${wire.server.owner.key}`
  const init = { method, headers: { authorization, ...headers }, ...(body === undefined ? {} : { body }) }
  const answer = await fetch(`${wire.server.url}/api/v1${path}`, init)
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Json }
}

describe('whoever asks in the wrong way is told the right one', () => {
  test.each([
    [{ name: 'x', account: 'Acme' }, '/account: is not a member of this request; did you mean account_id?'],
    [{ name: 'x', nmae: 'y' }, '/nmae: is not a member of this request; did you mean name?'],
    [{}, '/name: expected text'],
    [{ name: 'x', amount: 1000 }, '/amount: expected money such as {"amount": "240000.00", "currency": "EUR"}'],
    [
      { name: 'x', amount: { amount: 5, currency: 'EUR' } },
      '/amount/amount: expected a decimal as text, such as "240000.00"',
    ],
    [
      { name: 'x', amount: { amount: '5', currency: 'euro' } },
      '/amount/currency: expected an ISO 4217 code such as EUR',
    ],
    [{ name: 'x', close_date: '24.12.2026' }, '/close_date: expected a day such as 2026-11-24'],
    [{ name: 'x', revenue_kind: 'old' }, '/revenue_kind: expected one of "new", "expansion", "renewal"'],
    [{ name: 'x', amount: { currency: 'EUR' } }, '/amount/amount: expected a decimal as text, such as "240000.00"'],
  ])('%j', async (body, detail) => expect(await said('POST', '/deals', body)).toBe(detail))

  test('by a method that is not there: 405 with those that are', async () => {
    const answer = await raw('PUT', '/deals')
    expect(answer).toMatchObject({
      status: 405,
      body: { code: 'method', detail: 'Nothing is done here by PUT; there is GET and POST.' },
    })
    expect(answer.headers.get('allow')).toBe('HEAD, GET, POST')
  })

  test('in a form that nobody reads: 415 with those that are read', async () => {
    const answer = await raw('POST', '/deals', { 'content-type': 'text/plain' }, '{"name": "x"}')
    expect(answer).toMatchObject({
      status: 415,
      body: { code: 'media-type', detail: expect.stringContaining('application/json') },
    })
  })

  test('at an address that is not there: 404 with where they are listed', async () => {
    expect(await said('GET', '/deal')).toBe('There is no such address; /api/v1/openapi.json lists all there are.')
  })

  test('with a query beside a body, or one thing twice', async () => {
    expect(await said('POST', '/deals?pipeline=trade', { name: 'x' })).toBe(
      '/pipeline: stands in the query; put it into the body',
    )
    expect(await said('GET', '/deals?stage=a&stage=b')).toBe('/stage: stands in the query twice; say it once')
  })

  test('with more than anybody would read the faults of', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`unknown_${i}`, i]))
    const members = await call('POST', '/deals', { name: 'x', ...many })
    expect(members.body.errors).toHaveLength(100)
    expect(members.body.errors[0].detail).toBe('is not a member of this request')
    expect(await said('PATCH', `/deals/${deal.id}`, { fields: many })).toBe('/fields: at most 500 fields at once')
  })

  test('with text that no database keeps', async () => {
    expect(faults(await call('PATCH', `/deals/${deal.id}`, { name: 'a\u0000b' }))).toEqual(['/name'])
    expect(faults(await call('POST', '/keys', { name: '\ud800' }))).toEqual(['/name'])
  })
})

describe('moments at the edge of time', () => {
  test('the past is only read: writing as of a moment is refused', async () => {
    expect(await call('POST', '/deals?as_of=2026-01-01T00:00:00Z', { name: 'x', pipeline: 'trade' })).toMatchObject({
      status: 409,
      body: { code: 'read-only-snapshot' },
    })
  })

  test.each(['/boards/trade', '/union-board', '/pipeline-totals', '/forecasts', '/quotas'])('%s', async (path) => {
    const asked = path.includes('?') ? `${path}&` : `${path}?`
    for (const as_of of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '1969-12-31T23:59:59Z'])
      expect(faults(await call('GET', `${asked}as_of=${as_of}`))).toEqual(['/as_of'])
    for (const as_of of ['1970-01-01T00:00:00Z', '2899-12-31T23:59:59Z'])
      expect((await call('GET', `${asked}as_of=${as_of}`)).status).toBe(200)
  })

  test('an offset may not lead out of the calendar', async () => {
    for (const held_at of ['0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00'])
      expect(faults(await call('POST', '/activities', { kind: 'call', subject: 'x', held_at }))).toEqual(['/held_at'])
  })
})

describe('what would have done nothing', () => {
  test('evidence for a criterion that is not asked for is refused with those that are', async () => {
    const source = { body: textOf('motions/enterprise.yaml'), content_type: 'application/yaml' }
    await wire.server.client.send('POST', '/pipelines', source)
    const { body } = await call('POST', '/deals', { name: 'Platform', pipeline: 'enterprise' })
    const give = (evidence: Json) => call('POST', `/deals/${body.id}/evidence`, evidence)
    const unknown = await give({ criterion: 'succes_confirmed', url: 'https://files.example/report' })
    expect(unknown).toMatchObject({ status: 422, body: { code: 'evidence-invalid' } })
    expect(unknown.body.detail).toContain('evidence is asked for by success_confirmed, economic_buyer_met')
    const wrong = await give({ criterion: 'success_confirmed', held_on: '2026-11-01' })
    expect(wrong.body.detail).toMatch(/wants a link that starts with https/)
    expect((await call('GET', `/deals/${body.id}`)).body.evidence).toEqual([])
    expect((await give({ criterion: 'success_confirmed', url: 'https://files.example/report' })).status).toBe(201)
  })

  test('taking line items off a deal without any changes nothing', async () => {
    const answer = await call('PUT', `/deals/${deal.id}/line-items`, { items: [] })
    expect(answer).toMatchObject({ status: 200, body: { data: [], deal_version: 1 } })
    expect((await call('GET', `/deals/${deal.id}`)).body.version).toBe(1)
  })

  test('moving a closed deal says how it is reopened', async () => {
    const { body } = await call('POST', '/deals', { name: 'Lost', pipeline: 'trade' })
    await call('POST', `/deals/${body.id}/moves`, { outcome: 'lost', reason: 'price' })
    expect(await said('POST', `/deals/${body.id}/moves`, { to_stage: 'agreed' })).toBe(
      'This deal is lost and does not move; reopen it first, by moving it to wanted, where it stood.',
    )
  })
})
