import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMailServer } from '../mail-server.ts'
import { type Json, startWire, type Wire } from './wire.ts'

async function startCompany(settings: Parameters<typeof startWire>[0] = {}) {
  const wire = await startWire(settings)
  const headers = { authorization: `Bearer ${wire.server.owner.key}`, 'content-type': 'application/yaml' }
  const answer = await fetch(`${wire.server.url}/api/v1/pipelines`, { method: 'POST', headers, body: lamps })
  if (answer.status !== 201) throw new Error(await answer.text())
  const rep = await wire.server.addPerson({ role: 'rep', name: 'Rep' })
  const manager = await wire.server.addPerson({ role: 'manager', name: 'Manager One' })
  const second = await wire.server.addPerson({ role: 'manager', name: 'Manager Two' })
  return { wire, rep, manager, second }
}

describe('A gate asks for an approval', () => {
  let company: Awaited<ReturnType<typeof startCompany>>
  let call: Wire['call']
  beforeAll(async () => {
    company = await startCompany()
    call = company.wire.call
  })
  afterAll(() => company.wire.server.close())

  const as = (key: string) => ({ key })
  const open = async (): Promise<Json> =>
    (await call('POST', '/deals', { name: 'Lamps', pipeline: 'lamps', amount: { amount: '900.00', currency: 'EUR' } }))
      .body
  const ask = (deal: Json, more: Json = {}) =>
    call('POST', `/deals/${deal.id}/approvals`, { criterion: 'discount', ...more }, as(company.rep.key))
  const vote = (asked: Json, key: string, body: Json = { vote: 'approve' }) =>
    call('POST', `/approvals/${asked.approval.id}/votes`, body, as(key))
  const gate = async (deal: Json): Promise<Json> =>
    (await call('POST', `/deals/${deal.id}/moves/preview`, { to_stage: 'agreed' })).body.gates.find(
      ({ key }: Json) => key === 'discount',
    )
  const queue = async (key: string): Promise<Json[]> =>
    (await call('GET', '/gate-approvals?queue=mine', undefined, as(key))).body.data

  test('it is asked for, waits in the queue of those who decide, and is met by as many votes as it wants', async () => {
    const { rep, manager, second } = company
    const deal = await open()
    expect(await gate(deal)).toMatchObject({
      kind: 'approval',
      satisfied: false,
      because: ['Nobody has been asked to approve it yet'],
    })
    const { status, body: asked } = await ask(deal, { note: 'A trial order' })
    expect(status).toBe(201)
    expect(asked).toMatchObject({
      criterion: 'discount',
      label: 'Discount approved',
      note: 'A trial order',
      approval: { state: 'open', needed: 2, role: 'manager', title: 'D-1 Lamps (900 EUR): Discount approved' },
    })
    expect(await queue(manager.key)).toMatchObject([{ id: asked.id, deal: { key: 'D-1' } }])
    expect(await queue(rep.key)).toEqual([])
    expect((await ask(deal)).body.code).toBe('approval-open')

    expect((await vote(asked, rep.key)).body.code).toBe('not-an-approver')
    expect((await vote(asked, manager.key)).body).toMatchObject({ state: 'open' })
    expect((await gate(deal)).because).toEqual(['Rep asked for it; 1 of 2 have approved'])
    expect(await queue(manager.key)).toEqual([])
    expect((await vote(asked, second.key)).body).toMatchObject({ state: 'approved' })
    expect(await gate(deal)).toMatchObject({ satisfied: true, because: [] })
    const { evidence } = (await call('GET', `/deals/${deal.id}`)).body
    expect(evidence).toMatchObject([{ kind: 'approval', criterion: 'discount', given_by: { name: 'Manager Two' } }])
    expect((await call('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed' }, as(rep.key))).status).toBe(201)
    const types = (await company.wire.eventsOf(deal.id)).map(({ type }) => type)
    expect(types).toEqual(expect.arrayContaining(['deal.approval_asked', 'deal.evidence_given']))
  })

  test('asked of many deals without moving them, the gate names who has not approved', async () => {
    const deals = [await open(), await open()]
    await ask(deals[0] ?? {})
    const body = { deal_ids: deals.map(({ id }) => id), to_stage: 'agreed' }
    const { data } = (await call('POST', '/moves/preview', body)).body
    expect(data.map(({ allowed, gates }: Json) => [allowed, gates[0].kind, gates[0].because[0]])).toEqual([
      [false, 'approval', 'Rep asked for it; 0 of 2 have approved'],
      [false, 'approval', 'Nobody has been asked to approve it yet'],
    ])
  })

  test('a rejection says why, and it may be asked for again', async () => {
    const deal = await open()
    const { body: asked } = await ask(deal)
    const rejected = await vote(asked, company.manager.key, { vote: 'reject', reason: 'Five per cent at most' })
    expect(rejected.body.state).toBe('rejected')
    expect((await gate(deal)).because).toEqual(['Manager One rejected it: Five per cent at most'])
    expect((await ask(deal)).status).toBe(201)
  })

  test('it is withdrawn while nobody has decided; of a closed deal nothing is approved', async () => {
    const deal = await open()
    const { body: asked } = await ask(deal)
    const withdrawal = `/deals/${deal.id}/approvals/${asked.id}/withdrawal`
    expect((await call('POST', withdrawal, {})).body.approval.state).toBe('cancelled')
    expect((await call('POST', withdrawal, {})).status).toBe(201)
    expect((await vote(asked, company.manager.key)).status).toBe(409)
    const { body: again } = await ask(deal)
    await call('POST', `/deals/${deal.id}/moves`, { outcome: 'lost', reason: 'price' })
    expect((await vote(again, company.manager.key)).body.code).toBe('deal-closed')
    expect((await ask(deal)).status).toBe(409)
    const states = async () =>
      (await call('GET', `/gate-approvals?deal_id=${deal.id}`)).body.data.map((one: Json) => one.approval.state)
    expect(await states()).toEqual(['open', 'cancelled'])
    await company.wire.server.settled()
    expect(await states()).toEqual(['cancelled', 'cancelled'])
  })

  test('evidence by hand does not stand in for it, nor does another workspace', async () => {
    const deal = await open()
    const given = { criterion: 'discount', url: 'https://files.example/mail' }
    expect((await call('POST', `/deals/${deal.id}/evidence`, given)).body.detail).toContain('approved by people')
    expect((await ask(deal, { criterion: 'nothing' })).body.errors[0].pointer).toBe('/criterion')
    const { body: asked } = await ask(deal)
    const elsewhere = as(company.wire.other.key)
    expect((await call('GET', `/gate-approvals?deal_id=${deal.id}`, undefined, elsewhere)).status).toBe(400)
    expect((await call('POST', `/approvals/${asked.approval.id}/votes`, { vote: 'approve' }, elsewhere)).status).toBe(
      404,
    )
    expect((await call('GET', '/gate-approvals?limit=2')).body).toMatchObject({ has_more: true })
  })
})

