import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountKeyOf, ensureAccounts } from '../../src/domain/accounts/index.ts'
import { faults, type Json, nobody, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

describe('accounts', () => {
  test('an account is created, read, changed and cleared; each change is an event with before and after', async () => {
    const created = await call('POST', '/accounts', {
      name: '  Tirta Logistik ',
      domain: 'https://www.Tirta.co.id/kontak',
      country: 'ID',
      owner: wire.server.owner.id,
    })
    expect(created).toMatchObject({ status: 201, etag: '"1"' })
    expect(created.body).toMatchObject({
      name: 'Tirta Logistik',
      domain: 'tirta.co.id',
      kind: 'customer',
      country: 'ID',
      owner: { id: wire.server.owner.id },
      fields: {},
      version: 1,
    })
    const path = `/accounts/${created.body.id}`
    expect(await call('GET', path)).toMatchObject({ status: 200, etag: '"1"', body: created.body })

    const changed = await call('PATCH', path, { kind: 'partner', country: null, owner: null })
    expect(changed).toMatchObject({ status: 200, etag: '"2"' })
    expect(changed.body).toMatchObject({
      name: 'Tirta Logistik',
      kind: 'partner',
      country: null,
      owner: null,
      version: 2,
    })
    expect(await call('PATCH', path, { kind: 'partner' })).toMatchObject({ status: 200, etag: '"2"' })

    const events = await wire.eventsOf(created.body.id)
    expect(events.map(({ type, version }) => [type, version])).toEqual([
      ['account.created', 1],
      ['account.updated', 2],
    ])
    expect(events[1]?.data).toEqual({
      before: { kind: 'customer', country: 'ID', owner: created.body.owner },
      after: { kind: 'partner', country: null, owner: null },
    })
  })

  test('a change decided on an older view is refused with what is there now', async () => {
    const { body } = await call('POST', '/accounts', { name: 'Old view' })
    const path = `/accounts/${body.id}`
    expect((await call('PATCH', path, { name: 'First' }, { if_match: '"1"' })).status).toBe(200)
    const stale = await call('PATCH', path, { name: 'Second' }, { if_match: '"1"' })
    expect(stale).toMatchObject({
      status: 412,
      body: { code: 'account-changed', current: { name: 'First', version: 2 } },
    })
    expect((await call('PATCH', path, { name: 'Second', if_version: 1 })).status).toBe(412)
    expect(faults(await call('PATCH', path, { name: 'x', if_version: 1 }, { if_match: '"2"' }))).toEqual([
      '/if_version',
    ])
    expect((await call('PATCH', path, { name: 'x' }, { if_match: 'first' })).status).toBe(412)
    expect((await call('GET', path)).body.name).toBe('First')
  })

  test('a domain belongs to one account', async () => {
    const { body } = await call('POST', '/accounts', { name: 'Nordufer', domain: 'nordufer.de' })
    expect(await call('POST', '/accounts', { name: 'Nordufer AG', domain: 'www.nordufer.de' })).toMatchObject({
      status: 409,
      body: { code: 'account-exists', account: { id: body.id, name: 'Nordufer' } },
    })
    const second = await call('POST', '/accounts', { name: 'Nordufer' })
    expect(second.status).toBe(201)
    expect((await call('PATCH', `/accounts/${second.body.id}`, { domain: 'nordufer.de' })).status).toBe(409)
    expect((await call('PATCH', `/accounts/${body.id}`, { domain: 'nordufer.de', name: 'N' })).status).toBe(200)
    expect(
      (await call('POST', '/accounts', { name: 'Theirs', domain: 'nordufer.de' }, { key: wire.other.key })).status,
    ).toBe(201)
  })

  test('what is malformed is refused by name, everything at once', async () => {
    const answer = await call('POST', '/accounts', { domain: 'x', country: 'Germany', kind: 'rival', colour: 'red' })
    expect(answer.status).toBe(400)
    expect(faults(answer).sort()).toEqual(['/colour', '/country', '/domain', '/kind', '/name'])
    expect(faults(await call('POST', '/accounts', { name: 'a\u0000b' }))).toEqual(['/name'])
    expect(faults(await call('POST', '/accounts', { name: 'x', owner: nobody }))).toEqual(['/owner'])
    expect((await call('POST', '/accounts', '{')).status).toBe(400)
    expect((await call('POST', '/accounts', '[]')).status).toBe(400)
  })

  test("another workspace's account is as unknown as one that never was", async () => {
    const { body } = await call('POST', '/accounts', { name: 'Ours alone' })
    const unknown = await call('GET', `/accounts/acc_${'0'.repeat(26)}`)
    const foreign = await call('GET', `/accounts/${body.id}`, undefined, { key: wire.other.key })
    expect([unknown.status, foreign.status]).toEqual([404, 404])
    expect(foreign.body.detail).toBe(unknown.body.detail)
    expect((await call('PATCH', `/accounts/${body.id}`, { name: 'Theirs' }, { key: wire.other.key })).status).toBe(404)
    expect((await call('GET', '/accounts?q=Ours', undefined, { key: wire.other.key })).body.data).toEqual([])
    expect((await call('GET', '/accounts/nonsense')).status).toBe(400)
  })

  test('who may only look cannot create', async () => {
    const viewer = await wire.server.addPerson({ role: 'viewer' })
    expect((await call('POST', '/accounts', { name: 'No' }, { key: viewer.key })).status).toBe(403)
    expect((await call('GET', '/accounts', undefined, { key: viewer.key })).status).toBe(200)
  })

  test('are found by a part of their name or domain, by kind and by domain', async () => {
    await call('POST', '/accounts', { name: 'Bergtal Maschinenbau', domain: 'bergtal.de', kind: 'partner' })
    const names = async (query: string) =>
      (await call('GET', `/accounts?${query}`)).body.data.map(({ name }: Json) => name)
    expect(await names('q=MASCHINEN')).toEqual(['Bergtal Maschinenbau'])
    expect(await names('q=bergtal.d')).toEqual(['Bergtal Maschinenbau'])
    expect(await names('q=bergtal&kind=customer')).toEqual([])
    expect(await names('domain=https://bergtal.de/')).toEqual(['Bergtal Maschinenbau'])
    expect(await names('q=%25')).toEqual([])
    expect(faults(await call('GET', '/accounts?kind=rival&limit=0&cursor=x&sort=name')).sort()).toEqual([
      '/cursor',
      '/kind',
      '/limit',
      '/sort',
    ])
  })

  test('pages hold still while accounts are added before and behind the reader', async () => {
    const add = (name: string) => call('POST', '/accounts', { name: `Page ${name}` })
    for (const name of ['b', 'D', 'f', 'h', 'J']) await add(name)
    const first = await call('GET', '/accounts?q=page&limit=2')
    expect(first.body).toMatchObject({ data: [{ name: 'Page b' }, { name: 'Page D' }], has_more: true })
    await add('a')
    await add('c')
    await add('g')
    const next = await call('GET', `/accounts?q=page&limit=2&cursor=${first.body.next_cursor}`)
    expect(next.body.data.map(({ name }: Json) => name)).toEqual(['Page f', 'Page g'])
    const rest = await call('GET', `/accounts?q=page&limit=2&cursor=${next.body.next_cursor}`)
    expect(rest.body).toMatchObject({
      data: [{ name: 'Page h' }, { name: 'Page J' }],
      has_more: false,
      next_cursor: null,
    })
    const all = await wire.allPages('/accounts?q=page&limit=3')
    expect(all.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'D', 'f', 'g', 'h', 'J'].map((name) => `Page ${name}`))
  })

  test('an import finds or creates many at once, one event for each that it creates', async () => {
    const known = (await call('POST', '/accounts', { name: 'Pelita Jaya' })).body
    const rows = [
      { name: 'PELITA  jaya', domain: 'pelita.co.id', kind: 'customer' },
      { name: 'Segara Timur', kind: 'customer' },
      { name: 'segara timur', kind: 'customer' },
      { name: 'Solusi Data', domain: 'solusi.id', kind: 'partner' },
    ] as const
    const found = await wire.within('write', (context) => ensureAccounts(context, rows))
    const [pelita, segara, again, solusi] = rows.map((row) => found.get(accountKeyOf(row))?.id ?? '')
    expect(pelita).toBe(known.id)
    expect(again).toBe(segara)
    expect((await call('GET', `/accounts/${known.id}`)).body).toMatchObject({ domain: 'pelita.co.id', version: 2 })
    expect((await call('GET', `/accounts/${solusi}`)).body).toMatchObject({ kind: 'partner', domain: 'solusi.id' })
    expect((await wire.eventsOf(segara ?? '')).map(({ type }) => type)).toEqual(['account.created'])
    const twice = await wire.within('write', async (context) => {
      context.unchanged()
      return ensureAccounts(context, rows)
    })
    expect(rows.map((row) => twice.get(accountKeyOf(row))?.id)).toEqual([pelita, segara, again, solusi])
    expect(await wire.within('write', async (context) => (context.unchanged(), ensureAccounts(context, [])))).toEqual(
      new Map(),
    )
  })

  test('two imports at the same time create each company once', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ name: `Galang ${i}`, kind: 'customer' as const }))
    const both = await Promise.all(
      [1, 2, 3].map(() =>
        wire.within('write', async (context) => {
          context.record({ type: 'test.imported', subject: context.actor.id, version: 1, data: {} })
          return ensureAccounts(context, rows)
        }),
      ),
    )
    for (const row of rows) expect(new Set(both.map((found) => found.get(accountKeyOf(row))?.id)).size).toBe(1)
    expect(await wire.allPages('/accounts?q=galang&limit=30')).toHaveLength(40)
  })
})

