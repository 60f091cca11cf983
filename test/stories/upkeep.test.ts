import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import { csv, mapping } from './import-wire.ts'
import { type Json, startWire, trade, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  const twin = trade.replace('key: trade', 'key: trade-south').replace('name: Trade', 'name: Trade south')
  const renewal = readFileSync(`${import.meta.dirname}/../../motions/renewal.yaml`, 'utf8')
  for (const source of [twin, renewal]) await wire.within('write', (context) => createPipeline.run(context, { source }))
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)
const set = (key: string, lifecycle: string, options = {}) => call('PATCH', `/pipelines/${key}`, { lifecycle }, options)
const upkeepOf = async (key: string): Promise<Json> =>
  (await call('GET', '/upkeep')).body.data.find(({ pipeline }: Json) => pipeline.key === key)

describe('what a pipeline costs and how it is used', () => {
  test('is counted, and the same one over again is a candidate to merge', async () => {
    const deal = (await call('POST', '/deals', { name: 'Shop', pipeline: 'trade' })).body
    await call('POST', '/deals', { name: 'Stall', pipeline: 'trade' })
    await call('POST', `/deals/${deal.id}/moves`, { outcome: 'lost', reason: 'price' })
    expect(await upkeepOf('trade')).toMatchObject({
      lifecycle: 'active',
      owner: 'Head of trade',
      open_deals: 1,
      begun: 2,
      won: 0,
      lost: 1,
      owners: 1,
      stages: 2,
      criteria: 0,
      fields: 4,
      grants: 0,
      review_due_on: '2027-02-22',
      candidates: [{ what: 'merge', with: 'trade-south' }],
    })
    expect((await upkeepOf('renewal')).candidates).toEqual([])
  })

  test('of another workspace is not there', async () => {
    expect((await call('GET', '/upkeep', undefined, { key: wire.other.key })).body.data).toEqual([])
  })
})

describe('a pipeline that runs out', () => {
  test('takes no new deals, says which do, and goes on with those that it has', async () => {
    expect(await set('trade', 'sunset')).toMatchObject({ status: 200, body: { lifecycle: 'sunset' } })
    const refused = await call('POST', '/deals', { name: 'Late', pipeline: 'trade' })
    expect(refused).toMatchObject({ status: 422, body: { code: 'pipeline-not-active' } })
    expect(refused.body.detail).toContain('trade-south, renewal')
    const [open] = (await call('GET', '/deals?pipeline=trade')).body.data
    expect((await call('POST', `/deals/${open.id}/moves`, { to_stage: 'agreed' })).status).toBe(201)
    const { id } = (await call('GET', '/pipelines/trade')).body
    expect((await wire.eventsOf(id)).at(-1)).toMatchObject({
      type: 'pipeline.lifecycle_set',
      data: { before: { lifecycle: 'active' }, after: { lifecycle: 'sunset' } },
    })
  })

  test('is put away once no deal is open in it, and told what to do before', async () => {
    const [open] = (await call('GET', '/deals?pipeline=trade')).body.data
    const refused = await set('trade', 'archived')
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'pipeline-has-open-deals', open: 1, deals: [open.key] },
    })
    await call('POST', `/deals/${open.id}/moves`, { outcome: 'won' })
    expect((await upkeepOf('trade')).candidates).toMatchObject([{ what: 'archive' }])
    expect(await set('trade', 'archived')).toMatchObject({ status: 200, body: { lifecycle: 'archived' } })
    expect((await set('trade', 'archived')).status).toBe(200)
  })

  test('is readable for ever, and holds no open deal: what was closed there is not reopened', async () => {
    const closed = (await call('GET', '/deals?pipeline=trade&outcome=any')).body.data
    expect(closed).toHaveLength(2)
    const won = closed.find(({ outcome }: Json) => outcome === 'won')
    expect(await call('POST', `/deals/${won.id}/moves`, { to_stage: 'agreed', reason: 'Again' })).toMatchObject({
      status: 422,
      body: { code: 'pipeline-archived' },
    })
    const history = (await call('GET', `/deals/${won.id}/history`)).body.data
    const undone = await call('POST', `/deals/${won.id}/moves/${history.at(-1).id}/reversal`, {})
    expect(undone).toMatchObject({ status: 422, body: { code: 'pipeline-archived' } })
    expect((await call('GET', '/boards/trade')).status).toBe(200)
    const reviews = (await call('GET', '/reviews')).body.data
    expect(reviews.find(({ pipeline }: Json) => pipeline.key === 'trade').due_on).toBeNull()
  })

  test('comes back by the way it went', async () => {
    expect(await set('trade', 'active')).toMatchObject({ status: 422, body: { code: 'lifecycle-way' } })
    for (const lifecycle of ['sunset', 'active']) expect((await set('trade', lifecycle)).status).toBe(200)
    expect((await call('POST', '/deals', { name: 'Again', pipeline: 'trade' })).status).toBe(201)
  })

  test('is for those who configure it and see all of its deals', async () => {
    const rep = await wire.server.addPerson({ name: 'Rio Rep' })
    expect((await set('trade', 'sunset', { key: rep.key })).status).toBe(403)
    expect((await set('trade', 'sunset', { key: wire.other.key })).status).toBe(404)
    expect((await set('trade', 'draft')).status).toBe(400)
    const revops = await wire.server.addPerson({ name: 'Rara RevOps', role: 'revops' })
    const grants = [{ to: { role: 'revops' }, rights: ['see', 'work', 'configure'], deals: 'own' }]
    expect((await call('PUT', '/pipelines/trade-south/rights', { grants })).status).toBe(200)
    expect(await set('trade-south', 'sunset', { key: revops.key })).toMatchObject({
      status: 403,
      body: { code: 'pipeline-part-sight' },
    })
  })
})

