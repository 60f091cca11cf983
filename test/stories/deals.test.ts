import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faults, type Json, nobody, startWire, type Wire } from './wire.ts'

const enterprise = readFileSync(join(import.meta.dirname, '../../motions/enterprise.yaml'), 'utf8')
const eur = (amount: string) => ({ amount, currency: 'EUR' })

let wire: Wire
let account: Json
beforeAll(async () => {
  wire = await startWire()
  await wire.server.client.send('POST', '/pipelines', { body: enterprise, content_type: 'application/yaml' })
  await wire.createTrade()
  account = (await call('POST', '/accounts', { name: 'Acme', domain: 'acme.example' })).body
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

const open = async (more: Json = {}) => {
  const { status, body } = await call('POST', '/deals', { name: 'Acme – Platform', pipeline: 'enterprise', ...more })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const ready = () => open({ account_id: account.id, amount: eur('240000.00') })
const move = (deal: Json, body: Json, options?: Json) => call('POST', `/deals/${deal.id}/moves`, body, options)
const current = async (deal: Json) => (await call('GET', `/deals/${deal.key}`)).body
const history = async (deal: Json): Promise<Json[]> => (await call('GET', `/deals/${deal.id}/history`)).body.data

describe('opening a deal', () => {
  test('it begins in the first stage of its pipeline, called as that stage suggests, with one ledger row and event', async () => {
    const deal = await open({ amount: eur('1000.50'), close_date: '2027-02-01', source: 'event' })
    expect(deal).toMatchObject({
      key: expect.stringMatching(/^D-\d+$/),
      version: 1,
      pipeline: { key: 'enterprise' },
      definition: { version: 1 },
      stage: { key: 'priority_named', phase: 'qualify' },
      amount: eur('1000.50'),
      amount_measure: 'total_contract_value',
      revenue_kind: 'new',
      category: 'pipeline',
      owner: { id: wire.server.owner.id },
      outcome: null,
    })
    expect(await history(deal)).toMatchObject([{ version: 1, kind: 'created', stage: 'priority_named', until: null }])
    expect(await wire.eventsOf(deal.id)).toMatchObject([{ type: 'deal.created', version: 1 }])
  })

  test('without a pipeline it says which there are; an unknown one, account, partner, owner or field is named', async () => {
    const unclear = await call('POST', '/deals', { name: 'Somewhere' })
    expect(unclear).toMatchObject({
      status: 422,
      body: { code: 'pipeline-unclear', pipelines: ['enterprise', 'trade'] },
    })
    const wrong = async (more: Json) => call('POST', '/deals', { name: 'Wrong', pipeline: 'enterprise', ...more })
    expect(faults(await wrong({ pipeline: 'nowhere' }))).toEqual(['/pipeline'])
    expect(faults(await wrong({ account_id: `acc_${'0'.repeat(26)}` }))).toEqual(['/account_id'])
    expect(faults(await wrong({ partner_account_id: account.id }))).toEqual(['/partner_account_id'])
    expect(faults(await wrong({ owner: nobody }))).toEqual(['/owner'])
    expect(faults(await wrong({ fields: { prioritty: 'x' } }))).toEqual(['/fields/prioritty'])
    expect(faults(await wrong({ amount: { amount: '1.234', currency: 'EUR' } }))).toEqual(['/amount/amount'])
    expect(faults(await wrong({ name: 'a\u0000b', stage: 'x' }))).toEqual(['/name', '/stage'])
  })

  test('a deal of another workspace answers like one that is not there', async () => {
    const deal = await open()
    const foreign = await call('GET', `/deals/${deal.id}`, undefined, { key: wire.other.key })
    const unknown = await call('GET', `/deals/deal_${'0'.repeat(26)}`, undefined, { key: wire.other.key })
    expect(foreign.status).toBe(404)
    expect(foreign.body.detail).toBe(unknown.body.detail)
    expect((await call('POST', `/deals/${deal.id}/moves`, { outcome: 'won' }, { key: wire.other.key })).status).toBe(
      404,
    )
  })
})

describe('moving a deal through gates', () => {
  test('a refusal names every criterion crossed, in the same words as the preview, and changes nothing', async () => {
    const deal = await open()
    const asked = { to_stage: 'evaluating', deal_version: 1 }
    const refused = await move(deal, asked)
    expect(refused).toMatchObject({ status: 422, body: { code: 'gate-not-met', type: '/docs/problems/gate-not-met' } })
    expect(refused.body.gates).toMatchObject([
      { key: 'account_known', kind: 'field', level: 'hard', satisfied: false, field: 'account' },
      { key: 'size_estimated', kind: 'rule', level: 'hard', satisfied: false, field: 'amount' },
      { key: 'priority_written', level: 'advice', satisfied: false, field: 'priority' },
    ])
    const preview = await call('POST', `/deals/${deal.id}/moves/preview`, asked)
    expect(preview).toMatchObject({ status: 200, body: { allowed: false, gates: refused.body.gates } })
    expect(await history(deal)).toHaveLength(1)
  })

  test('fields, evidence and the move are one change; advice never refuses', async () => {
    const deal = await open({ account_id: account.id })
    const fields = { amount: eur('240000.00'), priority: 'Fewer stock-outs' }
    const moved = await move(deal, { to_stage: 'evaluating', fields })
    expect(moved).toMatchObject({
      status: 201,
      etag: '"2"',
      body: {
        deal_version: 2,
        from_stage: 'priority_named',
        to_stage: 'evaluating',
        direction: 'forward',
        skipped: [],
      },
    })
    expect(await current(deal)).toMatchObject({ version: 2, stage: { key: 'evaluating' }, amount: eur('240000.00') })
    expect(await history(deal)).toMatchObject([{ kind: 'created' }, { kind: 'moved', id: moved.body.id }])

    const evidence = [{ criterion: 'success_confirmed', url: 'https://files.acme.example/report' }]
    const next = await move(deal, {
      to_stage: 'shortlisted',
      fields: { decision_date: '2027-01-20', close_date: '2027-02-01' },
      evidence,
    })
    expect(next.status).toBe(201)
    expect((await current(deal)).evidence).toMatchObject([{ criterion: 'success_confirmed', kind: 'link' }])
    const events = await wire.eventsOf(deal.id)
    expect(events.map(({ type }) => type)).toEqual(['deal.created', 'deal.moved', 'deal.evidence_given', 'deal.moved'])
  })

  test('values and evidence that do not hold are 400 or 422 and leave nothing behind', async () => {
    const deal = await ready()
    expect(faults(await move(deal, { to_stage: 'evaluating', fields: { decision_date: 'soon' } }))).toEqual([
      '/fields/decision_date',
    ])
    expect(faults(await move(deal, { to_stage: 'evaluating', fields: { close_date: '2027-02-30' } }))).toEqual([
      '/fields/close_date',
    ])
    const evidence = [{ criterion: 'nothing', url: 'https://a.example' }]
    expect(await move(deal, { to_stage: 'evaluating', evidence })).toMatchObject({
      status: 422,
      body: { code: 'evidence-invalid' },
    })
    expect(await move(deal, { to_stage: 'nowhere' })).toMatchObject({ status: 422, body: { code: 'stage-unknown' } })
    expect(await move(deal, {})).toMatchObject({ status: 422, body: { code: 'target-unclear' } })
    expect(await current(deal)).toMatchObject({ version: 1, evidence: [] })
  })

  test('skipping needs a reason and still crosses every gate between', async () => {
    const deal = await ready()
    expect(await move(deal, { to_stage: 'shortlisted' })).toMatchObject({
      status: 422,
      body: { code: 'reason-required' },
    })
    const refused = await move(deal, { to_stage: 'shortlisted', reason: 'They knew us' })
    expect(refused.body.gates.map(({ key }: Json) => key)).toContain('success_confirmed')
  })

  test('a soft criterion takes a reason in its place, a hard one does not', async () => {
    const deal = await toStage('shortlisted')
    const hard = await move(deal, { to_stage: 'terms_agreed', reason: 'Trust me' })
    expect(hard).toMatchObject({ status: 422, body: { code: 'gate-not-met' } })
    const evidence = [{ criterion: 'economic_buyer_met', held_on: '2026-11-20' }]
    const soft = await move(deal, { to_stage: 'terms_agreed', evidence })
    expect(soft.body.detail).toMatch(/A reason would do instead/)
    const moved = await move(deal, { to_stage: 'terms_agreed', evidence, reason: 'The founder decides alone' })
    expect(moved.status).toBe(201)
    expect((await history(deal)).at(-1)).toMatchObject({ reason: 'The founder decides alone' })
  })

  test('what would be refused? is asked about many deals at once', async () => {
    const [bare, full] = [await open(), await ready()]
    const { status, body } = await call('POST', '/moves/preview', {
      deal_ids: [bare.id, full.key],
      to_stage: 'evaluating',
    })
    expect(status).toBe(200)
    const allowed = Object.fromEntries(body.data.map((one: Json) => [one.deal_id, one.allowed]))
    expect(allowed).toEqual({ [bare.id]: false, [full.id]: true })
    expect(faults(await call('POST', '/moves/preview', { deal_ids: ['D-999999'], to_stage: 'evaluating' }))).toEqual([
      '/deal_ids/0',
    ])
  })
})

describe('two people and one deal', () => {
  test('a move decided on an old view is 412 with the deal as it is now', async () => {
    const deal = await ready()
    await call('PATCH', `/deals/${deal.id}`, { name: 'Renamed' }, { if_match: '"1"' })
    const stale = await move(deal, { to_stage: 'evaluating', deal_version: 1 })
    expect(stale).toMatchObject({
      status: 412,
      body: { code: 'deal-changed', current: { version: 2, name: 'Renamed' } },
    })
    const byTag = await move(deal, { to_stage: 'evaluating' }, { if_match: '"1"' })
    expect(byTag.status).toBe(412)
    expect((await move(deal, { to_stage: 'evaluating' }, { if_match: '"2"' })).status).toBe(201)
  })

  test('R5: the same Idempotency-Key has one effect and one answer; another body is refused', async () => {
    const deal = await ready()
    const send = (body: Json) =>
      fetch(`${wire.server.url}/api/v1/deals/${deal.id}/moves`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${wire.server.owner.key}`,
          'content-type': 'application/json',
          'idempotency-key': 'once',
        },
        body: JSON.stringify(body),
      })
    const first = await send({ to_stage: 'evaluating' })
    const again = await send({ to_stage: 'evaluating' })
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await again.json()).toEqual(await first.json())
    expect((await send({ to_stage: 'shortlisted' })).status).toBe(422)
    expect(await history(deal)).toHaveLength(2)
  })
})

describe('undoing, closing and reopening', () => {
  test('whoever made a move undoes it while nothing came after, and the stage clock goes on', async () => {
    const deal = await ready()
    const moved = (await move(deal, { to_stage: 'evaluating' })).body
    const rep = await wire.server.addPerson({ role: 'rep' })
    const path = `/deals/${deal.id}/moves/${moved.id}/reversal`
    expect(await call('POST', path, {}, { key: rep.key })).toMatchObject({
      status: 422,
      body: { code: 'reversal-not-yours' },
    })
    const undone = await call('POST', path, {})
    expect(undone).toMatchObject({
      status: 201,
      body: { kind: 'reversed', to_stage: 'priority_named', reversal_of: moved.id },
    })
    expect(await current(deal)).toMatchObject({
      version: 3,
      stage: { key: 'priority_named' },
      entered_stage_at: deal.entered_stage_at,
    })
    expect(await call('POST', path, {})).toMatchObject({ status: 422, body: { code: 'reversal-too-late' } })
  })

  test('losing needs one of the reasons; reopening needs one too and brings the earlier call back', async () => {
    const deal = await ready()
    await call('PATCH', `/deals/${deal.id}`, { category: 'commit' })
    const refused = await move(deal, { outcome: 'lost', reason: 'bad luck' })
    expect(refused).toMatchObject({ status: 422, body: { code: 'lost-reason-unknown' } })
    expect(refused.body.reasons.map(({ key }: Json) => key)).toContain('competitor')
    expect((await move(deal, { outcome: 'lost', reason: 'competitor', note: 'Cheaper' })).status).toBe(201)
    expect(await current(deal)).toMatchObject({
      outcome: 'lost',
      outcome_reason: 'competitor',
      category: 'omitted',
      probability: null,
    })
    expect(await move(deal, { to_stage: 'evaluating' })).toMatchObject({ status: 409, body: { code: 'deal-closed' } })
    expect(await call('PATCH', `/deals/${deal.id}`, { amount: eur('1.00') })).toMatchObject({ status: 409 })

    const home = { to_stage: 'priority_named' }
    expect(await move(deal, home)).toMatchObject({ status: 422, body: { code: 'reason-required' } })
    expect(await move(deal, { ...home, reason: 'They called back' })).toMatchObject({
      status: 201,
      body: { kind: 'reopened' },
    })
    expect(await current(deal)).toMatchObject({ outcome: null, category: 'commit', stage: { key: 'priority_named' } })
  })

  test('a win asks for its evidence, sets the category closed, and freezes the rate of the day', async () => {
    await call('POST', '/rates', { currency: 'IDR', per_euro: '18000', valid_from: '2026-11-01' })
    const deal = await call('POST', '/deals', {
      name: 'Warung',
      pipeline: 'trade',
      amount: { amount: '36000000.00', currency: 'IDR' },
    })
    expect((await move(deal.body, { to_stage: 'agreed' })).status).toBe(201)
    expect((await move(deal.body, { outcome: 'won' })).status).toBe(201)
    expect(await current(deal.body)).toMatchObject({
      outcome: 'won',
      category: 'closed',
      closed_at: expect.any(String),
    })
    const { rows } = await wire.server.database.pool.query('select frozen_rate from deal where id = $1', [deal.body.id])
    expect(Number(rows[0].frozen_rate)).toBeCloseTo(1 / 18000, 12)
  })
})

describe('what a deal is worth', () => {
  test('the amount follows the line items, and is then not typed in', async () => {
    const deal = await open()
    const product = (await call('POST', '/products', { name: 'Platform' })).body
    const items = [
      { product_id: product.id, kind: 'recurring', quantity: 10, unit_price: eur('100.00'), period: 'month', term: 24 },
      { product_id: product.id, kind: 'one_time', unit_price: eur('5000.00') },
    ]
    const set = await call('PUT', `/deals/${deal.id}/line-items`, { items })
    expect(set.body.amounts).toEqual({
      total_contract_value: eur('29000.00'),
      annual: eur('12000.00'),
      first_year: eur('17000.00'),
      one_time: eur('5000.00'),
    })
    expect(await current(deal)).toMatchObject({
      amount: eur('29000.00'),
      line_items: [{ quantity: 10 }, { quantity: 1 }],
    })
    expect(await call('PATCH', `/deals/${deal.id}`, { amount: eur('1.00') })).toMatchObject({
      status: 422,
      body: { code: 'amount-computed' },
    })
    expect(await move(deal, { to_stage: 'evaluating', fields: { amount: eur('1.00') } })).toMatchObject({
      status: 422,
      body: { code: 'amount-computed' },
    })
  })
})

describe('boards', () => {
  test('a board follows every change at once, and shows any moment as it was', async () => {
    const before = (await call('GET', '/boards/trade')).body
    const deal = (await call('POST', '/deals', { name: 'New', pipeline: 'trade', amount: eur('500.00') })).body
    const now = wire.server.server.clock.now()
    const after = (await call('GET', '/boards/trade')).body
    expect(after.count).toBe(before.count + 1)
    expect(Number(after.sum.amount) - Number(before.sum.amount)).toBe(500)
    expect(after.stages[0].deals).toContainEqual(expect.objectContaining({ id: deal.id, key: deal.key }))
    expect(after.weighted).toBeNull()

    await new Promise((wake) => setTimeout(wake, 5))
    await move(deal, { to_stage: 'agreed' })
    const past = (await call('GET', `/boards/trade?as_of=${now}`)).body
    expect(past.stages[0].deals).toContainEqual(expect.objectContaining({ id: deal.id, stage: 'wanted' }))
    expect(past).toMatchObject({ as_of: now, count: after.count, sum: after.sum })
    const moved = (await call('GET', '/boards/trade')).body
    expect(moved.stages[1].deals).toContainEqual(expect.objectContaining({ id: deal.id, stage: 'agreed' }))
    expect(moved).toMatchObject({ count: after.count, sum: after.sum })
  })

  test('all pipelines stand on one board by phase, and add up to their boards', async () => {
    const union = (await call('GET', '/union-board')).body
    const boards = [(await call('GET', '/boards/trade')).body, (await call('GET', '/boards/enterprise')).body]
    expect(union.count).toBe(boards.reduce((sum, { count }) => sum + count, 0))
    expect(union.phases.map(({ key }: Json) => key)).toEqual(['qualify', 'evaluate', 'propose', 'negotiate'])
    expect(Number(union.sum.amount)).toBeCloseTo(
      boards.reduce((sum, { sum: { amount } }) => sum + Number(amount), 0),
      6,
    )
    const past = (await call('GET', `/union-board?as_of=${wire.server.server.clock.now()}`)).body
    expect(past.count).toBe(union.count)
  })

  test('columns go on page by page; an unknown pipeline or stage is 404', async () => {
    for (let i = 0; i < 5; i++)
      await call('POST', '/deals', { name: `Card ${i}`, pipeline: 'trade', close_date: `2027-0${i + 1}-01` })
    const board = (await call('GET', '/boards/trade?limit=2')).body
    const seen = board.stages[0].deals.map(({ id }: Json) => id)
    for (let cursor = board.stages[0].next_cursor; cursor; ) {
      const page = (await call('GET', `/boards/trade/stages/wanted?limit=2&cursor=${cursor}`)).body
      seen.push(...page.deals.map(({ id }: Json) => id))
      cursor = page.next_cursor
    }
    expect(seen).toHaveLength(board.stages[0].count)
    expect(new Set(seen).size).toBe(seen.length)
    expect((await call('GET', '/boards/nowhere')).status).toBe(404)
    expect((await call('GET', '/boards/trade/stages/nowhere')).status).toBe(404)
  })
})

describe('what changed since I looked', () => {
  test("others' changes are told until they were seen; one's own and imported ones are not", async () => {
    const rep = await wire.server.addPerson({ role: 'rep', name: 'Rina' })
    const deal = await ready()
    await move(deal, { to_stage: 'evaluating' }, { key: rep.key })
    await wire.server.settled()
    const look = (await call('GET', '/looks/current')).body
    expect(look.data[0]).toMatchObject({
      type: 'deal.moved',
      actor: { name: 'Rina' },
      deal: { key: deal.key },
      from: 'Buyer names a priority',
      to: 'Buyer evaluates',
    })
    expect((await call('PUT', '/looks/current', { position: look.position })).body.data).toEqual([])
    expect(faults(await call('PUT', '/looks/current', { position: 10 ** 9 }))).toEqual(['/position'])
    await move(deal, { to_stage: 'priority_named' })
    await wire.server.settled()
    expect((await call('GET', '/looks/current')).body.data).toEqual([])
    const hers = (await call('GET', '/looks/current', undefined, { key: rep.key })).body
    expect(hers.data[0]).toMatchObject({ type: 'deal.moved', deal: { key: deal.key } })
  })
})

/** A deal that has come as far as a stage by what its gates ask for. */
async function toStage(stage: 'evaluating' | 'shortlisted') {
  const deal = await ready()
  await move(deal, { to_stage: 'evaluating' })
  if (stage === 'evaluating') return current(deal)
  const evidence = [{ criterion: 'success_confirmed', url: 'https://files.acme.example/report' }]
  const fields = { decision_date: '2027-01-20', close_date: '2027-02-01' }
  await move(deal, { to_stage: 'shortlisted', evidence, fields })
  return current(deal)
}
