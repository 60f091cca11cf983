import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Member } from '../server.ts'
import { big, euros, type Routed, startRouting, web } from './routing-wire.ts'
import { agreed, file, wanted } from './shops.ts'
import { faults, type Json } from './wire.ts'

let wire: Routed['wire']
let dewi: Routed['dewi']
let budi: Routed['budi']
let sari: Routed['sari']
let call: Routed['call']
let done: Routed['done']
let publish: Routed['publish']
let open: Routed['open']
beforeEach(async () => {
  ;({ wire, dewi, budi, sari, call, done, publish, open } = await startRouting())
})
afterEach(() => wire.server.close())

describe('a set of rules', () => {
  test('is proposed with its plan, approved by somebody else, and decides from then on', async () => {
    await open({ pipeline: 'shops', amount: euros('150000.00') }, wire.server.owner)
    expect((await call('POST', '/deals', { name: 'Toko' }, budi)).body).toMatchObject({ code: 'pipeline-unclear' })

    const asked = { rules: [big, web], fallback: { pipeline: 'shops' }, reason: 'Orders differ' }
    const change = await done('POST', '/routing/changes', asked)
    expect(change).toMatchObject({
      state: 'open',
      based_on: 0,
      may_vote: false,
      plan: {
        diff: [
          { rule: 'big', change: 'added' },
          { rule: 'web', change: 'added' },
          { rule: 'fallback', change: 'changed' },
        ],
        findings: [],
        replay: { deals: 1, elsewhere: 1, unrouted: 0, flows: [{ from: 'shops', to: 'large', deals: 1 }] },
      },
    })
    const vote = { vote: 'approve' }
    expect((await call('POST', `/approvals/${change.approval_id}/votes`, vote)).body).toMatchObject({
      code: 'own-request',
    })
    expect(await done('GET', '/routing')).toMatchObject({ version: 0, rules: [] })
    await done('POST', `/approvals/${change.approval_id}/votes`, vote, dewi)
    expect(await done('GET', '/routing')).toMatchObject({
      version: 1,
      rules: [big, web],
      published_by: { name: 'Dewi' },
    })
    expect(await done('GET', `/routing/changes/${change.id}`)).toMatchObject({ state: 'published' })

    const routed = await open({ amount: euros('120000.00'), source: 'web' })
    expect(routed).toMatchObject({ pipeline: { key: 'large' }, owner: { name: 'Budi' } })
    expect(await done('GET', `/deals/${routed.key}/routing`, undefined, budi)).toMatchObject({
      decided_by: 'rule',
      version: 1,
      position: 1,
      rule: 'big',
      because: ['Amount is 120,000 (deal.amount >= 100000)'],
      sentence: 'Routed by rule 1 (Large orders) of version 1 because Amount is 120,000 (deal.amount >= 100000).',
    })
    const [created] = await wire.eventsOf(routed.id)
    expect(created?.data).toMatchObject({ routing: { version: 1, position: 1, rule: 'big' } })

    expect(await open({ source: 'web' })).toMatchObject({ pipeline: { key: 'shops' }, stage: { key: 'shown' } })
    const rest = await open({ source: 'fair' })
    expect(rest).toMatchObject({ pipeline: { key: 'shops' }, stage: { key: 'wanted' } })
    expect(await done('GET', `/deals/${rest.id}/routing`)).toMatchObject({ decided_by: 'fallback', version: 1 })
  })

  test('leaves a deal where whoever opens it says, and says so', async () => {
    await publish([big])
    const deal = await open({ pipeline: 'shops', amount: euros('120000.00') })
    expect(deal.pipeline.key).toBe('shops')
    expect(await done('GET', `/deals/${deal.id}/routing`)).toMatchObject({ decided_by: 'named', version: null })
  })

  test('is refused where it names what is not there, each place with what would do', async () => {
    const wrong = {
      rules: [
        { ...big, pipeline: 'larg', when: 'deal.amout > 5' },
        { ...web, stage: 'nowhere', owner: { by: 'person', person_id: `per_${'0'.repeat(26)}` } },
        { ...web, key: 'turns', owner: { by: 'round_robin' } },
      ],
      fallback: { pipeline: 'gone' },
      reason: 'Try',
    }
    const answer = await call('POST', '/routing/changes', wrong)
    expect(answer.status).toBe(400)
    expect(faults(answer)).toEqual([
      '/rules/0/when',
      '/rules/0/pipeline',
      '/rules/1/stage',
      '/rules/1/owner/person_id',
      '/rules/2/owner',
      '/fallback/pipeline',
    ])
    expect(answer.body.errors[0].detail).toContain('Did you mean amount?')
    expect(faults(await call('POST', '/routing/changes', { ...wrong, rules: [big, big] }))).toEqual(['/rules'])
  })

  test('is not published on top of another that was published since, nor twice', async () => {
    const one = await done('POST', '/routing/changes', { rules: [big], fallback: null, reason: 'One' })
    const other = await done('POST', '/routing/changes', { rules: [web], fallback: null, reason: 'Other' })
    await done('POST', `/approvals/${one.approval_id}/votes`, { vote: 'approve' }, dewi)
    const late = await call('POST', `/approvals/${other.approval_id}/votes`, { vote: 'approve' }, dewi)
    expect(late).toMatchObject({ status: 409, body: { code: 'stale-plan' } })
    await done('POST', `/routing/changes/${other.id}/withdrawal`, {})
    expect(await done('GET', `/approvals/${other.approval_id}`)).toMatchObject({ state: 'cancelled' })
    expect(await call('POST', `/routing/changes/${other.id}/withdrawal`, {})).toMatchObject({ status: 409 })
    expect(await call('POST', '/routing/changes', { rules: [big], fallback: null, reason: 'Again' })).toMatchObject({
      status: 422,
      body: { code: 'routing-unchanged' },
    })
    const rejected = await done('POST', '/routing/changes', { rules: [], fallback: null, reason: 'None' })
    await done('POST', `/approvals/${rejected.approval_id}/votes`, { vote: 'reject', reason: 'We need it' }, dewi)
    expect(await done('GET', `/routing/changes/${rejected.id}`)).toMatchObject({ state: 'rejected' })
    expect((await done('GET', '/routing/versions')).data).toMatchObject([{ version: 1 }])
  })

  test('is decided on by whom the workspace says', async () => {
    await done('PUT', '/routing/approval-policy', { needed: 1, role: 'manager' }, wire.server.owner)
    const eko = await wire.server.addPerson({ role: 'manager', name: 'Eko' })
    const change = await done('POST', '/routing/changes', { rules: [big], fallback: null, reason: 'One' })
    const vote = (by: Member) => call('POST', `/approvals/${change.approval_id}/votes`, { vote: 'approve' }, by)
    expect((await vote(dewi)).body).toMatchObject({ code: 'not-an-approver' })
    expect((await vote(eko)).body).toMatchObject({ state: 'approved' })
    expect(await done('GET', '/routing')).toMatchObject({ version: 1 })
  })

  test('is decided on as usual again once that is taken back, and what was asked before keeps its policy', async () => {
    const taken = '/routing/approval-policy/removal'
    await done('PUT', '/routing/approval-policy', { needed: 2, role: 'manager' }, wire.server.owner)
    const before = await done('POST', '/routing/changes', { rules: [big], fallback: null, reason: 'One' })
    expect(await done('POST', taken, {}, wire.server.owner)).toEqual({
      needed: 1,
      role: null,
      people: null,
      valid_from: null,
    })
    expect(await done('POST', taken, {}, wire.server.owner)).toMatchObject({ valid_from: null })
    expect(await done('GET', `/approvals/${before.approval_id}`)).toMatchObject({ needed: 2, role: 'manager' })
    const after = await done('POST', '/routing/changes', { rules: [web], fallback: null, reason: 'Two' })
    expect(await done('GET', `/approvals/${after.approval_id}`)).toMatchObject({ needed: 1, role: null })
    await done('PUT', '/routing/approval-policy', { needed: 1, role: 'revops' }, wire.server.owner)
    expect(await done('GET', '/routing/approval-policy')).toMatchObject({ needed: 1, role: 'revops' })
  })

  test('tells what nothing reaches, and where past deals would have gone', async () => {
    const small = { ...web, key: 'small', when: 'deal.source == "web" && deal.amount < 10', stage: undefined }
    const never = { ...web, key: 'never', when: 'deal.amount > 9 && deal.amount < 5' }
    const plan = await done('POST', '/routing/preview', { rules: [web, small, never] })
    expect(plan.findings).toMatchObject([
      { kind: 'shadowed', rule: 'small', by: ['web'] },
      { kind: 'unreachable', rule: 'never' },
    ])
    const trace = await done('POST', '/routing/trace', {
      deal: { source: 'web', amount: euros('5.00') },
      rules: [web, small],
    })
    expect(trace).toMatchObject({
      decided_by: 'rule',
      rule: 'web',
      pipeline: { key: 'shops' },
      stage: 'shown',
      rules: [
        { rule: 'web', holds: true, passed_over: null },
        { rule: 'small', holds: true, passed_over: 'decided_before' },
      ],
    })
    const deal = await open({ pipeline: 'large', source: 'web' }, wire.server.owner)
    expect(await done('POST', '/routing/trace', { deal_id: deal.key, rules: [big, web] })).toMatchObject({
      rule: 'web',
    })
    expect(faults(await call('POST', '/routing/trace', {}))).toEqual(['/deal'])
  })

  test('is named in the plan of a version that takes a stage away', async () => {
    await publish([web])
    const change = await done('POST', '/change-requests', {
      pipeline: 'shops',
      definition: file(wanted, agreed),
      stage_map: { shown: 'wanted', spoken: 'wanted' },
      migrate: 'all',
      title: 'Fewer stages',
      reason: 'They tell nothing',
    })
    const { references } = await done('GET', `/change-requests/${change.id}/plan`)
    expect(references).toContainEqual(
      expect.objectContaining({ kind: 'routing', refers_to: { kind: 'stage', key: 'shown' } }),
    )
  })
})

