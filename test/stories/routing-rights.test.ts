import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { big, euros, type Routed, startRouting } from './routing-wire.ts'
import { type Json } from './wire.ts'

let wire: Routed['wire']
let rina: Routed['rina']
let dewi: Routed['dewi']
let budi: Routed['budi']
let sari: Routed['sari']
let call: Routed['call']
let done: Routed['done']
let publish: Routed['publish']
let open: Routed['open']
beforeEach(async () => {
  ;({ wire, rina, dewi, budi, sari, call, done, publish, open } = await startRouting())
})
afterEach(() => wire.server.close())

describe('who may', () => {
  test('a rep reads the rules and proposes none; whom grants bind is told why', async () => {
    await publish([big])
    expect(await call('GET', '/routing', undefined, budi)).toMatchObject({ status: 200 })
    expect(await call('POST', '/routing/preview', { rules: [] }, budi)).toMatchObject({ status: 403 })
    const rights = { grants: [{ to: { role: 'rep' }, rights: ['see', 'work'], deals: 'own' }] }
    await done('PUT', '/pipelines/large/rights', rights, wire.server.owner)
    expect(await call('POST', '/routing/preview', { rules: [] })).toMatchObject({
      status: 403,
      body: { code: 'routing-part-sight' },
    })
    // The rule sends it where they work, and it is theirs.
    expect(await open({ amount: euros('120000.00') })).toMatchObject({ pipeline: { key: 'large' } })
    // Where it sends them is not for Dewi to see, and not told either.
    const large = { name: 'Toko', amount: euros('120000.00') }
    const unseen = await call('POST', '/deals', large, dewi)
    expect(unseen).toMatchObject({ status: 422, body: { code: 'unrouted', pipelines: ['shops'] } })
    expect(await done('POST', '/incoming-deals', large, dewi)).toMatchObject({ state: 'waiting' })
    expect(await call('GET', '/routing', undefined, budi)).toMatchObject({ status: 403 })
  })

  test('what was handed in and went where somebody sees nothing is not told to them, nor why others wait', async () => {
    await publish([big])
    const [taken, placed, waits] = [
      await done('POST', '/incoming-deals', { name: 'Toko Besar', amount: euros('150000.00') }, sari),
      await done('POST', '/incoming-deals', { name: 'Toko Sedang' }, sari),
      await done('POST', '/incoming-deals', { name: 'Toko Kecil' }, sari),
    ]
    await done('POST', `/incoming-deals/${placed.id}/placement`, { pipeline: 'large' }, wire.server.owner)
    expect((await done('GET', '/incoming-deals?state=opened', undefined, budi)).data).toHaveLength(2)

    const reassign = [{ person_id: sari.id, to: wire.server.owner.id }]
    const rights = { grants: [{ to: { role: 'manager' }, rights: ['see', 'work'] }], reassign }
    await done('PUT', '/pipelines/large/rights', rights, wire.server.owner)
    for (const bound of [budi, rina]) {
      expect((await done('GET', '/incoming-deals?state=opened', undefined, bound)).data).toEqual([])
      const { data: queue } = await done('GET', '/incoming-deals', undefined, bound)
      expect(queue).toMatchObject([
        { id: waits.id, because: 'No rule of version 1 takes it, and there is no fallback.' },
      ])
    }
    // An event is told of once it is sealed.
    await wire.server.settled()
    const about = async (subject: string, by: { key: string }) =>
      (await done('GET', `/audit-events?subject=${subject}`, undefined, by)).data.map(({ type }: Json) => type)
    expect(await about(placed.id, wire.server.owner)).toEqual(['incoming_deal.placed', 'incoming_deal.received'])
    const published = (await done('GET', '/routing', undefined, wire.server.owner)).version
    const change = (await done('GET', '/routing/changes', undefined, wire.server.owner)).data[0]
    expect([published, change.state]).toEqual([1, 'published'])
    expect(await about(change.id, wire.server.owner)).toEqual(['routing.published', 'routing.proposed'])
    for (const subject of [placed.id, taken.id, change.id]) expect(await about(subject, rina)).toEqual([])
    expect(await about(waits.id, rina)).toEqual(['incoming_deal.received'])
    expect((await call('POST', `/incoming-deals/${placed.id}/dismissal`, { reason: 'None' }, budi)).status).toBe(404)
    // What they place themselves, they see.
    await done('POST', `/incoming-deals/${waits.id}/placement`, { pipeline: 'shops' }, budi)
    expect((await done('GET', '/incoming-deals?state=opened', undefined, budi)).data).toHaveLength(1)
  })

  test('whoever decides need not be one who writes rules, and reads what they decide on', async () => {
    await done('PUT', '/routing/approval-policy', { needed: 1, role: 'manager' }, wire.server.owner)
    const eko = await wire.server.addPerson({ role: 'manager', name: 'Eko' })
    const change = await done('POST', '/routing/changes', { rules: [big], fallback: null, reason: 'One' })
    expect(await done('GET', `/routing/changes/${change.id}`, undefined, eko)).toMatchObject({
      may_vote: true,
      plan: { diff: [{ rule: 'big' }] },
    })
    expect(await done('GET', '/routing/changes', undefined, budi)).toMatchObject({ data: [{ may_vote: false }] })
    await wire.server.settled()
    const { data: told } = await done('GET', '/notifications', undefined, eko)
    expect(told).toMatchObject([{ link: `/routing/changes/${change.id}` }])
  })

  test('another workspace sees and routes by none of it', async () => {
    const change = await publish([big], { pipeline: 'shops' })
    const waiting = await done('POST', '/incoming-deals', { name: 'Toko' }, budi)
    const key = wire.other.key
    expect(await done('GET', '/routing', undefined, { key })).toMatchObject({ version: 0, rules: [], waiting: 0 })
    expect((await call('GET', `/routing/changes/${change.id}`, undefined, { key })).status).toBe(404)
    const place = { pipeline: 'shops' }
    expect((await call('POST', `/incoming-deals/${waiting.id}/placement`, place, { key })).status).toBe(404)
    expect((await call('GET', '/incoming-deals?state=opened', undefined, { key })).body.data).toEqual([])
  })
})
