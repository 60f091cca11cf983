import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { textOf } from './import-wire.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  const headers = { authorization: `Bearer ${wire.server.owner.key}`, 'content-type': 'application/yaml' }
  const body = textOf('motions/enterprise.yaml')
  await fetch(`${wire.server.url}/api/v1/pipelines`, { method: 'POST', headers, body })
})
afterAll(() => wire.server.close())

const post = async (path: string, body: unknown, status = 201): Promise<Json> => {
  const answer = await wire.call('POST', path, body)
  if (answer.status !== status) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const get = async (path: string): Promise<Json> => (await wire.call('GET', path)).body
const settle = () => wire.server.settled()
const euros = (amount: string) => ({ amount, currency: 'EUR' })
const balanced = async () => (await get('/reconciliation')).balanced
const worth = async (): Promise<string> =>
  (await get('/reconciliation')).currencies.find(({ currency }: Json) => currency === 'EUR')?.total.amount ?? '0.00'

let count = 0
const account = (name: string, more: Json = {}) => post('/accounts', { name, ...more })
const deal = (account_id: string, amount: string, more: Json = {}) =>
  post('/deals', { name: `Deal ${++count}`, pipeline: 'trade', account_id, amount: euros(amount), ...more })
const pairsOf = async (...deals: Json[]): Promise<Json[]> => {
  await settle()
  const ids = new Set(deals.map(({ id }) => id))
  const { data } = await get('/overlaps?limit=200')
  return data.filter((one: Json) => ids.has(one.deal.id) && ids.has(one.other.id))
}

describe('two deals are suspected to be one', () => {
  it('that are of one account, for what nobody said to be different, at the same time', async () => {
    const { id } = await account('Garuda Pangan', { domain: 'garudapangan.co.id' })
    const first = await deal(id, '100.00', { close_date: '2027-01-31' })
    const second = await deal(id, '120.00', { pipeline: 'enterprise', close_date: '2027-03-01' })
    const later = await deal(id, '130.00', { close_date: '2027-09-01' })
    const [pair, ...more] = await pairsOf(first, second, later)
    expect(more).toEqual([])
    expect(pair).toMatchObject({
      state: 'open',
      deal: { key: second.key, pipeline: { key: 'enterprise' }, amount: euros('120.00') },
      other: { key: first.key, account: { name: 'Garuda Pangan' }, stage: { name: 'Shop wants an offer' } },
      likeness: 1,
      reasons: ['same_account', 'product_unknown', 'same_period'],
      resolution: null,
    })
    expect(await get(`/overlaps/${pair?.id}`)).toEqual(pair)
    expect((await wire.eventsOf(pair?.id))[0]).toMatchObject({ type: 'overlap.suspected', version: 1 })
    expect((await get(`/overlaps?deal=${later.key}`)).data).toEqual([])
  })

  it('but not where one follows from the other: such a link takes the suspicion back, and without it that comes again', async () => {
    const { id } = await account('Mitra Logistik', { domain: 'mitralogistik.co.id' })
    const [first, second, third] = [await deal(id, '100.00'), await deal(id, '120.00'), await deal(id, '130.00')]
    expect(await pairsOf(first, second)).toHaveLength(1)
    const { data } = await post(`/deals/${second.id}/links`, { kind: 'expands', other_id: first.id })
    await post(`/deals/${third.id}/links`, { kind: 'blocks', other_id: first.id })
    expect(await pairsOf(first, second)).toEqual([])
    expect(await pairsOf(first, third)).toHaveLength(1)
    await wire.call('DELETE', `/deals/${second.id}/links/${data[0].id}`)
    expect(await pairsOf(first, second)).toHaveLength(1)
  })

  it('and both are counted until somebody says what they are, which the totals say beside themselves', async () => {
    const twice = async () => {
      const { data, total } = await get('/pipeline-totals')
      const board = await get('/boards/enterprise')
      const one = data.find(({ pipeline }: Json) => pipeline.key === 'enterprise')
      return [total.suspected, one.suspected, board.suspected, (await get('/union-board')).suspected]
    }
    const { id } = await account('Lestari Semen')
    await settle()
    const before = await twice()
    await deal(id, '100.00')
    const second = await deal(id, '120.00', { pipeline: 'enterprise' })
    await settle()
    const plus = (one: Json) => ({
      ...one,
      count: one.count + 1,
      sum: euros((Number(one.sum.amount) + 120).toFixed(2)),
    })
    expect(await twice()).toEqual(before.map(plus))
    expect((await get('/boards/enterprise?as_of=2026-11-24T00:00:00Z')).suspected).toBeNull()
    await post(`/deals/${second.id}/moves`, { outcome: 'lost', reason: 'no_decision' })
    expect(await twice()).toEqual(before)
  })

  it('whose accounts are spelt in two ways', async () => {
    const [one, other] = [await account('PT Nusantara Logistik'), await account('CV. Nusantra Logistik')]
    const [first, second] = [await deal(one.id, '10.00'), await deal(other.id, '20.00')]
    const [pair] = await pairsOf(first, second)
    expect(pair?.reasons).toEqual(['similar_account', 'product_unknown', 'period_unknown'])
    expect(pair?.likeness).toBeGreaterThanOrEqual(0.8)
  })

  it('once they sell a product in common, and not when each sells another', async () => {
    const { id } = await account('Kaiser Verlag')
    const [scales, presses] = [
      await post('/products', { name: 'Scales' }),
      await post('/products', { name: 'Presses' }),
    ]
    const lines = (one: Json, product: Json) =>
      wire.call('PUT', `/deals/${one.id}/line-items`, {
        items: [{ product_id: product.id, kind: 'one_time', unit_price: euros('50.00') }],
      })
    const deals = [await deal(id, '1.00'), await deal(id, '1.00'), await deal(id, '1.00')]
    const [a = {}, b = {}, c = {}] = deals
    await lines(a, scales)
    await lines(b, presses)
    await lines(c, scales)
    const pairs = await pairsOf(a, b, c)
    expect(pairs.map(({ deal, other }) => `${other.key} ${deal.key}`)).toEqual([`${a.key} ${c.key}`])
    expect(pairs[0]?.reasons).toEqual(['same_account', 'same_product', 'period_unknown'])
    expect(pairs[0]?.deal.products).toEqual(['Scales'])
  })

  it('when an account is renamed, and not any more when one was lost', async () => {
    const [one, other] = [await account('Brinkmann Optik'), await account('Wholly Otherwise')]
    const [first, second] = [await deal(one.id, '10.00'), await deal(other.id, '20.00')]
    expect(await pairsOf(first, second)).toEqual([])
    await wire.call('PATCH', `/accounts/${other.id}`, { name: 'Brinkman Optik GmbH' })
    expect(await pairsOf(first, second)).toHaveLength(1)
    await post(`/deals/${second.id}/moves`, { outcome: 'lost', reason: 'price' })
    expect(await pairsOf(first, second)).toEqual([])
  })

  it('and what a person says is not taken back by a search', async () => {
    const { id } = await account('Bumi Karet')
    const [first, second] = [await deal(id, '100.00'), await deal(id, '120.00')]
    const [found] = await pairsOf(first, second)
    const named = await post('/overlaps', { deal_id: first.id, other_id: second.id })
    expect(named).toMatchObject({ id: found?.id, version: 2 })
    expect(await post('/overlaps', { deal_id: second.id, other_id: first.id })).toMatchObject({ version: 2 })
    const elsewhere = await account('Cipta Marmer')
    await wire.call('PATCH', `/deals/${second.id}`, { account_id: elsewhere.id })
    expect((await pairsOf(first, second)).length).toBe(1)
  })
})

describe('whoever is about to open a deal is told', () => {
  it('of accounts like theirs and of their open deals, with why', async () => {
    const { id } = await account('Hoffmann Werkzeuge GmbH', { domain: 'hoffmann-werkzeuge.de' })
    const there = await deal(id, '10.00', { close_date: '2027-02-01' })
    const preview = await post(
      '/overlaps/preview',
      { account_name: 'Hofmann Werkzeuge', close_date: '2027-02-15' },
      200,
    )
    expect(preview).toMatchObject({
      accounts: [{ account: { id, name: 'Hoffmann Werkzeuge GmbH' }, reasons: ['similar_name'] }],
      deals: [{ deal: { key: there.key }, reasons: ['similar_account', 'product_unknown', 'same_period'] }],
      hidden: false,
    })
    const byDomain = await post('/overlaps/preview', { domain: 'shop.hoffmann-werkzeuge.de' }, 200)
    expect(byDomain.accounts[0]).toMatchObject({ account: { id }, reasons: ['same_domain'] })
    const known = await post('/overlaps/preview', { account_id: id, close_date: '2028-02-15' }, 200)
    expect(known).toEqual({ accounts: [], deals: [], hidden: false })
  })

  it('what is missing or unknown', async () => {
    const answers = await Promise.all(
      [
        {},
        { account_id: `acc_${'0'.repeat(26)}` },
        { account_name: 'A', products: ['no'] },
        { account_name: 'A', pipeline: 'no' },
      ].map((body) => wire.call('POST', '/overlaps/preview', body)),
    )
    expect(answers.map((answer) => [answer.status, ...faults(answer)])).toEqual([
      [400, '/account_id'],
      [400, '/account_id'],
      [400, '/products/0'],
      [400, '/pipeline'],
    ])
  })
})

describe('a suspicion is resolved', () => {
  let first: Json
  let second: Json
  let pair: Json
  let before: string
  beforeEach(async () => {
    const { id } = await account(`Customer ${++count} ${'abcdefghij'[count % 10]}${'klmnopqrst'[count % 7]}`)
    first = await deal(id, '1000.00', { next_step: 'Call' })
    second = await deal(id, '1200.00', { pipeline: 'enterprise', close_date: '2027-05-01' })
    const [found] = await pairsOf(first, second)
    pair = found as Json
    before = await worth()
  })
  const resolve = (body: Json, status = 201) => post(`/overlaps/${pair.id}/resolutions`, body, status)
  const undo = (status = 201) => post(`/overlaps/${pair.id}/reversal`, {}, status)
  const less = (amount: number) => (Number(before) - amount).toFixed(2)

  it('as the same deal: one lives on with what was chosen of the other, which is void', async () => {
    const resolved = await resolve({
      as: 'same_deal',
      keep: first.key,
      take: ['close_date', 'amount'],
      note: 'Partner',
    })
    expect(resolved).toMatchObject({
      state: 'same_deal',
      deal: { outcome: 'void' },
      other: { outcome: null, amount: euros('1200.00'), close_date: '2027-05-01', next_step: 'Call' },
      resolution: { as: 'same_deal', kept: first.id, note: 'Partner', by: { name: 'Owner' } },
    })
    expect([await worth(), await balanced()]).toEqual([less(1000), true])
    expect(await get(`/deals/${second.id}`)).toMatchObject({ outcome: 'void', outcome_reason: 'duplicate' })
    expect((await get(`/overlaps?deal=${first.key}&state=same_deal`)).data[0].deal.key).toBe(second.key)
    expect((await wire.eventsOf(second.id)).at(-1)).toMatchObject({
      type: 'deal.voided',
      data: { merged_into: first.key },
    })
    expect((await wire.eventsOf(first.id)).at(-1)).toMatchObject({ type: 'deal.merged', data: { merged: second.key } })
    const funnel = (await get('/boards/enterprise')).stages.flatMap(({ deals }: Json) => deals)
    expect(funnel.some(({ id }: Json) => id === second.id)).toBe(false)
  })

  it('and undone: both stand as before, and what was changed since stays', async () => {
    const was = await get(`/deals/${second.id}`)
    await resolve({ as: 'same_deal', keep: first.id, take: ['close_date', 'amount'] })
    await wire.call('PATCH', `/deals/${first.id}`, { close_date: '2027-06-06' })
    expect(await undo()).toMatchObject({ state: 'open', resolution: null })
    expect(await get(`/deals/${first.id}`)).toMatchObject({ amount: euros('1000.00'), close_date: '2027-06-06' })
    const { outcome, stage, category, amount, entered_stage_at } = await get(`/deals/${second.id}`)
    expect({ outcome, stage, category, amount, entered_stage_at }).toEqual({
      outcome: was.outcome,
      stage: was.stage,
      category: was.category,
      amount: was.amount,
      entered_stage_at: was.entered_stage_at,
    })
    expect([await worth(), await balanced()]).toEqual([before, true])
    expect(await pairsOf(first, second)).toHaveLength(1)
    await resolve({ as: 'same_deal', keep: second.id })
    expect([await worth(), await balanced()]).toEqual([less(1000), true])
  })

  it('as a co-sell: both live, one is counted', async () => {
    const resolved = await resolve({ as: 'co_sell', keep: second.id })
    expect(resolved).toMatchObject({ deal: { counted: true, outcome: null }, other: { counted: false, outcome: null } })
    expect([await worth(), await balanced()]).toEqual([less(1000), true])
    expect(await undo()).toMatchObject({ deal: { counted: true }, other: { counted: true } })
    expect([await worth(), await balanced()]).toEqual([before, true])
  })

  it('as a co-sell whose counted deal is lost: the other one counts, and no longer once that is undone', async () => {
    await resolve({ as: 'co_sell', keep: first.id })
    const counted = async () => {
      await settle()
      return Promise.all([first, second].map(async ({ id }: Json) => (await get(`/deals/${id}`)).counted))
    }
    expect(await counted()).toEqual([true, false])
    const lost = await post(`/deals/${first.id}/moves`, { outcome: 'lost', reason: 'price' })
    expect(await counted()).toEqual([true, true])
    expect((await wire.eventsOf(second.id)).at(-1)).toMatchObject({
      type: 'deal.recounted',
      data: { before: { counted: false }, after: { counted: true } },
    })
    expect(await balanced()).toBe(true)
    await post(`/deals/${first.id}/moves/${lost.id}/reversal`, {})
    expect(await counted()).toEqual([true, false])
    await undo()
    expect(await counted()).toEqual([true, true])
    expect(await balanced()).toBe(true)
  })

  it('as different, and is not suspected again', async () => {
    await resolve({ as: 'different' })
    await wire.call('PATCH', `/deals/${second.id}`, { close_date: '2027-05-02' })
    expect(await pairsOf(first, second)).toEqual([])
    expect([await worth(), await balanced()]).toEqual([before, true])
    expect((await post('/overlaps', { deal_id: first.id, other_id: second.id }, 201)).state).toBe('different')
    await undo()
    expect(await pairsOf(first, second)).toHaveLength(1)
  })

  it('but not twice, nor without saying which is kept', async () => {
    const codes = async (body: Json) => (await wire.call('POST', `/overlaps/${pair.id}/resolutions`, body)).body.code
    const third = await deal(first.account.id, '5.00')
    expect(await codes({ as: 'same_deal' })).toBe('keep-required')
    expect(await codes({ as: 'co_sell', keep: third.id })).toBe('keep-required')
    expect(await codes({ as: 'different', keep: first.id })).toBe('keep-unfit')
    expect(await codes({ as: 'co_sell', keep: first.id, take: ['amount'] })).toBe('take-unfit')
    expect(await codes({ as: 'different', if_version: 7 })).toBe('overlap-changed')
    await resolve({ as: 'different' })
    expect(await codes({ as: 'co_sell', keep: first.id })).toBe('overlap-resolved')
  })

  it('a deal whose amount follows from its lines takes no other, and a won one is never void', async () => {
    const product = await post('/products', { name: `Thing ${count}` })
    const items = [{ product_id: product.id, kind: 'one_time', unit_price: euros('70.00') }]
    await wire.call('PUT', `/deals/${first.id}/line-items`, { items })
    const codes = async (body: Json) => (await wire.call('POST', `/overlaps/${pair.id}/resolutions`, body)).body.code
    expect(await codes({ as: 'same_deal', keep: first.id, take: ['amount'] })).toBe('amount-computed')
    await post(`/deals/${first.id}/moves`, { to_stage: 'agreed' })
    await post(`/deals/${first.id}/moves`, { outcome: 'won' })
    expect(await codes({ as: 'same_deal', keep: second.id })).toBe('deal-closed')
    expect(await codes({ as: 'same_deal', keep: first.id, take: ['name'] })).toBe('deal-closed')
    await resolve({ as: 'same_deal', keep: first.id })
    expect(await balanced()).toBe(true)
  })

  it('nothing is undone after 30 days, nor what happened to the void deal since', async () => {
    expect((await wire.call('POST', `/overlaps/${pair.id}/reversal`, {})).body.code).toBe('overlap-open')
    await resolve({ as: 'same_deal', keep: first.id })
    const now = new Date(Date.parse((await get(`/overlaps/${pair.id}`)).resolution.undo_until) + 1000 * 86_400)
    await wire.call('PUT', '/test-clock', { now: now.toISOString() })
    expect((await wire.call('POST', `/overlaps/${pair.id}/reversal`, {})).body.code).toBe('undo-too-late')
  })
})

describe('nobody learns of a deal that they may not see', () => {
  it('the pair is not there for them, and the guard says only that there is something', async () => {
    const rep = await wire.server.addPerson({ name: 'Rep' })
    const grants = [{ to: { role: 'rep' }, rights: ['see', 'work'], deals: 'own' }]
    expect((await wire.call('PUT', '/pipelines/enterprise/rights', { grants })).status).toBe(200)
    const { id } = await account('Sumber Rahasia')
    const secret = await deal(id, '900.00', { pipeline: 'enterprise', name: 'Secret' })
    const key = { key: rep.key }
    const preview = await wire.call('POST', '/overlaps/preview', { account_id: id }, key)
    expect(preview.body).toEqual({ accounts: [], deals: [], hidden: true })
    const theirs = (await wire.call('POST', '/deals', { name: 'Mine', pipeline: 'trade', account_id: id }, key)).body
    const [pair] = await pairsOf(secret, theirs)
    expect(pair?.deal.key).toBe(theirs.key)
    const list = await wire.call('GET', '/overlaps?limit=200', undefined, key)
    expect(list.body.data.some((one: Json) => one.id === pair?.id)).toBe(false)
    for (const [method, path, body] of [
      ['GET', `/overlaps/${pair?.id}`, undefined],
      ['POST', `/overlaps/${pair?.id}/resolutions`, { as: 'different' }],
      ['POST', `/overlaps/${pair?.id}/reversal`, {}],
      ['POST', '/overlaps', { deal_id: theirs.id, other_id: secret.id }],
    ] as const)
      expect((await wire.call(method, path, body, key)).status, path).toBe(404)
    expect((await get(`/overlaps/${pair?.id}`)).state).toBe('open')
    const elsewhere = await wire.call('GET', `/overlaps/${pair?.id}`, undefined, { key: wire.other.key })
    expect(elsewhere.status).toBe(404)
  })
})
