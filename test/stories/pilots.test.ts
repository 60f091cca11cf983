import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/run.ts'
import type { Member } from '../server.ts'
import { first, second } from './shops.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let rina: Member
let dewi: Member
beforeEach(async () => {
  wire = await startWire()
  await wire.server.client.pipelines.create({ source: first })
  rina = await wire.server.addPerson({ role: 'revops', name: 'Rina' })
  dewi = await wire.server.addPerson({ role: 'revops', name: 'Dewi' })
})
afterEach(() => wire.server.close())

const call = (method: string, path: string, body?: unknown, by: { key: string } = rina) =>
  wire.call(method, path, body, { key: by.key })
async function done(method: string, path: string, body?: unknown, by?: { key: string }): Promise<Json> {
  const answer = await call(method, path, body, by)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const start = (more: Json = {}) =>
  done('POST', '/pilots', { pipeline: 'shops', definition: second, share: 0.5, ends_on: '2027-02-28', ...more })
const pilotNow = (id: string, by?: Member) => done('GET', `/pilots/${id}`, undefined, by)

async function openDeals(count: number, by: { key: string } = wire.server.owner): Promise<Json[]> {
  const operations = Array.from({ length: count }, (_, i) => ({ op: 'create', name: `Toko ${i}`, pipeline: 'shops' }))
  const { data } = await done('POST', '/deals/bulk', { operations }, by)
  const opened = new Set(data.map(({ deal }: Json) => deal.id))
  return (await wire.allPages('/deals?limit=100', { key: by.key })).filter(({ id }) => opened.has(id))
}

const all = (deals: Json[], step: Json) =>
  done('POST', '/deals/bulk', { operations: deals.map(({ id }) => ({ deal_id: id, ...step })) }, wire.server.owner)

describe('the next version of a pipeline is tried', () => {
  test('on a share of its new deals: each goes one way for good, and says which and why', async () => {
    const pilot = await start({ name: 'Fewer stages' })
    expect(pilot).toMatchObject({
      name: 'Fewer stages',
      pipeline: { key: 'shops' },
      pilot_pipeline: { key: 'shops_pilot', name: 'Shops (pilot)' },
      next_version: true,
      state: 'running',
      deals: { pilot: 0, rest: 0 },
    })
    const deals = await openDeals(60)
    const tried = deals.filter(({ pipeline }) => pipeline.key === 'shops_pilot')
    // 60 draws of one in two: between 15 and 45 but in one of ten thousand.
    expect(tried.length).toBeGreaterThan(15)
    expect(tried.length).toBeLessThan(45)
    expect((await pilotNow(pilot.id)).deals).toEqual({ pilot: tried.length, rest: 60 - tried.length })
    const [created] = await wire.eventsOf(tried[0]?.id)
    expect(created?.data).toMatchObject({ pilot: { id: pilot.id, arm: 'pilot' } })
    expect(tried[0]?.stage).toMatchObject({ key: 'wanted', name: 'Need confirmed' })
  })

  test('and compared by what became of every deal that was sent a way', async () => {
    const pilot = await start()
    const deals = await openDeals(80)
    const tried = deals.filter(({ pipeline }) => pipeline.key === 'shops_pilot')
    await all(deals, { op: 'update', amount: { amount: '2000.00', currency: 'EUR' } })
    await all(deals, { op: 'move', to_stage: 'shown' })
    await all(tried, { op: 'move', to_stage: 'agreed' })
    await all(tried, { op: 'move', outcome: 'won' })
    const { comparison } = await pilotNow(pilot.id)
    const n = comparison.deals
    expect(comparison.figures).toMatchObject([
      {
        figure: 'evaluate',
        pilot: { count: n.pilot, share: 1 },
        rest: { count: n.rest, share: 1 },
        verdict: 'unclear',
      },
      { figure: 'negotiate', verdict: 'higher' },
      { figure: 'won', pilot: { count: n.pilot }, rest: { count: 0, n: n.rest }, verdict: 'higher' },
      { figure: 'lost', verdict: 'too_few' },
    ])
    expect(comparison.not_compared).toContainEqual({
      what: 'propose',
      why: 'Only one of the two has a stage in the phase propose.',
    })
    expect(comparison.drawn_by_lot).toBe(true)
  })

  test('and adopted: a change request asks for it, others decide, and deals of the pilot go on', async () => {
    const pilot = await start({ name: 'Fewer stages' })
    await openDeals(20)
    const adopted = await done('POST', `/pilots/${pilot.id}/adoption`, { stage_map: { spoken: 'agreed' } })
    expect(adopted).toMatchObject({ state: 'adopted', change_request: { key: 'CR-1', state: 'open' } })
    expect((await done('GET', '/pipelines/shops_pilot')).lifecycle).toBe('sunset')
    expect((await openDeals(10)).map(({ pipeline }) => pipeline.key)).toEqual(Array(10).fill('shops'))
    expect((await call('POST', `/pilots/${pilot.id}/stop`, { reason: 'No' })).body.code).toBe('pilot-adopting')
    const change = await done('GET', `/change-requests/${adopted.change_request.id}`)
    expect(change.title).toBe('Adopt Fewer stages')
    await done('POST', `/approvals/${change.approvals[0].id}/votes`, { vote: 'approve' }, dewi)
    expect(await done('GET', '/pipelines/shops')).toMatchObject({ name: 'Shops', definition: { version: 2 } })
    expect((await pilotNow(pilot.id)).change_request.state).toBe('published')
  })

  test('and stopped with a reason', async () => {
    const pilot = await start()
    expect(await done('POST', `/pilots/${pilot.id}/stop`, { reason: 'Too few deals' })).toMatchObject({
      state: 'stopped',
      ended_why: 'Too few deals',
    })
    expect((await call('POST', `/pilots/${pilot.id}/stop`, { reason: 'Again' })).body.code).toBe('pilot-over')
    expect((await wire.eventsOf(pilot.id)).map(({ type }) => type)).toEqual(['pilot.started', 'pilot.stopped'])
  })
})

describe('a pilot ends by itself', () => {
  test('after its last day; whoever started it is told', async () => {
    const pilot = await start({ ends_on: '2026-12-10', name: 'Fewer stages' })
    await wire.server.setClock('2026-12-10T20:00:00.000Z')
    expect((await pilotNow(pilot.id)).state).toBe('running')
    await wire.server.setClock('2026-12-11T20:00:00.000Z')
    expect((await pilotNow(pilot.id)).state).toBe('ended')
    await wire.server.settled()
    const told = (await call('GET', '/notifications')).body.data
    expect(told[0]).toMatchObject({ kind: 'pilot.ended', title: 'Fewer stages has ended' })
    expect((await openDeals(10)).every(({ pipeline }) => pipeline.key === 'shops')).toBe(true)
  })

  test('by its stop rule, once enough deals went each way', async () => {
    const pilot = await start({ stop_rule: { figure: 'won', worse_by: 0.05, least: 20 } })
    const old = (await openDeals(90)).filter(({ pipeline }) => pipeline.key === 'shops')
    await all(old, { op: 'move', outcome: 'won', reason: 'Signed at the counter' })
    await wire.server.setClock('2026-12-01T20:00:00.000Z')
    const stopped = await pilotNow(pilot.id)
    expect(stopped.state).toBe('stopped')
    expect(stopped.ended_why).toMatch(/^The share of won deals is worse by at least \d/)
    expect((await done('GET', '/pipelines/shops_pilot')).lifecycle).toBe('sunset')
  })
})

describe('a pipeline that would be new is tried', () => {
  test('by a team: its deals go there, and the comparison says that nothing was drawn by lot', async () => {
    const ayu = await wire.server.addPerson({ role: 'rep', name: 'Ayu' })
    const team = await done('POST', '/teams', { name: 'North', members: [ayu.id] }, wire.server.owner)
    const other = first.replace('key: shops', 'key: kiosks').replace('name: Shops', 'name: Kiosks')
    const pilot = await start({ definition: other, share: undefined, team_id: team.id })
    expect(pilot).toMatchObject({ pilot_pipeline: { key: 'kiosks' }, next_version: false, team: { name: 'North' } })
    expect((await openDeals(3, ayu)).map(({ pipeline }) => pipeline.key)).toEqual(['kiosks', 'kiosks', 'kiosks'])
    expect((await openDeals(2)).map(({ pipeline }) => pipeline.key)).toEqual(['shops', 'shops'])
    expect((await pilotNow(pilot.id)).comparison).toMatchObject({ drawn_by_lot: false, deals: { pilot: 3, rest: 2 } })
    const adopted = await done('POST', `/pilots/${pilot.id}/adoption`, {})
    expect(adopted).toMatchObject({ state: 'adopted', change_request: null })
    expect((await done('GET', '/pipelines/kiosks')).lifecycle).toBe('active')
  })

  test('and whoever names it chose it themselves: such deals are in no comparison', async () => {
    const pilot = await start()
    await done('POST', '/deals', { name: 'Own choice', pipeline: 'shops_pilot' }, wire.server.owner)
    expect((await pilotNow(pilot.id)).deals).toEqual({ pilot: 0, rest: 0 })
    // Where one pipeline takes deals and one is only tried, nobody has to say which.
    const { pipeline } = await done('POST', '/deals', { name: 'Unsaid' }, wire.server.owner)
    expect(pipeline.key).toMatch(/^shops/)
    expect((await pilotNow(pilot.id)).deals).not.toEqual({ pilot: 0, rest: 0 })
  })
})

describe('a pilot is refused', () => {
  test('where it would say nothing, with what would do', async () => {
    expect(faults(await call('POST', '/pilots', { pipeline: 'shops', ends_on: '2027-01-01' }))).toEqual(['/share'])
    const said = { pipeline: 'shops', share: 0.5, ends_on: '2027-01-01' }
    expect((await call('POST', '/pilots', said)).body.code).toBe('no-draft')
    expect((await call('POST', '/pilots', { ...said, pipeline: 'nowhere' })).status).toBe(404)
    expect((await call('POST', '/pilots', { ...said, definition: 'key: [' })).body.code).toBe('definition-invalid')
    expect((await call('POST', '/pilots', { ...said, definition: second, ends_on: '2026-11-24' })).body.code).toBe(
      'pilot-end',
    )
    await start()
    expect((await call('POST', '/pilots', { ...said, definition: second })).body.code).toBe('pilot-running')
  })

  test('to who may not configure; grants hold for what is tried, and another workspace knows nothing of it', async () => {
    const ayu = await wire.server.addPerson({ role: 'rep', name: 'Ayu' })
    expect((await call('POST', '/pilots', { pipeline: 'shops', share: 0.5, ends_on: '2027-01-01' }, ayu)).status).toBe(
      403,
    )
    const grants = [
      { to: { role: 'revops' }, rights: ['see', 'work', 'configure'], deals: 'all' },
      { to: { role: 'owner' }, rights: ['see', 'work', 'configure'], deals: 'all' },
    ]
    await done('PUT', '/pipelines/shops/rights', { grants }, wire.server.owner)
    const pilot = await start()
    expect((await call('GET', '/pipelines/shops_pilot', undefined, ayu)).status).toBe(404)
    expect((await call('GET', `/pilots/${pilot.id}`, undefined, ayu)).status).toBe(404)
    const elsewhere = { key: wire.other.key }
    expect((await call('GET', `/pilots/${pilot.id}`, undefined, elsewhere)).status).toBe(404)
  })
})

describe('tributary pilots', () => {
  async function say(...words: string[]): Promise<string> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const here = { TRIBUTARY_URL: wire.server.url, TRIBUTARY_API_KEY: rina.key }
    const code = await runCommand(['pilots', ...words], here, { stdout, stderr })
    stdout.end()
    stderr.end()
    const [said, wrong] = await Promise.all([text(stdout), text(stderr)])
    if (code !== 0) throw new Error(`exit ${code}: ${wrong}`)
    return said
  }

  test('starts, lists, shows and adopts one', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tributary-pilots-'))
    const file = join(directory, 'next.yaml')
    writeFileSync(file, second)
    const begin = ['start', 'shops', '--share', '40', '--until', '2027-02-28', '--file', file, '--stop', 'lost']
    expect(await say(...begin, '--name', 'Fewer stages')).toMatch(/^Fewer stages runs until 2027-02-28 as plt_/)
    rmSync(directory, { recursive: true })
    expect(await say('list')).toMatch(/running +shops +shops_pilot +40 % +2027-02-28 +0 +0/)
    const [pilot] = (await done('GET', '/pilots')).data
    expect(await say('show', pilot.id)).toMatch(/won +0 of 0 \(–\) +0 of 0 \(–\) +– +too few/)
    expect(await say('adopt', pilot.id, '--map', 'spoken=agreed')).toContain('CR-1 asks for what it tried.')
  })
})