describe('contacts', () => {
  test('belong to an account or to none, and are changed like accounts', async () => {
    const account = (await call('POST', '/accounts', { name: 'Kencana', domain: 'kencana.id' })).body
    const created = await call('POST', '/contacts', {
      name: 'Dewi Lestari',
      account_id: account.id,
      email: 'Dewi@Kencana.id',
      phone: '+62 21 555',
    })
    expect(created).toMatchObject({ status: 201, etag: '"1"' })
    expect(created.body).toMatchObject({
      account: { id: account.id, name: 'Kencana', domain: 'kencana.id' },
      email: 'dewi@kencana.id',
      title: null,
    })
    const path = `/contacts/${created.body.id}`
    const changed = await call('PATCH', path, { title: 'Head of buying', phone: null }, { if_match: '"1"' })
    expect(changed.body).toMatchObject({ title: 'Head of buying', phone: null, email: 'dewi@kencana.id', version: 2 })
    expect((await call('PATCH', path, { title: null }, { if_match: '"1"' })).status).toBe(412)
    expect((await call('PATCH', path, { account_id: null })).body.account).toBe(null)
    expect((await call('GET', path)).body.version).toBe(3)
    expect(await wire.eventsOf(created.body.id)).toHaveLength(3)
  })

  test('are listed by account and name', async () => {
    const account = (await call('POST', '/accounts', { name: 'Saujana' })).body
    for (const name of ['Citra', 'agus', 'Budi']) await call('POST', '/contacts', { name, account_id: account.id })
    const listed = await wire.allPages(`/contacts?account_id=${account.id}&limit=2`)
    expect(listed.map(({ name }) => name)).toEqual(['agus', 'Budi', 'Citra'])
    expect((await call('GET', `/contacts?account_id=${account.id}&q=bud`)).body.data).toHaveLength(1)
  })

  test('name an account of this workspace', async () => {
    const theirs = (await call('POST', '/accounts', { name: 'Theirs' }, { key: wire.other.key })).body
    for (const account_id of [theirs.id, `acc_${'0'.repeat(26)}`])
      expect(await call('POST', '/contacts', { name: 'X', account_id })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/account_id', detail: 'There is no such account in this workspace.' }] },
      })
    expect(faults(await call('POST', '/contacts', { name: 'X', email: 'nobody' }))).toEqual(['/email'])
    expect((await call('PATCH', `/contacts/con_${'0'.repeat(26)}`, { name: 'X' })).status).toBe(404)
  })
})

