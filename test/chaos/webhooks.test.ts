import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Client } from '../../src/client/client.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { startWebhooks } from '../../src/domain/webhooks/index.ts'
import { startOutgoing } from '../../src/platform/outgoing.ts'
import { readAllowed } from '../../src/platform/outgoing-address.ts'
import { createEmptyDatabase, type EmptyDatabase } from '../database.ts'
import { type Receiver, type Sent, startReceiver, verify } from '../receiver.ts'
import { startTestServer } from '../server.ts'
import { ownerClient } from './journal.ts'
import { chaosPipeline } from './pipeline.ts'
import { rounds, startProcess } from './process.ts'

let data: string
let server: EmptyDatabase | undefined
const receivers: Receiver[] = []
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'tributary-webhooks-'))
  server = await createEmptyDatabase()
})
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()))
  await server?.drop()
  rmSync(data, { recursive: true, force: true })
})

async function listen(...given: Parameters<typeof startReceiver>): Promise<Receiver> {
  const receiver = await startReceiver(...given)
  receivers.push(receiver)
  return receiver
}

const kills = rounds(50, 5)
const events = rounds(10_000, 240)
const writers = 4

/** Acknowledged versions of deals: each of them is an event that has to arrive. */
type Written = Map<string, number>

/** Opens deals and moves them to and fro until the server is gone, noting the version of each answer. */
async function writeUntil(client: Client, written: Written, enough: () => boolean): Promise<void> {
  try {
    while (!enough()) {
      const { id } = await client.deals.create({ name: 'Deal', pipeline: 'chaos' })
      written.set(id, 1)
      for (let version = 2; version <= 5 && !enough(); version++) {
        await client.moves.create({ deal_id: id, to_stage: version % 2 === 0 ? 'two' : 'one', reason: 'to and fro' })
        written.set(id, version)
      }
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
}

/** In milliseconds; what retries are lent for, and a little more. */
const longestLease = 27_000

const countOf = (written: Written) => [...written.values()].reduce((sum, version) => sum + version, 0)

test(`R13: ${kills} × kill -9 of the server and a receiver that fails 30 %: ${events} events arrive, verified, no sequence with a gap`, {
  timeout: rounds(3_600_000, 300_000),
}, async () => {
  const random = randomFrom(13)
  const accepted: Sent[] = []
  const tried: Sent[] = []
  let secret = ''
  let killed_at = 0
  const failing = new Set<string>()
  const receiver = await listen((one) => {
    const message = verify(secret, one)
    tried.push(message)
    if (random.chance(0.3)) {
      failing.add(one.headers['webhook-id'] ?? '')
      return random.pick([500, 503, 404])
    }
    accepted.push(message)
    return 204
  })
  const place = {
    data,
    database_url: server?.url,
    extra: { OUTGOING_ALLOW: '127.0.0.1', TRIBUTARY_CLOCK: 'simulated' },
  }
  const written: Written = new Map()
  let running = startProcess(place)
  for (let round = 0; round <= kills; round++) {
    const url = await running.ready
    if (url === undefined) throw new Error(`round ${round} did not start: ${(await running.ended).stderr}`)
    const client = ownerClient(url, data)
    if (round === 0) {
      await client.pipelines.create({ source: chaosPipeline })
      const added = await client.webhook_endpoints.create({
        url: receiver.url,
        event_types: ['deal.created', 'deal.moved'],
      })
      secret = added.secret
    }
    const target = (events * (round + 1)) / (kills + 1)
    const writing = Promise.all(
      Array.from({ length: writers }, () => writeUntil(client, written, () => countOf(written) >= target)),
    )
    if (round === kills) {
      await writing
      break
    }
    // In the middle of sending: some of this round's events are out, and more are to come.
    const before = accepted.length
    await until(() => accepted.length > before + 5 + ((round * 7) % 15))
    await running.kill()
    killed_at = Date.now()
    await writing
    running = startProcess(place)
  }
  expect(countOf(written)).toBeGreaterThanOrEqual(events)
  const missingIn = (messages: Sent[]) => {
    const heard = Map.groupBy(messages, ({ subject }) => subject)
    return [...written].flatMap(([id, version]) => {
      const sequences = new Set(heard.get(id)?.map(({ sequence }) => sequence))
      return Array.from({ length: version }, (_, i) => i + 1).filter((sequence) => !sequences.has(sequence))
    }).length
  }
  const client = ownerClient((await running.ready) ?? '', data)
  // What the dead server had lent comes back by the time of the world, however far the simulated clock is moved.
  await until(() => missingIn(tried) === 0 && Date.now() > killed_at + longestLease)
  // The schedule waits for hours: the clock is moved on, an hour a time, until everything is in.
  for (let hour = 1; missingIn(accepted) > 0 && hour < 1_000; hour++) {
    const now = new Date(Date.now() + hour * 3_600_000).toISOString()
    await client.send('PUT', '/test-clock', { body: JSON.stringify({ now }), content_type: 'application/json' })
  }
  expect(missingIn(accepted)).toBe(0)
  const arrived = new Set(accepted.map(({ subject, sequence }) => `${subject} ${sequence}`)).size
  console.log(`${arrived} events arrived, ${accepted.length - arrived} more than once, ${failing.size} after failing`)
  expect(failing.size).toBeGreaterThan(events / 10)
  await running.kill()
})

async function until(there: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await there())) await new Promise((wake) => setTimeout(wake, 50))
}

