import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Member } from '../server.ts'
import { agreed, file, shown, spoken, wanted } from './shops.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let rina: Member
let dewi: Member
let budi: Member
let sari: Member
beforeEach(async () => {
  wire = await startWire()
  const other = (key: string, name: string, ...stages: string[]) =>
    file(...stages)
      .replace('key: shops', `key: ${key}`)
      .replace('name: Shops', `name: ${name}`)
  await wire.server.client.pipelines.create({ source: file(wanted, shown, spoken, agreed) })
  await wire.server.client.pipelines.create({
    source: other('growth', 'Growth', wanted, agreed).replace('revenue_kind: new', 'revenue_kind: expansion'),
  })
  const strict = `{ key: asked, name: Asked, phase: qualify,
      entry: [{ key: sized, label: A size, level: hard, kind: rule, rule: deal.amount >= 1 }] }`
  await wire.server.client.pipelines.create({ source: other('large', 'Large', strict, agreed) })
  rina = await wire.server.addPerson({ role: 'revops', name: 'Rina' })
  dewi = await wire.server.addPerson({ role: 'revops', name: 'Dewi' })
  budi = await wire.server.addPerson({ role: 'rep', name: 'Budi' })
  sari = await wire.server.addPerson({ role: 'rep', name: 'Sari' })
  const nine = [{ from: '09:00', to: '17:00' }]
  const hours = { monday: nine, tuesday: nine, wednesday: nine, thursday: nine, friday: nine }
  await done('PUT', '/calendars/office', { name: 'Office', time_zone: 'UTC', hours })
})
afterEach(() => wire.server.close())

const call = (method: string, path: string, body?: unknown, by: { key: string } = rina) =>
  wire.call(method, path, body, { key: by.key })