describe('whose a deal becomes', () => {
  const ownersOf = async (deals: Json[]) => deals.map(({ owner }) => owner.name)

  test('by turns, exactly, however many come in at once, and passing over who has enough', async () => {
    const team = await done('POST', '/teams', { name: 'Inside', members: [budi.id, sari.id] }, wire.server.owner)
    const turns = { ...web, owner: { by: 'round_robin', team_id: team.id, capacity: 6 } }
    await publish([turns], { pipeline: 'large' })
    const dealt = await Promise.all(Array.from({ length: 8 }, () => open({ source: 'web' }, wire.server.owner)))
    const names = await ownersOf(dealt)
    expect(names.filter((name) => name === 'Budi')).toHaveLength(4)
    expect(names.filter((name) => name === 'Sari')).toHaveLength(4)
    const operations = Array.from({ length: 5 }, () => ({ op: 'create', name: 'Toko', source: 'web' }))
    await done('POST', '/deals/bulk', { operations }, wire.server.owner)
    const all = await wire.allPages('/deals?limit=100')
    const counts = Map.groupBy(all, ({ owner }) => owner.name)
    // Both have six by then, so that the last stays with whoever opened it.
    expect([counts.get('Budi')?.length, counts.get('Sari')?.length]).toEqual([6, 6])
    expect(all).toHaveLength(13)
  })

  test('of the account, of a person, or of who has the least to do', async () => {
    const account = await done('POST', '/accounts', { name: 'Maju', owner: sari.id }, wire.server.owner)
    const team = await done('POST', '/teams', { name: 'Inside', members: [budi.id, sari.id] }, wire.server.owner)
    await publish([
      { ...web, key: 'known', when: 'has(deal.account.name)', owner: { by: 'account_owner' } },
      { ...web, owner: { by: 'team', team_id: team.id } },
      { ...big, owner: { by: 'person', person_id: budi.id } },
    ])
    expect(await open({ account_id: account.id }, wire.server.owner)).toMatchObject({ owner: { name: 'Sari' } })
    expect(await open({ source: 'web' }, wire.server.owner)).toMatchObject({ owner: { name: 'Budi' } })
    expect(await open({ amount: euros('200000.00') }, wire.server.owner)).toMatchObject({ owner: { name: 'Budi' } })
    expect(await open({ source: 'web', owner: sari.id }, wire.server.owner)).toMatchObject({ owner: { name: 'Sari' } })
  })
})

