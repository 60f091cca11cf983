import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Member } from '../server.ts'
import { agreed, file, first, second, shown, spoken, wanted } from './shops.ts'
import { type Answer, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeEach(async () => {
  wire = await startWire()
})
afterEach(() => wire.server.close())

const call = (method: string, path: string, body?: unknown, by?: Member): Promise<Answer> =>
  wire.call(method, path, body, by ? { key: by.key } : {})

async function done(answer: Promise<Answer>): Promise<Json> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}

async function createDeals(stage: string | null, amounts: number[]): Promise<string[]> {
  const ids: string[] = []
  for (const amount of amounts) {
    const money = { amount: `${amount}.00`, currency: 'EUR' }
    const deal = await done(call('POST', '/deals', { name: `Deal ${amount}`, pipeline: 'shops', amount: money }))
    const way = ['shown', 'spoken', 'agreed']
    for (const to_stage of stage === null ? [] : way.slice(0, way.indexOf(stage) + 1))
      await done(call('POST', `/deals/${deal.id}/moves`, { to_stage }))
    ids.push(deal.id)
  }
  return ids
}

const createShops = () => wire.server.client.pipelines.create({ source: first })
const vote = (approval: string, by?: Member, said: Json = { vote: 'approve', reason: 'It fits' }) =>
  call('POST', `/approvals/${approval}/votes`, said, by)
const stageOf = async (id: string) => (await done(call('GET', `/deals/${id}`))).stage.key
const funnel = (query = '') => done(call('GET', `/pipelines/shops/funnel${query}`))
const many = (count: number, amount: number) => Array.from({ length: count }, (_, i) => amount + i)

