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
import { killSome, startTwoServers } from './two-servers.ts'

const histories = rounds(200, 6)
const seed = 20_261_202

let both: Awaited<ReturnType<typeof startTwoServers>>
beforeAll(async () => {
  both = await startTwoServers('histories')
})
afterAll(() => both.close())

test(`${histories} random histories on two servers that are killed in between (seed ${seed}): money stands once, each trigger fires once`, {
  timeout: rounds(3_600_000, 300_000),
}, async () => {
  const { servers, key, url } = both
  const random = randomFrom(seed)
  /** Now the one and now the other; what got no answer is sent again, to whichever, and must take effect once. */
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const again = method === 'POST' ? { 'idempotency-key': randomUUID() } : {}
    for (let attempt = 0; attempt < 200; attempt++) {
      const at = { url: random.pick(servers).url, key }
      const answer = await askAt(at, method, path, body, again)
      if (answer.status < 500 && !passing.has(answer.body['code'])) return answer
      expect(answer.body['code'], JSON.stringify(answer.body)).not.toBe('internal')
      await pause(5)
    }
    throw new Error(`${method} ${path} is never answered`)
  }
  const settled = async () => {
    for (let attempt = 0; ; attempt++)
      try {
        // Both at once, as their timers would.
        await Promise.all(servers.map(({ database }) => follow(database)))
        return
      } catch (error) {
        if (attempt === 200) throw error
        await pause(5)
      }
  }
  const company = await foundCompany({ ask, settled })
  let through = false
  const killing = url ? killSome(url, randomFrom(seed + 1), () => through, 100) : undefined
  try {
    for (let i = 0; i < histories; i++) await tellHistory(company, seed + i, new Map())
  } finally {
    through = true
    await killing
  }
  const killed = await killing
  await settled()
  if (url) expect(killed).toBeGreaterThan(histories)
  await checkInvariants(servers[0].database)
})

/** Answers that only ask for another try. */
const passing = new Set(['idempotency-in-flight', 'concurrent-change'])
