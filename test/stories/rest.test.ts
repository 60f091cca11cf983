import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../../src/api/app.ts'
import { limitRates } from '../../src/api/rate-limit.ts'
import { boundByNothing } from '../../src/platform/rights.ts'
import { operation } from '../../src/platform/operation.ts'
import { ifVersion } from '../../src/platform/precondition.ts'
import { startLog } from '../../src/platform/log.ts'
import { accessOf } from '../../src/domain/people/index.ts'
import { z } from 'zod'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let account: Json
const amount = (value: string, currency = 'EUR') => ({ amount: value, currency })
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  account = (await wire.call('POST', '/accounts', { name: 'Shop', domain: 'shop.example' })).body
  for (const [name, money, close_date] of [
    ['Small', amount('100.00'), '2026-12-01'],
    ['Middle', amount('200.00'), '2026-12-15'],
    ['Large', amount('300.50'), '2027-01-01'],
    ['Foreign', amount('250.00', 'USD'), '2026-12-20'],
  ] as const)
    await wire.call('POST', '/deals', { name, amount: money, close_date, account_id: account.id })
})
afterAll(() => wire.server.close())

const get = (path: string) => wire.call('GET', path)
const names = ({ body }: { body: Json }) => body.data.map(({ name }: Json) => name)
const raw = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${wire.server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${wire.server.owner.key}`, ...headers },
  })

describe('a list', () => {
  it('is narrowed down by amount, currency and day', async () => {
    expect(names(await get('/deals?currency=EUR&amount_gte=200&sort=amount'))).toEqual(['Middle', 'Large'])
    expect(names(await get('/deals?currency=EUR&amount_gte=100&amount_lt=300.50&sort=-amount'))).toEqual([
      'Middle',
      'Small',
    ])
    expect(names(await get('/deals?close_date_gte=2026-12-15&close_date_lt=2027-01-01&sort=close_date'))).toEqual([
      'Middle',
      'Foreign',
    ])
    expect(names(await get('/deals?close_date_gte=2026-12-15&close_from=2026-12-16&sort=close_date'))).toEqual([
      'Foreign',
      'Large',
    ])
    expect(faults(await get('/deals?amount_gte=200'))).toEqual(['/currency'])
    expect(faults(await get('/deals?currency=EUR&amount_gte=1e3'))).toEqual(['/amount_gte'])
    expect(faults(await get('/deals?sort=d.id;drop'))).toEqual(['/sort'])
  })

  it('is counted where that is asked for, and only then', async () => {
    expect((await get('/deals?limit=1&count=exact&currency=EUR')).body).toMatchObject({ count: 3, has_more: true })
    expect((await get('/deals?limit=1')).body).not.toHaveProperty('count')
    expect(faults(await get('/deals?count=about'))).toEqual(['/count'])
  })

  it('says where its next page is', async () => {
    const seen: string[] = []
    for (let path: string | undefined = '/deals?limit=1&sort=amount'; path; ) {
      const answer = await raw(path)
      seen.push(...((await answer.json()) as Json).data.map(({ name }: Json) => name))
      path = /^<\/api\/v1(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    expect(seen).toEqual(['Small', 'Middle', 'Foreign', 'Large'])
  })

  it.each([
    ['/deals?sort=created', '/deals', 'q=Walk'],
    ['/deals?sort=-created', '/deals', 'q=Walk'],
    ['/deals?sort=amount', '/deals', 'q=Walk'],
    ['/deals?sort=-amount', '/deals', 'q=Walk'],
    ['/deals?sort=close_date', '/deals', 'q=Walk'],
    ['/deals?sort=-updated', '/deals', 'q=Walk'],
    ['/accounts?', '/accounts', 'q=Walk'],
    ['/contacts?', '/contacts', 'q=Walk'],
    ['/activities?', '/activities', 'kind=note'],
  ])('%s repeats and hides nothing while others are added between its pages', async (path, create, filter) => {
    const add = async (name: string, i: number) => {
      const more = create === '/deals' ? { amount: amount(`${i % 3}.00`), close_date: `2026-12-${10 + (i % 5)}` } : {}
      const body = create === '/activities' ? { kind: 'note', subject: name } : { name, ...more }
      return (await wire.call('POST', create, body)).body.id as string
    }
    const mark = `Walk ${path.replaceAll(/\W+/g, ' ')}`
    const before = []
    for (let i = 0; i < 9; i++) before.push(await add(`${mark} ${i}`, i))
    const seen: string[] = []
    for (let cursor = '', page = 0; ; page++) {
      const { body } = await get(`${path}&${filter}&limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.data.map(({ id }: Json) => id))
      if (!body.has_more) break
      cursor = body.next_cursor
      if (page < 6) await add(`${mark} between ${page}`, page)
    }
    expect(new Set(seen).size).toBe(seen.length)
    for (const id of before) expect(seen).toContain(id)
  })
})

