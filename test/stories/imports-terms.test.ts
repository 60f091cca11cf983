import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importsOver } from './import-wire.ts'
import { agreed, file, wanted } from './shops.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let imports: ReturnType<typeof importsOver>
beforeAll(async () => {
  wire = await startWire()
  imports = importsOver(wire)
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

const mapping = `source: billing
deal:
  id: id
  name: name
  pipeline: { value: trade }
  stage: { value: agreed }
  status: status
  amount: amount
  currency: currency
  created_at: created
  closed_at: closed
  account: account
  term_months: months
  product: product
  billing_period: billed
  term_starts_on: starts
  renews: renews
`
const creating = `${mapping}products: { create: true }\n`
const head = 'id,name,status,amount,currency,created,closed,account,months,product,billed,starts,renews'
const csv = (...rows: string[]) => [head, ...rows, ''].join('\n')
const run = async (said: string, rows: string[], more: { dry_run?: boolean } = {}) => {
  const answer = await imports.run(csv(...rows), { mapping: said, ...more })
  await wire.server.settled()
  return answer
}
const dealNamed = async (name: string): Promise<Json> => {
  const { body } = await call('GET', `/deals?outcome=any&q=${encodeURIComponent(name)}`)
  return (await call('GET', `/deals/${body.data[0].id}`)).body
}
const contractsOf = async (name: string): Promise<Json[]> =>
  (await call('GET', `/contracts?deal=${(await dealNamed(name))['key']}`)).body.data
const problems = async (said: string) => (await call('POST', '/imports', { mapping: said, file_name: 'a.csv' })).body

const scales = 'T1,Scales for the port,won,100000.00,EUR,2026-01-10,2026-02-10,Harbour,36,Platform,month,,'
const gates = 'T2,Gates for the port,won,1200.00,USD,2025-11-01,2025-12-01,Harbour,12,platform,,2026-01-15,'
const yard = 'T3,Yard of the port,won,1000.00,EUR,2022-01-10,2022-02-10,Harbour,12,Platform,quarter,,'
const again = 'T4,Gates once more,open,1300.00,USD,2026-11-20,,Harbour,12,Platform,,,T2'

describe('a file that says how long each deal was sold for', () => {
  test('a dry run says what would come of it, and keeps neither products nor contracts', async () => {
    const { counts } = await run(creating, [scales, gates, yard, again], { dry_run: true })
    expect(counts).toMatchObject({ created: 4, refused: 0 })
    expect((await call('GET', '/products')).body.data).toEqual([])
    expect((await call('GET', '/contracts')).body.data).toEqual([])
  })

  test('without the right product a row is refused, and is told what would do', async () => {
    const { id, counts } = await run(mapping, [scales])
    expect(counts).toMatchObject({ created: 0, refused: 1 })
    expect(await imports.reasons(id)).toEqual(['2 product product_unknown'])
    expect(await imports.refused(id)).toContain('No product here is ""Platform""; add it')
  })

  test('every win leaves the contract that it would have left by hand, worth what the file says to the cent', async () => {
    expect((await run(creating, [scales, gates, yard, again])).counts).toMatchObject({ created: 4, refused: 0 })
    const deal = await dealNamed('Scales for the port')
    expect(deal).toMatchObject({
      amount: { amount: '100000.00' },
      amounts: { total_contract_value: { amount: '100000.00' } },
      line_items: [{ unit_price: { amount: '2777.77' }, rounding: { amount: '0.28' }, period: 'month', term: 36 }],
    })
    expect(await contractsOf('Scales for the port')).toMatchObject([
      { starts_on: '2026-02-10', ends_on: '2029-02-09', value: { amount: '100000.00' }, state: 'in_force' },
    ])
    expect(await contractsOf('Gates for the port')).toMatchObject([
      {
        starts_on: '2026-01-15',
        ends_on: '2027-01-14',
        annual: { amount: '1200.00', currency: 'USD' },
        state: 'up_for_renewal',
      },
    ])
    expect(await contractsOf('Yard of the port')).toMatchObject([{ ends_on: '2023-02-09', state: 'churned' }])
    expect(await contractsOf('Gates once more')).toEqual([])
    const { body } = await call('GET', `/deals/${(await dealNamed('Gates once more'))['id']}/links`)
    expect(body.data).toMatchObject([{ kind: 'renews', deal: { name: 'Gates for the port' } }])
    expect((await call('GET', '/products')).body.data).toMatchObject([{ key: 'platform', name: 'Platform' }])
    expect((await call('GET', '/reconciliation')).body).toMatchObject({ balanced: true })
  })

  test('the same file again changes nothing', async () => {
    const ledger = await imports.count('deal_ledger')
    expect((await run(creating, [scales, gates, yard, again])).counts).toMatchObject({ unchanged: 4 })
    expect(await imports.count('deal_ledger')).toBe(ledger)
    const { rows } = await wire.server.database.pool.query(`select type from event where type like 'contract.%'`)
    expect(rows).toHaveLength(3)
  })

  test('a newer file with another term brings line and contract up to date; the amount stays as it says', async () => {
    const { counts } = await run(creating, [scales.replace(',36,', ',24,')])
    expect(counts).toMatchObject({ updated: 1, refused: 0 })
    expect(await contractsOf('Scales for the port')).toMatchObject([
      { version: 2, ends_on: '2028-02-09', value: { amount: '100000.00' }, lines: [{ term: 24 }] },
    ])
    expect(await dealNamed('Scales for the port')).toMatchObject({ amount: { amount: '100000.00' } })
    expect((await run(creating, [scales.replace(',36,', ',,')])).counts).toMatchObject({ updated: 1 })
    expect(await contractsOf('Scales for the port')).toMatchObject([{ state: 'withdrawn' }])
  })

  test('a deal whose lines were changed here is not overwritten', async () => {
    const deal = await dealNamed('Gates once more')
    const [line] = deal['line_items']
    const items = [{ product_id: line.product.id, kind: 'recurring', quantity: 2, unit_price: line.unit_price }]
    const set = await call('PUT', `/deals/${deal['id']}/line-items`, {
      items: items.map((item) => ({ ...item, period: 'year', term: 1 })),
    })
    expect(set.status).toBe(200)
    const { id, counts } = await run(creating, [again.replace('1300.00', '1400.00')])
    expect(counts).toMatchObject({ refused: 1 })
    expect(await imports.reasons(id)).toEqual(['2  edited_here'])
  })

  test.each([
    ['a term of no months', ',36,', ',soon,', 'months term'],
    ['a period that does not exist', ',month,', ',fortnight,', 'billed period'],
    ['months that are no whole years', ',36,Platform,month', ',18,Platform,year', 'billed term_uneven'],
    ['a term without a product', ',36,Platform', ',36,', 'product product_missing'],
    ['a win for a term without an amount', ',100000.00,', ',,', 'amount amount_missing'],
    ['less than nothing', ',100000.00,', ',-5.00,', 'amount amount_negative'],
    ['a renewal of what is not here', ',month,,', ',month,,T99', 'renews renews_unknown'],
    ['a renewal of itself', ',month,,', ',month,,N1', 'renews renews_itself'],
  ])('%s is refused', async (_, from, to, said) => {
    const { id } = await run(creating, [scales.replace('T1', 'N1').replace('Scales', 'No scales').replace(from, to)])
    expect(await imports.reasons(id)).toEqual([`2 ${said}`])
  })

  test('what renews a refused row waits for it; the refused rows, corrected, go in', async () => {
    const first = 'R1,Racks,won,nothing,EUR,2025-01-10,2025-02-10,Depot,12,Platform,,,'
    const second = 'R2,Racks again,won,600.00,EUR,2026-01-10,2026-02-01,Depot,12,Platform,,,R1'
    const { id } = await run(creating, [first, second])
    expect(await imports.reasons(id)).toEqual(['2 amount amount', '3 renews renews_unknown'])
    expect((await run(creating, [first.replace('nothing', '500.00'), second])).counts).toMatchObject({ created: 2 })
    expect(await contractsOf('Racks again')).toMatchObject([{ starts_on: '2026-02-10', state: 'up_for_renewal' }])
    const { body } = await call('GET', '/contracts?state=renewed')
    expect(body.data).toMatchObject([{ deal: { name: 'Racks' }, annual: { amount: '500.00' } }])
    const { body: kept } = await call('GET', '/retention?from=2025-06-01&to=2026-06-01')
    expect(kept).toMatchObject({ expanded: { amount: '100.00' } })
  })

  test('only a term that still ends, and that nothing renews yet, opens its renewal', async () => {
    await wire.server.client.pipelines.create({ source: file(wanted, agreed).replace('key: shops', 'key: renewals') })
    const rule = {
      key: 'renew',
      name: 'Terms are renewed',
      trigger: { on: 'term_end', days: 365 },
      to: { pipeline: 'renewals' },
      link: 'renews',
      carry: { name: 'Renewal of {account}', lines: 'recurring' },
    }
    const change = await call('POST', '/handoff-rules/changes', { rules: [rule], reason: 'They are asked in time' })
    expect(change).toMatchObject({ status: 201 })
    expect(await call('POST', `/approvals/${change.body.approval_id}/votes`, { vote: 'approve' })).toMatchObject({
      status: 201,
    })
    await call('PUT', '/test-clock', { now: '2026-11-25T08:00:00.000Z' })
    await wire.server.settled()
    const { body } = await call('GET', '/handoffs?state=any')
    expect(body.data.map(({ from }: Json) => from.name)).toEqual(['Racks again'])
  })

  test('a mapping that says half of a term says what is missing', async () => {
    expect((await problems(mapping.replace('  product: product\n', ''))).detail).toContain('deal.product is missing')
    expect((await problems(mapping.replace('  term_months: months\n', ''))).detail).toContain('nothing says the term')
    const every = mapping.replace('billing_period: billed', 'billing_period: { value: week }')
    expect((await problems(every)).detail).toContain('Say month, quarter or year')
  })
})
