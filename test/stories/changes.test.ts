import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Member } from '../server.ts'
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

const charter = `charter:
  motion: Shops order from a catalogue
  buyer: A shop owner
  entry_rule: A shop asks for an offer
  won_means: A signed order
  lost_means: The shop orders elsewhere
  owner: Head of trade
  review_every_days: 90
  reason_to_be_separate: Two weeks instead of two quarters
revenue_kind: new
`
const outcomes = `outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Became a bigger project }] }
`
const file = (...stages: string[]) =>
  `# How we sell to shops\nkey: shops\nname: Shops\n${charter}stages:\n${stages.map((stage) => `  - ${stage}\n`).join('')}${outcomes}`

const wanted = '{ key: wanted, name: Shop wants an offer, phase: qualify }'
const shown = '{ key: shown, name: Offer shown, phase: evaluate }'
const spoken = '{ key: spoken, name: Terms spoken about, phase: propose }'
const agreed = '{ key: agreed, name: Terms agreed, phase: negotiate }'
const first = file(wanted, shown, spoken, agreed)

const renamed = '{ key: wanted, name: Need confirmed, phase: qualify }'
const strict = `{ key: shown, name: Offer shown, phase: evaluate,
      exit: [{ key: worth_it, label: Worth the effort, level: hard, kind: rule, rule: deal.amount >= 1000 }] }`
const second = file(renamed, strict, agreed)

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
    expect(failing.deal_ids.toSorted()).toEqual([...small, beyond[0]].toSorted())
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
