import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../src/cli/run.ts'
import { eur, startTransfers, type Transfers } from './transfer-wire.ts'
import { faults, type Json } from './wire.ts'

let wire: Transfers
beforeAll(async () => {
  wire = await startTransfers()
})
afterAll(() => wire.server.close())

const history = async ({ id }: Json): Promise<Json[]> => (await wire.call('GET', `/deals/${id}/history`)).body.data
const column = async (pipeline: string, stage: string): Promise<Json> =>
  (await wire.call('GET', `/boards/${pipeline}`)).body.stages.find(({ key }: Json) => key === stage)

describe('a deal goes to another pipeline', () => {
  it('is the same deal with its whole past, in the stage of the same key or phase', async () => {
    const deal = await wire.open({ fields: { region: 'East' } })
    const before = await column('trade', 'wanted')
    const answer = await wire.transfer(deal, { to_pipeline: 'projects' })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      deal_id: deal.id,
      deal_version: 2,
      kind: 'transferred',
      from: { pipeline: { key: 'trade' }, stage: 'wanted', stage_name: 'Shop wants an offer' },
      to: { pipeline: { key: 'projects' }, stage: 'scoped' },
      stage_by: 'phase',
      carried: [],
      reason: 'bigger',
    })
    expect(await wire.deal(deal)).toMatchObject({
      key: deal.key,
      pipeline: { key: 'projects' },
      stage: { key: 'scoped' },
      outcome: null,
      amount: eur('1000.00'),
      fields: { region: 'East' },
      category: deal.category,
    })
    expect((await history(deal)).map(({ kind, pipeline, stage, reason }) => [kind, pipeline, stage, reason])).toEqual([
      ['created', 'trade', 'wanted', null],
      ['transferred', 'projects', 'scoped', 'bigger'],
    ])
    const after = await column('trade', 'wanted')
    expect([after.count, (await column('projects', 'scoped')).count]).toEqual([before.count - 1, 1])
    expect((await column('projects', 'scoped')).sum).toMatchObject(eur('1000.00'))
    expect(await wire.reconcile()).toMatchObject({
      balanced: true,
      currencies: [{ difference: eur('0.00') }],
    })
    const [event] = (await wire.eventsOf(deal.id)).filter(({ type }) => type === 'deal.transferred')
    expect(event?.data).toMatchObject({ from_pipeline: 'trade', to_pipeline: 'projects', from_stage: 'wanted' })
  })

  it('the money moves once, and what moved is told apart from what was created', async () => {
    const movements = (await wire.reconcile()).currencies[0].pipelines.flatMap(({ pipeline, movements }: Json) =>
      movements.map(({ kind, amount }: Json) => [pipeline, kind, amount.amount]),
    )
    expect(movements).toContainEqual(['trade', 'transferred', '-1000.00'])
    expect(movements).toContainEqual(['projects', 'transferred', '1000.00'])
    expect(movements).not.toContainEqual(['projects', 'created', '1000.00'])
  })

  it('asks for a reason of the pipeline that it leaves', async () => {
    const deal = await wire.open()
    const without = await wire.call('POST', `/deals/${deal.id}/transfers`, { to_pipeline: 'service' })
    expect([without.status, without.body.code]).toEqual([422, 'reason-required'])
    expect(without.body.reasons).toEqual([{ key: 'bigger', label: 'Became a bigger project' }])
    const wrong = await wire.transfer(deal, { reason: 'smaller' })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'transfer-reason-unknown'])
    expect((await wire.deal(deal)).version).toBe(1)
  })

  it.each([
    ['into the pipeline where it is', { to_pipeline: 'trade' }, 422, 'pipeline-same'],
    ['into a stage that is not there', { to_stage: 'signed' }, 422, 'stage-unknown'],
    ['into a pipeline that is not there', { to_pipeline: 'nowhere' }, 400, 'invalid'],
    ['on an old view', { deal_version: 7 }, 412, 'deal-changed'],
    ['with a field that is not there', { fields: { nothing: 1 } }, 400, 'fields-invalid'],
  ])('%s it is refused', async (_, given, status, code) => {
    const answer = await wire.transfer(await wire.open(), given)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it('a closed deal stays where it was', async () => {
    const deal = await wire.open()
    await wire.made('POST', `/deals/${deal.id}/moves`, { outcome: 'lost', reason: 'price' })
    expect((await wire.transfer(deal, {})).body).toMatchObject({ status: 409, code: 'deal-closed' })
  })

  it('a foreign deal and a foreign pipeline are not there', async () => {
    const deal = await wire.open()
    expect((await wire.transfer(deal, {}, { key: wire.other.key })).status).toBe(404)
  })
})

