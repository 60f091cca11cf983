import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csv, importsOver, mapping } from './import-wire.ts'
import { pipelineOf } from './messy-pipeline.ts'
import { type Json, startWire, type Wire } from './wire.ts'

/** What else goes by the pipeline that is split: a file that names it, owners who see it, rules that send deals there. */
let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  for (const key of ['large', 'small'])
    await wire.server.client.pipelines.create({ source: pipelineOf(key, [`${key}_asked`, `${key}_agreed`]) })
})
afterAll(() => wire.server.close())

async function done(method: string, path: string, body?: unknown): Promise<Json> {
  const answer = await wire.call(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const stages = (key: string) => ({ wanted: `${key}_asked`, agreed: `${key}_agreed` })
const parts = [
  { from: 'trade', to: 'large', rule: 'deal.amount >= 500', stages: stages('large') },
  { from: 'trade', to: 'small', stages: stages('small') },
]

test('a newer export of a pipeline that was split brings its deals up to date where they are now', async () => {
  const { run } = importsOver(wire)
  const row = (id: string, stage: string, status: string, amount: string) =>
    `${id},Deal ${id},trade,${stage},${status},${amount},EUR,2026-11-01,,,,,,,2026-11-01,${stage === 'agreed' ? '2026-11-20' : ''}`
  const first = csv(
    row('1', 'wanted', 'open', '900'),
    row('2', 'wanted', 'open', '100'),
    row('3', 'agreed', 'open', '200'),
  )
  expect(await run(first, { mapping })).toMatchObject({ counts: { created: 3, refused: 0 } })
  await done('POST', '/lineages', { parts, summary: 'Two sizes', sunset: false })
  await wire.server.settled()
  const standing = async () =>
    (await done('GET', '/deals?limit=50&sort=created')).data
      .map((deal: Json) => [deal.name, deal.pipeline.key, deal.stage.key, deal.amount.amount, deal.outcome])
      .sort()
  expect(await standing()).toEqual([
    ['Deal 1', 'large', 'large_asked', '900.00', null],
    ['Deal 2', 'small', 'small_asked', '100.00', null],
    ['Deal 3', 'small', 'small_agreed', '200.00', null],
  ])
  // The other system knows nothing of the split: it names the old pipeline, and its stages.
  const next = csv(
    row('1', 'agreed', 'open', '950'),
    row('2', 'wanted', 'open', '100'),
    row('3', 'agreed', 'open', '250'),
  )
  expect(await run(next, { mapping })).toMatchObject({ counts: { created: 0, updated: 2, unchanged: 1, refused: 0 } })
  expect(await standing()).toEqual([
    ['Deal 1', 'large', 'large_agreed', '950.00', null],
    ['Deal 2', 'small', 'small_asked', '100.00', null],
    ['Deal 3', 'small', 'small_agreed', '250.00', null],
  ])
  // What somebody edited here since is still theirs.
  const [deal] = (await done('GET', '/deals?q=Deal 2')).data
  await done('PATCH', `/deals/${deal.id}`, { amount: { amount: '120.00', currency: 'EUR' } })
  const last = csv(
    row('1', 'agreed', 'open', '950'),
    row('2', 'agreed', 'open', '90'),
    row('3', 'agreed', 'open', '250'),
  )
  expect(await run(last, { mapping })).toMatchObject({ counts: { updated: 0, refused: 1 } })
  expect(await done('GET', '/reconciliation')).toMatchObject({ balanced: true })
})

test('owners who could not see their deals in the new pipeline are named in the plan, with how many those are', async () => {
  const { client } = wire.server
  const [rep, lead] = [await wire.server.addPerson({ name: 'Dewi' }), await wire.server.addPerson({ name: 'Lena' })]
  for (const [owner, count] of [
    [rep, 2],
    [lead, 1],
  ] as const)
    for (let i = 0; i < count; i++)
      await client.deals.create({
        name: 'Large',
        pipeline: 'trade',
        owner: owner.id,
        amount: { amount: '700', currency: 'EUR' },
      })
  const grants = [{ to: { person_id: lead.id }, rights: ['see', 'work'], deals: 'own' }]
  await done('PUT', '/pipelines/large/rights', { grants })
  const plan = await done('POST', '/lineage-plans', { parts })
  expect(plan.parts.map(({ losing_sight }: Json) => losing_sight)).toEqual([
    [{ person: { id: rep.id, name: 'Dewi' }, deals: 2 }],
    [],
  ])
  expect(plan.warnings.join()).toContain('could not see their open deals in Large: Dewi (2).')
})

describe('new deals go where the split says', () => {
  const rules = (): Promise<Json> => done('GET', '/routing')
  const publish = async (set: Json) => {
    const { id, approval_id } = await done('POST', '/routing/changes', { ...set, reason: 'So it is' })
    await done('POST', `/approvals/${approval_id}/votes`, { vote: 'approve' })
    return id
  }
  const change = (id: string) => done('GET', `/routing/changes/${id}`)

  test('no rule leads there yet: none is asked for, and whoever asks for one is told', async () => {
    expect((await done('POST', '/lineage-plans', { parts })).routing).toBeNull()
    const answer = await wire.call('POST', '/lineages', { parts, summary: 'No', sunset: false, routing: true })
    expect(answer).toMatchObject({ status: 422, body: { code: 'routing-idle' } })
  })

  test('its rules are asked for in the act, take new deals along once they are published, and are taken back with it', async () => {
    const web = { key: 'web', name: 'From the web', when: 'deal.source == "web"', pipeline: 'trade', stage: 'agreed' }
    await publish({ rules: [web], fallback: { pipeline: 'trade' } })
    const wanted = [
      { key: 'web_large', when: '(deal.source == "web") && (deal.amount >= 500)', pipeline: 'large' },
      { key: 'web', when: 'deal.source == "web"', pipeline: 'small' },
      { key: 'otherwise_large', when: 'deal.amount >= 500', pipeline: 'large' },
      { key: 'fallback', when: 'true', pipeline: 'small' },
    ]
    expect((await done('POST', '/lineage-plans', { parts })).routing).toMatchObject(wanted)
    const lineage = await done('POST', '/lineages', { parts, summary: 'Two sizes', sunset: false })
    const asked = await change(lineage.routing_change_id)
    expect(asked).toMatchObject({ state: 'open', title: 'New deals: Two sizes', fallback: { pipeline: 'small' } })
    await wire.server.settled()
    const open = async (amount: string, source: string) => {
      const money = { amount, currency: 'EUR' }
      const { pipeline, stage } = await done('POST', '/deals', { name: 'New', amount: money, source })
      return [pipeline.key, stage.key]
    }
    // Nothing is published by itself.
    expect(await open('900', 'web')).toEqual(['trade', 'agreed'])
    await done('POST', `/approvals/${asked.approval_id}/votes`, { vote: 'approve' })
    expect([await open('900', 'web'), await open('9', 'web')]).toEqual([
      ['large', 'large_agreed'],
      ['small', 'small_agreed'],
    ])
    expect([await open('900', 'fair'), await open('9', 'fair')]).toEqual([
      ['large', 'large_asked'],
      ['small', 'small_asked'],
    ])
    const undone = await done('POST', `/lineages/${lineage.id}/undo`)
    expect(undone.routing_change_id).not.toBe(lineage.routing_change_id)
    const back = await change(undone.routing_change_id)
    expect(back).toMatchObject({ state: 'open', rules: [web], fallback: { pipeline: 'trade' } })
    await done('POST', `/approvals/${back.approval_id}/votes`, { vote: 'approve' })
    await wire.server.settled()
    expect((await rules()).rules).toEqual([web])
  })

  test('rules that still wait are taken back; what no new deal has yet makes none', async () => {
    const { id, routing_change_id } = await done('POST', '/lineages', { parts, summary: 'Once more', sunset: false })
    await wire.server.settled()
    await done('POST', `/lineages/${id}/undo`)
    expect(await change(routing_change_id)).toMatchObject({ state: 'withdrawn' })
    await wire.server.settled()
    const staged = parts.map((part) => (part.rule ? { ...part, rule: 'deal.stage == "wanted"' } : part))
    const plan = await done('POST', '/lineage-plans', { parts: staged })
    expect([plan.routing, plan.warnings.join()]).toEqual([
      null,
      expect.stringContaining('Routing rules stay as they are'),
    ])
    const refused = await wire.call('POST', '/lineages', { parts: staged, summary: 'No', sunset: false, routing: true })
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/parts/0/rule', code: 'unfit' }] } })
    const quiet = await done('POST', '/lineages', { parts, summary: 'Quietly', sunset: false, routing: false })
    expect(quiet.routing_change_id).toBeNull()
  })
})
