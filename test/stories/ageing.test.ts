import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let call: Wire['call']

beforeAll(async () => {
  wire = await startWire()
  call = wire.call
  const headers = { authorization: `Bearer ${wire.server.owner.key}`, 'content-type': 'application/yaml' }
  const answer = await fetch(`${wire.server.url}/api/v1/pipelines`, { method: 'POST', headers, body: pumps })
  if (answer.status !== 201) throw new Error(await answer.text())
})
afterAll(() => wire.server.close())

const day0 = Date.parse('2026-11-24T20:00:00.000Z')
const atDay = (day: number) => wire.server.setClock(new Date(day0 + (day + 0.05) * 86_400_000).toISOString())
const dayAfter = (day: number) => new Date(day0 + day * 86_400_000).toISOString().slice(0, 10)
const open = async (name: string): Promise<Json> => (await call('POST', '/deals', { name, pipeline: 'pumps' })).body
const shown = async (deal: Json): Promise<Json> => (await call('GET', `/deals/${deal.id}`)).body
const listed = async (state: string) =>
  (await wire.allPages(`/deals?pipeline=pumps&ageing=${state}`)).map(({ name }) => String(name)).toSorted()
const card = async (deal: Json): Promise<Json> =>
  (await call('GET', '/boards/pumps')).body.stages
    .flatMap(({ deals }: Json) => deals)
    .find(({ id }: Json) => id === deal.id)

describe('A deal ages', () => {
  let first: Json
  test('by what the definition says, while there is no history', async () => {
    first = await open('First')
    await atDay(4)
    expect((await shown(first)).ageing).toMatchObject({ state: 'fresh', expected_days: 5, maximum_days: 15 })
    await atDay(6)
    expect((await shown(first)).ageing).toMatchObject({ state: 'slow', days: 6, from: 'definition' })
    expect(await listed('slow')).toEqual(['First'])
    expect(await listed('stuck')).toEqual([])
    await atDay(16)
    expect((await shown(first)).ageing).toMatchObject({ state: 'stuck', days: 16 })
    expect((await card(first)).ageing).toMatchObject({ state: 'stuck', days: 16 })
    expect([await listed('slow'), await listed('stuck'), await listed('flagged')]).toEqual([[], ['First'], ['First']])
    const [union] = (await call('GET', '/union-board')).body.phases.flatMap(({ deals }: Json) => deals)
    expect(union.ageing).toMatchObject({ state: 'stuck' })
  })

  test('a day to wait for suppresses the flag and brings it back; it stands in the history and can be taken back', async () => {
    const change = (wait_until: string | null) => call('PATCH', `/deals/${first.id}`, { wait_until })
    expect(await change(dayAfter(16))).toMatchObject({ status: 422, body: { code: 'wait-past' } })
    expect(await change(dayAfter(20))).toMatchObject({ status: 200, body: { ageing: { state: 'waiting' } } })
    expect((await card(first)).ageing).toMatchObject({ state: 'waiting' })
    expect([await listed('flagged'), await listed('waiting')]).toEqual([[], ['First']])
    expect((await change(null)).body.ageing.state).toBe('stuck')
    expect((await change(dayAfter(20))).status).toBe(200)
    const events = (await wire.eventsOf(first.id)).filter(({ type }) => type === 'deal.edited')
    expect(events.map(({ data }) => [data.before.wait_until, data.after.wait_until])).toEqual([
      [null, dayAfter(20)],
      [dayAfter(20), null],
      [null, dayAfter(20)],
    ])
    await atDay(19)
    expect(await listed('waiting')).toEqual(['First'])
    await atDay(20)
    expect([await listed('waiting'), await listed('stuck')]).toEqual([[], ['First']])
    expect((await shown(first)).ageing).toMatchObject({ state: 'stuck', days: 20 })
    // Told again what it knows already, nothing is refused: a form sends all that it shows.
    expect((await change(dayAfter(20))).status).toBe(200)
  })

  test('by how long won and lost deals really stayed, once enough have: a healthy deal is not red', async () => {
    const past: Json[] = []
    for (let i = 0; i < 12; i++) past.push(await open(`Past ${i}`))
    const left: Json[] = past.toReversed()
    for (let day = 40; left.length > 0; day++) {
      await atDay(day)
      const deal = left.pop()
      const step = day % 2 ? { outcome: 'lost', reason: 'price' } : { to_stage: 'agreed' }
      expect((await call('POST', `/deals/${deal?.id}/moves`, step)).status).toBe(201)
    }
    await atDay(52)
    const fresh = await open('Healthy')
    // Statistics are refreshed with the ticks that a set clock runs.
    await atDay(52 + 18)
    const { ageing } = await shown(fresh)
    expect(ageing).toMatchObject({ state: 'fresh', from: 'history' })
    expect(ageing.expected_days).toBeGreaterThan(15)
    expect(ageing.maximum_days).toBeGreaterThan(ageing.slow_days)
    expect(await listed('flagged')).not.toContain('Healthy')
    await atDay(52 + 60)
    expect(await listed('stuck')).toContain('Healthy')
    const lost = { outcome: 'lost', reason: 'price' }
    await call('POST', `/deals/${fresh.id}/moves`, lost)
    expect((await shown(fresh)).ageing).toBeNull()
  })

  test('seen as of a past moment, a card is as old as it was', async () => {
    const as_of = new Date(day0 + 6.55 * 86_400_000).toISOString()
    const { stages } = (await call('GET', `/boards/pumps?as_of=${as_of}`)).body
    const [then] = stages.flatMap(({ deals }: Json) => deals).filter(({ id }: Json) => id === first.id)
    expect(then.ageing.days).toBe(6.5)
  })
})

const pumps = `key: pumps
name: Pumps
charter:
  motion: Plants order pumps
  buyer: A plant engineer
  entry_rule: A plant asks
  won_means: A signed order
  lost_means: They keep the old ones
  owner: Head of pumps
  review_every_days: 90
  reason_to_be_separate: A season of its own
revenue_kind: new
stages:
  - { key: asked, name: Plant asks, phase: qualify, expected_days: 5, maximum_days: 15 }
  - { key: agreed, name: Terms agreed, phase: negotiate }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: A whole plant }] }
`
