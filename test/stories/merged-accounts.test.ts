import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreed, file, shown, wanted } from './shops.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let product: Json
beforeAll(async () => {
  wire = await startWire()
  for (const key of ['self_service', 'enterprise'])
    await wire.server.client.pipelines.create({
      source: file(wanted, shown, agreed).replace('key: shops', `key: ${key}`).replace('name: Shops', `name: ${key}`),
    })
  product = await done('POST', '/products', { name: 'Platform' })
  const rules = [
    {
      key: 'grown_up',
      name: 'Grown up',
      mode: 'proposed',
      trigger: { on: 'usage', metric: 'seats', crosses: 50, pipeline: 'self_service' },
      to: { pipeline: 'enterprise' },
      link: 'expands',
    },
  ]
  const change = await done('POST', '/handoff-rules/changes', { rules, reason: 'They belong together' })
  await done('POST', `/approvals/${change.approval_id}/votes`, { vote: 'approve' })
})
afterAll(() => wire.server.close())

async function done(method: string, path: string, body?: unknown): Promise<Json> {
  const answer = await wire.call(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const list = async (path: string): Promise<Json[]> => (await done('GET', path)).data
const account = (name: string, more: Json = {}) => done('POST', '/accounts', { name, ...more })
const merge = (kept: Json, gone: Json) => done('POST', `/accounts/${kept.id}/merges`, { other_id: gone.id })
const part = ({ id }: Json) => done('POST', `/account-merges/${id}/reversal`, {})
const euros = (amount: string) => ({ amount, currency: 'EUR' })
const use = async (of: Json, value: number, day: string) => {
  await done('POST', `/accounts/${of.id}/usage`, { metric: 'seats', value, at: `${day}T00:00:00Z` })
  await wire.server.settled()
}
async function won(of: Json, lines?: Json): Promise<Json> {
  const deal = await done('POST', '/deals', { name: 'Seats', pipeline: 'self_service', account_id: of.id })
  if (lines) await done('PUT', `/deals/${deal.id}/line-items`, lines)
  await done('POST', `/deals/${deal.id}/moves`, { outcome: 'won', reason: 'Signed' })
  await wire.server.settled()
  return deal
}
const readings = async (of: Json) =>
  (await list(`/accounts/${of.id}/usage`)).map(({ value, at }) => [at.slice(0, 10), value])

test('what an account uses and what it has under contract come along when it goes into another one, and go back', async () => {
  const [kept, gone] = [await account('Toko Maju'), await account('Toko Maju Bandung')]
  await use(kept, 10, '2026-11-01')
  await use(kept, 12, '2026-11-03')
  await use(gone, 20, '2026-11-02')
  // Of one moment the account's own reading is the one that counts.
  await use(gone, 99, '2026-11-03')
  const price = { unit_price: euros('10.00'), period: 'month', term: 12 }
  const items = [{ product_id: product['id'], kind: 'recurring', quantity: 1, ...price }]
  await won(gone, { items })
  const contracts = async (of: Json) => (await list(`/contracts?account_id=${of.id}`)).map((one) => one['account'].name)
  const retained = async () =>
    (await list('/retention/accounts?from=2026-11-24&to=2026-12-24')).map((one) => one['account'].name)
  expect(await retained()).toEqual(['Toko Maju Bandung'])

  const merged = await merge(kept, gone)
  expect(await readings(kept)).toEqual([
    ['2026-11-03', 12],
    ['2026-11-02', 20],
    ['2026-11-01', 10],
  ])
  expect((await done('GET', `/accounts/${kept.id}/usage?limit=2`)).has_more).toBe(true)
  expect([await contracts(kept), await contracts(gone)]).toEqual([['Toko Maju'], []])
  expect(await retained()).toEqual(['Toko Maju'])

  await part(merged)
  expect(await readings(kept)).toEqual([
    ['2026-11-03', 12],
    ['2026-11-01', 10],
  ])
  expect(await readings(gone)).toEqual([
    ['2026-11-03', 99],
    ['2026-11-02', 20],
  ])
  expect([await contracts(kept), await contracts(gone)]).toEqual([[], ['Toko Maju Bandung']])
  expect(await retained()).toEqual(['Toko Maju Bandung'])
})

test('a customer who is being asked is not asked again once it goes into another account, and is who the new deal is for', async () => {
  const [kept, gone] = [await account('Cipta'), await account('Cipta Baja')]
  await won(gone)
  await use(gone, 60, '2026-11-10')
  const [proposed, ...others] = await list(`/handoffs?account_id=${gone.id}`)
  expect([proposed?.['state'], others]).toEqual(['proposed', []])
  await merge(kept, gone)
  expect(await list(`/handoffs?account_id=${kept.id}`)).toMatchObject([{ id: proposed?.['id'] }])
  await use(kept, 10, '2026-11-11')
  await use(kept, 70, '2026-11-12')
  expect(await list(`/handoffs?account_id=${kept.id}`)).toHaveLength(1)
  const { to } = await done('POST', `/handoffs/${proposed?.['id']}/acceptance`, { amount: euros('900.00') })
  expect(await done('GET', `/deals/${to.deal.id}`)).toMatchObject({ account: { id: kept.id } })
})

test('whatever names an account is told where one went that is no more', async () => {
  const [kept, gone] = [await account('Brink', { kind: 'partner' }), await account('Brink Optik', { kind: 'partner' })]
  const deal = await done('POST', '/deals', { name: 'Lenses', pipeline: 'enterprise' })
  await merge(kept, gone)
  const refused = async (method: string, path: string, body: Json, pointer: string) => {
    const { status, body: problem } = await wire.call(method, path, body)
    expect({ status, errors: problem['errors'] }).toMatchObject({
      status: 400,
      errors: [
        { pointer, code: 'account-merged', detail: `Brink Optik went into another account; use ${kept.id} instead.` },
      ],
    })
  }
  const task = { kind: 'task', subject: 'Call', account_id: gone.id }
  await refused('POST', '/activities', task, '/account_id')
  await refused('POST', '/contacts', { name: 'Ayu', account_id: gone.id }, '/account_id')
  await refused('POST', '/deals', { name: 'D', pipeline: 'enterprise', account_id: gone.id }, '/account_id')
  await refused('PATCH', `/deals/${deal.id}`, { partner_account_id: gone.id }, '/partner_account_id')
  const credits = { revenue: [], overlay: [], influenced: [], sourced: { partner_account_id: gone.id } }
  await refused('PUT', `/deals/${deal.id}/credits`, credits, '/sourced/partner_account_id')
  expect(
    (await wire.call('POST', `/accounts/${gone.id}/usage`, { metric: 'seats', value: 1, at: '2026-11-01T00:00:00Z' }))
      .body.code,
  ).toBe('account-merged')
})

test('what a partner was credited with stands to the one that it went into, once, and is its own again when they part', async () => {
  const [resell, rezell, third, other] = [
    await account('Resell', { kind: 'partner' }),
    await account('Rezell', { kind: 'partner' }),
    await account('Thirdsell', { kind: 'partner' }),
    await account('Othersell', { kind: 'partner' }),
  ]
  const deal = await done('POST', '/deals', { name: 'Shared', pipeline: 'enterprise' })
  const parties = (...of: Json[]) => of.map(({ id }) => ({ partner_account_id: id }))
  await done('PUT', `/deals/${deal.id}/credits`, {
    revenue: [],
    sourced: { partner_account_id: rezell.id },
    influenced: parties(resell, other),
  })
  const credited = async () => {
    const { sourced, influenced } = await done('GET', `/deals/${deal.id}/credits`)
    return [sourced.partner.name, influenced.map(({ partner }: Json) => partner.name).toSorted()]
  }
  expect(await credited()).toEqual(['Rezell', ['Othersell', 'Resell']])
  const first = await merge(resell, rezell)
  expect(await credited()).toEqual(['Resell', ['Othersell']])
  const second = await merge(third, resell)
  expect(await credited()).toEqual(['Thirdsell', ['Othersell']])
  await part(second)
  await part(first)
  expect(await credited()).toEqual(['Rezell', ['Othersell', 'Resell']])
})