describe('somebody whom rules name', () => {
  test('may leave: the answer and the rules say so, and they are passed over', async () => {
    const team = await done('POST', '/teams', { name: 'Inside', members: [sari.id] }, wire.server.owner)
    await publish(
      [
        { ...big, owner: { by: 'person', person_id: budi.id } },
        { ...web, owner: { by: 'round_robin', person_ids: [budi.id, sari.id] } },
        { ...web, key: 'mail', when: 'deal.source == "mail"', owner: { by: 'team', team_id: team.id } },
      ],
      { pipeline: 'shops', owner: { by: 'team', team_id: team.id } },
    )
    const named = (name: string) => ({ kind: 'routing', name })
    const renamed = await done('PATCH', `/people/${budi.id}`, { name: 'Budi S.' }, wire.server.owner)
    expect(renamed.named_in).toEqual([])
    expect(await done('PATCH', `/people/${budi.id}`, { active: false }, wire.server.owner)).toMatchObject({
      named_in: [named('routing rule 1 (Large orders)'), named('routing rule 2 (From the web)')],
    })
    expect(await done('PATCH', `/teams/${team.id}`, { active: false }, wire.server.owner)).toMatchObject({
      named_in: [named('routing rule 3 (From the web)'), named('the fallback of the routing rules')],
    })
    const { findings } = await done('GET', '/routing')
    expect(findings).toMatchObject([
      { kind: 'absent_owner', rule: 'big', message: 'Budi S. left: deals stay with whoever brings them in.' },
      { kind: 'absent_owner', rule: 'web', message: 'Budi S. left: the others take their turns.' },
      {
        kind: 'absent_owner',
        rule: 'mail',
        message: 'The team Inside is no more: deals stay with whoever brings them in.',
      },
      { kind: 'absent_owner', rule: null },
    ])
    const byOwner = (deal: Json) => open(deal, wire.server.owner).then(({ owner }) => owner.id)
    expect(await byOwner({ amount: euros('200000.00') })).toBe(wire.server.owner.id)
    expect([await byOwner({ source: 'web' }), await byOwner({ source: 'web' })]).toEqual([sari.id, sari.id])
    expect(await byOwner({ source: 'mail' })).toBe(wire.server.owner.id)
    // What is published is still replayed; to propose it anew, somebody else is named first.
    expect((await done('POST', '/routing/preview', { months: 1 })).replay.deals).toBe(4)
    const { rules, fallback } = await done('GET', '/routing')
    expect(faults(await call('POST', '/routing/preview', { rules, fallback }))).toContain('/rules/0/owner/person_id')
  })
})

