import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transferMany } from '../../src/domain/bulk-transfers/index.ts'
import { rounds } from '../chaos/process.ts'
import type { Task } from '../../src/platform/jobs.ts'
import { eur, startTransfers, type Transfers } from './transfer-wire.ts'
import { faults, type Json } from './wire.ts'

const [many, hopeless] = [rounds(5_000, 600), rounds(200, 24)]

let wire: Transfers
beforeAll(async () => {
  wire = await startTransfers()
})
afterAll(() => wire.server.close())

/** Opens deals by the hundreds; each `every`-th is too small for what it is asked. */
async function openMany(count: number, every: number): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < count; from += 500) {
    const operations = Array.from({ length: Math.min(500, count - from) }, (_, i) => ({
      op: 'create',
      name: `Deal ${from + i}`,
      pipeline: 'trade',
      amount: eur((from + i) % every === 0 ? '1.00' : '1000.00'),
    }))
    const { data } = await wire.made('POST', '/deals/bulk', { operations })
    for (const { deal } of data) ids.push(deal.id)
  }
  return ids
}
const asked = {
  to_pipeline: 'projects',
  to_stage: 'surveyed',
  reason: 'bigger',
  note: 'As agreed',
  fields: { site: 'Hill' },
}

async function ended(id: string): Promise<Json> {
  for (;;) {
    const { body } = await wire.call('GET', `/transfers/${id}`)
    if (body.job.finished_at !== null) return body
    await new Promise((wake) => setTimeout(wake, 100))
  }
}
const countsIn = async (ids: readonly string[]) => {
  const { rows } = await sql<{ key: string; n: number }>`
    select p.key, count(*)::int as n from deal d join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
    where d.workspace_id = ${wire.server.workspace_id} and d.id = any(${ids as string[]}::text[]) group by p.key`.execute(
    wire.server.database.owner,
  )
  return Object.fromEntries(rows.map(({ key, n }) => [key, n]))
}

/** The job as a worker does it, asked to stop once a batch is through. */
function task(id: string, job_id: string, stops: () => boolean): Task {
  return {
    database: wire.server.database,
    workspace_id: wire.server.workspace_id,
    job_id,
    actor_id: wire.server.owner.id,
    input: { bulk_transfer_id: id, channel: 'api' },
    now: () => wire.server.server.clock.now(),
    progress: async () => undefined,
    cancelled: async () => stops(),
  }
}

describe(`${many} deals go to another pipeline`, () => {
  it(`and the ${hopeless} that must not are returned with their reasons, after a dry run that says so`, async () => {
    const ids = await openMany(many, many / hopeless)
    const dry = await wire.call('POST', '/transfers', { ...asked, deal_ids: ids, dry_run: true })
    expect([dry.status, dry.body.deals]).toEqual([202, many])
    expect(await ended(dry.body.id)).toMatchObject({ moved: many - hopeless, refused: hopeless })
    expect(await countsIn(ids)).toEqual({ trade: many })

    const { body } = await wire.call('POST', '/transfers', { ...asked, deal_ids: ids })
    const done = await ended(body.id)
    expect(done.job).toMatchObject({ status: 'done', done: many, total: many })
    expect(done.job.result).toMatchObject({ deals: many, moved: many - hopeless, refused: hopeless })
    expect(await countsIn(ids)).toEqual({ trade: hopeless, projects: many - hopeless })
    const refused = await wire.allPages(`/transfers/${body.id}/deals?state=refused&limit=200`)
    expect(refused).toHaveLength(hopeless)
    for (const one of refused) {
      expect(one).toMatchObject({ code: 'gate-not-met', state: 'refused' })
      expect(one.message).toContain('Worth the effort')
    }
    expect(await wire.reconcile()).toMatchObject({ balanced: true })
    const [first] = await wire.allPages(`/transfers/${body.id}/deals?state=moved&limit=200`)
    expect((await wire.eventsOf(first?.deal_id)).map(({ type }) => type)).toEqual(['deal.created', 'deal.transferred'])
  }, 240_000)
})

