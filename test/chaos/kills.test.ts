import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Client } from '../../src/client/client.ts'
import { claimPlace } from '../../src/place.ts'
import { openDatabase } from '../../src/platform/database/open.ts'
import { createEmptyDatabase, type EmptyDatabase } from '../database.ts'
import { checkInvariants } from '../invariants.ts'
import { acknowledgedIn, lostWrites, newJournal, ownerClient, resolveDoubts, writeUntilKilled } from './journal.ts'
import { chaosPipeline } from './pipeline.ts'
import { rounds, type Settings, startProcess } from './process.ts'

let data: string
let server: EmptyDatabase | undefined
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'tributary-chaos-'))
  server = await createEmptyDatabase()
})
afterEach(async () => {
  await server?.drop()
  rmSync(data, { recursive: true, force: true })
})

const writers = 16

/** Kills the server in the middle of writes, round after round; answers what was acknowledged and then lost. */
async function killRounds(how_many: number, settings: Partial<Settings> = {}) {
  const place = { data, database_url: server?.url, ...settings }
  const journals = Array.from({ length: writers }, newJournal)
  for (let round = 0; round < how_many; round++) {
    const process = startProcess(place)
    const url = await process.ready
    if (url === undefined) throw new Error(`round ${round} did not start: ${(await process.ended).stderr}`)
    const client = ownerClient(url, data)
    if (round === 0) await found(client)
    for (const journal of journals) await resolveDoubts(client, journal)
    const writing = Promise.all(journals.map((journal) => writeUntilKilled(client, journal)))
    await new Promise((wake) => setTimeout(wake, 150 + ((round * 61) % 300)))
    await process.kill()
    await writing
  }
  const database = await openDatabase(claimPlace({ database_url: server?.url, data }, 'testing'))
  const lost = await lostWrites(database, journals)
  const broken = await checkInvariants(database).then(
    () => null,
    (error: Error) => error.message,
  )
  await database.close()
  return { lost, broken, acknowledged: acknowledgedIn(journals) }
}

/** The pipeline that deals are written into; a server that answers too soon has it a little later than it says. */
async function found(client: Client): Promise<void> {
  await client.pipelines.create({ source: chaosPipeline })
  while ((await client.pipelines.list()).data.length === 0) await new Promise((wake) => setTimeout(wake, 10))
}

const many = rounds(200, 20)

test(`R1, R2: ${many} × kill -9 in the middle of writes, and nothing acknowledged is lost`, {
  timeout: rounds(3_600_000, 300_000),
}, async () => {
  const { lost, broken, acknowledged } = await killRounds(many)
  console.log(`${acknowledged} writes acknowledged over ${many} kills, ${lost.length} lost`)
  expect(acknowledged).toBeGreaterThan(many * 10)
  expect(lost).toEqual([])
  expect(broken).toBeNull()
})

test('a server that answers before it commits is found out', { timeout: 120_000 }, async () => {
  const { lost } = await killRounds(4, { script: 'test/chaos/hasty-server.ts', extra: { HASTE: '40' } })
  expect(lost.length).toBeGreaterThan(0)
})

test('the same wrapping without the haste loses nothing', { timeout: 120_000 }, async () => {
  const { lost, broken } = await killRounds(2, { script: 'test/chaos/hasty-server.ts', extra: { HASTE: '0' } })
  expect(lost).toEqual([])
  expect(broken).toBeNull()
})
