import { sql } from 'kysely'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { runCommand } from '../../src/cli/run.ts'
import { exportHeadsTo } from '../../src/domain/audit/index.ts'
import { type Head, verifyChain } from '../../src/platform/chain.ts'
import type { Tx } from '../../src/platform/database/open.ts'
import { digestOf, type EventRow, sealOf } from '../../src/platform/events.ts'
import { startLog } from '../../src/platform/log.ts'
import { type Random, randomFrom } from '../../src/stats/random.ts'
import { rounds } from '../chaos/process.ts'
import { startWire, type Wire } from '../stories/wire.ts'

let wire: Wire
let kept: Head
let heads: string
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  const account = (await wire.call('POST', '/accounts', { name: 'Shop' })).body
  for (let i = 0; i < 12; i++) {
    const deal = (await wire.call('POST', '/deals', { name: `Deal ${i}`, pipeline: 'trade', account_id: account.id }))
      .body
    await wire.call('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed' })
    await wire.call('PATCH', `/deals/${deal.id}`, { next_step: `Call ${i}` })
  }
  await wire.server.settled()
  const end = await walked(wire.server.database.owner)
  expect(end.fault).toBeNull()
  kept = end.head
  heads = join(tmpdir(), `heads-${wire.server.workspace_id}`)
  await sql`delete from audit_head`.execute(wire.server.database.owner)
  await exportHeadsTo(heads, startLog('silent')).run({
    database: wire.server.database,
    now: '2026-11-24T20:00:00.000Z',
  })
})
afterAll(() => wire.server.close())

const walked = (tx: Tx) => verifyChain(tx, wire.server.workspace_id, { after: { position: 0n, hash: '' }, most: 5_000 })

/** Whether the chain, or a head that was kept outside, tells that something was changed. */
async function noticed(tx: Tx): Promise<string | null> {
  const { fault, head } = await walked(tx)
  if (fault !== null) return fault.code
  if (head.position < kept.position) return 'cut, by the outside head'
  const at = await verifyChain(tx, wire.server.workspace_id, {
    after: { position: 0n, hash: '' },
    most: 5_000,
    to: kept.position,
  })
  return at.head.hash === kept.hash ? null : 'head, by the outside head'
}

type Tampering = { name: string; run(tx: Tx, random: Random): Promise<unknown> }

const anyEvent = (random: Random) => sql`id = (select event_id from event_seal
  where workspace_id = ${wire.server.workspace_id} and position = ${1 + random.below(Number(kept.position))})`
const anyPosition = (random: Random) => 1 + random.below(Number(kept.position))
const ours = () => sql`workspace_id = ${wire.server.workspace_id}`

const column = (name: string, value: (random: Random) => unknown): Tampering => ({
  name: `event.${name} edited`,
  run: (tx, random) =>
    sql`update event set ${sql.ref(name)} = ${value(random)} where ${ours()} and ${anyEvent(random)}`.execute(tx),
})