describe('an answer', () => {
  it('holds only the members asked for', async () => {
    const { body } = await get('/deals?q=Small&fields=key,account.name,amount')
    expect(body.data).toEqual([{ key: expect.any(String), account: { name: 'Shop' }, amount: amount('100.00') }])
    expect((await get(`/accounts/${account.id}?fields=name`)).body).toEqual({ name: 'Shop' })
    const refused = await get('/deals?fields=key,password')
    expect([faults(refused), refused.body.errors[0].detail]).toEqual([
      ['/fields'],
      expect.stringContaining('account.name'),
    ])
    for (const fields of ['', ',', 'constructor', '__proto__', 'account.id.x', 'x'.repeat(3_000)])
      expect(faults(await get(`/deals?fields=${fields}`)), fields).toEqual(['/fields'])
  })

  it('holds all of what it refers to where that is asked for', async () => {
    const { body } = await get('/deals?q=Small&expand=account&fields=account.domain')
    expect(body.data).toEqual([{ account: { domain: 'shop.example' } }])
    const whole = (await get('/deals?q=Small&expand=account,pipeline')).body.data[0]
    expect(whole.account).toEqual((await get(`/accounts/${account.id}`)).body)
    expect(whole.pipeline.stages).toHaveLength(2)
    expect(whole.partner).toBeNull()
    expect((await get(`/deals/${whole.key}?expand=account`)).body.account.version).toBe(1)
    const owned = (await get('/deals?q=Small&expand=owner')).body.data[0]
    expect(owned.owner).toEqual((await get(`/people/${wire.server.owner.id}`)).body)
    expect(faults(await get('/deals?expand=owner.password'))).toEqual(['/expand'])
    expect(faults(await get('/accounts?expand=deals'))).toEqual(['/expand'])
  })

  it('holds what that refers to as well, two steps and no further, under the rights of whoever asks', async () => {
    await wire.call('PATCH', `/accounts/${account.id}`, { owner: wire.server.owner.id })
    const owner = (await get(`/people/${wire.server.owner.id}`)).body
    const { body } = await get(`/deals?account_id=${account.id}&expand=account.owner,owner`)
    expect(body.data.length).toBeGreaterThan(2)
    for (const deal of body.data) {
      expect(deal.account).toMatchObject({ id: account.id, domain: 'shop.example', owner })
      expect(deal.owner).toEqual(owner)
    }
    const contact = (await wire.call('POST', '/contacts', { name: 'Ayu', account_id: account.id })).body
    expect((await get(`/contacts/${contact.id}?expand=account.owner`)).body.account.owner).toEqual(owner)
    expect((await get(`/accounts/${account.id}?expand=owner`)).body.owner.email).toBe(owner.email)
    for (const path of ['account.owner.id', 'account.deals', 'account.', 'owner.owner', '__proto__.owner'])
      expect(faults(await get(`/deals?expand=${path}`)), path).toEqual(['/expand'])
    const described = (await get('/openapi.json')).body.paths['/api/v1/deals'].get.parameters
    expect(described.find(({ name }: Json) => name === 'expand').description).toContain('account.owner')
    expect((await wire.call('GET', `/people/${wire.server.owner.id}`, undefined, { key: wire.other.key })).status).toBe(
      404,
    )
  })

  it('that the caller has already is not sent again', async () => {
    const first = await raw(`/accounts/${account.id}`)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"\d+"$/)
    const again = await raw(`/accounts/${account.id}`, { 'if-none-match': `"0", ${etag}` })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    await wire.call('PATCH', `/accounts/${account.id}`, { name: 'Shops' })
    expect((await raw(`/accounts/${account.id}`, { 'if-none-match': etag })).status).toBe(200)
  })

  it('goes on with the trace of its request, and has a number of its own', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    const answer = await raw('/me', { traceparent: `00-${trace}-00f067aa0ba902b7-01` })
    expect(answer.headers.get('traceparent')).toMatch(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`))
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect((await raw('/me', { traceparent: 'rubbish' })).headers.get('traceparent')).toBeNull()
  })
})

describe('an operation', () => {
  const rows = new Map([['x', 3]])
  const asked = { http: 'PATCH /things/{thing}', access: 'me:read', effect: 'read' } as const
  const change = operation({
    ...asked,
    name: 'things.update',
    summary: 'Change a thing',
    needs_version: true,
    deprecated: { since: '2026-01-01', sunset: '2027-01-01', instead: 'others.update' },
    input: z.strictObject({ thing: z.string(), ...ifVersion }),
    output: z.object({ version: z.int() }),
    version: ({ version }) => version,
    run: async (_, { thing }) => ({ version: rows.get(thing) ?? 0 }),
  })

  it('that must know which version was seen answers 428 without it, and says when it will be gone', async () => {
    const { database, server, workspace_id, owner } = wire.server
    const actor = {
      id: owner.id,
      name: '',
      role: 'owner',
      workspace_id,
      channel: 'api',
      access: accessOf('owner'),
      rights: boundByNothing,
    } as const
    const surface = { database, clock: server.clock, authenticate: async () => actor, committed: () => {} }
    const place = { host: '127.0.0.1', public_url: undefined, allowed_hosts: [] }
    const door = { place, trusted_proxies: [], limit: limitRates(0) }
    const app = buildApp([change], surface, startLog('silent'), door)
    const url = '/api/v1/things/x'
    const inject = (headers = {}) => app.inject({ method: 'PATCH', url, headers: { host: 'localhost', ...headers } })
    expect((await inject()).json()).toMatchObject({ status: 428, code: 'precondition-required' })
    expect((await inject({ 'if-match': '*' })).statusCode).toBe(428)
    const done = await inject({ 'if-match': '"3"' })
    expect(done.statusCode).toBe(200)
    expect(done.headers).toMatchObject({
      etag: '"3"',
      deprecation: '@1767225600',
      sunset: 'Fri, 01 Jan 2027 00:00:00 GMT',
    })
    const described = (await app.inject({ url: '/api/v1/openapi.json', headers: { host: 'localhost' } })).json()
    expect(described.paths['/api/v1/things/{thing}'].patch).toMatchObject({ deprecated: true, 'x-needs-version': true })
    await app.close()
  })
})