test('R13: first attempts come in the order of the events, and a slow or failing receiver holds up nobody else', {
  timeout: 60_000,
}, async () => {
  const tributary = await startTestServer({ settings: { outgoing_allow: ['127.0.0.1'] } })
  const { client } = tributary
  await client.pipelines.create({ source: chaosPipeline })
  let let_go = () => {}
  const held = new Promise<void>((resolve) => (let_go = resolve))
  const slow = await listen(async () => {
    await held
    return 200
  })
  const failing = await listen(() => 500)
  const swift = await listen()
  for (const { url } of [slow, failing, swift]) await client.webhook_endpoints.create({ url, event_types: ['*'] })
  const ids: string[] = []
  for (let i = 0; i < 40; i++) ids.push((await client.deals.create({ name: `Deal ${i}`, pipeline: 'chaos' })).id)
  const subjects = ({ received }: Receiver) => received.map(({ message }) => message.subject)
  // While the slow one still thinks about its first event, the others have all of theirs, in order.
  await until(() => swift.received.length >= 40 && failing.received.length >= 40)
  expect(subjects(swift)).toEqual(ids)
  expect([...new Set(subjects(failing))]).toEqual(ids)
  expect(slow.received).toHaveLength(1)
  let_go()
  await until(() => slow.received.length >= 40)
  expect(subjects(slow)).toEqual(ids)
  await tributary.close()
})

/** Another server's sender on the same database. */
const startAnother = ({ database, server: { clock } }: Awaited<ReturnType<typeof startTestServer>>) =>
  startWebhooks(database, {
    clock,
    log: { error: console.error, warn() {}, info() {}, debug() {} },
    outgoing: startOutgoing(readAllowed(['127.0.0.1']).allowed),
  })

test('R13: of several servers one sends the first attempts of an endpoint, in order and once', {
  timeout: 60_000,
}, async () => {
  const tributary = await startTestServer({ settings: { outgoing_allow: ['127.0.0.1'] } })
  const others = [await startAnother(tributary), await startAnother(tributary)]
  const { client } = tributary
  await client.pipelines.create({ source: chaosPipeline })
  const receiver = await listen()
  await client.webhook_endpoints.create({ url: receiver.url, event_types: ['deal.created'] })
  const ids: string[] = []
  for (let i = 0; i < 40; i++) {
    ids.push((await client.deals.create({ name: `Deal ${i}`, pipeline: 'chaos' })).id)
    if (i % 10 === 0) await Promise.all(others.map((other) => other.runDue()))
  }
  await tributary.settled()
  await until(() => receiver.received.length >= 40)
  expect(receiver.received.map(({ message }) => message.subject)).toEqual(ids)
  await Promise.all(others.map((other) => other.close()))
  await tributary.close()
})

test('R13: what a server that died had lent is taken up by another', { timeout: 60_000 }, async () => {
  const tributary = await startTestServer({ settings: { outgoing_allow: ['127.0.0.1'] } })
  const { client, database, settled } = tributary
  await client.pipelines.create({ source: chaosPipeline })
  let status = 500
  const receiver = await listen(() => status)
  const { id } = await client.webhook_endpoints.create({ url: receiver.url, event_types: ['deal.created'] })
  await client.deals.create({ name: 'Failed once', pipeline: 'chaos' })
  await settled()
  status = 200
  const lent = `clock_timestamp() + interval '4 seconds'`
  await database.pool.query(`update webhook_endpoint set lane_holder = 'dead', lane_until = ${lent}`)
  await database.pool.query(`update webhook_delivery set next_attempt_at = created_at, leased_until = ${lent}`)
  await client.deals.create({ name: 'Not tried yet', pipeline: 'chaos' })
  await settled()
  expect(receiver.received).toHaveLength(1)
  await until(() => receiver.received.length === 3)
  await settled()
  const { data } = await client.webhook_deliveries.list({ endpoint_id: id })
  expect(data.map(({ state }) => state)).toEqual(['delivered', 'delivered'])
  await tributary.close()
})