describe('what is asked for where it lands', () => {
  it('the entry of its stage and the fields required there, in the words of a move', async () => {
    const deal = await wire.open()
    await wire.made('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed' })
    const preview = await wire.call('POST', `/deals/${deal.id}/transfers/preview`, {
      to_pipeline: 'projects',
      reason: 'bigger',
    })
    expect(preview.status).toBe(200)
    expect(preview.body).toMatchObject({ allowed: false, code: 'gate-not-met', to: { stage: 'offered' } })
    const refused = await wire.transfer(deal, { to_pipeline: 'projects' })
    expect([refused.status, refused.body.code]).toEqual([422, 'gate-not-met'])
    expect(refused.body.gates).toEqual(preview.body.gates)
    expect(refused.body.gates.map(({ key, satisfied, field }: Json) => [key, satisfied, field])).toEqual([
      ['halls', false, 'halls'],
      ['fields.site', false, 'site'],
    ])
    const moved = await wire.transfer(deal, { to_pipeline: 'projects', fields: { halls: 3, site: 'Harbour' } })
    expect(moved.status).toBe(201)
    expect(await wire.deal(deal)).toMatchObject({
      fields: { halls: 3, site: 'Harbour' },
      owed: [{ key: 'visit', stage: 'surveyed' }],
    })
    const win = await wire.call('POST', `/deals/${deal.id}/moves`, { outcome: 'won' })
    expect(win.body.gates).toContainEqual(expect.objectContaining({ key: 'visit', satisfied: false }))
  })

  it('a stage beyond the one that the map leads to asks for every gate on the way', async () => {
    const deal = await wire.open({ amount: eur('100.00') })
    const given = { to_pipeline: 'projects', to_stage: 'surveyed', fields: { site: 'Hill' } }
    const refused = await wire.transfer(deal, given)
    expect(refused.body.gates.map(({ key, satisfied }: Json) => [key, satisfied])).toEqual([
      ['sized', false],
      ['visit', false],
      ['fields.site', true],
    ])
    const bigger = { amount: eur('600.00'), site: 'Hill' }
    const excused = await wire.transfer(deal, { ...given, fields: bigger, note: 'They sent photographs' })
    expect(excused.status).toBe(201)
    const other = await wire.open()
    const evidence = [{ criterion: 'visit', held_on: '2026-11-20' }]
    expect((await wire.transfer(other, { ...given, evidence })).status).toBe(201)
    expect((await wire.deal(other)).evidence).toMatchObject([{ criterion: 'visit' }])
    expect(
      (await wire.transfer(await wire.open(), { ...given, evidence: [{ criterion: 'x', held_on: '2026-11-20' }] }))
        .status,
    ).toBe(422)
  })

  it('many are asked about at once', async () => {
    const [small, good, closed] = [await wire.open({ amount: eur('1.00') }), await wire.open(), await wire.open()]
    await wire.made('POST', `/deals/${closed.id}/moves`, { outcome: 'lost', reason: 'price' })
    const ids = [small.key, good.id, closed.id]
    const asked = { deal_ids: ids, to_pipeline: 'projects', to_stage: 'surveyed', reason: 'bigger', note: 'Seen' }
    const { body } = await wire.call('POST', '/transfers/preview', { ...asked, fields: { site: 'Hill' } })
    const of = ({ id }: Json) => body.data.find(({ deal_id }: Json) => deal_id === id)
    expect([small, good, closed].map((deal) => of(deal).code)).toEqual(['gate-not-met', null, 'deal-closed'])
    const unknown = await wire.call('POST', '/transfers/preview', { ...asked, deal_ids: [good.id, 'D-999'] })
    expect([unknown.status, faults(unknown)]).toEqual([400, ['/deal_ids/1']])
  })
})

