import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let call: Wire['call']
let account: Json
let champion: Json

beforeAll(async () => {
  wire = await startWire()
  call = wire.call
  await created('/pipelines', care, 'application/yaml')
  account = await created('/accounts', { name: 'Ward', domain: 'ward.example' })
  champion = await created('/contacts', { name: 'Ayu', account_id: account.id, title: 'Head nurse' })
})
afterAll(() => wire.server.close())

async function created(path: string, body: unknown, type = 'application/json'): Promise<Json> {
  if (type === 'application/json') {
    const answer = await call('POST', path, body)
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const headers = { authorization: `Bearer ${wire.server.owner.key}`, 'content-type': type }
  const answer = await fetch(`${wire.server.url}/api/v1${path}`, { method: 'POST', headers, body: String(body) })
  if (answer.status >= 300) throw new Error(await answer.text())
  return (await answer.json()) as Json
}

const open = (given: Json = {}) =>
  created('/deals', { name: 'Beds', pipeline: 'care', account_id: account.id, ...given })
const preview = async (deal: Json, to_stage: string) =>
  (await call('POST', `/deals/${deal.id}/moves/preview`, { to_stage })).body
const unmet = async (deal: Json, to_stage: string): Promise<string[]> =>
  (await preview(deal, to_stage)).gates.filter(({ satisfied }: Json) => !satisfied).map(({ key }: Json) => key)

describe('A rule looks at everything around a deal', () => {
  test('contacts in their roles, line items one by one, activities and evidence', async () => {
    const deal = await open()
    const all = ['titled_champion', 'big_line', 'talked_lately', 'report_given']
    expect(await unmet(deal, 'tried')).toEqual(all)
    await call('POST', `/deals/${deal.id}/contacts`, { contact_id: champion.id, role: 'champion' })
    const product = await created('/products', { name: 'Bed' })
    const unit_price = { amount: '900.00', currency: 'EUR' }
    const items = [{ product_id: product.id, kind: 'one_time', quantity: 12, unit_price }]
    expect((await call('PUT', `/deals/${deal.id}/line-items`, { items })).status).toBe(200)
    expect(await unmet(deal, 'tried')).toEqual(['talked_lately', 'report_given'])
    await created('/activities', {
      kind: 'meeting',
      subject: 'Ward',
      deal_id: deal.id,
      held_at: '2026-11-23T09:00:00Z',
    })
    await created(`/deals/${deal.id}/evidence`, { criterion: 'report', url: 'https://files.example/report' })
    expect(await unmet(deal, 'tried')).toEqual([])
  })

  test('and whoever mistypes one of them hears of it when publishing, with the line and the nearest name', async () => {
    const headers = { authorization: `Bearer ${wire.server.owner.key}`, 'content-type': 'application/yaml' }
    const body = care
      .replace('key: care', 'key: care_two')
      .replace('p.title', 'p.titel')
      .replace('== "champion"', '== "champoin"')
    const answer = await fetch(`${wire.server.url}/api/v1/pipelines`, { method: 'POST', headers, body })
    expect(answer.status).toBe(400)
    const { findings } = (await answer.json()) as Json
    expect(findings).toMatchObject([
      { message: expect.stringContaining('p has no titel'), remedy: 'Did you mean title?', line: expect.any(Number) },
    ])
  })
})

describe('A gate is passed by an override', () => {
  const by = (key: string) => ({ key })
  const soon = '2026-12-10'
  const override = (criteria: string[], expires_on = soon) => ({ criteria, reason: 'The trial runs late', expires_on })
  const ready = async () => {
    const deal = await open()
    const evidence = { criterion: 'report', url: 'https://files.example/report' }
    await created(`/deals/${deal.id}/evidence`, evidence)
    return deal
  }
  const missing = ['titled_champion', 'big_line', 'talked_lately']
  const move = (deal: Json, body: Json, key?: string) =>
    call('POST', `/deals/${deal.id}/moves`, body, key === undefined ? {} : by(key))
  const shown = async (deal: Json) => (await call('GET', `/deals/${deal.id}`)).body
  const reported = async (query: string) => (await call('GET', `/gate-overrides?${query}`)).body.data as Json[]

  test('by whoever holds the right, and nobody else; the refusal says who may', async () => {
    const deal = await ready()
    const rep = await wire.server.addPerson({ role: 'rep' })
    const body = { to_stage: 'tried', override: override(missing) }
    const refused = await move(deal, { to_stage: 'tried' }, rep.key)
    expect(refused).toMatchObject({ status: 422, body: { code: 'gate-not-met', may_override: false } })
    expect(await move(deal, body, rep.key)).toMatchObject({
      status: 403,
      body: { access: 'gates:override', roles: ['owner', 'revops', 'manager'] },
    })
    expect((await call('POST', `/deals/${deal.id}/moves/preview`, body, by(rep.key))).status).toBe(403)
    const manager = await wire.server.addPerson({ role: 'manager' })
    const preview = await call('POST', `/deals/${deal.id}/moves/preview`, body, by(manager.key))
    expect(preview.body).toMatchObject({ allowed: true, may_override: true })
    expect(await move(deal, body, manager.key)).toMatchObject({ status: 201 })
  })

  test('and where the pipeline has grants, only with the right to approve there', async () => {
    const deal = await ready()
    const manager = await wire.server.addPerson({ role: 'manager' })
    const grants = [{ to: { role: 'manager' }, rights: ['see', 'work'], deals: 'all' }]
    expect((await call('PUT', '/pipelines/care/rights', { grants })).status).toBe(200)
    const body = { to_stage: 'tried', override: override(missing) }
    expect(await move(deal, body, manager.key)).toMatchObject({
      status: 403,
      body: { code: 'pipeline-right', right: 'approve' },
    })
    grants[0]?.rights.push('approve')
    expect((await call('PUT', '/pipelines/care/rights', { grants })).status).toBe(200)
    expect((await move(deal, body, manager.key)).status).toBe(201)
    expect((await call('PUT', '/pipelines/care/rights', { grants: [] })).status).toBe(200)
  })

  test('what it names counts as satisfied until its last day, is recorded, and owed from the day after', async () => {
    const deal = await ready()
    const moved = await move(deal, { to_stage: 'tried', override: override(missing) })
    expect(moved.body.gates).toMatchObject([
      { key: 'titled_champion', satisfied: true, excused_until: soon, because: [expect.any(String)] },
      { key: 'big_line', satisfied: true, excused_until: soon },
      { key: 'talked_lately', satisfied: true, excused_until: soon },
      { key: 'report_given', satisfied: true, excused_until: null },
    ])
    const { owed } = await shown(deal)
    expect(owed.map(({ key, excused_until }: Json) => [key, excused_until])).toEqual(missing.map((key) => [key, soon]))
    const rows = await reported(`deal_id=${deal.id}`)
    expect(rows).toHaveLength(3)
    expect(rows.at(0)).toMatchObject({
      pipeline: { key: 'care' },
      reason: 'The trial runs late',
      standing: 'in_force',
      met: false,
      to_stage: 'tried',
      granted_by: { id: wire.server.owner.id },
      move_id: moved.body.id,
    })
    const events = await wire.eventsOf(deal.id)
    expect(events.find(({ type }) => type === 'deal.gate_overridden')?.data).toMatchObject({
      before: {
        missing: [{ criterion: 'titled_champion' }, { criterion: 'big_line' }, { criterion: 'talked_lately' }],
      },
      after: { overridden: missing, reason: 'The trial runs late', expires_on: soon },
    })
    expect((await wire.allPages('/deals?owed=true')).map(({ id }) => id)).not.toContain(deal.id)
    // The next gate asks for its debts too; while the override runs they let it pass.
    expect((await preview(deal, 'agreed')).allowed).toBe(true)

    await wire.server.setClock('2026-12-10T23:00:00.000Z')
    expect((await preview(deal, 'agreed')).allowed).toBe(true)
    await wire.server.setClock('2026-12-11T00:30:00.000Z')
    expect((await wire.allPages('/deals?owed=true')).map(({ id }) => id)).toContain(deal.id)
    expect(await unmet(deal, 'agreed')).toEqual(missing)
    expect((await reported(`deal_id=${deal.id}&standing=lapsed`)).map(({ met }) => met)).toEqual([false, false, false])
    expect(await reported(`deal_id=${deal.id}&standing=in_force`)).toEqual([])

    // Excused anew, and one of them met: only the rest goes on being owed.
    await call('POST', `/deals/${deal.id}/contacts`, { contact_id: champion.id, role: 'champion' })
    const again = await move(deal, { to_stage: 'agreed', override: override(missing, '2027-01-31') })
    expect(again.status).toBe(201)
    expect((await shown(deal)).owed.map(({ key }: Json) => key)).toEqual(['big_line', 'talked_lately'])
    expect(await reported(`deal_id=${deal.id}`)).toHaveLength(5)
    await wire.server.setClock('2026-11-24T20:00:00.000Z')
  })

  test('the report is asked by pipeline, rule, month and person, and counted month by month', async () => {
    const [one] = await reported('criterion=big_line&pipeline=care&month=2026-12&granted_by=me&limit=1')
    expect(one).toMatchObject({ criterion: 'big_line', granted_at: expect.stringMatching(/^2026-12/) })
    expect(await reported('month=2026-01')).toEqual([])
    const { data } = (await call('GET', '/gate-override-tally?pipeline=care')).body
    expect(data).toContainEqual(expect.objectContaining({ criterion: 'big_line', month: '2026-11', overrides: 3 }))
    expect(data).toContainEqual(expect.objectContaining({ criterion: 'big_line', month: '2026-12', overrides: 1 }))
    expect((await call('GET', '/gate-overrides?pipeline=nowhere')).status).toBe(400)
    expect((await call('GET', '/gate-overrides', undefined, { key: wire.other.key })).body.data).toEqual([])
    const first = (await call('GET', '/gate-overrides?limit=2')).body
    const next = (await call('GET', `/gate-overrides?limit=200&cursor=${first.next_cursor}`)).body
    expect(new Set([...first.data, ...next.data].map(({ id }: Json) => id)).size).toBe(11)
  })

  test('undoing the move takes the override back with it', async () => {
    const deal = await ready()
    const moved = await move(deal, { to_stage: 'tried', override: override(missing) })
    expect((await call('POST', `/deals/${deal.id}/moves/${moved.body.id}/reversal`, {})).status).toBe(201)
    expect((await shown(deal)).owed).toEqual([])
    expect((await reported(`deal_id=${deal.id}`)).map(({ standing }) => standing)).toEqual(Array(3).fill('withdrawn'))
  })

  test('it must name what is asked for, give a reason, and end in time', async () => {
    const deal = await ready()
    const refusedFor = async (given: Json) => {
      const { status, body } = await move(deal, { to_stage: 'tried', override: { ...override(missing), ...given } })
      return [status, body.code, body.errors?.[0]?.pointer]
    }
    expect(await refusedFor({ criteria: ['big_lin'] })).toEqual([422, 'override-unknown', '/override/criteria/0'])
    expect(await refusedFor({ expires_on: '2026-11-23' })).toEqual([422, 'override-invalid', '/override/expires_on'])
    expect(await refusedFor({ expires_on: '2029-11-23' })).toEqual([422, 'override-invalid', '/override/expires_on'])
    expect(await refusedFor({ reason: ' ' })).toEqual([400, 'invalid', '/override/reason'])
    expect(await refusedFor({ criteria: missing.slice(1) })).toEqual([422, 'gate-not-met', undefined])
    const lost = await move(deal, { outcome: 'lost', reason: 'price', override: override(missing) })
    expect([lost.status, lost.body.code]).toEqual([422, 'override-unknown'])
    expect((await shown(deal)).version).toBe(1)
  })
})

describe('Any rule is explained on any deal', () => {
  const explain = (deal: Json, body: Json, key?: string) =>
    call('POST', `/deals/${deal.id}/explanations`, body, key === undefined ? {} : { key })

  test('a criterion, part by part with what each looked at', async () => {
    const deal = await open({ amount: { amount: '120000.00', currency: 'EUR' } })
    const { status, body } = await explain(deal, { criterion: 'priced_or_known' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ criterion: 'priced_or_known', holds: false, gate: { key: 'priced_or_known' } })
    expect(body.parts.map(({ depth, op, holds }: Json) => [depth, op, holds])).toEqual([
      [0, 'any', false],
      [1, 'all', false],
      [2, 'test', true],
      [2, 'test', false],
      [1, 'test', false],
    ])
    expect(body.parts[2].values).toEqual([{ path: 'deal.amount', label: 'Amount', value: '120,000' }])
    expect(body.parts[3].because).toEqual(['Meetings held must be more than 0, and is 0'])
    expect(body.parts[4].because).toEqual(['Next step is empty'])
  })

  test('and any rule; one that cannot be read says what was meant', async () => {
    const deal = await open()
    expect((await explain(deal, { rule: 'deal.name == "Beds"' })).body).toMatchObject({ holds: true, gate: null })
    for (const [rule, said] of [
      ['deal.nmae == "Beds"', 'Did you mean name?'],
      ['deal.stage == "trieed"', 'Did you mean tried?'],
      ['deal.amount', 'Compare it'],
    ]) {
      const { status, body } = await explain(deal, { rule })
      expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'rule-invalid', '/rule'])
      expect(body.detail).toContain(said)
    }
    expect((await explain(deal, { criterion: 'nothing' })).status).toBe(400)
    expect((await explain(deal, {})).status).toBe(400)
    expect((await explain(deal, { rule: 'true' }, wire.other.key)).status).toBe(404)
  })

  test('but no value of a field that is not for the one who asks, neither told nor guessed', async () => {
    const deal = await open({ fields: { margin: 12 } })
    const rep = await wire.server.addPerson({ role: 'rep' })
    const told = (await explain(deal, { criterion: 'margin_kept' }, rep.key)).body
    expect(told).toMatchObject({ holds: false, parts: [], because: ['It rests on a field that you may not read'] })
    expect(JSON.stringify(told)).not.toContain('12')
    const guessed = await explain(deal, { rule: 'deal.fields.margin > 10' }, rep.key)
    expect([guessed.status, guessed.body.detail]).toEqual([400, expect.stringContaining('has no margin')])
    expect((await explain(deal, { rule: 'deal.fields.margin > 10' })).body.holds).toBe(true)
  })
})

