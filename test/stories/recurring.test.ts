import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Member } from '../server.ts'
import { agreed, file, shown, wanted } from './shops.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let sari: Member
let product: Json
beforeEach(async () => {
  wire = await startWire()
  const kinds = { self_service: 'new', enterprise: 'new', partners: 'new', growth: 'expansion', renewals: 'renewal' }
  for (const [key, kind] of Object.entries(kinds))
    await wire.server.client.pipelines.create({
      source: file(wanted, shown, agreed)
        .replace('key: shops', `key: ${key}`)
        .replace('name: Shops', `name: ${key}`)
        .replace('revenue_kind: new', `revenue_kind: ${kind}`),
    })
  sari = await wire.server.addPerson({ role: 'rep', name: 'Sari' })
  product = await done('POST', '/products', { name: 'Platform' })
  const nine = [{ from: '09:00', to: '17:00' }]
  const hours = { monday: nine, tuesday: nine, wednesday: nine, thursday: nine, friday: nine }
  await done('PUT', '/calendars/office', { name: 'Office', time_zone: 'UTC', hours })
})
afterEach(() => wire.server.close())

async function done(
  method: string,
  path: string,
  body?: unknown,
  by: { key: string } = wire.server.owner,
): Promise<Json> {
  const answer = await wire.call(method, path, body, { key: by.key })
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  await balanced()
  return answer.body
}
const call = (method: string, path: string, body?: unknown) => wire.call(method, path, body)
/** At every step. */
async function balanced() {
  const { body } = await wire.call('GET', '/reconciliation')
  expect(body).toMatchObject({ balanced: true, disagreements: [] })
}
const at = async (now: string) => {
  await wire.call('PUT', '/test-clock', { now })
  await balanced()
}
async function publish(rules: Json[]): Promise<void> {
  const change = await done('POST', '/handoff-rules/changes', { rules, reason: 'They belong together' })
  await done('POST', `/approvals/${change.approval_id}/votes`, { vote: 'approve' })
}
const list = async (path: string): Promise<Json[]> => (await done('GET', path)).data
async function win(deal: Json, by?: { key: string }) {
  await done('POST', `/deals/${deal['id']}/moves`, { outcome: 'won', reason: 'Signed' }, by)
  await wire.server.settled()
}
/** The way of a deal through one pipeline, as the story knows it. */
type Journey = { pipeline: string; path: string[]; end: 'open' | 'won' | 'lost' }

/** Counts every pipeline's conversion again from the ways alone, one deal after the other. */
async function converted(ways: readonly Journey[]): Promise<void> {
  for (const pipeline of ['self_service', 'enterprise', 'partners', 'growth', 'renewals']) {
    const own = ways.filter((way) => way.pipeline === pipeline)
    const ended = (end: Journey['end'], among = own) => among.filter((way) => way.end === end).length
    const stages = ['wanted', 'shown', 'agreed'].map((key) => {
      const stood = own.filter(({ path }) => path.includes(key))
      const last = stood.filter(({ path }) => path.at(-1) === key)
      const [won, lost, open] = [ended('won', last), ended('lost', last), ended('open', last)]
      const moved_on = stood.length - last.length
      const left = moved_on + won + lost
      const conversion = left === 0 ? null : (moved_on + won) / left
      return { key, entered: stood.length, moved_on, moved_back: 0, won, lost, transferred: 0, open, conversion }
    })
    const all = { deals: own.length, won: ended('won'), lost: ended('lost'), open: ended('open') }
    const funnel = await done('GET', `/pipelines/${pipeline}/funnel`)
    expect(funnel, pipeline).toMatchObject({ ...all, transferred: 0, censored: 0, stages })
  }
}
const lines = (price: string, quantity = 1) => ({
  items: [
    { product_id: product['id'], kind: 'recurring', quantity, unit_price: euros(price), period: 'month', term: 12 },
    { product_id: product['id'], kind: 'one_time', unit_price: euros('500.00') },
  ],
})
const euros = (amount: string) => ({ amount, currency: 'EUR' })
const use = (account: Json, value: number, day: string) =>
  done('POST', `/accounts/${account['id']}/usage`, { metric: 'seats', value, at: `${day}T00:00:00Z` })