describe('what the other pipeline has no place for', () => {
  const map = { stages: { agreed: 'asked' }, fields: { region: 'area' } }

  it('a map says where deals land, stage for stage and field for field', async () => {
    const before = await wire.open({ fields: { region: 'North' } })
    await wire.transfer(before, {})
    expect(await wire.deal(before)).toMatchObject({
      fields: {},
      carried: [{ key: 'region', label: 'Region', value: 'North' }],
    })

    const put = await wire.call('PUT', '/transfer-maps/trade/service', map)
    expect(put.status).toBe(200)
    expect(put.body).toMatchObject({ from_pipeline: { key: 'trade' }, to_pipeline: { key: 'service' }, ...map })
    expect((await wire.call('GET', '/transfer-maps/trade/service')).body).toEqual(put.body)
    expect((await wire.call('GET', '/transfer-maps')).body.data).toEqual([put.body])
    expect((await wire.call('PUT', '/transfer-maps/trade/service', map)).body.id).toBe(put.body.id)
    expect((await wire.call('GET', '/transfer-maps/service/trade')).status).toBe(404)

    const deal = await wire.open({ fields: { region: 'South' } })
    await wire.made('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed' })
    const { body } = await wire.transfer(deal, {})
    expect(body).toMatchObject({ stage_by: 'map', to: { stage: 'asked' }, renamed: [{ from: 'region', to: 'area' }] })
    expect(await wire.deal(deal)).toMatchObject({ fields: { area: 'South' }, carried: [] })
  })

  it.each([
    ['a stage of neither', { stages: { wanted: 'nowhere' } }, ['/stages/wanted']],
    ['a field of neither', { fields: { region: 'colour' } }, ['/fields/region']],
  ])('a map that names %s is refused', async (_, given, where) => {
    const answer = await wire.call('PUT', '/transfer-maps/trade/service', given)
    expect([answer.status, faults(answer)]).toEqual([400, where])
  })

  it('is carried through any number of pipelines and comes back to light', async () => {
    const deal = await wire.open({ fields: { region: 'West' } })
    await wire.call('PUT', '/transfer-maps/trade/service', { stages: {}, fields: {} })
    await wire.transfer(deal, {})
    expect((await wire.deal(deal)).carried).toMatchObject([{ key: 'region' }])
    const back = await wire.transfer(deal, { to_pipeline: 'trade', reason: 'smaller' })
    expect(back.body).toMatchObject({ returned: ['region'], carried: [], to: { stage: 'wanted' } })
    expect(await wire.deal(deal)).toMatchObject({ fields: { region: 'West' }, carried: [], pipeline: { key: 'trade' } })
    expect(await history(deal)).toHaveLength(3)
  })
})

describe('what a pipeline keeps from somebody', () => {
  it('is not opened to them by taking the deal elsewhere, nor told by its events', async () => {
    const [rep, revops] = [
      await wire.server.addPerson({ name: 'Curious' }),
      await wire.server.addPerson({ name: 'Auditor', role: 'revops' }),
    ]
    const deal = await wire.open({ pipeline: 'projects', fields: { margin: 41 } })
    const answer = await wire.transfer(deal, { reason: 'smaller' }, { key: rep.key })
    expect(answer.body).toMatchObject({ carried: ['margin'] })
    const seenBy = async ({ key }: { key: string }) =>
      (await wire.call('GET', `/deals/${deal.id}`, undefined, { key })).body.carried
    expect(await seenBy(rep)).toEqual([])
    expect(await seenBy(wire.server.owner)).toEqual([{ key: 'margin', label: 'Margin', value: 41 }])
    await wire.server.settled()
    const audit = await wire.call('GET', `/audit-events?subject=${deal.id}`, undefined, { key: revops.key })
    expect(audit.body.data.length).toBeGreaterThan(1)
    expect(JSON.stringify(audit.body)).not.toContain('41,')
    expect(JSON.stringify(audit.body)).not.toContain('"margin":')
    const past = await wire.call('GET', `/deals/${deal.id}/history`, undefined, { key: rep.key })
    expect(JSON.stringify(past.body)).not.toContain('margin')
  })
})

