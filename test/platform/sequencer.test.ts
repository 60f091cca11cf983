import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealEvents } from '../../src/platform/events.ts'
import { startLog } from '../../src/platform/log.ts'
import { type Follower, type SealedEvent, startSequencer } from '../../src/platform/sequencer.ts'
import { startTestServer, type TestServer } from '../server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** A follower that remembers what it was given, and fails as often as it is told to. */
function listener(name: string, { keeps = true, failing = 0 } = {}): Follower & { heard: SealedEvent[] } {
  const heard: SealedEvent[] = []
  let fails = failing
  return {
    name,
    keeps,
    heard,
    read(_, events) {
      if (fails-- > 0) throw new Error(`${name} cannot read now`)
      heard.push(...events)
    },
  }
}

const silent = startLog('silent')

/** As if written by a server that was killed right after sealing. */
async function sealedAndLeft(name: string): Promise<void> {
  await server.settled()
  await server.client.accounts.create({ name })
  await sealEvents(server.database.owner, server.workspace_id)
}

test('what was sealed by a server that died before it was followed is followed by the next one, unasked', async () => {
  await sealedAndLeft('Left behind')
  const follower = listener('heir')
  const sequencer = startSequencer(server.database, [follower], silent)
  await expect.poll(() => follower.heard.map(({ type }) => type), { timeout: 5_000 }).toContain('account.created')
  await sequencer.close()
})

test('a follower that failed is tried again, without anything new happening', async () => {
  const follower = listener('stumbling', { failing: 2 })
  const sequencer = startSequencer(server.database, [follower], silent)
  await expect.poll(() => follower.heard.length, { timeout: 8_000 }).toBeGreaterThan(0)
  await sequencer.close()
})

test('what another server seals reaches those who follow here while it happens, once', async () => {
  const follower = listener('passing', { keeps: false })
  const sequencer = startSequencer(server.database, [follower], silent)
  await sequencer.settled()
  await sealedAndLeft('Elsewhere')
  await expect.poll(() => follower.heard.length, { timeout: 5_000 }).toBeGreaterThan(0)
  await sequencer.settled()
  const { rows } = await sql<{ id: string }>`
    select event_id as id from event_seal where workspace_id = ${server.workspace_id}
    order by position desc limit 1`.execute(server.database.owner)
  expect(follower.heard.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
  await sequencer.close()
})