describe('fields of the library', () => {
  test('are declared by pipelines and listed by subject', async () => {
    const { body } = await call('GET', '/fields?subject=account')
    expect(body.data.map(({ key }: Json) => key)).toEqual(['employees', 'sponsor', 'tier'])
    expect((await wire.eventsOf('account.tier')).map(({ type }) => type)).toEqual(['field.declared'])
    expect((await call('GET', '/fields')).body.data.length).toBe(4)
  })

  test('are checked on every write of an account; null clears one', async () => {
    const fields = { tier: 'gold', employees: 250, sponsor: wire.server.owner.id }
    const { body } = await call('POST', '/accounts', { name: 'With fields', fields: { ...fields, employees: null } })
    expect(body.fields).toEqual({ tier: 'gold', sponsor: wire.server.owner.id })
    const path = `/accounts/${body.id}`
    expect((await call('PATCH', path, { fields: { employees: 12.5, tier: null } })).body.fields).toEqual({
      employees: 12.5,
      sponsor: wire.server.owner.id,
    })
    const refused = await call('PATCH', path, { fields: { tier: 'silver', employees: '12', teir: 'gold' } })
    expect(refused).toMatchObject({ status: 400, body: { code: 'fields-invalid' } })
    expect(refused.body.errors).toEqual([
      { pointer: '/fields/tier', code: 'choice', detail: 'Tier: expected one of: gold, blue' },
      { pointer: '/fields/employees', code: 'number', detail: 'Employees: expected a number such as 12.5' },
      expect.objectContaining({ pointer: '/fields/teir', code: 'unknown' }),
    ])
    expect(faults(await call('PATCH', path, { fields: { sponsor: nobody } }))).toEqual(['/fields/sponsor'])
    expect((await call('GET', path)).body.version).toBe(2)
  })

  test('a choice gets another option and loses none', async () => {
    const options = [
      { key: 'gold', label: 'Gold' },
      { key: 'blue', label: 'Blue' },
      { key: 'silver', label: 'Silver' },
    ]
    expect((await call('PATCH', '/fields/account/tier', { options })).body.options).toEqual(options)
    expect((await call('POST', '/accounts', { name: 'Silver', fields: { tier: 'silver' } })).status).toBe(201)
    expect((await call('PATCH', '/fields/account/tier', { options: options.slice(1) })).body.code).toBe(
      'option-dropped',
    )
    expect((await call('PATCH', '/fields/account/unknown', { label: 'x' })).status).toBe(404)
  })
})