describe('a transfer is undone', () => {
  const reverse = (deal: Json, transfer: Json, options?: { key?: string }) =>
    wire.call('POST', `/deals/${deal.id}/transfers/${transfer.id}/reversal`, undefined, options)

  it('the deal stands where it stood, and both rows are left out of what history learns', async () => {
    const deal = await wire.open({ fields: { region: 'West' } })
    await wire.at('2026-11-26T10:00:00.000Z')
    const stood = await wire.deal(deal)
    const { body } = await wire.transfer(deal, { note: 'By mistake' })
    const answer = await reverse(deal, body)
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ kind: 'reversed', reversal_of: body.id, to: { pipeline: { key: 'trade' } } })
    const { version: _, updated_at: __, ...rest } = stood
    expect(await wire.deal(deal)).toMatchObject({ ...rest, version: 3 })
    expect((await reverse(deal, body)).body).toMatchObject({ status: 422, code: 'reversal-too-late' })
    expect((await wire.reconcile()).balanced).toBe(true)
  })

  it('by whoever made it alone, while nothing came after', async () => {
    const rep = await wire.server.addPerson({ name: 'Rep' })
    const deal = await wire.open()
    const { body } = await wire.transfer(deal, {})
    expect((await reverse(deal, body, { key: rep.key })).body.code).toBe('reversal-not-yours')
    await wire.call('PATCH', `/deals/${deal.id}`, { next_step: 'Call' })
    expect((await reverse(deal, body)).body.code).toBe('reversal-too-late')
    const { body: move } = await wire.call('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed' })
    expect((await reverse(deal, move)).body.code).toBe('reversal-forbidden')
    const moves = await wire.call('POST', `/deals/${deal.id}/moves/${body.id}/reversal`)
    expect([moves.status, moves.body.code]).toEqual([422, 'reversal-forbidden'])
  })
})

describe('rights', () => {
  it('out of the one pipeline and into the other are two rights, and each is named where it is missing', async () => {
    const rep = await wire.server.addPerson({ name: 'Mover' })
    const grants = (pipeline: string, rights: string[]) =>
      wire.call('PUT', `/pipelines/${pipeline}/rights`, {
        grants: [{ to: { person_id: rep.id }, rights, deals: 'all' }],
      })
    const deal = await wire.open({ owner: rep.id })
    const by = { key: rep.key }
    await grants('trade', ['see', 'work'])
    expect((await wire.transfer(deal, {}, by)).body).toMatchObject({ status: 403, right: 'transfer_out' })
    const preview = await wire.call(
      'POST',
      `/deals/${deal.id}/transfers/preview`,
      { to_pipeline: 'service', reason: 'bigger' },
      by,
    )
    expect(preview.body).toMatchObject({ allowed: false, code: 'pipeline-right' })
    await grants('trade', ['see', 'work', 'transfer_out'])
    await grants('service', ['see'])
    expect((await wire.transfer(deal, {}, by)).body).toMatchObject({ status: 403, right: 'transfer_in' })
    const others = [{ to: { role: 'executive' }, rights: ['see'], deals: 'all' }]
    await wire.call('PUT', '/pipelines/service/rights', { grants: others })
    expect((await wire.transfer(deal, {}, by)).status).toBe(400)
    await grants('service', ['see', 'transfer_in'])
    expect((await wire.transfer(deal, {}, by)).status).toBe(201)
    await wire.call('PUT', '/pipelines/trade/rights', { grants: [] })
    await wire.call('PUT', '/pipelines/service/rights', { grants: [] })
  })
})

describe('the command line and agents', () => {
  async function command(...words: string[]) {
    let stdout = ''
    const write = (chunk: Buffer, _: string, done: () => void) => {
      stdout += chunk
      done()
    }
    const environment = { TRIBUTARY_URL: wire.server.url, TRIBUTARY_API_KEY: wire.server.owner.key }
    const streams = { stdout: new Writable({ write }), stderr: new Writable({ write: (_, __, done) => done() }) }
    return { code: await runCommand(words, environment, streams), stdout }
  }

  it('moves one deal, says what would stop it, and moves several as a job', async () => {
    const [one, two, closed] = [await wire.open(), await wire.open(), await wire.open()]
    await wire.made('POST', `/deals/${closed.id}/moves`, { outcome: 'lost', reason: 'price' })
    const dry = await command('deals', 'transfer', closed.key, 'service', '--reason', 'bigger', '--dry-run')
    expect(dry).toMatchObject({ code: 6, stdout: expect.stringContaining('would stay') })
    const moved = await command('deals', 'transfer', one.key, 'service', '--reason', 'bigger')
    expect(moved).toMatchObject({ code: 0, stdout: expect.stringContaining('Service: Asked for') })
    const many = await command('deals', 'transfer', two.key, closed.key, 'service', '--reason', 'bigger')
    expect(many).toMatchObject({ code: 6, stdout: expect.stringContaining('1 of 2 moved, 1 refused') })
    expect(many.stdout).toContain('deal-closed')
    expect((await command('deals', 'transfer', one.key, 'trade')).code).toBe(2)
    for (const deal of [one, two]) expect((await wire.deal(deal)).pipeline.key).toBe('service')
  })
})
