import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { messyDeals, motions, pipelineOf, stages } from './messy-pipeline.ts'
import { writePast } from './past-deals.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
const call: Wire['call'] = (...given) => wire.call(...given)
const done = async (method: string, path: string, body?: Json): Promise<Json> => {
  const answer = await call(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const parts = motions.map(({ key, rule }) => ({
  from: 'messy',
  to: key,
  ...(rule === undefined ? {} : { rule }),
  stages: { asked: `${key}_begun`, shown: `${key}_seen`, offered: `${key}_offered` },
}))
const funnel = (pipeline: string, more = '') => done('GET', `/pipelines/${pipeline}/funnel?${more}`)
const forecast = () => done('GET', '/forecasts?period=2026-Q4')
const standing = () => wire.allPages('/deals?limit=200&sort=created')
const placesOf = (deals: Json[]) =>
  deals.map(({ id, pipeline, stage, definition, entered_stage_at, outcome, amount, fields, owed }) => {
    return { id, pipeline: pipeline.key, stage: stage.key, definition, entered_stage_at, outcome, amount, fields, owed }
  })
/** Models are learnt from as of the hour and deals age by the second: what is the same differs by less than this. */
const same = (one: Json | null, other: Json | null) =>
  expect(Number(one?.amount) / Number(other?.amount)).toBeCloseTo(1, 4)
const balances = async () => expect(await done('GET', '/reconciliation')).toMatchObject({ balanced: true })

beforeAll(async () => {
  wire = await startWire()
  await done('PUT', '/test-clock', { now: '2026-11-24T12:00:00.000Z' })
  const sources = [
    pipelineOf('messy', stages),
    ...motions.map(({ key }) => pipelineOf(key, [`${key}_begun`, `${key}_seen`, `${key}_offered`])),
  ]
  for (const source of sources) await wire.server.client.pipelines.create({ source })
  await wire.within('write', (context) => writePast(context, messyDeals()))
  await wire.server.settled()
}, 120_000)
afterAll(() => wire.server.close())

describe('a messy pipeline of 420 open and 900 closed deals becomes three', () => {
  let before: { deals: Json[]; funnel: Json; forecast: Json }
  let lineage: Json

  test('the plan says which deals go where, and what the new models explain', async () => {
    before = { deals: placesOf(await standing()), funnel: await funnel('messy'), forecast: await forecast() }
    expect(before.deals.filter(({ outcome }) => outcome === null)).toHaveLength(420)
    const plan = await done('POST', '/lineage-plans', { parts })
    expect(plan).toMatchObject({ kind: 'split', staying: { open: 0, past: 0 }, warnings: [] })
    expect(plan.parts.map(({ to, open, won, lost }: Json) => [to.key, open, won + lost])).toEqual([
      ['small', 140, 300],
      ['medium', 140, 300],
      ['large', 140, 300],
    ])
    for (const part of plan.parts)
      for (const stage of part.stages)
        expect(stage).toMatchObject({ by: 'map', to: expect.stringMatching(`^${part.to.key}_`) })
    const { before: now, after, model, pipelines } = plan.expected
    same(now, before.forecast.total.expected)
    expect(Number(model.amount)).toBeCloseTo(Number(after.amount) - Number(now.amount), 2)
    expect(Number(model.amount)).not.toBe(0)
    expect(pipelines.map(({ pipeline }: Json) => pipeline).toSorted()).toEqual(['large', 'medium', 'messy', 'small'])
    expect(placesOf(await standing())).toEqual(before.deals)
  }, 60_000)

  test('is done: every open deal stands in its new pipeline with its clock, and nothing was lost', async () => {
    const plan = await done('POST', '/lineage-plans', { parts })
    const begun = await call('POST', '/lineages', { parts, summary: 'Three motions, three pipelines' })
    expect(begun).toMatchObject({ status: 202, body: { state: 'moving', open: { waiting: 420 }, past: 900 } })
    lineage = begun.body
    await wire.server.settled()
    expect(await done('GET', `/lineages/${lineage.id}`)).toMatchObject({
      state: 'done',
      open: { waiting: 0, moved: 420, stayed: 0, back: 0 },
      job: { status: 'done' },
    })
    const after = new Map(placesOf(await standing()).map((deal) => [deal.id, deal]))
    for (const deal of before.deals) {
      const now = after.get(deal.id) as Json
      if (deal.outcome !== null) expect(now).toEqual(deal)
      else
        expect(now).toMatchObject({
          pipeline: expect.stringMatching(/^(small|medium|large)$/),
          entered_stage_at: deal.entered_stage_at,
          amount: deal.amount,
          outcome: null,
        })
    }
    expect((await done('GET', '/pipelines/messy')).lifecycle).toBe('sunset')
    await balances()

    // What the plan said is what is expected, with the new pipelines in the place of the old one.
    const now = await forecast()
    same(now.total.expected, plan.expected.after)
    for (const { pipeline, after: expected } of plan.expected.pipelines)
      same(now.pipelines.find((one: Json) => one.pipeline === pipeline).expected, expected)
  }, 120_000)

  test('the old pipeline shows no loss more, and its conversions are what they were', async () => {
    const now = await funnel('messy')
    const { won, lost, transferred, censored } = now
    expect({ won, lost, transferred, censored }).toEqual({
      won: before.funnel.won,
      lost: before.funnel.lost,
      transferred: 0,
      censored: 420,
    })
    expect(now.stages.map(({ key, conversion, won_ever }: Json) => [key, conversion, won_ever])).toEqual(
      before.funnel.stages.map(({ key, conversion, won_ever }: Json) => [key, conversion, won_ever]),
    )
    expect(await funnel('messy', 'definition=restated')).toMatchObject({ deals: 0 })
  })

  test('each new pipeline has its history and chances of its own the same day', async () => {
    for (const { key } of motions) {
      const restated = await funnel(key, 'definition=restated')
      expect(restated).toMatchObject({ deals: 440, open: 140, transferred: 0 })
      expect(restated.won + restated.lost).toBe(300)
      expect(restated.stages.map((stage: Json) => stage.key)).toEqual([`${key}_begun`, `${key}_seen`, `${key}_offered`])
      const [deal] = (await done('GET', `/deals?pipeline=${key}&limit=1`)).data
      expect(await done('GET', `/deals/${deal.id}/chance`)).toMatchObject({ pooled: false, n_closed: 300 })
      const history = (await done('GET', `/deals/${deal.id}/history`)).data
      expect(history.at(-1)).toMatchObject({ kind: 'transferred', administrative: true, pipeline: key })
    }
    // A small deal is won more often than a large one, which one pipeline never said.
    const chance = async (key: string) => {
      const { data } = await done('GET', `/pipelines/${key}/funnel?definition=restated`).then((one) => ({ data: one }))
      return data.won / (data.won + data.lost)
    }
    expect(await chance('small')).toBeGreaterThan((await chance('large')) + 0.2)
  })

  test('the past is looked at as it was: before the split there was one pipeline', async () => {
    const then = await done('GET', '/forecasts?period=2026-Q4&as_of=2026-11-24T11:59:00.000Z')
    expect(then.pipelines.find(({ pipeline }: Json) => pipeline === 'small')?.open?.deals ?? 0).toBe(0)
  })

  test('undone, everything stands where it stood, and counts where it counted', async () => {
    expect((await call('POST', `/lineages/${lineage.id}/undo`)).status).toBe(202)
    await wire.server.settled()
    expect(await done('GET', `/lineages/${lineage.id}`)).toMatchObject({
      state: 'undone',
      open: { waiting: 0, moved: 0, stayed: 0, back: 420 },
    })
    expect(placesOf(await standing())).toEqual(before.deals)
    expect((await done('GET', '/pipelines/messy')).lifecycle).toBe('active')
    const now = await funnel('messy')
    expect(now).toEqual(before.funnel)
    same((await forecast()).total.expected, before.forecast.total.expected)
    expect((await call('POST', `/lineages/${lineage.id}/undo`)).body.code).toBe('lineage-undone')
    await balances()
  }, 120_000)
})

describe('several pipelines become one', () => {
  test('with what each of them was, and take it back; what was closed or moved since stays where that was', async () => {
    const { client } = wire.server
    for (const key of ['north', 'south', 'whole']) await client.pipelines.create({ source: pipelineOf(key, stages) })
    const create = (pipeline: string, name: string) => client.deals.create({ pipeline, name })
    const [a, b, c] = [await create('north', 'A'), await create('south', 'B'), await create('south', 'C')]
    await client.moves.create({ deal_id: a.id, to_stage: 'shown' })
    const merging = ['north', 'south'].map((from) => ({ from, to: 'whole' }))
    const plan = await done('POST', '/lineage-plans', { parts: merging })
    expect(plan).toMatchObject({ kind: 'merge', parts: [{ open: 1 }, { open: 2 }] })
    expect(plan.warnings.join()).toContain('below 30 all pipelines speak for it')
    const { id } = await done('POST', '/lineages', { parts: merging, summary: 'One region' })
    await wire.server.settled()
    const placeOf = async (deal_id: string) => {
      const { pipeline, stage, outcome } = await client.deals.get({ deal_id })
      return [pipeline.key, stage.key, outcome]
    }
    expect(await placeOf(a.id)).toEqual(['whole', 'shown', null])
    expect(await placeOf(b.id)).toEqual(['whole', 'asked', null])
    // Moved on, closed, and untouched since.
    await client.moves.create({ deal_id: a.id, to_stage: 'offered' })
    await client.moves.create({ deal_id: b.id, outcome: 'lost', reason: 'price' })
    await done('POST', `/lineages/${id}/undo`)
    await wire.server.settled()
    expect(await placeOf(a.id)).toEqual(['north', 'offered', null])
    expect(await placeOf(b.id)).toEqual(['whole', 'asked', 'lost'])
    expect(await placeOf(c.id)).toEqual(['south', 'asked', null])
    expect(await done('GET', `/lineages/${id}`)).toMatchObject({ state: 'undone', open: { back: 2, stayed: 1 } })
    await balances()
  }, 60_000)

  test('what cannot be is refused with the place where it stands, and nothing happens', async () => {
    const refused = async (body: Json, expected: Json, key?: string) => {
      const answer = await wire.call('POST', '/lineages', { summary: 'No', ...body }, key === undefined ? {} : { key })
      expect(answer).toMatchObject(expected)
    }
    const at = (pointer: string, code: string) => ({ status: 400, body: { errors: [{ pointer, code }] } })
    const one = { from: 'north', to: 'whole' }
    await refused({ parts: [{ ...one, to: 'nowhere' }] }, at('/parts/0/to', 'unknown'))
    await refused({ parts: [{ ...one, to: 'north' }] }, at('/parts/0/to', 'pipeline-same'))
    await refused({ parts: [{ ...one, stages: { asked: 'never' } }] }, at('/parts/0/stages/asked', 'stage-unknown'))
    await refused(
      { parts: [{ ...one, rule: 'deal.amont > 1' }] },
      { status: 400, body: { errors: [{ pointer: '/parts/0/rule' }] } },
    )
    await refused(
      { parts: [{ ...one, rule: 'deal.name == "nobody"' }] },
      { status: 422, body: { code: 'nothing-to-move' } },
    )
    const rep = await wire.server.addPerson({ role: 'rep' })
    await refused({ parts: [one] }, { status: 403 }, rep.key)
    await done('PUT', '/pipelines/north/approval-policy', { subject_kind: 'sunset', needed: 1 })
    await refused({ parts: [one] }, { status: 422, body: { code: 'decided-by-others' } })
    expect((await done('GET', '/pipelines/north')).lifecycle).toBe('active')
  })
})

describe('one after the other, stopped in the middle, and by hand in between', () => {
  let count = 0
  /** Pipelines of their own for each test. */
  const named = async (...letters: string[]) => {
    const keys = letters.map((letter) => `${letter}_${++count}`)
    for (const key of keys) await wire.server.client.pipelines.create({ source: pipelineOf(key, stages) })
    return keys as [string, string, string]
  }
  const open = (pipeline: string) => wire.server.client.deals.create({ pipeline, name: 'Deal' })
  const close = (deal_id: string, outcome: 'won' | 'lost') =>
    wire.server.client.moves.create({ deal_id, outcome, reason: outcome === 'lost' ? 'price' : 'agreed by phone' })
  const act = async (from: string, to: string, more: Json = {}) => {
    const { id } = await done('POST', '/lineages', {
      parts: [{ from, to }],
      summary: `${from} to ${to}`,
      sunset: false,
      ...more,
    })
    return id as string
  }
  const undo = (id: string) => call('POST', `/lineages/${id}/undo`)
  const settle = () => wire.server.settled()
  const lineageOf = (id: string) => done('GET', `/lineages/${id}`)
  const restated = async (pipeline: string, more = '') => {
    const { deals, won, lost, open } = await funnel(pipeline, `definition=restated${more}`)
    return { deals, won, lost, open }
  }
  const placeOf = async (deal_id: string) => {
    const { pipeline, stage, definition } = await wire.server.client.deals.get({ deal_id })
    return [pipeline.key, stage.key, definition.version]
  }

  test('a deal that was closed or taken elsewhere meanwhile stays, and the rest goes on', async () => {
    const [a, b] = await named('a', 'b')
    const deal = await open(a)
    const id = await act(a, b)
    await close(deal.id, 'won')
    await settle()
    expect(await lineageOf(id)).toMatchObject({ state: 'done', job: { status: 'done' }, open: { moved: 0 }, past: 1 })
    expect(await restated(b)).toMatchObject({ deals: 1, won: 1 })
    const [c, d] = await named('c', 'd')
    const other = await open(c)
    const second = await act(c, d)
    await settle()
    await close(other.id, 'won')
    expect((await undo(second)).status).toBe(202)
    await settle()
    expect(await lineageOf(second)).toMatchObject({ state: 'undone', open: { moved: 0, stayed: 1, back: 0 } })
  }, 60_000)

  test('the past goes along from one to the next, and is undone in the order of the last first', async () => {
    const [a, b, c] = await named('a', 'b', 'c')
    const deals = [await open(a), await open(a), await open(a)]
    await close(deals[0]?.id ?? '', 'won')
    await close(deals[1]?.id ?? '', 'lost')
    const first = await act(a, b)
    await settle()
    const second = await act(b, c)
    await settle()
    expect(await lineageOf(second)).toMatchObject({ past: 2, open: { moved: 1 } })
    expect(await restated(c)).toEqual({ deals: 3, won: 1, lost: 1, open: 1 })
    expect(await restated(b)).toMatchObject({ deals: 0 })
    expect((await undo(first)).body).toMatchObject({ code: 'lineage-later', lineage: { id: second } })
    expect(await placeOf(deals[2]?.id ?? '')).toEqual([c, 'asked', 1])
    for (const id of [second, first]) {
      expect((await undo(id)).status).toBe(202)
      await settle()
    }
    expect(await placeOf(deals[2]?.id ?? '')).toEqual([a, 'asked', 1])
    expect(await restated(a)).toEqual({ deals: 3, won: 1, lost: 1, open: 1 })
    // And there and back again by a merge.
    const third = await act(a, b)
    await settle()
    await act(b, a)
    await settle()
    expect(await restated(a)).toEqual({ deals: 3, won: 1, lost: 1, open: 1 })
    expect((await undo(third)).body.code).toBe('lineage-later')
  }, 60_000)

  test('what was cancelled is gone on with, and counts where it stands until then', async () => {
    const [a, b] = await named('a', 'b')
    const deal = await open(a)
    const id = await act(a, b)
    await settle()
    const undone = (await undo(id)).body
    await call('POST', `/jobs/${undone.job.id}/cancellation`)
    await settle()
    const stopped = await lineageOf(id)
    if (stopped.state === 'undoing') {
      expect((await undo(id)).body.code).toBe('lineage-undone')
      expect((await call('POST', `/lineages/${id}/resumption`)).status).toBe(202)
      await settle()
    }
    expect(await lineageOf(id)).toMatchObject({ state: 'undone', open: { back: 1 } })
    expect(await placeOf(deal.id)).toEqual([a, 'asked', 1])
    expect((await call('POST', `/lineages/${id}/resumption`)).body.code).toBe('lineage-ended')
    await wire.server.database.pool.query(`update lineage set state = 'moving', undone_at = null where id = $1`, [id])
    await wire.server.database.pool.query(
      `update lineage_deal set state = 'waiting', moved_version = null where lineage_id = $1`,
      [id],
    )
    expect([await restated(a), await restated(b)]).toMatchObject([{ open: 1 }, { open: 0 }])
    expect((await call('POST', `/lineages/${id}/resumption`)).status).toBe(202)
    await settle()
    expect(await placeOf(deal.id)).toEqual([b, 'asked', 1])
  }, 60_000)

  test('a moment that is over reads as it did, and what happens later in the old pipeline is its own', async () => {
    const [a, b] = await named('a', 'b')
    const deals = [await open(a), await open(a)]
    await close(deals[0]?.id ?? '', 'lost')
    const id = await act(a, b)
    await settle()
    await close(deals[1]?.id ?? '', 'won')
    const then = (await wire.call('GET', '/me')).body.now ?? wire.server.server.clock.now()
    const at = `&as_of=${encodeURIComponent(then)}`
    const before = [await restated(a, at), await restated(b, at)]
    expect(before).toMatchObject([{ deals: 0 }, { deals: 2, won: 1, lost: 1 }])
    await done('POST', `/deals/${deals[0]?.id}/moves`, { reopen: true, reason: 'again' }).catch(() => undefined)
    await undo(id)
    await settle()
    expect([await restated(a, at), await restated(b, at)]).toEqual(before)
  }, 60_000)

  test('undone into a version that was published since, deals stand in that one; into an archived pipeline nothing goes', async () => {
    const [a, b] = await named('a', 'b')
    const deal = await open(a)
    await wire.server.client.moves.create({ deal_id: deal.id, to_stage: 'shown' })
    const id = await act(a, b)
    await settle()
    const second = await wire.server.addPerson({ role: 'revops' })
    const definition = pipelineOf(a, ['asked', 'offered'])
    const change = await done('POST', '/change-requests', { pipeline: a, definition, stage_map: { shown: 'asked' } })
    await wire.call('POST', `/approvals/${change.approvals[0].id}/votes`, { vote: 'approve' }, { key: second.key })
    await settle()
    await done('PATCH', `/pipelines/${a}`, { lifecycle: 'archived' })
    expect((await undo(id)).body.code).toBe('pipeline-archived')
    await done('PATCH', `/pipelines/${a}`, { lifecycle: 'sunset' })
    expect((await undo(id)).status).toBe(202)
    await settle()
    expect(await placeOf(deal.id)).toEqual([a, 'asked', 2])
  }, 60_000)

  test('by key or by id, it leads nowhere back to where it comes from; whoever sees a part undoes nothing', async () => {
    const [a, b] = await named('a', 'b')
    await open(a)
    const { id: itself } = await done('GET', `/pipelines/${a}`)
    const answer = await call('POST', '/lineages', { parts: [{ from: a, to: itself }], summary: 'No' })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/parts/0/to', code: 'pipeline-same' }] } })
    const id = await act(a, b)
    await settle()
    const bound = await wire.server.addPerson({ role: 'revops' })
    const grant = { to: { person_id: bound.id }, rights: ['see', 'work', 'configure'], deals: 'own' }
    await done('PUT', `/pipelines/${b}/rights`, { grants: [grant] })
    const refused = await wire.call('POST', `/lineages/${id}/undo`, undefined, { key: bound.key })
    expect(refused).toMatchObject({ status: 403, body: { code: 'pipeline-part-sight' } })
    const file = pipelineOf(b, ['asked', 'shown', 'offered']).replace('name: B', 'name: Bb')
    const sent = await fetch(`${wire.server.url}/api/v1/pipelines`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bound.key}`, 'content-type': 'application/yaml' },
      body: file,
    })
    expect(sent.status).toBe(403)
  }, 60_000)
})
