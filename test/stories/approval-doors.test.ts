import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Member } from '../server.ts'
import { first, second } from './shops.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let rina: Member
let dewi: Member
beforeEach(async () => {
  wire = await startWire()
  await wire.server.client.pipelines.create({ source: first })
  rina = await wire.server.addPerson({ role: 'revops', name: 'Rina' })
  dewi = await wire.server.addPerson({ role: 'revops', name: 'Dewi' })
  const deal = await call('POST', '/deals', {
    name: 'Toko Satu',
    pipeline: 'shops',
    amount: { amount: '2000.00', currency: 'EUR' },
  })
  expect(deal.status).toBe(201)
})
afterEach(() => wire.server.close())

const call = (method: string, path: string, body?: Json, key?: string) =>
  wire.call(method, path, body, key === undefined ? {} : { key })
const propose = async (by: Member, definition = second): Promise<Json> => {
  const asked = { pipeline: 'shops', definition, stage_map: { spoken: 'agreed' } }
  const { status, body } = await call('POST', '/change-requests', asked, by.key)
  expect(status).toBe(201)
  return body
}
const approve = (change: Json, key: string) =>
  call('POST', `/approvals/${change.approvals[0].id}/votes`, { vote: 'approve' }, key)
const stateOf = async (change: Json) => (await call('GET', `/change-requests/${change.id}`)).body.state