const crosses = {
  key: 'grown_up',
  name: 'Self-service that has grown up',
  mode: 'proposed',
  trigger: { on: 'usage', metric: 'seats', crosses: 50, pipeline: 'self_service' },
  to: { pipeline: 'enterprise' },
  link: 'expands',
  carry: { name: '{account} for the whole company' },
}
const expands = {
  key: 'expand',
  name: 'What was won may grow',
  trigger: { on: 'won', pipeline: 'enterprise' },
  to: { pipeline: 'growth' },
  link: 'expands',
  carry: { name: '{deal}: more of it', close_in_days: 180 },
}
const renews = (pipeline: string) => ({
  key: `renew_${pipeline}`,
  name: 'Terms are renewed',
  trigger: { on: 'term_end', days: 90, pipeline },
  to: { pipeline: 'renewals' },
  link: 'renews',
  carry: { name: 'Renewal of {account}', lines: 'recurring' },
})

test('a self-service account grows up: proposed, accepted, met by a partner, won, expanded, under contract, and renewed a year later', async () => {
  await publish([
    { ...crosses, respond: { hours: 8, calendar: 'office' } },
    expands,
    renews('enterprise'),
    renews('renewals'),
  ])
  const account = await done('POST', '/accounts', { name: 'Toko Maju', domain: 'maju.example' })
  const first = await done('POST', '/deals', {
    name: 'Toko Maju',
    pipeline: 'self_service',
    account_id: account.id,
    amount: euros('120.00'),
  })
  const ways: Journey[] = [{ pipeline: 'self_service', path: ['wanted'], end: 'open' }]
  const went = (pipeline: string, more: Partial<Journey>) => {
    const way = ways.find((one) => one.pipeline === pipeline)
    Object.assign(way ?? ways[ways.push({ pipeline, path: ['wanted'], end: 'open' }) - 1] ?? {}, more)
    return converted(ways)
  }
  await converted(ways)
  await win(first)
  await went('self_service', { end: 'won' })
  await use(account, 12, '2026-11-01')
  await use(account, 49, '2026-11-20')
  await wire.server.settled()
  expect(await list('/handoffs')).toEqual([])

  await use(account, 61, '2026-11-24')
  await wire.server.settled()
  const [proposed] = await list('/handoffs')
  expect(proposed).toMatchObject({
    state: 'proposed',
    trigger: 'usage',
    from: { key: first.key },
    to: { pipeline: { key: 'enterprise' }, deal: null },
    because: 'seats of Toko Maju rose to 61, past 50',
    due_at: '2026-11-25T17:00:00.000Z',
  })
  // Nothing is opened, counted or asked again before somebody accepts.
  await use(account, 70, '2026-11-24')
    .then(() => expect.unreachable())
    .catch((error: Error) => expect(error.message).toContain('usage-known'))
  const accepted = await done('POST', `/handoffs/${proposed?.['id']}/acceptance`, { amount: euros('9000.00') }, sari)
  expect(accepted).toMatchObject({
    state: 'accepted',
    to: { deal: { name: 'Toko Maju for the whole company', owner: { name: 'Sari' } } },
  })
  const enterprise = accepted.to.deal
  await went('enterprise', {})
  await done('PUT', `/deals/${enterprise.id}/line-items`, lines('100.00', 10))
  await done('POST', `/deals/${enterprise.id}/moves`, { to_stage: 'shown' })
  await went('enterprise', { path: ['wanted', 'shown'] })

  // A partner works on the same customer at the same time: suspected, both counted until somebody says what it is.
  const partner = await done('POST', '/accounts', { name: 'Brink Optik', kind: 'partner' })
  const beside = await done('POST', '/deals', {
    name: 'Toko Maju through Brink',
    pipeline: 'partners',
    account_id: account.id,
    partner_account_id: partner.id,
    amount: euros('11000.00'),
  })
  await wire.server.settled()
  await went('partners', {})
  const standing = async () => {
    const [euro] = (await done('GET', '/reconciliation')).currencies
    const kinds = ['new', 'expansion', 'renewal'].map((kind) => euro.by_revenue_kind[kind].amount)
    return [euro.total.amount, ...kinds]
  }
  expect(await standing()).toEqual(['23620.00', '23620.00', '0.00', '0.00'])
  const [suspicion, ...more] = await list(`/overlaps?deal=${beside.key}`)
  expect([suspicion?.['reasons'], more]).toEqual([['same_account', 'product_unknown', 'period_unknown'], []])
  const { total } = await done('GET', '/pipeline-totals')
  expect(total).toMatchObject({ suspected: { count: 1, sum: euros('11000.00') }, open: euros('23500.00') })
  // They sell it together: one is counted, and the partner is credited with having brought it along.
  await done('POST', `/overlaps/${suspicion?.['id']}/resolutions`, { as: 'co_sell', keep: enterprise.key })
  const revenue = [{ person_id: sari.id, share: 10_000 }]
  const credits = { revenue, overlay: [], sourced: null, influenced: [{ partner_account_id: partner.id }] }
  await done('PUT', `/deals/${enterprise.id}/credits`, credits)
  expect(await standing()).toEqual(['12620.00', '12620.00', '0.00', '0.00'])
  expect((await done('GET', '/pipeline-totals')).total).toMatchObject({
    suspected: { count: 0 },
    open: euros('12500.00'),
  })
  await converted(ways)
  await win(enterprise, sari)
  ways.push({ pipeline: 'growth', path: ['wanted'], end: 'open' })
  await went('enterprise', { end: 'won' })
  // The partner's deal is won with it, and adds nothing.
  await win(beside)
  await went('partners', { end: 'won' })
  expect(await standing()).toEqual(['12620.00', '12620.00', '0.00', '0.00'])

  const expansion = (await list('/handoffs?state=any')).find(({ rule }) => rule.key === 'expand')
  expect(expansion).toMatchObject({
    from: { key: enterprise.key },
    to: { deal: { name: 'Toko Maju for the whole company: more of it' } },
  })
  const [contract] = await list('/contracts')
  expect(contract).toMatchObject({
    state: 'in_force',
    deal: { key: enterprise.key },
    starts_on: '2026-11-24',
    ends_on: '2027-11-23',
    annual: euros('12000.00'),
    value: euros('12000.00'),
  })

  await at('2027-08-24T08:00:00.000Z')
  expect((await list('/handoffs?state=any')).filter(({ trigger }) => trigger === 'term_end')).toEqual([])
  await at('2027-08-26T08:00:00.000Z')
  const [renewal] = (await list('/handoffs?state=any')).filter(({ trigger }) => trigger === 'term_end')
  expect(renewal).toMatchObject({
    link: 'renews',
    from: { key: enterprise.key },
    to: { deal: { name: 'Renewal of Toko Maju' } },
  })
  expect(await done('GET', `/deals/${renewal?.['to'].deal.key}`)).toMatchObject({
    amount: euros('12000.00'),
    close_date: '2027-11-23',
    revenue_kind: 'renewal',
  })
  expect(await done('GET', `/contracts/${contract?.['id']}`)).toMatchObject({ state: 'up_for_renewal' })
  await went('renewals', {})
  expect(await standing()).toEqual(['24620.00', '12620.00', '0.00', '12000.00'])
  await at('2027-12-01T08:00:00.000Z')
  // Late, but not lost: a deal that renews it is open.
  expect(await done('GET', `/contracts/${contract?.['id']}`)).toMatchObject({ state: 'up_for_renewal' })
  await done('PUT', `/deals/${renewal?.['to'].deal.id}/line-items`, lines('110.00', 10))
  await win(renewal?.['to'].deal)
  await went('renewals', { end: 'won' })
  expect(await standing()).toEqual(['26320.00', '12620.00', '0.00', '13700.00'])
  const [before, after] = await list('/contracts')
  expect(before).toMatchObject({ state: 'renewed', renewed_by: after?.['id'] })
  expect(after).toMatchObject({
    renews: before?.['id'],
    starts_on: '2027-11-24',
    ends_on: '2028-11-23',
    annual: euros('13200.00'),
  })
  expect(await list('/retention/accounts?from=2027-06-01&to=2027-12-01')).toMatchObject([
    { account: { name: 'Toko Maju' }, deal: null, was: euros('12000.00'), is: euros('13200.00'), change: 'expanded' },
  ])
  expect(await list('/retention/accounts?from=2027-06-01&to=2027-12-01&change=churned')).toEqual([])
  expect(await list('/retention/accounts?from=2027-06-01&to=2027-12-01&change=not_added')).toHaveLength(1)
  expect((await list('/contracts?in_force_on=2027-06-01')).map(({ id }) => id)).toEqual([before?.['id']])
  expect(await done('GET', '/retention?from=2027-06-01&to=2027-12-01')).toMatchObject({
    accounts: 1,
    starting: euros('12000.00'),
    ending: euros('13200.00'),
    expanded: euros('1200.00'),
    gross: 1,
    net: 1.1,
  })
  // The second renewal is opened a year on, and nothing else twice.
  await at('2028-08-26T08:00:00.000Z')
  await converted([...ways, { pipeline: 'renewals', path: ['wanted'], end: 'open' }])
  const fired = await list('/handoffs?state=any')
  expect(fired.map(({ rule }): string => rule.key).toSorted()).toEqual([
    'expand',
    'grown_up',
    'renew_enterprise',
    'renew_renewals',
  ])
}, 120_000)