describe('RevOps changes a pipeline', () => {
  it('with a plan, two approvals, at a date; the deals come along, and go back', async () => {
    await createShops()
    const [rina, dewi, budi] = [
      await wire.server.addPerson({ role: 'revops', name: 'Rina' }),
      await wire.server.addPerson({ role: 'revops', name: 'Dewi' }),
      await wire.server.addPerson({ role: 'revops', name: 'Budi' }),
    ]
    await done(call('PUT', '/pipelines/shops/approval-policy', { needed: 2, role: 'revops' }))
    const [small, large] = [await createDeals('shown', [400, 500]), await createDeals('shown', [4000])]
    const early = await createDeals(null, [300])
    const moving = await createDeals('spoken', many(40, 2000))
    const beyond = await createDeals('agreed', [700, 7000])
    const lost = (await createDeals('shown', [900]))[0] ?? ''
    await done(call('POST', `/deals/${lost}/moves`, { outcome: 'lost', reason: 'price' }))
    const before = await funnel('?definition=as_was')

    // Asked for.
    const effective_at = '2026-12-01T06:00:00.000Z'
    const proposal = {
      pipeline: 'shops',
      definition: second,
      stage_map: { spoken: 'agreed' },
      migrate: 'all',
      effective_at,
    }
    const unmapped = await call('POST', '/change-requests', { ...proposal, stage_map: {} }, rina)
    expect([unmapped.status, unmapped.body.code]).toEqual([400, 'definition-invalid'])
    expect(unmapped.body.findings[0]).toMatchObject({ path: 'stage_map.spoken' })
    const change = await done(call('POST', '/change-requests', proposal, rina))
    expect(change).toMatchObject({ key: 'CR-1', state: 'open', based_on: { version: 1 }, definition: null })

    // The plan names exactly the right deals.
    const plan = await done(call('GET', `/change-requests/${change.id}/plan`, undefined, rina))
    expect(plan).toMatchObject({ stale: false, changes: [], rights_lost: [], references: [] })
    expect(plan.stages).toEqual([
      {
        key: 'wanted',
        name: 'Shop wants an offer',
        change: 'renamed',
        new_name: 'Need confirmed',
        open_deals: 1,
        to: 'wanted',
      },
      { key: 'shown', name: 'Offer shown', change: 'changed', new_name: null, open_deals: 3, to: 'shown' },
      { key: 'spoken', name: 'Terms spoken about', change: 'removed', new_name: null, open_deals: 40, to: 'agreed' },
    ])
    const [failing] = plan.newly_failing
    expect(failing).toMatchObject({ criterion: 'worth_it', level: 'hard', count: 3 })
    expect(new Set(failing.deal_ids)).toEqual(new Set([...small, beyond[0]]))
    expect(plan.summary).toBe('Plan: 1 to add, 1 to change, 1 to remove; 40 open deals move.')
    expect(plan.diff.lines).toContain('+  - { key: wanted, name: Need confirmed, phase: qualify }')

    // Two approvals, none of them one's own.
    const [{ id: approval }] = change.approvals
    expect((await vote(approval, rina)).body.code).toBe('own-request')
    expect(await done(vote(approval, dewi))).toMatchObject({ state: 'open', needed: 2 })
    expect((await vote(approval, dewi)).body.code).toBe('already-voted')
    expect((await done(call('GET', '/approvals', undefined, budi))).data.map(({ id }: Json) => id)).toEqual([approval])
    expect(await done(vote(approval, budi))).toMatchObject({ state: 'approved', self_approved: false })
    expect((await done(call('GET', '/approvals', undefined, budi))).data).toEqual([])

    // Published at its date, not before.
    await wire.server.setClock('2026-12-01T05:00:00.000Z')
    const pipeline = () => done(call('GET', '/pipelines/shops'))
    expect((await pipeline()).definition.version).toBe(1)
    expect(await done(call('GET', `/change-requests/${change.id}`))).toMatchObject({ state: 'approved' })
    await wire.server.setClock('2026-12-01T06:00:01.000Z')
    expect((await pipeline()).definition.version).toBe(2)
    const published = await done(call('GET', `/change-requests/${change.id}`))
    expect(published).toMatchObject({ state: 'published', definition: { version: 2 }, self_approved: false })
    expect(await done(call('GET', `/jobs/${published.job_id}`))).toMatchObject({
      status: 'done',
      result: { migrated: 46 },
    })

    // The 40 stand in the mapped stage, with a ledger row each; who newly fails behind them owes it.
    for (const id of moving) {
      const history = (await done(call('GET', `/deals/${id}/history`))).data
      expect(history.at(-1)).toMatchObject({ kind: 'moved', stage: 'agreed', administrative: true, channel: 'system' })
      expect(history.filter((row: Json) => row.administrative)).toHaveLength(1)
    }
    expect((await done(call('GET', `/deals/${beyond[0]}`))).owed).toMatchObject([{ key: 'worth_it' }])
    for (const id of [...small, ...large, ...early, beyond[1] ?? ''])
      expect((await done(call('GET', `/deals/${id}`))).owed).toEqual([])
    expect(await done(call('GET', `/deals/${lost}`))).toMatchObject({ definition: { version: 1 }, outcome: 'lost' })
    const board = await done(call('GET', '/boards/shops'))
    expect(board.stages.map(({ key, name, count }: Json) => [key, name, count])).toEqual([
      ['wanted', 'Need confirmed', 1],
      ['shown', 'Offer shown', 3],
      ['agreed', 'Terms agreed', 42],
    ])

    // The funnel as it was is the one printed before; restated it knows the stages of today.
    expect(await funnel('?definition=as_was')).toEqual(before)
    const restated = await funnel('?definition=restated')
    expect(restated.stages.map(({ key }: Json) => key)).toEqual(['wanted', 'shown', 'agreed'])
    expect(restated.stages.map(({ entered }: Json) => entered)).toEqual([47, 46, 42])
    const then = await done(call('GET', '/boards/shops?as_of=2026-11-30T00:00:00.000Z'))
    expect(then.stages.map(({ name, count }: Json) => [name, count])).toEqual([
      ['Shop wants an offer', 1],
      ['Offer shown', 3],
      ['Terms spoken about', 40],
      ['Terms agreed', 2],
    ])

    // Taken back: everything is where it was, in a version of its own.
    const moved = moving.pop() ?? ''
    await done(call('POST', `/deals/${moved}/moves`, { outcome: 'won' }))
    const back = await done(call('POST', `/change-requests/${change.id}/rollback`, { reason: 'Too strict' }, dewi))
    expect(back).toMatchObject({ state: 'published', rollback_of: change.id, definition: { version: 3 } })
    await wire.server.settled()
    expect((await pipeline()).stages.map(({ key, name }: Json) => [key, name])).toEqual([
      ['wanted', 'Shop wants an offer'],
      ['shown', 'Offer shown'],
      ['spoken', 'Terms spoken about'],
      ['agreed', 'Terms agreed'],
    ])
    for (const id of moving) expect(await stageOf(id)).toBe('spoken')
    for (const id of beyond) expect(await stageOf(id)).toBe('agreed')
    expect((await done(call('GET', `/deals/${beyond[0]}`))).owed).toEqual([])
    expect(await done(call('GET', `/deals/${moved}`))).toMatchObject({ outcome: 'won', definition: { version: 2 } })
    expect((await done(call('GET', `/change-requests/${change.id}`))).state).toBe('rolled_back')
    const again = await call('POST', `/change-requests/${change.id}/rollback`, {}, dewi)
    expect([again.status, again.body.code]).toEqual([422, 'not-published'])
  })
})