async function done(method: string, path: string, body?: unknown, by?: { key: string }): Promise<Json> {
  const answer = await call(method, path, body, by)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const at = async (now: string) => {
  expect((await wire.call('PUT', '/test-clock', { now })).status).toBe(200)
}
const euros = (amount: string) => ({ amount, currency: 'EUR' })

const limit = { hours: 8, calendar: 'office' }
const grow = {
  key: 'grow',
  name: 'Won shops may grow',
  trigger: { on: 'won', pipeline: 'shops' },
  to: { pipeline: 'growth', stage: 'wanted' },
  link: 'expands',
  carry: { name: '{deal}: more of it', close_in_days: 90, next_step: 'Ask how it goes' },
  credit: { sourced: true },
}

async function publish(rules: Json[]): Promise<Json> {
  const change = await done('POST', '/handoff-rules/changes', { rules, reason: 'They belong together' })
  await done('POST', `/approvals/${change.approval_id}/votes`, { vote: 'approve' }, dewi)
  return done('GET', `/handoff-rules/changes/${change.id}`)
}

async function won(deal: Json = {}): Promise<Json> {
  const opened = await done('POST', '/deals', { name: 'Toko Maju', pipeline: 'shops', ...deal }, budi)
  await done('POST', `/deals/${opened.id}/moves`, { outcome: 'won', reason: 'At once' }, budi)
  await wire.server.settled()
  return opened
}
const handoffs = async (query = 'state=any'): Promise<Json[]> => (await done('GET', `/handoffs?${query}`)).data
const balanced = async () =>
  expect((await done('GET', '/reconciliation', undefined, wire.server.owner)).balanced).toBe(true)

describe('a set of rules', () => {
  test('is proposed with its plan, decided on by somebody else, and fires from then on, not for what was before', async () => {
    await won()
    expect(await publish([grow])).toMatchObject({
      state: 'published',
      based_on: 0,
      plan: { diff: [{ rule: 'grow', change: 'added' }], findings: [], waiting: 0 },
    })
    expect(await handoffs()).toEqual([])
    const source = await won({ name: 'Toko Baru', amount: euros('900.00') })
    const [handoff] = await handoffs()
    expect(handoff).toMatchObject({
      state: 'accepted',
      trigger: 'won',
      rule: { key: 'grow', version: 1 },
      link: 'expands',
      from: { key: source.key, outcome: 'won' },
      to: { pipeline: { key: 'growth' }, deal: { name: 'Toko Baru: more of it', owner: { name: 'Budi' } } },
      because: `${source.key} was won`,
      due_at: null,
    })
    const opened = await done('GET', `/deals/${handoff?.['to'].deal.id}`)
    expect(opened).toMatchObject({
      amount: null,
      close_date: '2027-02-22',
      next_step: 'Ask how it goes',
      revenue_kind: 'expansion',
    })
    expect((await done('GET', `/deals/${opened.key}/links`)).data).toMatchObject([
      { kind: 'expands', direction: 'to', deal: { key: source.key } },
    ])
    expect(await done('GET', `/deals/${opened.key}/credits`)).toMatchObject({ sourced: { person: { name: 'Budi' } } })
    expect(await done('GET', `/deals/${opened.key}/routing`)).toMatchObject({
      decided_by: 'handoff',
      sentence: `Opened by the hand-off Won shops may grow because ${source.key} was won`,
    })
    await balanced()
  })

  test('that names what is not there is refused place by place, and what goes round in circles is not published', async () => {
    const refused = await call('POST', '/handoff-rules/preview', {
      rules: [
        { ...grow, to: { pipeline: 'grwth' } },
        { ...grow, key: 'b', trigger: { on: 'stage', pipeline: 'shops', stage: 'gone' }, when: 'deal.amout > 1' },
        {
          ...grow,
          key: 'c',
          respond: { hours: 8, calendar: 'nowhere' },
          carry: { amount: 'contract' },
          link: 'renews',
        },
        { ...grow, key: 'd', as: 'transfer', carry: { name: '{deel} again', fields: { colour: 'hue' } } },
      ],
    })
    expect(refused.status).toBe(400)
    expect(faults(refused).toSorted()).toEqual([
      '/rules/0/to/pipeline',
      '/rules/1/trigger/stage',
      '/rules/1/when',
      '/rules/2/carry/amount',
      '/rules/2/link',
      '/rules/2/respond/calendar',
      '/rules/3/as',
      '/rules/3/carry/fields/colour',
      '/rules/3/carry/name',
      '/rules/3/reason',
    ])
    const back = { ...grow, key: 'back', trigger: { on: 'won', pipeline: 'growth' }, to: { pipeline: 'shops' } }
    const circle = { rules: [grow, back], reason: 'Round' }
    expect((await call('POST', '/handoff-rules/changes', circle)).body).toMatchObject({
      status: 422,
      code: 'handoffs-cycle',
      rules: ['back', 'grow'],
    })
    expect(
      await done('POST', '/handoff-rules/preview', { rules: [grow, { ...back, mode: 'proposed' }] }),
    ).toMatchObject({
      findings: [],
    })
    await publish([grow])
    expect((await call('POST', '/handoff-rules/changes', { rules: [grow], reason: 'Again' })).body).toMatchObject({
      code: 'handoffs-unchanged',
    })
  })

  test('fires once for a deal, however often it comes to a stage or is won', async () => {
    const offered = {
      ...grow,
      key: 'offered',
      trigger: { on: 'stage', pipeline: 'shops', stage: 'shown' },
      when: 'deal.amount >= 500',
    }
    await publish([offered, { ...grow, to: { pipeline: 'large' }, carry: { amount: 'deal' } }])
    const small = await done('POST', '/deals', { name: 'Small', pipeline: 'shops', amount: euros('100.00') }, budi)
    const deal = await done('POST', '/deals', { name: 'Toko', pipeline: 'shops', amount: euros('600.00') }, budi)
    for (const { id } of [small, deal])
      for (const to_stage of ['shown', 'wanted', 'shown'])
        await done('POST', `/deals/${id}/moves`, { to_stage, reason: 'Again' }, budi)
    await wire.server.settled()
    expect((await handoffs()).map(({ rule, from }) => [rule.key, from.key])).toEqual([['offered', deal.key]])
    for (let i = 0; i < 2; i++) {
      await done('POST', `/deals/${deal.id}/moves`, { outcome: 'won', reason: 'Done' }, budi)
      await wire.server.settled()
      await done('POST', `/deals/${deal.id}/moves`, { to_stage: 'shown', reason: 'Not yet' }, budi)
    }
    expect((await handoffs()).map(({ rule }) => rule.key)).toEqual(['grow', 'offered'])
    await balanced()
  })
})

describe('a hand-off that is to be accepted', () => {
  const asking = { ...grow, respond: limit, owner: { by: 'person', person_id: '' } }
  const published = () => publish([{ ...asking, owner: { by: 'person', person_id: sari.id } }])

  test('is accepted by its receiver within business hours', async () => {
    await published()
    await won()
    const [waiting] = await handoffs('state=open')
    // Tuesday evening and eight hours of work: the end of Wednesday.
    expect(waiting).toMatchObject({ state: 'waiting', due_at: '2026-11-25T17:00:00.000Z', overdue: false })
    expect((await done('GET', '/handoffs?mine=true', undefined, sari)).data).toHaveLength(1)
    expect((await done('GET', '/handoffs?mine=true', undefined, budi)).data).toHaveLength(0)
    expect((await done('GET', '/handoffs?sent=true', undefined, budi)).data).toHaveLength(1)
    expect((await done('GET', '/handoffs?sent=true', undefined, sari)).data).toHaveLength(0)
    expect((await done('GET', '/notifications', undefined, sari)).data[0]).toMatchObject({ kind: 'handoff.asked' })
    const stale = await call('POST', `/handoffs/${waiting?.['id']}/acceptance`, { if_version: 7 }, sari)
    expect(stale).toMatchObject({
      status: 412,
      body: { current: { state: 'waiting', to: { deal: { owner: { name: 'Sari' } } } } },
    })
    const accepted = await done('POST', `/handoffs/${waiting?.['id']}/acceptance`, {}, sari)
    expect(accepted).toMatchObject({ state: 'accepted', version: 2, decided_by: { name: 'Sari' } })
    expect((await call('POST', `/handoffs/${waiting?.['id']}/acceptance`, {}, sari)).body).toMatchObject({
      status: 422,
      code: 'handoff-decided',
    })
  })

  test('is returned with a reason: its deal was never one of its own, and is in no total', async () => {
    await published()
    const source = await won()
    const [{ id, to } = {} as Json] = await handoffs('state=open')
    expect(faults(await call('POST', `/handoffs/${id}/return`, {}, sari))).toEqual(['/reason'])
    const returned = await done('POST', `/handoffs/${id}/return`, { reason: 'Who decides there?' }, sari)
    expect(returned).toMatchObject({
      state: 'returned',
      reason: 'Who decides there?',
      to: { deal: { outcome: 'void' } },
    })
    await wire.server.settled()
    expect((await done('GET', '/notifications', undefined, budi)).data[0]).toMatchObject({
      kind: 'handoff.returned',
      pieces: { by: 'Sari', reason: 'Who decides there?' },
    })
    const { data: history } = await done('GET', `/deals/${to.deal.key}/history`)
    expect(history.at(-1)).toMatchObject({ kind: 'voided' })
    const board = await done('GET', '/boards/growth')
    expect(board.stages.map(({ count }: Json) => count)).toEqual([0, 0])
    expect(await done('GET', `/deals/${source.key}`)).toMatchObject({ outcome: 'won' })
    await balanced()
  })

  test('is rejected for good, but not when its deal was won meanwhile', async () => {
    await published()
    await won()
    const [{ id, to } = {} as Json] = await handoffs('state=open')
    await done('POST', `/deals/${to.deal.id}/moves`, { outcome: 'won', reason: 'Quick' }, sari)
    const late = await call('POST', `/handoffs/${id}/rejection`, { reason: 'No' }, sari)
    expect(late.body).toMatchObject({ status: 409, code: 'deal-closed' })
    await done('POST', `/deals/${to.deal.id}/moves`, { to_stage: 'wanted', reason: 'Not yet' }, sari)
    expect(await done('POST', `/handoffs/${id}/rejection`, { reason: 'No' }, sari)).toMatchObject({ state: 'rejected' })
    await balanced()
  })

  test('reminds its receiver halfway, and tells their manager when the time is over', async () => {
    await done(
      'PUT',
      `/people/${sari.id}/manager`,
      { manager_id: dewi.id, valid_from: '2026-01-01T00:00:00Z' },
      wire.server.owner,
    )
    await published()
    await won()
    const kinds = async (by: Member) =>
      (await done('GET', '/notifications', undefined, by)).data
        .map(({ kind }: Json) => kind)
        .filter((kind: string) => kind.startsWith('handoff.'))
    await at('2026-11-25T12:00:00.000Z')
    expect(await kinds(sari)).toEqual(['handoff.asked'])
    await at('2026-11-25T13:30:00.000Z')
    expect(await kinds(sari)).toEqual(['handoff.waiting', 'handoff.asked'])
    await at('2026-11-25T17:01:00.000Z')
    expect(await kinds(sari)).toEqual(['handoff.overdue', 'handoff.waiting', 'handoff.asked'])
    expect(await kinds(dewi)).toContain('handoff.overdue')
    expect((await handoffs('state=open'))[0]).toMatchObject({ overdue: true })
  })
})

describe('what cannot be opened', () => {
  test('is not lost: it waits with its reason until somebody adds what is missing', async () => {
    await publish([{ ...grow, to: { pipeline: 'large' } }])
    await won()
    const [blocked] = await handoffs('state=blocked')
    expect(blocked).toMatchObject({ to: { deal: null }, blocked_by: expect.stringContaining('A size') })
    const path = `/handoffs/${blocked?.['id']}/acceptance`
    expect((await call('POST', path, {}, sari)).body).toMatchObject({ status: 422, code: 'gate-not-met' })
    const accepted = await done('POST', path, { amount: euros('50.00') }, sari)
    expect(accepted).toMatchObject({ state: 'accepted', blocked_by: null, to: { deal: { owner: { name: 'Sari' } } } })
    await balanced()
  })

  test('because its pipeline was let sunset is blocked, and the rules say so', async () => {
    await publish([grow])
    await done('PATCH', '/pipelines/growth', { lifecycle: 'sunset' })
    await won()
    expect((await handoffs('state=blocked'))[0]).toMatchObject({ blocked_by: expect.stringContaining('sunset') })
    expect((await done('GET', '/handoff-rules')).findings).toMatchObject([{ kind: 'closed_target', rules: ['grow'] }])
  })
})

describe('a follow-on deal', () => {
  test('is opened by hand, by a rule or without one', async () => {
    await publish([
      { ...grow, key: 'more', name: 'They want more', trigger: { on: 'manual', pipeline: 'shops' }, respond: limit },
    ])
    const deal = await done('POST', '/deals', { name: 'Toko', pipeline: 'shops' }, budi)
    expect((await done('GET', `/deals/${deal.key}/handoff-options`, undefined, budi)).data).toMatchObject([
      { rule: 'more', to: { key: 'growth' }, waits: true },
    ])
    const asked = { rule: 'more', name: 'Second shop', amount: euros('10.00'), owner: sari.id, note: 'They asked' }
    expect(await done('POST', `/deals/${deal.key}/handoffs`, asked, budi)).toMatchObject({
      state: 'waiting',
      because: 'They asked',
      created_by: { name: 'Budi' },
      to: { deal: { name: 'Second shop', owner: { name: 'Sari' } } },
    })
    // Pressed again: the first one waits for its answer.
    const twice = await call('POST', `/deals/${deal.key}/handoffs`, asked, budi)
    expect([twice.status, twice.body.code]).toEqual([409, 'handoff-open'])
    expect(
      await done('POST', `/deals/${deal.key}/handoffs`, { to_pipeline: 'growth', to_stage: 'agreed' }, budi),
    ).toMatchObject({
      state: 'accepted',
      rule: null,
      link: 'sourced_from',
    })
    expect(faults(await call('POST', `/deals/${deal.key}/handoffs`, { rule: 'mor' }, budi))).toEqual(['/rule'])
    expect(faults(await call('POST', `/deals/${deal.key}/handoffs`, {}, budi))).toEqual(['/rule'])
    expect(faults(await call('POST', `/deals/${deal.key}/handoffs`, { to_pipeline: 'nowhere' }, budi))).toEqual([
      '/to_pipeline',
    ])
    const bare = await call('POST', `/deals/${deal.key}/handoffs`, { to_pipeline: 'large' }, budi)
    expect(bare.body).toMatchObject({ status: 422, code: 'gate-not-met' })
    expect(await handoffs()).toHaveLength(2)
    await balanced()
  })

  test('whoever may not see the old deal hears nothing of it, and whoever may not see the new pipeline nothing of that', async () => {
    const rights = (people: Member[]) => ({
      grants: people.map(({ id }) => ({ to: { person_id: id }, rights: ['see', 'work'], deals: 'all' })),
    })
    await publish([{ ...grow, respond: limit, owner: { by: 'person', person_id: sari.id } }])
    await done('PUT', '/pipelines/growth/rights', rights([sari]), wire.server.owner)
    await done('PUT', '/pipelines/shops/rights', rights([budi]), wire.server.owner)
    await won()
    const [seen] = (await done('GET', '/handoffs', undefined, sari)).data
    expect(seen).toMatchObject({ from: null, rule: null, because: 'It comes from a deal that you may not see.' })
    expect((await done('GET', '/handoffs?state=any', undefined, budi)).data).toEqual([])
    expect((await call('POST', `/handoffs/${seen.id}/acceptance`, {}, budi)).status).toBe(404)
    expect(await done('POST', `/handoffs/${seen.id}/acceptance`, {}, sari)).toMatchObject({ state: 'accepted' })
  })
})