const tamperings: Tampering[] = [
  column('type', () => 'deal.forged'),
  column('subject', () => 'deal_forged'),
  column('version', () => 4_711),
  column('actor_id', () => 'per_forged'),
  column('request_id', () => 'forged'),
  column('data', () => JSON.stringify({ after: { amount_minor: '1' } })),
  column('salt', () => 'f0'.repeat(16)),
  column('digest', () => 'f0'.repeat(32)),
  column('erased_by', () => 'evt_forged'),
  column('workspace_id', () => wire.other.workspace_id),
  column('id', () => 'evt_forged'),
  {
    name: 'event.channel edited',
    run: (tx, random) =>
      sql`update event set channel = case channel when 'api' then 'screen' else 'api' end
      where ${ours()} and ${anyEvent(random)}`.execute(tx),
  },
  {
    name: 'event.recorded_at moved, by a microsecond or more',
    run: (tx, random) =>
      sql`update event set recorded_at = recorded_at + ${random.pick(['1 microsecond', '1 day', '-1 hour'])}::interval
      where ${ours()} and ${anyEvent(random)}`.execute(tx),
  },
  {
    name: 'a payload changed and its digest with it',
    run: async (tx, random) => {
      const at = anyEvent(random)
      await sql`update event set data = '{}', salt = '', digest = encode(sha256('x'), 'hex') where ${ours()} and ${at}`.execute(
        tx,
      )
    },
  },
  {
    name: 'a payload taken out under the name of another event',
    run: async (tx, random) => {
      const at = anyEvent(random)
      await sql`update event set data = '{}', salt = '', erased_by = (select event_id from event_seal
        where ${ours()} and position = 1) where ${ours()} and ${at}`.execute(tx)
    },
  },
  {
    name: 'an event deleted',
    run: (tx, random) => sql`delete from event where ${ours()} and ${anyEvent(random)}`.execute(tx),
  },
  {
    name: 'a seal deleted',
    run: (tx, random) => sql`delete from event_seal where ${ours()} and position = ${anyPosition(random)}`.execute(tx),
  },
  {
    name: 'the tail cut, seals only',
    run: (tx, random) => sql`delete from event_seal where ${ours()} and position >= ${anyPosition(random)}`.execute(tx),
  },
  {
    name: 'the tail cut with its events and every trace of exported heads',
    run: async (tx, random) => {
      const from = anyPosition(random)
      await sql`delete from audit_head where ${ours()}`.execute(tx)
      await sql`delete from event where ${ours()} and id in (
        select event_id from event_seal where ${ours()} and position >= ${from})`.execute(tx)
      await sql`delete from event_seal where ${ours()} and position >= ${from}`.execute(tx)
    },
  },
  {
    name: 'seal.hash edited',
    run: (tx, random) =>
      sql`update event_seal set hash = encode(sha256('x'), 'hex') where ${ours()} and position = ${anyPosition(random)}`.execute(
        tx,
      ),
  },
  {
    name: 'seal.event_id edited',
    run: (tx, random) =>
      sql`update event_seal set event_id = 'evt_forged' where ${ours()} and position = ${anyPosition(random)}`.execute(
        tx,
      ),
  },
  {
    name: 'seal.position moved',
    run: (tx, random) =>
      sql`update event_seal set position = position + 100000 where ${ours()} and position = ${anyPosition(random)}`.execute(
        tx,
      ),
  },
  {
    name: 'seal.workspace_id edited',
    run: (tx, random) =>
      sql`update event_seal set workspace_id = 'wsp_forged' where ${ours()} and position = ${anyPosition(random)}`.execute(
        tx,
      ),
  },
  {
    name: 'two events exchanged',
    run: async (tx, random) => {
      const a = 1 + random.below(Number(kept.position) - 1)
      const b = a + 1
      const { rows } = await sql<{ position: bigint; event_id: string }>`
        select position, event_id from event_seal where ${ours()} and position in (${a}, ${b}) order by position`.execute(
        tx,
      )
      const [one, two] = rows
      await sql`update event_seal set event_id = 'evt_away' where ${ours()} and position = ${a}`.execute(tx)
      await sql`update event_seal set event_id = ${one?.event_id} where ${ours()} and position = ${b}`.execute(tx)
      await sql`update event_seal set event_id = ${two?.event_id} where ${ours()} and position = ${a}`.execute(tx)
    },
  },
  {
    name: 'a forged event with a digest that fits, everything from there on sealed anew, no exported head left',
    run: (tx, random) => sealAnew(tx, anyPosition(random)),
  },
]

/** What somebody with the database, our source and much patience would do. */
async function sealAnew(tx: Tx, from: number): Promise<void> {
  await sql`delete from audit_head where ${ours()}`.execute(tx)
  const { rows } = await sql<EventRow & { position: bigint; digest: string }>`
    select s.position, e.workspace_id, e.id, e.type, e.subject, e.version, e.actor_id, e.channel, e.request_id, e.data,
      e.recorded_at, e.digest
    from event_seal s join event e on e.workspace_id = s.workspace_id and e.id = s.event_id
    where s.workspace_id = ${wire.server.workspace_id} order by s.position`.execute(tx)
  let hash = ''
  for (const { position, digest: sealed, ...event } of rows) {
    let digest = sealed
    if (position === BigInt(from)) {
      digest = digestOf('aa', { ...event, data: { after: { forged: true } } })
      await sql`update event set data = '{"after": {"forged": true}}', salt = 'aa', digest = ${digest}
        where ${ours()} and id = ${event.id}`.execute(tx)
    }
    hash = sealOf(hash, position, digest)
    await sql`update event_seal set hash = ${hash} where ${ours()} and position = ${String(position)}`.execute(tx)
  }
}

describe(`S12: ${rounds(500, 50)} tamperings with the audit trail are noticed`, () => {
  it('every kind of them, at random places, tail cuts through a head kept outside', async () => {
    const random = randomFrom(20_261_124)
    const missed: string[] = []
    for (let i = 0; i < rounds(500, 50); i++) {
      const tampering = tamperings[i % tamperings.length] as Tampering
      const undone = Symbol('undone')
      let found: string | null = null
      await wire.server.database.owner
        .transaction()
        .execute(async (tx) => {
          await tampering.run(tx, random)
          found = await noticed(tx)
          throw undone
        })
        .catch((error: unknown) => {
          if (error !== undone) throw error
        })
      if (found === null) missed.push(`${i}: ${tampering.name}`)
    }
    expect(missed).toEqual([])
    expect(await noticed(wire.server.database.owner)).toBeNull()
  })
})