const care = `key: care
name: Care
charter:
  motion: Wards order beds
  buyer: A head nurse
  entry_rule: A ward asks
  won_means: A signed order
  lost_means: They keep the old ones
  owner: Head of care
  review_every_days: 90
  reason_to_be_separate: A trial on the ward
revenue_kind: new
fields:
  - { key: margin, label: Margin, type: number, read: [manager] }
stages:
  - key: asked
    name: Ward asks
    phase: qualify
    exit:
      - { key: titled_champion, label: A champion with a title, level: hard, kind: rule, rule: 'deal.people.exists(p, p.role == "champion" && p.title != "")' }
      - { key: big_line, label: A line of ten or more, level: hard, kind: rule, rule: 'deal.line_items.each.exists(l, l.quantity >= 10 && l.unit_price > 100)' }
      - { key: talked_lately, label: Talked within a fortnight, level: hard, kind: rule, rule: 'days_between(deal.last_contact, now) < 14' }
      - { key: report_given, label: The report is there, level: hard, kind: rule, rule: deal.evidence.report }
  - key: tried
    name: Ward tries it
    phase: evaluate
    exit:
      - { key: report, label: Report of the trial, level: hard, kind: link }
  - key: agreed
    name: Terms agreed
    phase: negotiate
    exit:
      - { key: priced_or_known, label: Priced or known, level: advice, kind: rule, rule: 'deal.amount > 1000 && deal.meetings > 0 || deal.next_step != ""' }
      - { key: margin_kept, label: Margin kept, level: advice, kind: rule, rule: deal.fields.margin > 20 }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: A whole hospital }] }
`