test('a purchase that grows while it is open moves to another pipeline: its money goes along, and none is added', async () => {
  const moves = {
    ...crosses,
    key: 'moves',
    as: 'transfer',
    mode: 'automatic',
    reason: 'bigger',
    carry: {},
    link: undefined,
  }
  await publish([moves])
  const account = await done('POST', '/accounts', { name: 'Toko Maju' })
  const deal = await done('POST', '/deals', {
    name: 'Toko Maju',
    pipeline: 'self_service',
    account_id: account.id,
    amount: euros('120.00'),
  })
  const total = async () => (await wire.call('GET', '/reconciliation')).body.currencies[0].total
  const was = await total()
  await use(account, 80, '2026-11-24')
  await wire.server.settled()
  expect((await list('/handoffs?state=any'))[0]).toMatchObject({
    state: 'accepted',
    kind: 'transfer',
    to: { deal: { key: deal.key } },
  })
  expect(await done('GET', `/deals/${deal.key}`)).toMatchObject({ pipeline: { key: 'enterprise' }, outcome: null })
  expect(await total()).toEqual(was)
})

test('an account is not asked twice while it is being asked; after a rejection the next crossing counts again', async () => {
  await publish([crosses])
  const account = await done('POST', '/accounts', { name: 'Toko Maju' })
  await use(account, 80, '2026-10-01')
  await wire.server.settled()
  // Nobody there pays yet, so that nothing could be handed over.
  expect(await list('/handoffs?state=any')).toEqual([])
  await win(await done('POST', '/deals', { name: 'Toko', pipeline: 'self_service', account_id: account.id }))
  for (const [value, day] of [
    [10, '2026-11-01'],
    [60, '2026-11-02'],
    [20, '2026-11-03'],
    [70, '2026-11-04'],
  ] as const) {
    await use(account, value, day)
    await wire.server.settled()
  }
  const [first, ...others] = await list('/handoffs?state=any')
  expect(others).toEqual([])
  expect(first).toMatchObject({ state: 'proposed', because: 'seats of Toko Maju rose to 60, past 50' })
  await done('POST', `/handoffs/${first?.['id']}/rejection`, { reason: 'They are three people' })
  for (const [value, day] of [
    // Late, and about a time before the last crossing: what is known of that stays as it is.
    [90, '2026-11-02'],
    [30, '2026-11-05'],
    [75, '2026-11-06'],
  ] as const) {
    const path = `/accounts/${account.id}/usage`
    await call('POST', path, { metric: 'seats', value, at: `${day}T12:00:00Z` })
    await wire.server.settled()
  }
  expect((await list('/handoffs?state=any')).map(({ state, because }) => [state, because])).toEqual([
    ['proposed', 'seats of Toko Maju rose to 75, past 50'],
    ['rejected', 'seats of Toko Maju rose to 60, past 50'],
  ])
})

