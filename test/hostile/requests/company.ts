import type { Config } from '../../../src/platform/config.ts'
import { csv, mapping, textOf } from '../../stories/import-wire.ts'
import { startBrowser } from '../../stories/sign-in-wire.ts'
import { type Json, startWire, trade, type Wire } from '../../stories/wire.ts'
import { operationsIn, routesByHand } from './description.ts'
import type { Ids, Known } from './values.ts'

export type Company = Awaited<ReturnType<typeof startCompany>>

/** Two workspaces with something of everything in each, and every address of the server that holds them. */
export async function startCompany(config: Partial<Config> = {}) {
  const wire = await startWire(config)
  const ours = await furnish(wire, wire.server.owner.key)
  const theirs = await furnish(wire, wire.other.key)
  const known: Known = { ours, theirs, words: { ...words, name: ['Northwind', 'Łódź 株式会社'] } }
  const operations = operationsIn((await wire.call('GET', '/openapi.json')).body)
  return { wire, known, operations, addresses: [...operations, ...routesByHand] }
}

/** What members that are only text mean here. */
const words: Record<string, string[]> = {
  pipeline: ['trade', 'enterprise'],
  to_pipeline: ['trade', 'enterprise'],
  from_pipeline: ['trade', 'enterprise'],
  stage: ['wanted', 'agreed', 'evaluating'],
  to_stage: ['wanted', 'agreed', 'evaluating'],
  subject: ['deal', 'account', 'Call them'],
  key: ['tier', 'region', 'D-1'],
  period: ['2026-Q4', '2026', '2026-W48', '2026-11'],
  currency: ['EUR', 'IDR', 'USD'],
  amount: ['1200.00', '0.01'],
  per_euro: ['1.25'],
  domain: ['shop.example', 'other.example'],
  country: ['DE', 'ID'],
  criterion: ['success_confirmed', 'economic_buyer_met', 'terms_confirmed', 'terms_approved'],
  rule: ['deal.amount > 100', '!(deal.name == "x") || deal.meetings > 0'],
  reason: ['price', 'bigger', 'They know us'],
  mapping: [mapping],
  source: [trade.replace('Terms agreed', 'Terms signed')],
  definition: [trade.replace('Terms agreed', 'Terms settled')],
  email: ['someone@example.test'],
  anything: ['D-1'],
  since: ['0', '1'],
  calendar: ['trade'],
  region: ['DE-BE'],
  time_zone: ['Europe/Berlin'],
  slug: ['north-sea', 'south-sea'],
  url: ['https://hooks.example.test/tributary', 'https://hooks.invalid:8443/a?b=c'],
}

