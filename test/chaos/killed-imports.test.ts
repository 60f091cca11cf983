import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Client } from '../../src/client/client.ts'
import { claimPlace } from '../../src/place.ts'
import { type Database, openDatabase } from '../../src/platform/database/open.ts'
import { createEmptyDatabase, type EmptyDatabase } from '../database.ts'
import { checkInvariants } from '../invariants.ts'
import { mavenFile } from '../maven-file.ts'
import { ownerClient } from './journal.ts'
import { rounds, type ServerProcess, startProcess } from './process.ts'

const root = join(import.meta.dirname, '../..')
const text = (file: string) => readFileSync(join(root, file), 'utf8')

let data: string
let server: EmptyDatabase | undefined
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'tributary-imports-'))
  server = await createEmptyDatabase()
})
afterEach(async () => {
  await server?.drop()
  rmSync(data, { recursive: true, force: true })
})

async function started(): Promise<{ process: ServerProcess; client: Client }> {
  const process = startProcess({ data, database_url: server?.url })
  const url = await process.ready
  if (url === undefined) throw new Error(`the server did not start: ${(await process.ended).stderr}`)
  return { process, client: ownerClient(url, data) }
}

/** Sends the file where it has not arrived yet, then waits for the end; undefined when the server died meanwhile. */
async function carryOn(client: Client, import_id: string, csv: string) {
  try {
    const { state } = await client.imports.get({ import_id })
    if (state === 'awaiting_file')
      await client.send('PUT', `/imports/${import_id}/file`, { body: csv, content_type: 'text/csv' })
    for (let last = { taken: -1, at: performance.now() }; ; ) {
      const found = await client.imports.get({ import_id })
      if (['done', 'failed', 'cancelled'].includes(found.state)) return found
      if (found.counts.created !== last.taken) last = { taken: found.counts.created, at: performance.now() }
      if (performance.now() - last.at > 60_000)
        throw new Error(`nothing happened for a minute: ${JSON.stringify(found)}`)
      await new Promise((wake) => setTimeout(wake, 100))
    }
  } catch (error) {
    if (error instanceof TypeError || (error as { status?: number }).status === 503) return undefined
    throw error
  }
}

const kills = rounds(20, 2)
const rows = kills * 1_000 + 2_000

test(`R11: an import killed ${kills} times ends as one that was left alone: nothing lost, nothing twice`, {
  timeout: rounds(3_600_000, 300_000),
}, async () => {
  const file = mavenFile(rows, 11)
  let { process, client } = await started()
  for (const pipeline of globSync('examples/maven/pipelines/*.yaml', { cwd: root }))
    await client.pipelines.create({ source: text(pipeline) })
  const { id } = await client.imports.create({ mapping: text('examples/maven/mapping.yaml'), file_name: 'm.csv' })
  let told = 0
  for (let round = 0; round < kills; round++) {
    const working = carryOn(client, id, file.csv)
    // Now and then before the file is there, mostly in the middle of a batch.
    await new Promise((wake) => setTimeout(wake, 300 + ((round * 397) % 1_500)))
    await process.kill()
    if ((await working) === undefined) told++
    ;({ process, client } = await started())
  }
  const ended = await carryOn(client, id, file.csv)
  await process.kill()

  expect(told).toBeGreaterThan(0)
  const won = { count: file.won.count, amount: [{ amount: file.won.amount, currency: 'USD' }] }
  expect(ended).toMatchObject({
    state: 'done',
    counts: { rows, created: rows, updated: 0, unchanged: 0, refused: 0, won },
  })
  const database = await openDatabase(claimPlace({ database_url: server?.url, data }, 'testing'))
  try {
    expect(await found(database)).toEqual({ deals: rows, links: rows, staged: 0, won: file.won.amount })
    await checkInvariants(database)
  } finally {
    await database.close()
  }
})

async function found({ owner }: Database) {
  const { rows } = await sql<{ deals: number; links: number; staged: number; won: string }>`
    select (select count(*)::int from deal) as deals, (select count(distinct deal_id)::int from import_link) as links,
      (select count(*)::int from import_row) as staged,
      (select to_char(sum(amount_minor) / 100.0, 'FM999999999990.00') from deal where outcome = 'won') as won`.execute(
    owner,
  )
  return rows[0]
}