describe('nobody gets around those who decide', () => {
  test('by a policy that names only themselves: whoever else holds the right is asked, in their queue too', async () => {
    const policy = { needed: 1, person_ids: [rina.id] }
    expect((await call('PUT', '/pipelines/shops/approval-policy', policy, rina.key)).status).toBe(200)
    const change = await propose(rina)
    expect((await approve(change, rina.key)).body).toMatchObject({ code: 'own-request' })
    const waiting = async ({ key }: Member) => (await call('GET', '/approvals', undefined, key)).body.data.length
    expect([await waiting(rina), await waiting(dewi)]).toEqual([0, 1])
    expect((await approve(change, dewi.key)).status).toBe(201)
    expect(await stateOf(change)).toBe('published')
  })

  test('by a policy that was taken back: it is decided on as usual again, and what was asked before keeps its policy', async () => {
    const policy = '/pipelines/shops/approval-policy'
    await wire.server.addPerson({ role: 'revops', name: 'Budi' })
    expect((await call('PUT', policy, { needed: 2, role: 'revops' })).status).toBe(200)
    const before = await propose(rina)
    const usual = { needed: 1, role: null, people: null, valid_from: null }
    expect((await call('POST', `${policy}/removal`, {})).body).toMatchObject(usual)
    expect((await call('POST', `${policy}/removal`, {})).body).toMatchObject(usual)
    expect((await call('GET', policy)).body).toMatchObject(usual)
    const removed = await wire.eventsOf(before.pipeline.id)
    expect(removed.filter(({ type }) => type === 'approval_policy.removed')).toHaveLength(1)

    expect((await approve(before, dewi.key)).body).toMatchObject({ state: 'open', needed: 2 })
    expect((await call('POST', `/change-requests/${before.id}/withdrawal`, {}, rina.key)).status).toBe(201)
    const after = await propose(rina)
    expect((await approve(after, dewi.key)).body).toMatchObject({ state: 'approved', needed: 1 })
  })

  test('by a policy that names others, of whom nobody is left: it does not wait for ever', async () => {
    const budi = await wire.server.addPerson({ role: 'manager', name: 'Budi' })
    const policy = { needed: 1, person_ids: [budi.id] }
    expect((await call('PUT', '/pipelines/shops/approval-policy', policy)).status).toBe(200)
    const change = await propose(rina)
    expect((await approve(change, dewi.key)).body).toMatchObject({ code: 'not-an-approver' })
    await wire.server.client.people.update({ person_id: budi.id, active: false })
    expect((await approve(change, dewi.key)).status).toBe(201)
    expect(await stateOf(change)).toBe('published')
  })

  test('by a policy that wants more than are left: what was approved by those who could is decided', async () => {
    const budi = await wire.server.addPerson({ role: 'revops', name: 'Budi' })
    expect((await call('PUT', '/pipelines/shops/approval-policy', { needed: 2, role: 'revops' })).status).toBe(200)
    const change = await propose(rina)
    expect((await approve(change, dewi.key)).body).toMatchObject({ state: 'open', needed: 2 })
    await wire.server.setClock('2026-11-24T21:00:00.000Z')
    expect(await stateOf(change)).toBe('open')
    await wire.server.client.people.update({ person_id: budi.id, active: false })
    await wire.server.setClock('2026-11-24T22:00:00.000Z')
    expect(await stateOf(change)).toBe('published')
    const told = await wire.eventsOf(change.approvals[0].id)
    expect(told.map(({ type }) => type)).toEqual(['approval.requested', 'approval.voted', 'approval.approved'])
  })

  test('by a key that was given reading only: it publishes nothing', async () => {
    const change = await propose(rina)
    const reading = { name: 'reading', person_id: dewi.id, scopes: ['workspace:read', 'pipelines:read', 'deals:read'] }
    const { secret } = (await call('POST', '/keys', reading)).body
    const { status, body } = await approve(change, secret)
    expect([status, body.access]).toEqual([403, 'pipelines:configure'])
    expect(await stateOf(change)).toBe('open')
  })

  test('by two answers at once: one of them counts, and it is published once', async () => {
    const change = await propose(rina)
    const answers = await Promise.all([approve(change, dewi.key), approve(change, wire.server.owner.key)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect((await wire.server.client.pipelines.get({ pipeline: 'shops' })).definition.version).toBe(2)
  })

  test('by taking back what took it back, once more than it can be', async () => {
    const change = await propose(rina)
    await approve(change, dewi.key)
    await wire.server.settled()
    const back = (id: string) => call('POST', `/change-requests/${id}/rollback`, {}, rina.key)
    const first = await back(change.id)
    await wire.server.settled()
    expect([first.status, (await back(change.id)).status]).toEqual([201, 422])
    const second = await back(first.body.id)
    await wire.server.settled()
    expect([second.status, (await back(first.body.id)).status]).toEqual([201, 422])
    expect((await wire.server.client.pipelines.get({ pipeline: 'shops' })).definition.version).toBe(4)
  })
})

describe('whoever decides sees what they decide on', () => {
  test('though they may change nothing themselves; whoever has nothing to do with it does not', async () => {
    const budi = await wire.server.addPerson({ role: 'manager', name: 'Budi' })
    const ayu = await wire.server.addPerson({ role: 'rep', name: 'Ayu' })
    await call('PUT', '/pipelines/shops/approval-policy', { needed: 1, role: 'manager' })
    const change = await propose(rina)
    const planFor = ({ key }: Member) => call('GET', `/change-requests/${change.id}/plan`, undefined, key)
    expect((await planFor(budi)).body).toMatchObject({ stale: false, token: change.plan })
    expect((await planFor(ayu)).body).toMatchObject({ status: 422, code: 'not-an-approver' })
    expect((await approve(change, budi.key)).status).toBe(201)
    expect((await planFor(budi)).status).toBe(200)
  })
})

test('what is archived is not changed: nothing is asked of it, published in it or taken back', async () => {
  const { data: deals } = await wire.server.client.deals.list({ pipeline: 'shops' })
  for (const { id } of deals) await call('POST', `/deals/${id}/moves`, { outcome: 'lost', reason: 'price' })
  const change = await propose(rina)
  expect((await call('PATCH', '/pipelines/shops', { lifecycle: 'archived' })).status).toBe(200)
  const refused = { code: 'pipeline-archived', detail: expect.stringContaining('bring it back to sunset') }
  expect((await approve(change, dewi.key)).body).toMatchObject(refused)
  expect(await stateOf(change)).toBe('open')
  const other = {
    pipeline: 'shops',
    definition: second.replace('name: Shops', 'name: Markets'),
    stage_map: { spoken: 'agreed' },
  }
  expect((await call('POST', '/change-requests', other, rina.key)).body).toMatchObject(refused)
  const draft = { source: other.definition, stage_map: other.stage_map }
  expect((await call('PUT', '/pipelines/shops/draft', draft, rina.key)).body).toMatchObject(refused)
  expect((await call('PATCH', '/pipelines/shops', { lifecycle: 'sunset' })).status).toBe(200)
  expect((await approve(change, dewi.key)).status).toBe(201)
  expect((await call('PATCH', '/pipelines/shops', { lifecycle: 'archived' })).status).toBe(200)
  expect((await call('POST', `/change-requests/${change.id}/rollback`, {}, rina.key)).body).toMatchObject(refused)
})