async function furnish(wire: Wire, key: string): Promise<Ids> {
  const post = async (path: string, body: unknown): Promise<Json> => {
    const answer = await wire.call('POST', path, body, { key })
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/yaml' }
  for (const body of [textOf('motions/enterprise.yaml'), trade]) {
    const answer = await fetch(`${wire.server.url}/api/v1/pipelines`, { method: 'POST', headers, body })
    if (answer.status !== 201) throw new Error(await answer.text())
  }
  await wire.call('PUT', '/pipelines/enterprise/draft', { source: textOf('motions/enterprise.yaml') }, { key })
  const email = `spare.${key.slice(-8)}@example.test`.toLowerCase().replaceAll(/[^a-z0-9.@]/g, 'x')
  const person = await post('/people', { name: 'Spare', email, role: 'rep' })
  const spare = await post('/keys', { name: 'spare', person_id: person.id })
  const account = await post('/accounts', { name: 'Shop', domain: 'shop.example' })
  const partner = await post('/accounts', { name: 'Partner', kind: 'partner' })
  const contact = await post('/contacts', { name: 'Ayu', account_id: account.id })
  const product = await post('/products', { name: 'Scale' })
  const amount = { amount: '1000.00', currency: 'EUR' }
  const deals = []
  const kinds = ['trade', 'trade', 'trade', 'enterprise', 'enterprise', 'trade', 'trade', 'enterprise']
  for (const pipeline of kinds)
    deals.push(await post('/deals', { name: `Deal ${pipeline}`, pipeline, account_id: account.id, amount }))
  const [first = {}, second = {}] = deals
  const move = await post(`/deals/${first.id}/moves`, { to_stage: 'agreed' })
  await post(`/deals/${second.id}/moves`, { to_stage: 'agreed' })
  await post(`/deals/${second.id}/moves`, { outcome: 'won' })
  await post(`/deals/${first.id}/contacts`, { contact_id: contact.id, role: 'champion' })
  const there = { to_pipeline: 'enterprise', reason: 'bigger' }
  const transfer = await post(`/deals/${deals[5]?.id}/transfers`, there)
  const transfers = await post('/transfers', { ...there, deal_ids: [first.id], dry_run: true })
  await wire.call('PUT', '/transfer-maps/trade/enterprise', {}, { key })
  const item = { product_id: product.id, kind: 'one_time', unit_price: amount }
  await wire.call('PUT', `/deals/${deals[2]?.id}/line-items`, { items: [item] }, { key })
  const yearly = { ...item, kind: 'recurring', period: 'year', term: 1 }
  const lasting = await post('/deals', { name: 'Lasting', pipeline: 'trade', account_id: account.id })
  await wire.call('PUT', `/deals/${lasting.id}/line-items`, { items: [yearly] }, { key })
  await post(`/deals/${lasting.id}/moves`, { to_stage: 'agreed' })
  await post(`/deals/${lasting.id}/moves`, { outcome: 'won' })
  await post(`/accounts/${account.id}/usage`, { metric: 'seats', value: 12, at: '2026-11-01T00:00:00Z' })
  const asking = { criterion: 'terms_confirmed', name: 'Ayu', email: 'ayu@example.test' }
  const confirmation = await post(`/deals/${deals[3]?.id}/confirmations`, asking)
  const asked = { criterion: 'terms_approved' }
  const voted = await post(`/deals/${deals[4]?.id}/approvals`, asked)
  const waiting = await post(`/deals/${deals[7]?.id}/approvals`, asked)
  const activity = await post('/activities', { kind: 'task', subject: 'Call', deal_id: first.id, due_on: '2026-11-24' })
  const loaded = await post('/imports', { mapping, file_name: 'deals.csv', dry_run: true })
  const team = await post('/teams', { name: 'North', members: [person.id] })
  const invitation = await post('/invitations', { email: `invited.${email}`, name: 'Invited', role: 'rep' })
  const review = await post('/pipelines/trade/reviews', { notes: 'It holds.', decisions: ['Go on'] })
  const rehearsal = await post('/rehearsals', { pipeline: 'trade', definition: trade })
  const backtest = await post('/backtests', { pipelines: ['trade'], horizon_days: [30] })
  const hook = await post('/webhook-endpoints', { url: 'https://hooks.example.test/', event_types: ['deal.won'] })
  await post(`/webhook-endpoints/${hook.id}/test-events`, {})
  await wire.server.settled()
  const sent = (await wire.call('GET', `/webhook-endpoints/${hook.id}/deliveries`, undefined, { key })).body.data
  const changes = [
    await post('/change-requests', { pipeline: 'trade', definition: trade.replace('Terms agreed', 'Terms closed') }),
    await post('/change-requests', {
      pipeline: 'enterprise',
      definition: textOf('motions/enterprise.yaml').replace(/^name: .*$/m, 'name: Enterprises'),
    }),
  ]
  const kiosks = trade.replace('key: trade', 'key: kiosks')
  await wire.server.clientFor(key).pipelines.create({ source: trade.replace('key: trade', 'key: stalls') })
  const trial = { pipeline: 'stalls', definition: kiosks, share: 0.05, ends_on: '2027-06-30' }
  const pilot = await post('/pilots', trial)
  const told = (await wire.call('GET', '/notifications', undefined, { key })).body.data
  const twins = [await post('/accounts', { name: 'Twin' }), await post('/accounts', { name: 'Twins' })]
  const merge = await post(`/accounts/${twins[0]?.id}/merges`, { other_id: twins[1]?.id })
  const { data: links } = await post(`/deals/${deals[3]?.id}/links`, { kind: 'part_of', other_id: deals[1]?.id })
  const [link] = links
  const overlap = await post('/overlaps', { deal_id: deals[0]?.id, other_id: deals[2]?.id })
  const large = { key: 'large', name: 'Large', when: 'deal.amount >= 100000', pipeline: 'enterprise' }
  const routing = await post('/routing/changes', { rules: [large], fallback: null, reason: 'Large ones differ' })
  // There is more than one pipeline that it could go into, and no rule that says which.
  const handedIn = [
    await post('/incoming-deals', { name: 'Handed in' }),
    await post('/incoming-deals', { name: 'Another' }),
  ]
  const nine = [{ from: '09:00', to: '17:00' }]
  const hours = { monday: nine, tuesday: nine, friday: nine }
  const place = { name: 'Trade', time_zone: 'Europe/Berlin', hours, regions: ['DE-BE'] }
  const { body: calendar } = await wire.call('PUT', '/calendars/trade', place, { key })
  await post('/holidays', { region: 'DE-BE', text: '2027-05-01, Labour Day' })
  const byHand = { key: 'by_hand', name: 'By hand', trigger: { on: 'manual', pipeline: 'trade' } }
  const rule = { ...byHand, to: { pipeline: 'trade' }, respond: { hours: 8, calendar: 'trade' } }
  const published = await post('/handoff-rules/changes', { rules: [rule], reason: 'They ask for more' })
  await post(`/approvals/${published.approval_id}/votes`, { vote: 'approve' })
  const proposed = await post('/handoff-rules/changes', { rules: [], reason: 'They do not' })
  const handoffs = []
  // A rule that was asked for waits for its answer before it is asked for on the same deal again.
  for (const name of ['Wants more', 'Wants something else']) {
    const { id } = await post('/deals', { name, pipeline: 'trade' })
    handoffs.push(await post(`/deals/${id}/handoffs`, { rule: 'by_hand' }))
  }
  handoffs.push(await post(`/deals/${deals[0]?.id}/handoffs`, { rule: 'by_hand' }))
  const contracts = (await wire.call('GET', '/contracts', undefined, { key })).body.data
  for (const stall of ['tents', 'carts'])
    await wire.server.clientFor(key).pipelines.create({ source: trade.replace('key: trade', `key: ${stall}`) })
  await post('/deals', { name: 'Tent', pipeline: 'tents' })
  const lineage = await post('/lineages', { parts: [{ from: 'tents', to: 'carts' }], summary: 'Tents became carts' })
  const submission = await post('/submissions', { pipeline: 'trade' })
  const said = { pipeline: 'trade', period: '2026-Q4', person_id: person.id, category: 'commit', amount }
  const adjustment = await post('/adjustments', { ...said, reason: 'They say too little' })
  // Who looks at people is refused before anything else while the owner has not allowed it.
  await wire.call('PATCH', '/workspace', { figures_about_people: true }, { key })
  const talk = await post('/deal-reviews', { pipeline: 'trade' })
  const pipelines = (await wire.call('GET', '/pipelines', undefined, { key })).body.data
  return {
    per: [person.id],
    ses: await sessionsOf(wire, key),
    key: [spare.id],
    acc: [account.id, partner.id],
    con: [contact.id],
    prd: [product.id],
    deal: [...deals.map(({ id }) => id), ...deals.map(({ key }) => key)],
    led: [move.id, transfer.id],
    ovl: [overlap.id],
    link: [link.id],
    mrg: [merge.id],
    xfer: [transfers.id],
    act: [activity.id],
    team: [team.id],
    inv: [invitation.id],
    imp: [loaded.id],
    job: [await jobOf(wire, loaded.id, key)],
    cfm: [confirmation.id],
    gap: [waiting.id],
    hook: [hook.id],
    chg: changes.map(({ id }) => id),
    apr: [...changes.map(({ approvals }) => approvals[0].id), voted.approval.id],
    dlv: sent.map(({ id }: Json) => id),
    pip: pipelines.map(({ id }: Json) => id),
    def: pipelines.map(({ definition }: Json) => definition.id),
    ntf: told.map(({ id }: Json) => id),
    rev: [review.id],
    rhs: [rehearsal.id],
    bkt: [backtest.id],
    plt: [pilot.id],
    rch: [routing.id],
    cal: [calendar.id],
    ctr: contracts.map(({ id }: Json) => id),
    hch: [proposed.id],
    hof: handoffs.map(({ id }) => id),
    lng: [lineage.id],
    sub: [submission.id],
    adj: [adjustment.id],
    drv: [talk.id],
    inc: handedIn.map(({ id }) => id),
  }
}

/** One session of whoever this key belongs to. */
async function sessionsOf({ server, other }: Wire, key: string): Promise<string[]> {
  const whose = key === other.key ? other : { ...server.owner, workspace_id: server.workspace_id }
  const credentials = await server.letSignIn(whose.id, undefined, whose.workspace_id)
  await startBrowser(server).call('POST', '/sessions', credentials)
  const { data } = await server.clientFor(key).sessions.list()
  return data.map(({ id }) => id)
}

async function jobOf(wire: Wire, import_id: string, key: string): Promise<string> {
  const answer = await fetch(`${wire.server.url}/api/v1/imports/${import_id}/file`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: csv('A1,Scales,trade,wanted,open,100,EUR,2026-01-01,,,,,,,2026-01-01,'),
  })
  const job = (await answer.json()) as Json
  await wire.server.settled()
  return job.id
}