describe('a deal that no rule takes', () => {
  test('is refused with what would do, or waits where it was handed in, until a person places it', async () => {
    await publish([big])
    const refused = await call('POST', '/deals', { name: 'Toko', source: 'fair' }, budi)
    expect(refused).toMatchObject({ status: 422, body: { code: 'unrouted', pipelines: ['shops', 'large'] } })

    const waiting = await done('POST', '/incoming-deals', { name: 'Toko Baru', source: 'fair' }, budi)
    expect(waiting).toMatchObject({ state: 'waiting', deal: null, received_by: { name: 'Budi' } })
    expect(await done('GET', '/routing')).toMatchObject({ waiting: 1 })
    expect((await done('GET', '/incoming-deals', undefined, budi)).data).toMatchObject([{ id: waiting.id }])
    const reason = 'A shop like any other'
    const placed = await done('POST', `/incoming-deals/${waiting.id}/placement`, { pipeline: 'shops', reason }, sari)
    expect(placed).toMatchObject({ state: 'opened', decided_by: { name: 'Sari' }, deal: { name: 'Toko Baru' } })
    expect(await done('GET', `/deals/${placed.deal.id}/routing`)).toMatchObject({
      decided_by: 'person',
      person: { name: 'Sari' },
      because: [reason],
    })
    const again = await call('POST', `/incoming-deals/${waiting.id}/placement`, { pipeline: 'shops' }, sari)
    expect(again).toMatchObject({ status: 409, body: { code: 'incoming-decided' } })
  })

  test('is placed where it is asked for more, once that is said', async () => {
    const asking = `{ key: wanted, name: Shop wants an offer, phase: qualify,
      entry: [{ key: worth_it, label: Worth the effort, level: hard, kind: rule, rule: deal.amount >= 1000, field: amount }] }`
    const source = file(asking, agreed).replace('key: shops', 'key: asking').replace('name: Shops', 'name: Asking')
    await wire.server.client.pipelines.create({ source })
    await publish([{ ...web, pipeline: 'asking', stage: undefined }])
    const waiting = await done('POST', '/incoming-deals', { name: 'Toko Baru', source: 'web' }, budi)
    expect(waiting).toMatchObject({
      state: 'waiting',
      because: 'The first stage of the pipeline that a rule sends it to asks for more than it says.',
    })
    const place = (more: Json) =>
      call('POST', `/incoming-deals/${waiting.id}/placement`, { pipeline: 'asking', ...more }, budi)
    expect((await place({})).body).toMatchObject({
      code: 'gate-not-met',
      gates: [{ key: 'worth_it', field: 'amount' }],
    })
    const placed = (await place({ amount: euros('4000.00') })).body
    expect(await done('GET', `/deals/${placed.deal.id}`)).toMatchObject({
      pipeline: { key: 'asking' },
      amount: { amount: '4000.00' },
      source: 'web',
    })
  })

  test('handed in and taken by a rule, is opened at once; one that is none is dismissed with a reason', async () => {
    await publish([big])
    const taken = await done('POST', '/incoming-deals', { name: 'Toko Besar', amount: euros('100000.00') }, budi)
    expect(taken).toMatchObject({ state: 'opened', deal: { name: 'Toko Besar' } })
    const none = await done('POST', '/incoming-deals', { name: 'Buy pills' }, budi)
    expect(faults(await call('POST', `/incoming-deals/${none.id}/dismissal`, {}, budi))).toEqual(['/reason'])
    await done('POST', `/incoming-deals/${none.id}/dismissal`, { reason: 'Not a deal' }, budi)
    expect((await done('GET', '/incoming-deals?state=dismissed')).data).toMatchObject([{ reason: 'Not a deal' }])
    const wrong = await call('POST', '/incoming-deals', { name: 'Toko', account_id: `acc_${'0'.repeat(26)}` }, budi)
    expect(faults(wrong)).toEqual(['/account_id'])
  })
})
