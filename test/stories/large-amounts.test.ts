import { afterAll, beforeAll, expect, test } from 'vitest'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

const open = async (amount: string, currency: string) => {
  const deal = await call('POST', '/deals', {
    name: 'A slip of the finger',
    pipeline: 'trade',
    amount: { amount, currency },
  })
  expect(deal.status, JSON.stringify(deal.body)).toBe(201)
  return deal.body
}

test('amounts as large as can be typed in still add up, everywhere and for ever', async () => {
  await call('POST', '/rates', { currency: 'KWD', per_euro: '0.5', valid_from: '2026-01-01' })
  // Ten of these are more than a bigint holds in minor units.
  for (let i = 0; i < 10; i++) await open('999999999999999.995', 'KWD')
  for (let i = 0; i < 3; i++) await open('999999999999999.99', 'EUR')
  await wire.server.setClock('2026-11-24T21:00:00.000Z')
  const sum = { amount: '22999999999999999.87', currency: 'EUR' }
  expect((await call('GET', '/boards/trade')).body).toMatchObject({ count: 13, sum })
  expect((await call('GET', '/boards/trade?as_of=2026-11-24T21:00:00Z')).body).toMatchObject({ count: 13, sum })
  expect((await call('GET', '/union-board')).body).toMatchObject({ count: 13, sum })
  expect((await call('GET', '/pipeline-totals')).body.total).toMatchObject({ count: 13, open: sum })
  expect((await call('GET', '/forecasts')).body.total).toMatchObject({ open_count: 13, open_value: sum })
  expect((await call('GET', '/forecasts?currency=IDR')).status).toBe(200)
})

test('lines that add up to more than can be typed in are refused', async () => {
  const deal = await open('1.00', 'EUR')
  const product = (await call('POST', '/products', { name: 'Gold' })).body
  const lines = (quantity: number): Json => ({
    items: [
      {
        product_id: product.id,
        kind: 'one_time',
        quantity,
        unit_price: { amount: '100000000000.00', currency: 'EUR' },
      },
    ],
  })
  const answer = await call('PUT', `/deals/${deal.id}/line-items`, lines(10_000))
  expect(faults(answer)).toEqual(['/items'])
  expect(answer.body.detail).toMatch(/are quantities and terms right\?/)
  expect((await call('PUT', `/deals/${deal.id}/line-items`, lines(9_999))).status).toBe(200)
  expect((await call('GET', `/deals/${deal.id}`)).body.amount.amount).toBe('999900000000000.00')
})