const propose = (more: Json = {}, by?: Member) =>
  call(
    'POST',
    '/change-requests',
    { pipeline: 'shops', definition: second, stage_map: { spoken: 'agreed' }, ...more },
    by,
  )
const planOf = (id: string) => done(call('GET', `/change-requests/${id}/plan`))

describe('whoever is alone', () => {
  it('gets through without a second one, and it is marked', async () => {
    await createShops()
    const [deal = ''] = await createDeals('spoken', [2000])
    const change = await done(propose())
    expect(change.approvals).toMatchObject([{ may_vote: true, needed: 1 }])
    expect(await done(vote(change.approvals[0].id))).toMatchObject({ state: 'approved', self_approved: true })
    await wire.server.settled()
    const published = await done(call('GET', `/change-requests/${change.id}`))
    expect(published).toMatchObject({ state: 'published', self_approved: true })
    const events = await wire.eventsOf(change.id)
    expect(events.map(({ type }) => type)).toEqual(['change_request.opened', 'change_request.published'])
    expect(events[1]?.data).toMatchObject({ before: { version: 1 }, after: { version: 2, self_approved: true } })
    expect(await stageOf(deal)).toBe('agreed')
  })

  it('is not alone as soon as another one may decide', async () => {
    await createShops()
    await createDeals(null, [100])
    await wire.server.addPerson({ role: 'revops' })
    const change = await done(propose())
    expect((await vote(change.approvals[0].id)).body.code).toBe('own-request')
  })

  it('or as long as no deal is in the pipeline', async () => {
    await createShops()
    const rina = await wire.server.addPerson({ role: 'revops' })
    const change = await done(propose({}, rina))
    expect(await done(vote(change.approvals[0].id, rina))).toMatchObject({ state: 'approved', self_approved: true })
  })
})