test('a contract ends with the win that it came from, and comes back with it; without renewal it is churned', async () => {
  const account = await done('POST', '/accounts', { name: 'Toko Maju' })
  const deal = await done('POST', '/deals', { name: 'Toko', pipeline: 'enterprise', account_id: account.id })
  await done('PUT', `/deals/${deal.id}/line-items`, lines('10.00'))
  await win(deal)
  const [{ id, version } = {} as Json] = await list('/contracts')
  await done('POST', `/deals/${deal.id}/moves`, { to_stage: 'wanted', reason: 'Not signed after all' })
  await wire.server.settled()
  expect(await done('GET', `/contracts/${id}`)).toMatchObject({ state: 'withdrawn' })
  expect((await call('PATCH', `/contracts/${id}`, { starts_on: '2027-01-01' })).body).toMatchObject({
    code: 'contract-withdrawn',
  })
  await win(deal)
  const stale = await call('PATCH', `/contracts/${id}`, { starts_on: '2027-01-01', if_version: version })
  expect(stale).toMatchObject({ status: 412, body: { current: { id, annual: euros('120.00') } } })
  expect(await done('PATCH', `/contracts/${id}`, { starts_on: '2027-01-01' })).toMatchObject({
    starts_on: '2027-01-01',
    ends_on: '2027-12-31',
  })
  expect((await call('PATCH', `/contracts/${id}`, { ends_on: '2026-01-01' })).status).toBe(400)
  await at('2028-01-02T08:00:00.000Z')
  expect(await list('/contracts?state=churned')).toHaveLength(1)
  expect(await done('GET', '/retention?from=2027-06-01')).toMatchObject({ churned: euros('120.00'), gross: 0, net: 0 })
})

