import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readQuotas } from '../../src/domain/quotas/index.ts'
import { loadShippedRates, readRates, shippedRates } from '../../src/domain/rates/index.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

describe('rates', () => {
  const give = (per_euro: string, valid_from: string) =>
    call('POST', '/rates', { currency: 'SGD', per_euro, valid_from })

  test('hold from a day on; a correction holds from when it was given, and what was known then stays readable', async () => {
    expect(await give('1.40', '2025-01-01')).toMatchObject({ status: 201, body: { source: 'entered by hand' } })
    await give('1.50', '2026-01-01')
    await call('PUT', '/test-clock', { now: '2026-11-26T20:00:00.000Z' })
    await give('1.45', '2025-01-01')
    expect((await call('GET', '/rates?currency=SGD')).body.data).toMatchObject([
      { valid_from: '2026-01-01', per_euro: '1.50' },
      { valid_from: '2025-01-01', per_euro: '1.45' },
    ])
    const perEuro = (as_of?: string) =>
      wire.within('read', async ({ tx, workspace_id }) => (await readRates(tx, workspace_id, as_of)).get('SGD'))
    const corrected = { valid_from: '2025-01-01', per_euro: '1.45' }
    const later = { valid_from: '2026-01-01', per_euro: '1.50' }
    expect(await perEuro()).toEqual([corrected, later])
    expect(await perEuro('2026-11-25T00:00:00.000Z')).toEqual([{ ...corrected, per_euro: '1.40' }, later])
    expect(await perEuro('2020-01-01T00:00:00.000Z')).toEqual([corrected, later])
  })

  test('that ship are a start for a new workspace', async () => {
    await loadShippedRates(wire.server.database.owner, wire.other.workspace_id, '2026-11-24T00:00:00.000Z')
    const page = await call('GET', '/rates?limit=200', undefined, { key: wire.other.key })
    expect(page.body.data).toHaveLength(shippedRates.length)
    const pages = await wire.allPages('/rates?limit=5', { key: wire.other.key })
    expect(pages).toEqual(page.body.data)
    expect(pages.slice(0, 2)).toMatchObject([
      { currency: 'IDR', valid_from: '2024-01-01' },
      { currency: 'IDR', valid_from: '2023-01-01' },
    ])
  })

  test('that are malformed are refused, and reps give none', async () => {
    const answer = await call('POST', '/rates', { currency: 'EUR', per_euro: 0, valid_from: 'today' })
    expect(answer.status).toBe(400)
    expect(faults(answer).sort()).toEqual(['/currency', '/per_euro', '/valid_from'])
    const rep = await wire.server.addPerson()
    expect((await call('POST', '/rates', {}, { key: rep.key })).status).toBe(403)
  })
})

describe('quotas', () => {
  const set = (amount: string, more: Json = {}) =>
    call('POST', '/quotas', { pipeline: 'trade', period: '2026-Q4', amount: { amount, currency: 'EUR' }, ...more })
  const amounts = async (query: string) =>
    (await call('GET', `/quotas?${query}`)).body.data.map(({ amount }: Json) => amount.amount)

  test('are dated: the newest by a moment holds then', async () => {
    expect(await set('100000.00', { valid_from: '2026-01-01T00:00:00Z' })).toMatchObject({
      status: 201,
      body: { pipeline: { key: 'trade' }, period: '2026-Q4', amount: { amount: '100000.00', currency: 'EUR' } },
    })
    await set('120000.00')
    expect(await amounts('period=2026-Q4')).toEqual(['120000.00'])
    expect(await amounts('period=2026-Q4&as_of=2026-06-01T00:00:00Z')).toEqual(['100000.00'])
    expect(await amounts('period=2026-Q4&as_of=2025-06-01T00:00:00Z')).toEqual([])
    expect(await amounts('period=2027-Q1')).toEqual([])
    expect(await amounts('pipeline=trade')).toEqual(['120000.00'])
    const read = await wire.within('read', ({ tx, workspace_id }) =>
      readQuotas(tx, workspace_id, '2026-Q4', '2026-06-01T00:00:00.000Z'),
    )
    expect([...read.values()]).toEqual([{ amount: '100000.00', currency: 'EUR' }])
  })

  test('that are malformed are refused by name', async () => {
    expect(faults(await set('-1'))).toEqual(['/amount/amount'])
    expect(await set('1', { period: '2025-W53' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/period', detail: '2025 has the weeks W01 to W52' }] },
    })
    expect(faults(await set('1', { pipeline: 'nowhere' }))).toEqual(['/pipeline'])
    expect((await set('1', { pipeline: 'trade' })).status).toBe(201)
    expect(faults(await call('GET', '/quotas?period=Q4'))).toEqual(['/period'])
    expect((await call('GET', '/quotas', undefined, { key: wire.other.key })).body.data).toEqual([])
  })
})
