import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Member } from '../server.ts'
import { csv, importsOver, mapping } from './import-wire.ts'
import { agreed, file, first, shown, wanted } from './shops.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let imports: ReturnType<typeof importsOver>
let budi: Member
let sari: Member
beforeEach(async () => {
  wire = await startWire()
  imports = importsOver(wire)
  await wire.server.client.pipelines.create({ source: first })
  const large = file(wanted, shown, agreed)
    .replace('key: shops', 'key: large')
    .replace('name: Shops', 'name: Large shops')
  await wire.server.client.pipelines.create({ source: large })
  budi = await wire.server.addPerson({ role: 'rep', name: 'Budi' })
  sari = await wire.server.addPerson({ role: 'rep', name: 'Sari' })
})
afterEach(() => wire.server.close())

async function done(method: string, path: string, body?: unknown): Promise<Json> {
  const answer = await wire.call(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

const big = (more: object = {}) => ({
  key: 'big',
  name: 'Large orders',
  when: 'deal.amount >= 100000',
  pipeline: 'large',
  ...more,
})
const known = {
  key: 'known',
  name: 'Known customers',
  when: 'deal.account.country == "ID"',
  pipeline: 'shops',
  stage: 'shown',
}

/** Whoever alone holds the right decides on their own request. */
async function publish(rules: Json[], fallback: Json | null = null): Promise<void> {
  const change = await done('POST', '/routing/changes', { rules, fallback, reason: 'Orders differ' })
  await done('POST', `/approvals/${change.approval_id}/votes`, { vote: 'approve' })
}

const row = (
  id: string,
  over: Partial<Record<'pipeline' | 'stage' | 'amount' | 'owner' | 'account' | 'status', string>>,
) => {
  const { pipeline = '', stage = '', amount = '', owner = '', account = '', status = 'open' } = over
  return `${id},Deal ${id},${pipeline},${stage},${status},${amount},EUR,2026-01-05,,,${owner},${account},,,,`
}
async function take(rows: string[], dry_run = false): Promise<Json> {
  const id = await imports.create({ mapping, dry_run })
  const sent = await imports.put(id, csv(...rows))
  if (sent.status >= 300) throw new Error(JSON.stringify(sent.body))
  return imports.ended(id)
}
const refusedOf = ({ id }: Json) => imports.reasons(id)
const deals = async (): Promise<Json[]> =>
  (await wire.allPages('/deals?limit=100')).toSorted((a, b) => (a.name < b.name ? -1 : 1))

describe('a row of which nothing says the pipeline', () => {
  test('goes where the rules send it, which a dry run says before; one that none takes is refused by its row', async () => {
    await done('POST', '/accounts', { name: 'Maju', country: 'ID' })
    await publish([big({ owner: { by: 'round_robin', person_ids: [budi.id, sari.id] } }), known])
    const rows = [
      row('A', { amount: '150000' }),
      row('B', { amount: '200000', stage: 'agreed' }),
      row('C', { amount: '120000', owner: 'Sari' }),
      row('D', { account: 'Maju' }),
      row('E', { amount: '5' }),
      row('F', { amount: '300000', stage: 'spoken' }),
      row('G', { pipeline: 'shops', stage: 'wanted', amount: '400000' }),
    ]
    const dry = await take(rows, true)
    const routed = [
      { pipeline: 'large', rule: 'big', deals: 3 },
      { pipeline: 'shops', rule: 'known', deals: 1 },
    ]
    expect(dry.counts).toMatchObject({ rows: 7, created: 5, refused: 2, routed })
    expect(await refusedOf(dry)).toEqual(['6 pipeline unrouted', '7 stage stage_unknown'])
    expect(await deals()).toEqual([])

    const real = await take(rows)
    expect(real.counts).toMatchObject({ created: 5, refused: 2, routed })
    const [a, b, c, d, g] = await deals()
    const large = { pipeline: { key: 'large' } }
    expect([a, b, c, d, g]).toMatchObject([
      { ...large, stage: { key: 'wanted' }, owner: { name: 'Budi' } },
      { ...large, stage: { key: 'agreed' }, owner: { name: 'Sari' } },
      { ...large, stage: { key: 'wanted' }, owner: { name: 'Sari' } },
      { pipeline: { key: 'shops' }, stage: { key: 'shown' }, owner: null, account: { name: 'Maju' } },
      { pipeline: { key: 'shops' }, owner: null },
    ])
    expect(await done('GET', `/deals/${a?.id}/routing`)).toMatchObject({
      decided_by: 'rule',
      rule: 'big',
      because: ['Amount is 150,000 (deal.amount >= 100000)'],
    })
    expect(await done('GET', `/deals/${g?.id}/routing`)).toMatchObject({ decided_by: 'named' })
  })

  test('is known again the next time, and stays where its deal is, whatever the rules say then', async () => {
    await publish([big()], { pipeline: 'shops', stage: 'shown' })
    const rows = [row('A', { amount: '150000' }), row('B', { amount: '7' })]
    const before = await take(rows)
    expect(before.counts.routed).toEqual([
      { pipeline: 'large', rule: 'big', deals: 1 },
      { pipeline: 'shops', rule: null, deals: 1 },
    ])
    await publish([big({ pipeline: 'shops' })], { pipeline: 'large' })
    expect((await take(rows)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 2, routed: [] })
    const changed = await take([row('A', { amount: '160000' }), row('B', { amount: '8' })])
    expect(changed.counts).toMatchObject({ updated: 2, refused: 0, routed: [] })
    expect(await deals()).toMatchObject([
      { pipeline: { key: 'large' }, amount: { amount: '160000.00' }, stage: { key: 'wanted' } },
      { pipeline: { key: 'shops' }, amount: { amount: '8.00' }, stage: { key: 'shown' } },
    ])
  })

  test('needs rules: without any, the mapping or the row is refused as it always was', async () => {
    const without = mapping.replace('  pipeline: pipeline\n', '').replace('  stage: stage\n', '')
    const refused = await wire.call('POST', '/imports', { mapping: without, file_name: 'deals.csv' })
    expect(refused).toMatchObject({ status: 400, body: { code: 'mapping-invalid' } })
    expect(refused.body.findings[0].message).toBe('deal.pipeline is missing, and no routing rules are published.')
    expect(await refusedOf(await take([row('A', { amount: '5' })]))).toEqual(['2 pipeline pipeline_missing'])

    await publish([], { pipeline: 'large' })
    const id = await imports.create({ mapping: without })
    await imports.put(id, csv(row('A', { amount: '5' })))
    expect((await imports.ended(id)).counts.routed).toEqual([{ pipeline: 'large', rule: null, deals: 1 }])
    const half = mapping.replace('  stage: stage\n', '')
    const said = await wire.call('POST', '/imports', { mapping: half, file_name: 'deals.csv' })
    expect(said.body.findings[0].message).toBe('deal.stage is missing.')
  })
})