test('those who decide hear of it when asked, before an answer is due, and again; never once it is decided', async () => {
  const mail = await startMailServer()
  const { wire, rep, manager, second } = await startCompany({ smtp_url: mail.url, mail_from: 'tributary@main.test' })
  try {
    const { call } = wire
    const deal = (await call('POST', '/deals', { name: 'Lamps', pipeline: 'lamps' })).body
    const asked = (await call('POST', `/deals/${deal.id}/approvals`, { criterion: 'discount' }, { key: rep.key })).body
    const told = async (now: string) => {
      mail.received.length = 0
      await wire.server.setClock(now)
      return mail.received.map(({ to, subject }) => `${to[0]} ${subject}`).sort()
    }
    const first = 'Please decide: D-1 Lamps: Discount approved'
    const again = 'Still waiting for you: D-1 Lamps: Discount approved'
    await expect
      .poll(() => told('2026-11-24T21:00:00.000Z'))
      .toEqual([`manager.one@example.test ${first}`, `manager.two@example.test ${first}`])
    expect(await told('2026-11-24T22:00:00.000Z')).toEqual([])
    expect(await told('2026-11-25T22:00:00.000Z')).toEqual([
      `manager.one@example.test ${again}`,
      `manager.two@example.test ${again}`,
    ])
    await call('POST', `/approvals/${asked.approval.id}/votes`, { vote: 'approve' }, { key: manager.key })
    expect(await told('2026-11-26T22:00:00.000Z')).toEqual([`manager.two@example.test ${again}`])
    const reject = { vote: 'reject', reason: 'No' }
    await call('POST', `/approvals/${asked.approval.id}/votes`, reject, { key: second.key })
    expect(await told('2026-12-02T21:00:00.000Z')).toEqual([])
    const heard = (await call('GET', '/notifications', undefined, { key: second.key })).body.data
    expect(heard.map(({ kind }: Json) => kind)).toEqual(['gate.waiting', 'gate.waiting', 'gate.asked'])
  } finally {
    await wire.server.close()
    await mail.close()
  }
})

const lamps = `key: lamps
name: Lamps
charter:
  motion: Towns order lamps
  buyer: A town
  entry_rule: A town asks
  won_means: A signed order
  lost_means: They keep the old ones
  owner: Head of lamps
  review_every_days: 90
  reason_to_be_separate: Tenders
revenue_kind: new
stages:
  - key: asked
    name: Town asks
    phase: qualify
    exit:
      - { key: discount, label: Discount approved, level: hard, kind: approval, by: manager, votes: 2, within_days: 2 }
  - { key: agreed, name: Terms agreed, phase: negotiate }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: A whole region }] }
`
