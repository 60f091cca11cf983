import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../../src/stats/random.ts'
import { askAt, foundCompany } from '../histories/company.ts'
import { follow } from '../histories/follow.ts'
import { tellHistory } from '../histories/tell.ts'
import { checkInvariants } from '../invariants.ts'
import type { Answer } from '../stories/wire.ts'
import { rounds } from './process.ts'
import { startTwoProcesses, type TwoProcesses } from './two-processes.ts'

const histories = rounds(200, 4)
const seed = 20_261_202

let both: TwoProcesses
beforeAll(async () => {
  both = await startTwoProcesses('histories')
})
afterAll(() => both.close())

test(`${histories} random histories on two servers that are killed in between (seed ${seed}): money stands once, each trigger fires once`, {
  timeout: rounds(3_600_000, 300_000),
}, async () => {
  const { urls, key, database, kill } = both
  const random = randomFrom(seed)
  /** Now the one and now the other; what got no answer is sent again, to whichever lives, and must take effect once. */
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const once = method === 'GET' ? {} : { 'idempotency-key': randomUUID() }
    for (let attempt = 0; attempt < 2_000; attempt++) {
      try {
        const answer = await askAt({ url: random.pick(urls()), key }, method, path, body, once)
        if (answer.status < 500 && !passing.has(answer.body['code'])) return answer
        expect(answer.body['code'], JSON.stringify(answer.body)).not.toBe('internal')
      } catch (error) {
        // It died before it answered, or half-way through its answer.
        if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
      }
      await pause(10)
    }
    throw new Error(`${method} ${path} is never answered`)
  }
  /** As timers would, and at once; what a kill interrupts is tried again. */
  const settled = async () => {
    for (let attempt = 0; ; attempt++)
      try {
        return await follow(database)
      } catch (error) {
        if (attempt === 200) throw error
        await pause(5)
      }
  }
  const company = await foundCompany({ ask, settled })
  let through = false
  const killing = kill?.(randomFrom(seed + 1), () => through)
  // Asked about at the end.
  killing?.catch(() => undefined)
  try {
    for (let i = 0; i < histories; i++) await tellHistory(company, seed + i, new Map())
  } finally {
    through = true
    await killing
  }
  const killed = await killing
  await settled()
  if (killed) expect(Math.min(killed.processes, killed.connections)).toBeGreaterThan(0)
  await checkInvariants(database)
})

/** Answers that only ask for another try. */
const passing = new Set(['idempotency-in-flight', 'concurrent-change'])
