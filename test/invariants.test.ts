import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../src/platform/database/open.ts'
import { openTestDatabase } from './database.ts'
import { brokenInvariants, invariants } from './invariants.ts'
import { startTestServer } from './server.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

test('there are at least 25 invariants, each with a query that runs', async () => {
  expect(invariants.length).toBeGreaterThanOrEqual(25)
  expect(await brokenInvariants(database)).toEqual([])
})

// Each line damages a healthy server's data in one way; a check that misses it would prove nothing elsewhere.
const damages: [string, string][] = [
  ['an event still has the digest that was sealed', `update event set data = '{"forged": true}'`],
  ['the chain of seals verifies', `update event_seal set hash = 'forged' where position = 1`],
  ['positions of a workspace run from 1 without gaps', `delete from event_seal where position = 1`],
  ['every seal and every waiting row belongs to an event', `delete from event`],
  ['every workspace has an active owner', `update person set active = false`],
  ['no follower has read beyond the last seal', `update follower set position = 1000`],
]

test.each(damages)('planted damage is found: %s', async (sentence, damage) => {
  const server = await startTestServer()
  await server.addPerson()
  await server.settled()
  expect(await brokenInvariants(server.database)).toEqual([])
  await sql.raw(damage).execute(server.database.owner)
  const broken = await brokenInvariants(server.database)
  expect(broken.map(({ invariant }) => invariant)).toContain(sentence)
  await expect(server.close()).rejects.toThrow('Invariants are broken')
})