describe('a plan that is stale', () => {
  it('is refused with what changed, and may be made anew', async () => {
    await createShops()
    await createDeals('spoken', [2000])
    const rina = await wire.server.addPerson({ role: 'revops', name: 'Rina' })
    const change = await done(propose({}, rina))
    const [{ id: approval }] = change.approvals
    await createDeals('spoken', [3000])
    expect(await planOf(change.id)).toMatchObject({
      stale: true,
      changes: ['2 open deals in Terms spoken about now; 1 when it was planned.'],
    })
    const refused = await vote(approval)
    expect([refused.status, refused.body.code]).toEqual([409, 'stale-plan'])
    expect(refused.body.changes).toEqual(['2 open deals in Terms spoken about now; 1 when it was planned.'])
    const again = await done(call('POST', `/change-requests/${change.id}/plans`, {}, rina))
    expect(again.approvals.map(({ state }: Json) => state)).toEqual(['open', 'cancelled'])
    expect((await planOf(change.id)).stale).toBe(false)
    expect(await done(vote(again.approvals[0].id))).toMatchObject({ state: 'approved' })
  })

  it('stays the question of whoever asked it, whoever looks again', async () => {
    await createShops()
    await createDeals('spoken', [2000])
    const rina = await wire.server.addPerson({ role: 'revops', name: 'Rina' })
    const dewi = await wire.server.addPerson({ role: 'revops', name: 'Dewi' })
    const change = await done(propose({}, rina))
    await createDeals('spoken', [3000])
    const again = await done(call('POST', `/change-requests/${change.id}/plans`, {}, dewi))
    const [asked] = again.approvals
    expect(asked).toMatchObject({ state: 'open', requested_by: { id: rina.id, name: 'Rina' }, may_vote: true })
    const own = await vote(asked.id, rina)
    expect([own.status, own.body.code]).toEqual([422, 'own-request'])
    expect(await done(vote(asked.id, dewi))).toMatchObject({ state: 'approved', self_approved: false })
  })

  it('also where the pipeline has another version by now, be it at its date', async () => {
    await createShops()
    await createDeals('shown', [2000])
    const rina = await wire.server.addPerson({ role: 'revops', name: 'Rina' })
    const later = await done(propose({ effective_at: '2026-12-01T00:00:00.000Z' }, rina))
    const other = await done(
      propose(
        {
          definition: file(wanted, '{ key: shown, name: Offer seen, phase: evaluate }', spoken, agreed),
          stage_map: {},
        },
        rina,
      ),
    )
    await done(vote(later.approvals[0].id))
    expect((await planOf(other.id)).references).toMatchObject([{ kind: 'change_request', id: later.id }])
    await done(vote(other.approvals[0].id))
    // At once: what was approved for that date will not be published on it.
    expect(await done(call('GET', `/change-requests/${later.id}`))).toMatchObject({ state: 'stale' })
    await wire.server.settled()
    await wire.server.setClock('2026-12-01T00:00:01.000Z')
    expect(await done(call('GET', '/pipelines/shops'))).toMatchObject({ definition: { version: 2 } })
    const plan = await planOf(later.id)
    expect([plan.stale, plan.changes]).toEqual([
      true,
      ['The pipeline is at version 2 now; this was planned on version 1.'],
    ])
    const again = await done(call('POST', `/change-requests/${later.id}/plans`, {}, rina))
    expect(again).toMatchObject({ state: 'open', based_on: { version: 2 } })
    await done(vote(again.approvals[0].id))
    await wire.server.settled()
    expect(await done(call('GET', '/pipelines/shops'))).toMatchObject({ definition: { version: 3 } })
  })

  it('binds what is asked for to what was shown', async () => {
    await createShops()
    const preview = () => done(call('POST', '/change-plans', { definition: second, stage_map: { spoken: 'agreed' } }))
    const { token, change, requested } = await preview()
    expect([change, requested]).toEqual(['change', null])
    await createDeals('spoken', [2000])
    const refused = await propose({ plan: token })
    expect([refused.status, refused.body.code]).toEqual([409, 'stale-plan'])
    const opened = await done(propose({ plan: (await preview()).token }))
    expect(await preview()).toMatchObject({ requested: opened.id, references: [] })
    expect((await propose()).body).toMatchObject({ code: 'change-exists', change_request: opened.id })
  })
})

