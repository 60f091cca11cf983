import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/platform/database/open.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { createEmptyDatabase, type EmptyDatabase, onPostgres } from '../database.ts'
import { askAt, foundCompany } from '../histories/company.ts'
import { follow } from '../histories/follow.ts'
import { tellHistory } from '../histories/tell.ts'
import { checkInvariants } from '../invariants.ts'
import { rounds, type ServerProcess, startProcess } from './process.ts'

const histories = rounds(100, 3)
const seed = 20_261_203

/**
 * As histories.test.ts, but what dies is the process, with whatever it held. Only one process may have an embedded
 * database, so that this is told on PostgreSQL alone.
 */
describe.runIf(onPostgres)('two server processes', () => {
  let data: string
  let empty: EmptyDatabase | undefined
  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'tributary-killed-'))
    empty = await createEmptyDatabase()
  })
  afterEach(async () => {
    await empty?.drop()
    rmSync(data, { recursive: true, force: true })
  })

  type Running = { process: ServerProcess; url: string }
  async function started(): Promise<Running> {
    const process = startProcess({ data, database_url: empty?.url })
    const url = await process.ready
    if (url === undefined) throw new Error(`the server did not start: ${(await process.ended).stderr}`)
    return { process, url }
  }

  test(`${histories} random histories while one or the other is killed (seed ${seed}): money stands once, each trigger fires once`, {
    timeout: rounds(3_600_000, 300_000),
  }, async () => {
    const servers = [await started(), await started()] as [Running, Running]
    const key = readFileSync(join(data, 'owner.key'), 'utf8')
    const database: Database = await openDatabase({ url: empty?.url ?? '', connections: 4 })
    const random = randomFrom(seed)
    /** What got no answer is sent again, to whichever lives, and must take effect once. */
    const ask = async (method: string, path: string, body?: unknown) => {
      const once = method === 'GET' ? {} : { 'idempotency-key': randomUUID() }
      for (let attempt = 0; attempt < 2_000; attempt++) {
        try {
          const answer = await askAt({ url: random.pick(servers).url, key }, method, path, body, once)
          if (answer.status < 500 && !passing.has(answer.body['code'])) return answer
          expect(answer.body['code'], JSON.stringify(answer.body)).not.toBe('internal')
        } catch (error) {
          // The server died before it answered; anything else is a fault of ours.
          if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
        }
        await pause(10)
      }
      throw new Error(`${method} ${path} is never answered`)
    }
    const company = await foundCompany({ ask, settled: () => follow(database) })

    let through = false
    let killed = 0
    const killer = async () => {
      const draws = randomFrom(seed + 1)
      while (!through) {
        await pause(500 + draws.below(2_000))
        const nth = draws.below(2)
        await servers[nth]?.process.kill()
        servers[nth] = await started()
        killed++
      }
    }
    const killing = killer()
    try {
      for (let i = 0; i < histories; i++) await tellHistory(company, seed + i, new Map())
    } finally {
      through = true
      await killing
    }
    await follow(database)
    for (const { process } of servers) await process.kill()
    expect(killed).toBeGreaterThan(0)
    await checkInvariants(database)
    await database.close()
  })
})

/** Answers that only ask for another try. */
const passing = new Set(['idempotency-in-flight', 'concurrent-change'])
