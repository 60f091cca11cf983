import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Member } from '../server.ts'
import { first, second } from './shops.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let rina: Member
let dewi: Member
let ayu: Member
beforeEach(async () => {
  wire = await startWire()
  await wire.server.client.pipelines.create({ source: first })
  rina = await wire.server.addPerson({ role: 'revops', name: 'Rina' })
  dewi = await wire.server.addPerson({ role: 'revops', name: 'Dewi' })
  ayu = await wire.server.addPerson({ role: 'rep', name: 'Ayu' })
  for (const name of ['Toko Satu', 'Toko Dua']) {
    const { id } = await post('/deals', { name, pipeline: 'shops', amount: { amount: '2000.00', currency: 'EUR' } })
    for (const to_stage of ['shown', 'spoken']) await post(`/deals/${id}/moves`, { to_stage })
  }
})
afterEach(() => wire.server.close())

async function post(path: string, body: unknown, by?: Member): Promise<Json> {
  const answer = await wire.call('POST', path, body, by ? { key: by.key } : {})
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const propose = (more: Json = {}) =>
  post('/change-requests', { pipeline: 'shops', definition: second, stage_map: { spoken: 'agreed' }, ...more }, rina)
const vote = (change: Json, said: Json, by: Member) => post(`/approvals/${change.approvals[0].id}/votes`, said, by)
async function told(person: { key: string }): Promise<Json[]> {
  await wire.server.settled()
  return (await wire.call('GET', '/notifications', undefined, { key: person.key })).body.data
}
const titles = async (person: { key: string }) => (await told(person)).map(({ title }) => title)

describe('a change that is proposed', () => {
  test('is told to those who decide, and not to who asked nor to who may not vote', async () => {
    const change = await propose({ title: 'Fewer stages' })
    expect(await told(dewi)).toMatchObject([
      {
        kind: 'approval.requested',
        title: 'CR-1 asks for your decision',
        detail: 'Rina proposes: Fewer stages.',
        link: `/governance/changes/${change.id}`,
      },
    ])
    expect(await titles(wire.server.owner)).toEqual(['CR-1 asks for your decision'])
    expect([await titles(rina), await titles(ayu)]).toEqual([[], []])
  })

  test('that waits is told of again after two days and five, once each, until it is decided', async () => {
    const change = await propose({ title: 'Fewer stages' })
    const waits = async () => (await titles(dewi)).filter((title) => title === 'CR-1 waits for your decision').length
    for (const [now, times] of [
      ['2026-11-25T09:00:00.000Z', 0],
      ['2026-11-26T21:00:00.000Z', 1],
      ['2026-11-27T09:00:00.000Z', 1],
      ['2026-11-29T21:00:00.000Z', 2],
    ] as const) {
      await wire.server.setClock(now)
      expect(await waits(), now).toBe(times)
    }
    expect((await told(dewi))[0]?.detail).toBe('Rina asked 5 days ago: Fewer stages.')
    await vote(change, { vote: 'reject', reason: 'Two of them are needed' }, wire.server.owner as Member)
    await wire.server.setClock('2026-12-20T12:00:00.000Z')
    expect(await waits()).toBe(2)
  })

  test('and rejected is told with the reason', async () => {
    const change = await propose()
    await wire.server.settled()
    await vote(change, { vote: 'reject', reason: 'Terms are spoken about here' }, dewi)
    expect(await told(rina)).toMatchObject([
      { kind: 'change.rejected', title: 'CR-1 was rejected', detail: 'Dewi: Terms are spoken about here' },
    ])
    expect(await titles(dewi)).toEqual(['CR-1 asks for your decision'])
  })
})

describe('a change that is approved', () => {
  test('is published, and its deals come along: whoever asked hears of both', async () => {
    await vote(await propose({ title: 'Fewer stages' }), { vote: 'approve' }, dewi)
    await wire.server.settled()
    await wire.server.setClock('2026-11-24T20:05:00.000Z')
    expect(await told(rina)).toMatchObject([
      { kind: 'migration.ended', detail: 'CR-1: 2 deals moved.' },
      { kind: 'change.published', title: 'Shops has version 2', detail: 'CR-1 was published: Fewer stages.' },
    ])
  })

  test('and taken back is told to whoever asked and whoever voted, not to who took it back', async () => {
    const change = await propose({ title: 'Fewer stages' })
    await vote(change, { vote: 'approve' }, dewi)
    await wire.server.settled()
    await post(`/change-requests/${change.id}/rollback`, { reason: 'Shops are lost' }, rina)
    expect((await told(dewi))[0]).toMatchObject({
      kind: 'change.rolled_back',
      title: 'CR-1 was taken back',
      detail: 'Rina: Shops are lost',
    })
    expect((await told(rina)).map(({ kind }) => kind)).not.toContain('change.rolled_back')
  })

  test('for a date is told at once, and when it was published, or could not be', async () => {
    const effective_at = '2026-12-01T06:00:00.000Z'
    const dated = await propose({ effective_at })
    await vote(dated, { vote: 'approve' }, dewi)
    expect(await told(rina)).toMatchObject([
      { kind: 'change.approved', title: 'CR-1 was approved', pieces: { due_on: '2026-12-01' } },
    ])
    const overtaking = await propose({ definition: second.replace('Need confirmed', 'Need known') })
    await vote(overtaking, { vote: 'approve' }, dewi)
    const stale = async () => (await told(rina)).filter(({ kind }) => kind === 'change.stale')
    const once = [{ title: 'CR-1 could not be published', link: `/governance/changes/${dated.id}` }]
    // At once, and not again on the day.
    expect(await stale()).toMatchObject(once)
    await wire.server.setClock('2026-12-01T06:00:01.000Z')
    expect(await stale()).toMatchObject(once)
  })
})