test('usage comes from a file too: sent twice it is recorded once, and what is wrong is told row by row', async () => {
  const account = await done('POST', '/accounts', { name: 'Toko Maju', domain: 'maju.example' })
  const text = [
    'account_domain,metric,value,at',
    'maju.example,seats,10,2026-11-01',
    'www.maju.example,seats,11,2026-11-02T10:00:00+07:00',
    'nobody.example,seats,1,2026-11-01',
    'maju.example,seats,many,2026-11-01',
    'maju.example,seats,1,2027-11-01',
    'maju.example,seats,12,2026-11-01',
  ].join('\n')
  const loaded = await done('POST', '/usage-files', { text })
  expect(loaded).toMatchObject({ rows: 6, recorded: 2, unchanged: 0, refused_rows: 4 })
  expect(loaded.refused.map(({ row, column, code }: Json) => [row, column, code])).toEqual([
    [4, 'account_domain', 'unknown'],
    [5, 'value', 'unreadable'],
    [6, 'at', 'future'],
    [7, 'value', 'usage-known'],
  ])
  expect(await done('POST', '/usage-files', { text })).toMatchObject({ recorded: 0, unchanged: 2 })
  expect((await list(`/accounts/${account.id}/usage`)).map(({ value, at: when }) => [value, when])).toEqual([
    [11, '2026-11-02T03:00:00.000Z'],
    [10, '2026-11-01T00:00:00.000Z'],
  ])
  expect((await call('POST', '/usage-files', { text: 'a,b\n1,2' })).status).toBe(400)
})
