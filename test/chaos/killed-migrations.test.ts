import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Client } from '../../src/client/client.ts'
import { claimPlace } from '../../src/place.ts'
import { type Database, openDatabase } from '../../src/platform/database/open.ts'
import { createEmptyDatabase, type EmptyDatabase } from '../database.ts'
import { checkInvariants } from '../invariants.ts'
import { ownerClient } from './journal.ts'
import { chaosPipeline } from './pipeline.ts'
import { rounds, type ServerProcess, startProcess } from './process.ts'

let data: string
let server: EmptyDatabase | undefined
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'tributary-migrations-'))
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

const kills = rounds(50, 3)
const deals = rounds(12_000, 1_500)

/** Waits for the end of a job; undefined when the server died meanwhile. */
async function ended(client: Client, job_id: string) {
  try {
    for (;;) {
      const job = await client.jobs.get({ job_id })
      if (job.finished_at !== null) return job
      await new Promise((wake) => setTimeout(wake, 50))
    }
  } catch (error) {
    if (error instanceof TypeError || (error as { status?: number }).status === 503) return undefined
    throw error
  }
}

test(`R10: a migration killed ${kills} times leaves each deal wholly in one version, and then all in the new one`, {
  timeout: rounds(3_600_000, 300_000),
}, async () => {
  let { process, client } = await started()
  await client.pipelines.create({ source: chaosPipeline })
  const operations = (n: number) =>
    Array.from({ length: n }, (_, i) => ({ op: 'create' as const, name: `Deal ${i}`, pipeline: 'chaos' }))
  for (let sent = 0; sent < deals; sent += 500) await client.deals.bulk({ operations: operations(500), atomic: true })
  const definition = chaosPipeline.replace('  - { key: one, name: One, phase: qualify }\n', '')
  const change = await client.change_requests.create({ pipeline: 'chaos', definition, stage_map: { one: 'two' } })
  expect((await client.change_requests.plan({ change_request_id: change.id })).stages).toMatchObject([
    { key: 'one', open_deals: deals, to: 'two' },
  ])
  await client.approval_votes.create({ approval_id: change.approvals[0]?.id ?? '', vote: 'approve' })
  const { job_id } = await client.change_requests.get({ change_request_id: change.id })
  let interrupted = 0
  for (let round = 0; round < kills; round++) {
    const working = ended(client, job_id ?? '')
    await new Promise((wake) => setTimeout(wake, 400 + ((round * 397) % 1_200)))
    await process.kill()
    if ((await working) === undefined) interrupted++
    ;({ process, client } = await started())
  }
  const job = await ended(client, job_id ?? '')
  await process.kill()

  expect(interrupted).toBeGreaterThan(0)
  expect(job?.status).toBe('done')
  const database = await openDatabase(claimPlace({ database_url: server?.url, data }, 'testing'))
  try {
    expect(await found(database)).toEqual({ deals, migrated: deals, twice: 0 })
    await checkInvariants(database)
  } finally {
    await database.close()
  }
})

async function found({ owner }: Database) {
  const { rows } = await sql<{ deals: number; migrated: number; twice: number }>`
    select count(*)::int as deals,
      count(*) filter (where d.stage = 'two' and f.version = 2 and d.version = 2)::int as migrated,
      (select count(*)::int from (select deal_id from deal_ledger where administrative group by deal_id
        having count(*) > 1) more) as twice
    from deal d join definition f on f.id = d.definition_id`.execute(owner)
  return rows[0]
}
