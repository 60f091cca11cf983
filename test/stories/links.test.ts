import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommand } from '../../src/cli/run.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())

let count = 0
const deal = async (more: Json = {}): Promise<Json> =>
  (await wire.call('POST', '/deals', { name: `Deal ${++count}`, pipeline: 'trade', ...more })).body
const link = (one: Json, kind: string, other: Json, options?: { key?: string }) =>
  wire.call('POST', `/deals/${one.id}/links`, { kind, other_id: other.key }, options)
const links = async (one: Json, options?: { key?: string }): Promise<Json[]> =>
  (await wire.call('GET', `/deals/${one.key}/links`, undefined, options)).body.data

it('a deal renews another one, which both ends show, and the link is taken away from either', async () => {
  const [first, renewal] = [await deal({ amount: { amount: '100.00', currency: 'EUR' } }), await deal()]
  const answer = await link(renewal, 'renews', first)
  expect(answer.status).toBe(201)
  expect(answer.body.data).toEqual([
    {
      id: expect.stringMatching(/^link_/),
      kind: 'renews',
      direction: 'to',
      deal: {
        id: first.id,
        key: first.key,
        name: first.name,
        account: null,
        pipeline: { id: first.pipeline.id, key: 'trade', name: 'Trade' },
        stage: { key: 'wanted', name: 'Shop wants an offer' },
        outcome: null,
        counted: true,
        amount: { amount: '100.00', currency: 'EUR' },
        close_date: null,
        owner: first.owner,
      },
      created_by: { id: wire.server.owner.id, name: 'Owner' },
      created_at: expect.any(String),
    },
  ])
  const [back] = await links(first)
  expect(back).toMatchObject({ kind: 'renews', direction: 'from', deal: { key: renewal.key } })
  expect((await wire.eventsOf(back?.id)).at(-1)).toMatchObject({
    type: 'link.created',
    data: { after: { kind: 'renews', deal: renewal.key, other: first.key } },
  })
  expect((await link(renewal, 'renews', first)).body.data).toHaveLength(1)
  const gone = await wire.call('DELETE', `/deals/${first.id}/links/${back?.id}`)
  expect([gone.status, gone.body.data]).toEqual([200, []])
  expect(await links(renewal)).toEqual([])
  expect((await wire.call('DELETE', `/deals/${first.id}/links/${back?.id}`)).status).toBe(404)
})

it('nothing comes before itself, also not by a detour and among kinds of one order', async () => {
  const [a, b, c] = [await deal(), await deal(), await deal()]
  const code = async (...said: Parameters<typeof link>) => (await link(...said)).body.code
  expect(await code(a, 'renews', a)).toBe('link-self')
  await link(b, 'renews', a)
  await link(c, 'expands', b)
  expect(await code(a, 'sourced_from', c)).toBe('link-cycle')
  expect((await link(a, 'blocks', c)).status).toBe(201)
  expect(await code(c, 'blocks', a)).toBe('link-cycle')
  expect(await code(a, 'part_of', { key: 'D-999999' })).toBe('invalid')
  expect(await code(a, 'overlaps', b)).toBe('invalid')
})

it('a co-sell is a link by itself, and ends with it', async () => {
  const [one, other] = [await deal(), await deal()]
  const { body: pair } = await wire.call('POST', '/overlaps', { deal_id: one.id, other_id: other.id })
  expect(await links(one)).toEqual([])
  await wire.call('POST', `/overlaps/${pair.id}/resolutions`, { as: 'co_sell', keep: one.key })
  expect(await links(one)).toEqual([
    expect.objectContaining({
      id: pair.id,
      kind: 'overlaps',
      direction: 'from',
      deal: expect.objectContaining({ counted: false }),
    }),
  ])
  expect(await links(other)).toEqual([expect.objectContaining({ direction: 'to' })])
  await wire.call('POST', `/overlaps/${pair.id}/reversal`, {})
  expect(await links(one)).toEqual([])
})

it('nobody learns of a deal that they may not see, nor builds a circle through it', async () => {
  const rep = { key: (await wire.server.addPerson({ name: 'Rep' })).key }
  const grants = [{ to: { role: 'rep' }, rights: ['see', 'work'], deals: 'own' }]
  const hidden = await deal()
  await wire.call('PUT', '/pipelines/trade/rights', { grants })
  const mine = async () => (await wire.call('POST', '/deals', { name: 'Mine', pipeline: 'trade' }, rep)).body
  const [first, last] = [await mine(), await mine()]
  await link(hidden, 'part_of', first)
  await link(last, 'part_of', hidden)
  expect([await links(first, rep), await links(last, rep)]).toEqual([[], []])
  expect((await link(first, 'part_of', hidden, rep)).status).toBe(400)
  expect((await link(first, 'part_of', last, rep)).body.code).toBe('link-cycle')
  await wire.call('PUT', '/pipelines/trade/rights', { grants: [] })
})

it('from the command line', async () => {
  const [one, other] = [await deal(), await deal()]
  const command = async (...words: string[]) => {
    let stdout = ''
    const write = (chunk: Buffer, _: string, done: () => void) => {
      stdout += chunk
      done()
    }
    const environment = { TRIBUTARY_URL: wire.server.url, TRIBUTARY_API_KEY: wire.server.owner.key }
    const streams = { stdout: new Writable({ write }), stderr: new Writable({ write: (_, __, done) => done() }) }
    return { code: await runCommand(words, environment, streams), stdout }
  }
  expect(await command('deals', 'link', one.key, 'blocks', other.key)).toMatchObject({ code: 0 })
  expect((await command('deals', 'links', other.key)).stdout).toContain('blocks')
  const [found] = await links(one)
  expect((await command('deals', 'unlink', one.key, found?.id)).stdout).toContain('0 links')
  const pair = (await wire.call('POST', '/overlaps', { deal_id: one.id, other_id: other.id })).body
  expect((await command('overlaps')).stdout).toContain(other.key)
  expect((await command('overlaps', 'resolve', pair.id, 'co_sell')).code).toBe(2)
  const shared = await command('overlaps', 'resolve', pair.id, 'co_sell', '--keep', one.key)
  expect(shared.stdout).toContain(`${one.key} is counted`)
  expect((await command('overlaps', 'undo', pair.id)).stdout).toContain('may be the same')
})