it('a seal that is not there is named as a gap, at its position', async () => {
  const undone = new Error('undone')
  const tampered = wire.server.database.owner.transaction().execute(async (tx) => {
    await sql`delete from event_seal where ${ours()} and position = 7`.execute(tx)
    expect((await walked(tx)).fault).toMatchObject({ code: 'gap', position: 7n })
    throw undone
  })
  await expect(tampered).rejects.toBe(undone)
})

async function command(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const environment = { TRIBUTARY_URL: wire.server.url, TRIBUTARY_API_KEY: wire.server.owner.key }
  const code = await runCommand(['audit', ...args], environment, { stdout, stderr })
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') }
}

test('the command line verifies up to a head kept in a file, and names the first row that does not hold', async () => {
  expect(existsSync(heads)).toBe(true)
  const whole = await command('verify', '--head', heads)
  expect(whole).toMatchObject({ code: 0, out: expect.stringContaining('The chain holds') })
  expect((await command('verify', '--head', `${kept.position}:${'0'.repeat(64)}`)).code).toBe(6)
  const beyond = await command('verify', '--head', `${kept.position + 500n}:${kept.hash}`)
  expect(beyond).toMatchObject({ code: 6, out: expect.stringContaining('although the kept head is at') })
  expect((await command('verify', '--head', 'nowhere')).code).toBe(2)

  const { owner } = wire.server.database
  const third = sql`workspace_id = ${wire.server.workspace_id} and id = (
    select event_id from event_seal where workspace_id = ${wire.server.workspace_id} and position = 3)`
  const before = await sql<{ type: string }>`select type from event where ${third}`.execute(owner)
  await sql`update event set type = 'deal.forged' where ${third}`.execute(owner)
  const broken = await command('verify', '--json')
  await sql`update event set type = ${before.rows[0]?.type} where ${third}`.execute(owner)
  expect(broken.code).toBe(6)
  expect(JSON.parse(broken.out)).toMatchObject({ head: { position: 2 }, fault: { position: 3, code: 'payload' } })
})

test('the list is stable under what happens meanwhile, and filters by who, what, when and through what', async () => {
  const first = (await wire.call('GET', '/audit-events?limit=5')).body
  await wire.call('POST', '/accounts', { name: 'Meanwhile' })
  await wire.server.settled()
  const next = (await wire.call('GET', `/audit-events?limit=5&cursor=${first.next_cursor}`)).body
  expect(next.data[0].position).toBe(first.data[4].position - 1)
  const moved = await wire.allPages('/audit-events?type=deal.moved')
  expect(moved).toHaveLength(12)
  expect(moved[0]).toMatchObject({
    type: 'deal.moved',
    channel: 'api',
    actor: { id: wire.server.owner.id },
    before: { stage: 'wanted' },
    after: { stage: 'agreed' },
    subject: { key: expect.stringMatching(/^D-\d+$/), name: expect.stringContaining('Deal') },
  })
  const one = await wire.allPages('/audit-events?subject=D-1&type=deal.')
  expect(one.map(({ type }) => type)).toEqual(['deal.edited', 'deal.moved', 'deal.created'])
  expect(await wire.allPages('/audit-events?channel=screen&type=deal.')).toEqual([])
  expect((await wire.call('GET', '/audit-events?channel=phone&type=Deal')).status).toBe(400)
  expect((await wire.call('GET', '/audit-events', undefined, { key: wire.other.key })).body.data).not.toContainEqual(
    expect.objectContaining({ type: 'deal.moved' }),
  )
})

test('as a file, in CSV and in JSON lines', async () => {
  const csv = await command('export', '--type', 'deal.moved')
  expect(csv.out.split('\r\n')).toHaveLength(13)
  expect(csv.out).toMatch(/^position,occurred_at,actor_id,actor,channel/)
  const jsonl = await command('export', '--format', 'jsonl', '--subject', 'D-1')
  expect(
    jsonl.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type),
  ).toContain('deal.created')
  expect((await command('export', '--format', 'xml')).code).not.toBe(0)
  const listed = await command('list', '--limit', '3')
  expect(listed.out).toContain('position')
})

test('heads say where the chain is, and what was exported before', async () => {
  const { body } = await wire.call('GET', '/audit-heads')
  expect(body.head.position).toBeGreaterThanOrEqual(Number(kept.position))
  expect(body.data.at(-1)).toMatchObject({
    position: expect.any(Number),
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  const lines = readFileSync(heads, 'utf8').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).workspace_id)).toContain(wire.server.workspace_id)
  writeFileSync(heads, '')
})
