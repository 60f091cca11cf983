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
  - { key: agreed, name: Terms agreed, phase: negotiate }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: A whole hospital }] }
`