describe('what is asked for', () => {
  it('may be rejected with a reason, talked about, and withdrawn', async () => {
    await createShops()
    await createDeals(null, [100])
    const rina = await wire.server.addPerson({ role: 'revops', name: 'Rina' })
    const change = await done(propose({ title: 'Fewer stages', reason: 'Nobody speaks of terms' }, rina))
    const [{ id: approval }] = change.approvals
    expect((await vote(approval, undefined, { vote: 'reject' })).status).toBe(400)
    await done(call('POST', `/change-requests/${change.id}/comments`, { body: 'Why so soon?' }))
    expect(await done(vote(approval, undefined, { vote: 'reject', reason: 'Too soon' }))).toMatchObject({
      state: 'rejected',
      votes: [{ vote: 'reject', reason: 'Too soon', own: false }],
    })
    expect(await done(call('GET', `/change-requests/${change.id}`))).toMatchObject({
      title: 'Fewer stages',
      state: 'rejected',
      comments: [{ body: 'Why so soon?' }],
    })
    expect((await call('POST', `/change-requests/${change.id}/withdrawal`, {}, rina)).body.code).toBe('change-decided')
    const second = await done(propose({}, rina))
    await done(call('POST', `/change-requests/${second.id}/withdrawal`, { reason: 'Not now' }, rina))
    expect((await vote(second.approvals[0].id)).status).toBe(409)
    const listed = await done(call('GET', '/change-requests?pipeline=shops'))
    expect(listed.data.map(({ key, state }: Json) => [key, state])).toEqual([
      ['CR-2', 'withdrawn'],
      ['CR-1', 'rejected'],
    ])
  })

  it('is refused to who may not configure, says nothing to another workspace, and nothing changes', async () => {
    await createShops()
    const rep = await wire.server.addPerson({ role: 'rep' })
    const change = await done(propose())
    expect((await propose({}, rep)).status).toBe(403)
    expect((await vote(change.approvals[0].id, rep)).body.code).toBe('not-an-approver')
    for (const path of [`/change-requests/${change.id}`, `/approvals/${change.approvals[0].id}`])
      expect((await wire.call('GET', path, undefined, { key: wire.other.key })).status).toBe(404)
    const [reused, mapped] = [
      file('{ key: wanted, name: Something else, phase: propose }', shown, spoken, agreed),
      file(wanted, shown, agreed),
    ]
    for (const [definition, stage_map, path] of [
      [reused, {}, 'stages[0].key'],
      [mapped, { spoken: 'nowhere' }, 'stage_map.spoken'],
      [file(wanted, shown, spoken, agreed).replace('key: shops', 'key: others'), {}, 'key'],
    ] as const) {
      const { status, body } = await propose({ definition, stage_map })
      expect([status, body.findings?.[0]?.path]).toEqual([400, path])
    }
    expect((await propose({ definition: first, stage_map: {} })).body.code).toBe('no-change')
  })

  it('leaves nobody behind: a deal that is reopened later comes along as well', async () => {
    await createShops()
    const [lost = ''] = await createDeals('spoken', [2000])
    await done(call('POST', `/deals/${lost}/moves`, { outcome: 'lost', reason: 'price' }))
    const change = await done(propose())
    await done(vote(change.approvals[0].id))
    await wire.server.settled()
    expect((await done(call('GET', `/deals/${lost}`))).definition.version).toBe(1)
    await done(call('POST', `/deals/${lost}/moves`, { to_stage: 'spoken', reason: 'They came back' }))
    await wire.server.settled()
    await wire.server.settled()
    const back = await done(call('GET', `/deals/${lost}`))
    expect([back.definition.version, back.stage.key, back.outcome]).toEqual([2, 'agreed', null])
  })

  it('leaves deals in their version where it says so; they go on by their own rules, in a column of their own', async () => {
    await createShops()
    const [old = ''] = await createDeals('spoken', [2000])
    const change = await done(propose({ migrate: 'grandfather', stage_map: {} }))
    expect((await planOf(change.id)).stages.at(-1)).toMatchObject({ key: 'spoken', open_deals: 1, to: null })
    await done(vote(change.approvals[0].id))
    await wire.server.settled()
    const [fresh = ''] = await createDeals(null, [2100])
    expect((await done(call('GET', `/deals/${old}`))).definition.version).toBe(1)
    expect((await done(call('GET', `/deals/${fresh}`))).definition.version).toBe(2)
    const board = await done(call('GET', '/boards/shops'))
    expect(
      board.stages.map(({ key, count, older_version, belongs_to }: Json) => [key, count, older_version, belongs_to]),
    ).toEqual([
      ['wanted', 1, null, null],
      ['shown', 0, null, null],
      ['spoken', 1, 1, 'shown'],
      ['agreed', 0, null, null],
    ])
    expect(board.stages[2].deals).toHaveLength(1)
    expect((await done(call('GET', '/boards/shops/stages/spoken'))).deals).toHaveLength(1)
    const union = await done(call('GET', '/union-board'))
    expect(union.phases.map(({ key, count }: Json) => [key, count])).toEqual([
      ['qualify', 1],
      ['evaluate', 0],
      ['propose', 1],
      ['negotiate', 0],
    ])
    await done(call('POST', `/deals/${old}/moves`, { to_stage: 'agreed' }))
    expect((await done(call('GET', `/deals/${old}`))).definition.version).toBe(1)
  })
})
