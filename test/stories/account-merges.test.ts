import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import { type Json, startWire, trade, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  const source = trade.replace('key: trade\nname: Trade', 'key: partners\nname: Partners')
  await wire.within('write', (context) => createPipeline.run(context, { source }))
})
afterAll(() => wire.server.close())

const made = async (method: string, path: string, body: unknown, options?: { key?: string }): Promise<Json> => {
  const answer = await wire.call(method, path, body, options)
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
const get = async (path: string): Promise<Json> => (await wire.call('GET', path)).body
const account = (name: string, more: Json = {}) => made('POST', '/accounts', { name, ...more })
const merge = (kept: Json, gone: Json, more: Json = {}) =>
  made('POST', `/accounts/${kept.id}/merges`, { other_id: gone.id, ...more })
const part = (one: Json) => wire.call('POST', `/account-merges/${one.id}/reversal`, {})

describe('two accounts are one company', () => {
  it('all that hangs on the one comes to the other, which takes what it lacks', async () => {
    const kept = await account('Garuda Pangan', { country: 'ID', fields: { tier: 'gold' } })
    const gone = await account('PT Garuda Pangan', {
      domain: 'garudapangan.co.id',
      fields: { tier: 'blue', employees: 40 },
    })
    const amount = { amount: '100.00', currency: 'EUR' }
    const deal = await made('POST', '/deals', { name: 'Scales', pipeline: 'trade', account_id: gone.id, amount })
    const contact = await made('POST', '/contacts', { name: 'Ayu', account_id: gone.id })
    const activity = await made('POST', '/activities', { kind: 'note', subject: 'Visit', account_id: gone.id })
    const done = await merge(kept, gone, { take: ['name'] })
    expect(done).toMatchObject({
      kept: { id: kept.id, name: 'PT Garuda Pangan', domain: 'garudapangan.co.id' },
      gone: { id: gone.id, domain: null },
      deals: 1,
      contacts: 1,
      activities: 1,
      by: { name: 'Owner' },
      undone_at: null,
    })
    expect(await get(`/accounts/${kept.id}`)).toMatchObject({
      country: 'ID',
      fields: { tier: 'gold', employees: 40 },
      version: 2,
    })
    expect(await get(`/accounts/${gone.id}`)).toMatchObject({ merged_into: kept.id, domain: null })
    expect(await get(`/deals/${deal.id}`)).toMatchObject({ version: 2, account: { id: kept.id } })
    expect((await wire.eventsOf(deal.id)).at(-1)).toMatchObject({
      type: 'deal.edited',
      data: { before: { account_id: gone.id }, after: { account_id: kept.id } },
    })
    expect(await get(`/contacts/${contact.id}`)).toMatchObject({ account: { id: kept.id } })
    const { data } = await get(`/activities?account_id=${kept.id}`)
    expect(data.map(({ id }: Json) => id)).toEqual([activity.id])
    const list = await get('/accounts?q=garuda')
    expect(list.data.map(({ id }: Json) => id)).toEqual([kept.id])
    expect((await get(`/account-merges?account_id=${gone.id}`)).data).toEqual([done])
    expect((await get('/reconciliation')).balanced).toBe(true)
  })

  it('and parted again, what came along goes back unless somebody moved it on', async () => {
    const [kept, gone, third] = [
      await account('Lestari'),
      await account('Lestari Semen', { domain: 'lestari.id' }),
      await account('Third'),
    ]
    const open = (name: string, more: Json = {}) =>
      made('POST', '/deals', { name, pipeline: 'trade', account_id: gone.id, ...more })
    const [stays, moved] = [await open('Stays'), await open('Moved')]
    const contact = await made('POST', '/contacts', { name: 'Budi', account_id: gone.id })
    const done = await merge(kept, gone)
    await wire.call('PATCH', `/deals/${moved.id}`, { account_id: third.id })
    await wire.call('PATCH', `/accounts/${kept.id}`, { country: 'ID' })
    const own = await made('POST', '/deals', { name: 'Own', pipeline: 'trade', account_id: kept.id })
    expect((await part(done)).body).toMatchObject({ undone_at: expect.any(String), deals: 2 })
    expect(await get(`/accounts/${kept.id}`)).toMatchObject({ name: 'Lestari', domain: null, country: 'ID' })
    const back = await get(`/accounts/${gone.id}`)
    expect(back).toMatchObject({ name: 'Lestari Semen', domain: 'lestari.id' })
    expect(back).not.toHaveProperty('merged_into')
    const accounts = await Promise.all(
      [stays, moved, own].map(async ({ id }) => (await get(`/deals/${id}`)).account.id),
    )
    expect(accounts).toEqual([gone.id, third.id, kept.id])
    expect((await get(`/contacts/${contact.id}`)).account.id).toBe(gone.id)
    expect((await part(done)).body).toMatchObject({ status: 422, code: 'merge-undone' })
    const again = await wire.call('POST', '/overlaps/preview', { account_name: 'Lestari Semen' })
    expect(again.body.accounts.map((one: Json) => one.account.id)).toContain(gone.id)
  })

  it('a partner comes along with what is sold through it', async () => {
    const [kept, gone] = [
      await account('Resell', { kind: 'partner' }),
      await account('Resell Ltd', { kind: 'partner' }),
    ]
    const deal = await made('POST', '/deals', { name: 'Through', pipeline: 'trade', partner_account_id: gone.id })
    const done = await merge(kept, gone)
    expect((await get(`/deals/${deal.id}`)).partner.id).toBe(kept.id)
    await part(done)
    expect((await get(`/deals/${deal.id}`)).partner.id).toBe(gone.id)
  })
})

describe('but not', () => {
  it('with itself, a partner, or one that went away; and what went away takes nothing new', async () => {
    const [one, other, third] = [await account('One'), await account('Other'), await account('Third one')]
    const partner = await account('Partner', { kind: 'partner' })
    const code = async (kept: Json, gone: Json) =>
      (await wire.call('POST', `/accounts/${kept.id}/merges`, { other_id: gone.id })).body.code
    expect([await code(one, one), await code(one, partner)]).toEqual(['merge-self', 'kind-differs'])
    await merge(one, other)
    expect([await code(third, other), await code(other, third)]).toEqual(['account-merged', 'account-merged'])
    const created = await wire.call('POST', '/deals', { name: 'Late', pipeline: 'trade', account_id: other.id })
    expect([created.status, created.body.errors[0]]).toMatchObject([400, { pointer: '/account_id' }])
    expect(created.body.detail).toContain(one.id)
    expect((await wire.call('POST', '/contacts', { name: 'Late', account_id: other.id })).status).toBe(400)
    expect((await wire.call('PATCH', `/accounts/${other.id}`, { name: 'New' })).body.code).toBe('account-merged')
  })

  it('after 30 days, nor where its domain belongs to somebody else by then', async () => {
    const [kept, gone] = [
      await account('Kept', { domain: 'kept.example' }),
      await account('Gone', { domain: 'gone.example' }),
    ]
    const done = await merge(kept, gone)
    const other = await account('Other', { domain: 'gone.example' })
    expect((await part(done)).body).toMatchObject({ status: 409, code: 'account-exists', account: { id: other.id } })
    await wire.call('PATCH', `/accounts/${other.id}`, { domain: null })
    await wire.call('PUT', '/test-clock', { now: '2027-02-01T09:00:00.000Z' })
    expect((await part(done)).body.code).toBe('undo-too-late')
  })

  it('by somebody who does not see all of its deals', async () => {
    const rep = await wire.server.addPerson({ name: 'Rep' })
    const grants = [{ to: { role: 'rep' }, rights: ['see', 'work'], deals: 'own' }]
    await made('PUT', '/pipelines/partners/rights', { grants })
    const [kept, gone] = [await account('Half'), await account('Half hidden')]
    await made('POST', '/deals', { name: 'Hidden', pipeline: 'partners', account_id: gone.id })
    const answer = await wire.call('POST', `/accounts/${kept.id}/merges`, { other_id: gone.id }, { key: rep.key })
    expect([answer.status, answer.body.code]).toEqual([403, 'pipeline-right'])
    expect(JSON.stringify(answer.body)).not.toContain('D-')
    expect(await get(`/accounts/${gone.id}`)).not.toHaveProperty('merged_into')
  })
})