describe('where a policy says who decides', () => {
  test('a pipeline runs out only once they have, and is brought back by whoever configures it', async () => {
    const policy = { subject_kind: 'sunset', needed: 1, role: 'revops' }
    const source = trade.replace('key: trade', 'key: decided').replace('name: Trade', 'name: Decided')
    await wire.within('write', (context) => createPipeline.run(context, { source }))
    expect((await call('PUT', '/pipelines/decided/approval-policy', policy)).status).toBe(200)
    const dewi = await wire.server.addPerson({ name: 'Dewi', role: 'revops' })
    const asked = await set('decided', 'sunset')
    expect(asked).toMatchObject({ status: 200, body: { lifecycle: 'active', approval_id: expect.any(String) } })
    const { approval_id } = asked.body
    expect((await set('decided', 'sunset')).body.approval_id).toBe(approval_id)
    await wire.server.settled()
    const told = (await call('GET', '/notifications', undefined, { key: dewi.key })).body.data
    expect(told[0]).toMatchObject({ title: 'Decided asks for your decision', link: '/governance/charters' })
    const vote = (said: Json) => call('POST', `/approvals/${approval_id}/votes`, said, { key: dewi.key })
    expect((await vote({ vote: 'approve' })).body.state).toBe('approved')
    expect((await call('GET', '/pipelines/decided')).body.lifecycle).toBe('sunset')
    expect((await set('decided', 'active')).body).toMatchObject({ lifecycle: 'active', approval_id: null })
  })
})

describe('nothing open comes into a pipeline that takes no new deals', () => {
  test('not by an import either, which brings history all the same', async () => {
    for (const lifecycle of ['sunset']) expect((await set('trade', lifecycle)).status).toBe(200)
    const one = (await call('POST', '/imports', { mapping, file_name: 'deals.csv', dry_run: false })).body
    const rows = [
      'S1,Open shop,trade,wanted,open,100,EUR,2026-01-01,,,,,,,2026-01-01,',
      'S2,Won shop,trade,agreed,won,100,EUR,2026-01-01,2026-02-01,,,,,,2026-01-01,2026-01-10',
    ]
    await fetch(`${wire.server.url}/api/v1/imports/${one.id}/file`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${wire.server.owner.key}`, 'content-type': 'text/csv' },
      body: csv(...rows),
    })
    await wire.server.settled()
    expect((await call('GET', `/imports/${one.id}`)).body.counts).toMatchObject({ created: 1, refused: 1 })
    expect((await set('trade', 'active')).status).toBe(200)
  })

  test('nor while it is being put away: whoever comes at the same moment is refused', async () => {
    const source = trade.replace('key: trade', 'key: brief').replace('name: Trade', 'name: Brief')
    await wire.within('write', (context) => createPipeline.run(context, { source }))
    const creates = Array.from({ length: 12 }, (_, i) =>
      call('POST', '/deals', { name: `Race ${i}`, pipeline: 'brief' }),
    )
    const [archived, ...created] = await Promise.all([set('brief', 'archived'), ...creates])
    const open = (await call('GET', '/deals?pipeline=brief')).body.data.length
    expect(open).toBe(created.filter(({ status }) => status === 201).length)
    expect(archived.status === 200 ? open : 0).toBe(0)
    expect(created.every(({ status }) => [201, 409, 422].includes(status))).toBe(true)
  })
})