describe('products', () => {
  test('are created with a key of their own or one from the name, renamed and taken off sale', async () => {
    const created = await call('POST', '/products', { name: 'Pro plan' })
    expect(created).toMatchObject({ status: 201, body: { key: 'pro-plan', active: true, version: 1 } })
    expect(await call('POST', '/products', { name: 'Pro Plan' })).toMatchObject({
      status: 409,
      body: { code: 'product-exists', product: { id: created.body.id } },
    })
    const path = `/products/${created.body.id}`
    expect((await call('PATCH', path, { active: false }, { if_match: '"1"' })).body).toMatchObject({
      active: false,
      version: 2,
    })
    expect((await call('PATCH', path, { name: 'X' }, { if_match: '"1"' })).body.current).toMatchObject({
      name: 'Pro plan',
    })
    await call('POST', '/products', { name: 'Basic', key: 'basic' })
    const keys = async (query: string) =>
      (await call('GET', `/products?${query}`)).body.data.map(({ key }: Json) => key)
    expect(await keys('')).toEqual(['basic', 'pro-plan'])
    expect(await keys('active=true')).toEqual(['basic'])
    expect((await wire.allPages('/products?limit=1')).map(({ key }) => key)).toEqual(['basic', 'pro-plan'])
    expect(faults(await call('POST', '/products', { name: '株式会社' }))).toEqual(['/key'])
    expect((await call('PATCH', `/products/prd_${'0'.repeat(26)}`, { name: 'X' })).status).toBe(404)
  })
})

test('every operation on records says its access and effect in the description', async () => {
  const { paths } = (await call('GET', '/openapi.json')).body
  for (const path of ['accounts', 'contacts', 'products', 'activities', 'rates', 'quotas'])
    for (const method of ['get', 'post'])
      expect(paths[`/api/v1/${path}`][method]).toMatchObject({ 'x-effect': method === 'get' ? 'read' : 'write' })
})
