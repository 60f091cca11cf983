import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOf } from './import-wire.ts'
import { type Json, nobody, startWire, trade, type Wire } from './wire.ts'

let wire: Wire
let foreign: string
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  await wire.server.client.pipelines.create({ source: textOf('motions/enterprise.yaml') })
  await wire.other.client.pipelines.create({ source: textOf('motions/transactional.yaml') })
  foreign = (await wire.other.client.deals.create({ name: 'Theirs' })).id
})
afterAll(() => wire.server.close())

const bulk = (operations: Json[], more: Json = {}, key = wire.server.owner.key) =>
  wire.call('POST', '/deals/bulk', { operations, ...more }, { key })
const create = (name: string, more: Json = {}) => ({ op: 'create', name, pipeline: 'trade', ...more })
const gone = [{ op: 'move', deal_id: 'D-99999', to_stage: 'agreed' }]
const amount = { amount: '1200.00', currency: 'EUR' }
const named = async (name: string) =>
  (await wire.server.client.deals.list({ q: name, outcome: 'any', limit: 200 })).data

describe('many deals at once', () => {
  it('are created as each alone would be, with a history and an event of their own', async () => {
    const alone = await wire.server.client.deals.create({ name: 'Alone', pipeline: 'trade', amount })
    const answer = await bulk([create('Together A', { amount }), create('Together B')])
    expect(answer).toMatchObject({ status: 200, body: { done: 2, refused: 0 } })
    const [a, b] = answer.body.data
    expect([a.index, a.status, b.index, b.status, a.deal.version]).toEqual([0, 201, 1, 201, 1])
    const together = await wire.server.client.deals.get({ deal_id: a.deal.key })
    const same = (deal: Json) => ({
      ...deal,
      id: '',
      key: '',
      name: '',
      created_at: '',
      updated_at: '',
      entered_stage_at: '',
    })
    expect(same(together)).toEqual(same(await wire.server.client.deals.get({ deal_id: alone.id })))
    const [event] = await wire.eventsOf(together.id)
    const [lonely] = await wire.eventsOf(alone.id)
    expect({ ...event, data: Object.keys(event?.data.after) }).toEqual({
      ...lonely,
      data: Object.keys(lonely?.data.after),
    })
  })

  it('are created, edited and moved in one request', async () => {
    const { data } = (await bulk([create('Mixed 1'), create('Mixed 2')])).body
    const [first, second] = data.map(({ deal }: Json) => deal.key)
    const answer = await bulk([
      { op: 'update', deal_id: first, name: 'Mixed 1, edited' },
      create('Mixed 3'),
      { op: 'move', deal_id: second, to_stage: 'agreed' },
      { op: 'update', deal_id: first, name: 'Mixed 1, edited' },
    ])
    expect(answer.body.data.map(({ status }: Json) => status)).toEqual([200, 201, 201, 200])
    expect(answer.body.data.map(({ deal }: Json) => deal.version)).toEqual([2, 1, 2, 2])
    expect(answer.body.data[2].deal.key).toBe(second)
    expect((await named('Mixed')).map(({ name, stage }) => `${name} ${stage.key}`).sort()).toEqual([
      'Mixed 1, edited wanted',
      'Mixed 2 agreed',
      'Mixed 3 wanted',
    ])
  })

  it('are all refused where one is, and every fault is told', async () => {
    const answer = await bulk([
      create('Whole 1'),
      create('Whole 2', { account_id: `acc_${'0'.repeat(26)}` }),
      { op: 'move', deal_id: 'D-99999', to_stage: 'agreed' },
      create('Whole 3', { owner: nobody }),
    ])
    expect(answer).toMatchObject({ status: 422, body: { code: 'bulk-refused' } })
    expect(answer.body.errors.map(({ pointer }: Json) => pointer)).toEqual([
      '/operations/1',
      '/operations/2',
      '/operations/3',
    ])
    expect(answer.body.data.map(({ status }: Json) => status)).toEqual([400, 404, 400])
    expect(await named('Whole')).toEqual([])
  })

  it('stand each for itself where that is asked for', async () => {
    const kept = await wire.server.client.deals.create({ name: 'Kept', pipeline: 'enterprise' })
    const stages = (await wire.server.client.pipelines.get({ pipeline: 'enterprise' })).stages.map(({ key }) => key)
    const answer = await bulk(
      [
        create('Single 1'),
        { op: 'move', deal_id: kept.key, to_stage: stages[1] },
        create('Single 2', { pipeline: 'nowhere' }),
        { op: 'update', deal_id: foreign, name: 'Mine now' },
        { op: 'update', deal_id: kept.key, deal_version: 9, name: 'Old view' },
        create('Single 3'),
      ],
      { atomic: false },
    )
    expect(answer).toMatchObject({ status: 200, body: { done: 2, refused: 4 } })
    expect(answer.body.data.map(({ status }: Json) => status)).toEqual([201, 422, 400, 404, 412, 201])
    expect(answer.body.data[1].problem).toMatchObject({ code: 'gate-not-met', gates: expect.any(Array) })
    expect(await named('Single')).toHaveLength(2)
    expect(await wire.eventsOf(kept.id)).toHaveLength(1)
  })

  it('pass the gate of the stage in which they begin', async () => {
    const entry = '{ key: sized, label: Its size is known, level: hard, kind: rule, rule: deal.amount > 0.0 }'
    const source = trade
      .replace('key: trade', 'key: gated')
      .replace('phase: qualify', `phase: qualify, entry: [${entry}]`)
    await wire.server.client.pipelines.create({ source })
    const given = [create('Sized', { pipeline: 'gated', amount }), create('Unsized', { pipeline: 'gated' })]
    const answer = await bulk(given, { atomic: false })
    expect(answer.body.data.map(({ status }: Json) => status)).toEqual([201, 422])
    expect(answer.body.data[1].problem.gates).toMatchObject([{ key: 'sized', satisfied: false }])
    expect(await bulk(given)).toMatchObject({ status: 422, body: { code: 'bulk-refused' } })
    expect(await named('Unsized')).toEqual([])
  })

  it('in parts keep their order and number', async () => {
    const { data } = (await bulk(Array.from({ length: 60 }, (_, i) => create(`Part ${i}`)))).body
    const steps = data.map(({ deal }: Json, i: number) =>
      i % 7 === 3
        ? { op: 'move', deal_id: 'D-99999', to_stage: 'agreed' }
        : { op: 'update', deal_id: deal.key, name: `Part ${i}!` },
    )
    const answer = await bulk(steps, { atomic: false })
    expect(answer.body.data.map(({ index }: Json) => index)).toEqual(steps.map((_: Json, i: number) => i))
    expect(answer.body.data.map(({ status }: Json) => status)).toEqual(
      steps.map(({ op }: Json) => (op === 'move' ? 404 : 200)),
    )
    expect(answer.body.refused).toBe(9)
  })

  it('500 are moved to a stage and taken back, but those that something came after', async () => {
    const { data } = (await bulk(Array.from({ length: 500 }, (_, i) => create(`Moved ${i}`)))).body
    const keys: string[] = data.map(({ deal }: Json) => deal.key)
    const dry = await wire.call('POST', '/moves/preview', { deal_ids: keys, to_stage: 'agreed' })
    expect(dry.body.data.filter(({ allowed }: Json) => allowed)).toHaveLength(500)
    const moves = [...keys.map((deal_id) => ({ op: 'move', deal_id, to_stage: 'agreed' })), ...gone]
    const moved = (await bulk(moves, { atomic: false })).body
    expect([moved.done, moved.refused]).toEqual([500, 1])
    expect(moved.data.at(-1)).toMatchObject({ index: 500, status: 404, move_id: null })
    await wire.call('PATCH', `/deals/${keys[7]}`, { next_step: 'Call them' })
    const back = moved.data.flatMap(({ deal, move_id }: Json) =>
      deal ? [{ op: 'reverse', deal_id: deal.id, move_id }] : [],
    )
    const answer = (await bulk(back, { atomic: false })).body
    expect([answer.done, answer.refused]).toEqual([499, 1])
    expect(answer.data[7]).toMatchObject({ status: 422, deal: null, problem: { detail: expect.any(String) } })
    const { rows } = await wire.server.database.pool.query(
      `select stage, count(*)::int as n from deal where name like 'Moved %' group by stage order by n`,
    )
    expect(rows).toEqual([
      { stage: 'agreed', n: 1 },
      { stage: 'wanted', n: 499 },
    ])
  }, 300_000)

  it('are looked at with the reason that they would move with', async () => {
    const source = trade
      .replace('key: trade', 'key: strict')
      .replace('stages:', 'transitions: { back: reason }\nstages:')
    await wire.server.client.pipelines.create({ source })
    const { data } = (await bulk([create('Sent back', { pipeline: 'strict' })])).body
    const deal_ids = [data[0].deal.key]
    await wire.call('POST', `/deals/${deal_ids[0]}/moves`, { to_stage: 'agreed' })
    const look = async (reason?: string) =>
      (await wire.call('POST', '/moves/preview', { deal_ids, to_stage: 'wanted', reason })).body.data[0]
    expect(await look()).toMatchObject({ allowed: false, code: 'reason-required', gates: [] })
    expect(await look('They want something else')).toMatchObject({ allowed: true, code: null })
  })

  it('lose their owner and their close date', async () => {
    const { data } = (await bulk([create('Cleared', { close_date: '2027-01-31' })])).body
    const [{ deal }] = data
    const ask = { op: 'update', deal_id: deal.id, deal_version: deal.version, owner: null, close_date: null }
    expect((await bulk([ask])).body.done).toBe(1)
    expect(await wire.server.client.deals.get({ deal_id: deal.id })).toMatchObject({ owner: null, close_date: null })
  })

  it('are created once however often the request is sent with its key', async () => {
    const headers = {
      authorization: `Bearer ${wire.server.owner.key}`,
      'content-type': 'application/json',
      'idempotency-key': 'bulk-1',
    }
    const operations = Array.from({ length: 600 }, (_, i) => create(`Again ${i}`))
    const body = JSON.stringify({ atomic: false, operations })
    const send = () => fetch(`${wire.server.url}/api/v1/deals/bulk`, { method: 'POST', headers, body })
    const [first, second] = [await send(), await send()]
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(await second.json()).toEqual(await first.json())
    expect((await wire.allPages('/deals?q=Again&limit=200')).length).toBe(600)
  })

  it('need the right of each, and are no more than 1,000', async () => {
    const viewer = await wire.server.addPerson({ role: 'viewer' })
    expect((await bulk([create('No')], {}, viewer.key)).status).toBe(403)
    const many = await bulk(Array.from({ length: 1_001 }, () => create('x')))
    expect(many).toMatchObject({ status: 400, body: { errors: [{ pointer: '/operations' }] } })
    for (const [operations, pointer] of [
      [[], '/operations'],
      [[{ op: 'drop', name: 'x' }], '/operations/0/op'],
      [[create('x', { workspace_id: 'x' })], '/operations/0/workspace_id'],
      [[{ op: 'update', deal_id: 'D-1', version: 3 }], '/operations/0/version'],
    ] as [Json[], string][])
      expect((await bulk(operations)).body.errors?.map((one: Json) => one.pointer)).toEqual([pointer])
  })

  it('that change nothing leave no trace', async () => {
    const { key, id, name } = await wire.server.client.deals.create({ name: 'Still', pipeline: 'trade' })
    const answer = await bulk([{ op: 'update', deal_id: key, name }])
    expect(answer.body.data[0]).toMatchObject({ status: 200, deal: { version: 1 } })
    expect((await bulk([{ op: 'update', deal_id: 'D-99999' }], { atomic: false })).body.refused).toBe(1)
    expect(await wire.eventsOf(id)).toHaveLength(1)
  })
})
