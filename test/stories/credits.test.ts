import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Member } from '../server.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let ana: Member
let budi: Member
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  ana = await wire.server.addPerson({ name: 'Ana' })
  budi = await wire.server.addPerson({ name: 'Budi' })
})
afterAll(() => wire.server.close())

const euros = (amount: string) => ({ amount, currency: 'EUR' })
const deal = async (more: Json = {}): Promise<Json> =>
  (await wire.call('POST', '/deals', { name: 'Scales', pipeline: 'trade', amount: euros('100.01'), ...more })).body
const set = (one: Json, credits: Json, options?: { key?: string }) =>
  wire.call('PUT', `/deals/${one.id}/credits`, credits, options)
const get = async (one: Json): Promise<Json> => (await wire.call('GET', `/deals/${one.key}/credits`)).body

it('the owner has all of a deal until somebody says otherwise', async () => {
  const one = await deal({ owner: ana.id })
  const credits = await get(one)
  expect(credits).toEqual({
    deal_id: one.id,
    revenue: [
      {
        person: { id: ana.id, name: 'Ana' },
        share: 10_000,
        amount: euros('100.01'),
        event_id: null,
        since: one.created_at,
      },
    ],
    overlay: [],
    sourced: null,
    influenced: [],
  })
})

it('shares add up to the last cent, overlay stands apart, and every credit points to its event', async () => {
  const one = await deal()
  const partner = (await wire.call('POST', '/accounts', { name: 'Resell', kind: 'partner' })).body
  const answer = await set(one, {
    revenue: [
      { person_id: ana.id, share: 3_333 },
      { person_id: budi.id, share: 6_667 },
    ],
    overlay: [{ person_id: wire.server.owner.id, share: 5_000 }],
    sourced: { partner_account_id: partner.id },
    influenced: [{ person_id: wire.server.owner.id }],
  })
  expect(answer.status).toBe(200)
  const { revenue, overlay, sourced, influenced } = answer.body
  expect(revenue.map(({ amount }: Json) => amount.amount)).toEqual(['66.67', '33.34'])
  expect(overlay[0]).toMatchObject({ share: 5_000, amount: euros('50.00') })
  expect(sourced).toMatchObject({ person: null, partner: { name: 'Resell' } })
  expect(influenced[0]).toMatchObject({ person: { name: 'Owner' }, partner: null })
  const [event] = (await wire.eventsOf(one.id)).filter(({ type }) => type === 'deal.credited')
  expect(event?.data.after.credits).toHaveLength(5)
  expect(new Set([...revenue, ...overlay, sourced, ...influenced].map(({ event_id }) => event_id)).size).toBe(1)
  // Credit adds no revenue.
  expect((await wire.call('GET', '/reconciliation')).body.balanced).toBe(true)
  expect(await get(one)).toEqual(answer.body)
  const again = await set(one, { revenue: [{ person_id: ana.id, share: 10_000 }] })
  expect(again.body).toMatchObject({ overlay: [], sourced: null, influenced: [] })
  expect((await set(one, { revenue: [{ person_id: ana.id, share: 10_000 }] })).body).toEqual(again.body)
  expect((await wire.eventsOf(one.id)).filter(({ type }) => type === 'deal.credited')).toHaveLength(2)
})

it('what does not add up, goes beyond the cap or names nobody is refused', async () => {
  const one = await deal()
  const customer = (await wire.call('POST', '/accounts', { name: 'Customer' })).body
  const code = async (credits: Json) => (await set(one, credits)).body.code
  expect(await code({ revenue: [{ person_id: ana.id, share: 5_000 }] })).toBe('credit-sum')
  expect(
    await code({
      overlay: [
        { person_id: ana.id, share: 9_000 },
        { person_id: budi.id, share: 2_000 },
      ],
    }),
  ).toBe('overlay-cap')
  expect(await code({ sourced: { person_id: ana.id }, influenced: [{ person_id: ana.id }] })).toBe('credit-twice')
  expect(faults(await set(one, { sourced: { partner_account_id: customer.id } }))).toEqual([
    '/sourced/partner_account_id',
  ])
  expect(faults(await set(one, { influenced: [{ person_id: `per_${'0'.repeat(26)}` }] }))).toEqual([
    '/influenced/0/person_id',
  ])
})
