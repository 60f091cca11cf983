import { describe, expect, test } from 'vitest'
import { rounds } from '../chaos/process.ts'
import { follow } from '../histories/follow.ts'
import { acts } from '../histories/acts.ts'
import { askAt, foundCompany } from '../histories/company.ts'
import { tellHistory } from '../histories/tell.ts'
import { onPostgres, startTestServer } from '../server.ts'

/**
 * Whatever people do with deals, pipelines and what is between them, money stands once. Every company has its own seed, so
 * that one of them can be told again by itself: `-t "company 7 of"`.
 */
// What becomes of money hardly depends on the database, and the one inside the process is the slower one.
const histories = rounds(2_000, onPostgres ? 40 : 20)
const ofCompany = 20
const seed = 20_261_201
const tally = new Map<string, number>()

describe(`${histories} random histories in three currencies (seed ${seed})`, () => {
  const companies = histories / ofCompany
  // Together: a history is mostly a wait for what follows from it.
  test.concurrent.for(Array.from({ length: companies }, (_, i) => [i + 1, companies] as const))(
    'money stands once, company %i of %i',
    { timeout: 600_000 },
    async ([number]) => {
      const server = await startTestServer()
      try {
        const at = { url: server.url, key: server.owner.key }
        const ask = (method: string, path: string, body?: unknown) => askAt(at, method, path, body)
        const company = await foundCompany({ ask, settled: () => follow(server.database) })
        for (let i = 0; i < ofCompany; i++) await tellHistory(company, seed + number * 1_000 + i, tally)
      } finally {
        // With what the ledger must be after all that: its last rows are the deals, and its boards add up.
        await server.close()
      }
    },
  )

  test('everything that may happen did happen', () => {
    expect(acts().filter((name) => !tally.has(name))).toEqual([])
  })
})