describe('a transfer of many that is stopped', () => {
  it('has moved whole deals only, and goes on where it was when it is begun again', async () => {
    const ids = await openMany(700, 1_000)
    const { body } = await wire.call('POST', '/transfers', { ...asked, to_stage: 'scoped', deal_ids: ids })
    await wire.call('POST', `/jobs/${body.job.id}/cancellation`)
    const stopped = await ended(body.id)
    const counts = await countsIn(ids)
    expect((counts['projects'] ?? 0) % 500 === 0 || counts['projects'] === 700).toBe(true)
    expect(stopped.moved).toBe(counts['projects'] ?? 0)
    let calls = 0
    const half = await transferMany(task(body.id, body.job.id, () => calls++ > 0))
    expect(half['deals']).toBe(700)
    expect(await wire.reconcile()).toMatchObject({ balanced: true })
    await transferMany(task(body.id, body.job.id, () => false))
    expect(await countsIn(ids)).toEqual({ projects: 700 })
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from deal_ledger where kind = 'transferred'
      and workspace_id = ${wire.server.workspace_id} and deal_id = any(${ids}::text[])`.execute(
      wire.server.database.owner,
    )
    expect(rows).toEqual([{ n: 700 }])
  }, 120_000)
})

describe('which deals', () => {
  it('those that a filter fits, and no closed one', async () => {
    const rep = await wire.server.addPerson({ name: 'Rep' })
    const [one, two, three] = [
      await wire.open({ owner: rep.id }),
      await wire.open({ owner: rep.id }),
      await wire.open(),
    ]
    await wire.made('POST', `/deals/${two.id}/moves`, { outcome: 'lost', reason: 'price' })
    const filter = { pipeline: 'trade', stage: 'wanted', owner: rep.id }
    const { body } = await wire.call('POST', '/transfers', { to_pipeline: 'service', reason: 'bigger', filter })
    expect(await ended(body.id)).toMatchObject({ deals: 1, moved: 1 })
    expect((await wire.deal(one)).pipeline.key).toBe('service')
    expect((await wire.deal(three)).pipeline.key).toBe('trade')
    const none = await wire.call('POST', '/transfers', { to_pipeline: 'service', reason: 'bigger', filter })
    expect([none.status, none.body.code]).toEqual([422, 'nothing-to-transfer'])
  })

  it.each([
    ['neither', {}, ['/deal_ids']],
    ['one that is not there', { deal_ids: ['D-999999'] }, ['/deal_ids/0']],
    ['a pipeline that is not there', { filter: { pipeline: 'nowhere' } }, ['/filter/pipeline']],
    ['a stage that is not there', { filter: { pipeline: 'trade', stage: 'nowhere' } }, ['/filter/stage']],
  ])('%s is refused', async (_, given, where) => {
    const answer = await wire.call('POST', '/transfers', { to_pipeline: 'service', reason: 'bigger', ...given })
    expect([answer.status, faults(answer)]).toEqual([400, where])
  })
})

describe('rights', () => {
  it('are asked again with each batch, and whoever lost them has moved nothing more', async () => {
    const rep = await wire.server.addPerson({ name: 'Mover' })
    const deal = await wire.open({ owner: rep.id })
    const request = { to_pipeline: 'service', reason: 'bigger', deal_ids: [deal.id] }
    const grants = [{ to: { person_id: rep.id }, rights: ['see', 'work'], deals: 'all' }]
    await wire.call('PUT', '/pipelines/trade/rights', { grants })
    const { body } = await wire.call('POST', '/transfers', request, { key: rep.key })
    expect(await ended(body.id)).toMatchObject({ moved: 0, refused: 1 })
    const [refused] = (await wire.call('GET', `/transfers/${body.id}/deals`, undefined, { key: rep.key })).body.data
    expect(refused).toMatchObject({ code: 'pipeline-right', deal_id: deal.id })
    expect(refused.message).toContain('transfer_out')
    await wire.call('PUT', '/pipelines/trade/rights', { grants: [] })
    const other = await wire.server.addPerson({ name: 'Other' })
    for (const path of ['', '/deals'])
      expect((await wire.call('GET', `/transfers/${body.id}${path}`, undefined, { key: other.key })).status).toBe(404)
  })
})

it('500 that went are taken back, but the one that something came after', async () => {
  const ids = await openMany(500, 1_000)
  const { body } = await wire.call('POST', '/transfers', { ...asked, deal_ids: ids })
  const { moved, refused } = await ended(body.id)
  expect([moved, refused]).toEqual([499, 1])
  const gone: Json[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = `/transfers/${body.id}/deals?state=moved&limit=200${cursor ? `&cursor=${cursor}` : ''}`
    const answer: Json = (await wire.call('GET', page)).body
    gone.push(...answer['data'])
    cursor = answer['next_cursor']
  }
  await wire.call('PATCH', `/deals/${gone[3]?.['deal_id']}`, { next_step: 'Call them' })
  const operations = gone.map(({ deal_id, transfer_id }) => ({ op: 'reverse', deal_id, transfer_id }))
  const back = (await wire.call('POST', '/deals/bulk', { operations, atomic: false })).body
  expect([back.done, back.refused, back.data[3].status]).toEqual([498, 1, 422])
  expect(await countsIn(ids)).toEqual({ trade: 499, projects: 1 })
  expect((await wire.call('GET', '/reconciliation')).body).toMatchObject({ balanced: true })
  const twice = await wire.call('POST', '/deals/bulk', {
    operations: [
      { op: 'reverse', deal_id: ids[0], move_id: gone[0]?.['transfer_id'], transfer_id: gone[0]?.['transfer_id'] },
    ],
  })
  expect(twice).toMatchObject({ status: 400 })
}, 300_000)
