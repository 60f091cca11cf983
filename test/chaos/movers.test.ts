import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../../src/stats/random.ts'
import { onPostgres, startTestServer, type TestServer } from '../server.ts'
import { chaosPipeline } from './pipeline.ts'
import { rounds } from './process.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server.client.send('POST', '/pipelines', { body: chaosPipeline, content_type: 'application/yaml' })
})
afterAll(() => server.close())

const many = rounds(1_000, 100)
const seed = 20_261_124

test(`R6: ${many} rounds of 2–32 people moving one deal at once (seed ${seed}): one wins, the others are told`, {
  timeout: rounds(3_600_000, 300_000),
}, async () => {
  const random = randomFrom(seed)
  for (let round = 0; round < many; round++) {
    const movers = 2 + random.below(31)
    const deal = await server.client.deals.create({ name: `Round ${round}`, pipeline: 'chaos' })
    const answers = await Promise.allSettled(
      Array.from({ length: movers }, (_, i) =>
        server.client.moves.create({
          deal_id: deal.id,
          deal_version: 1,
          to_stage: i % 2 ? 'two' : 'three',
          reason: 'Race',
        }),
      ),
    )
    const won = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
    const told = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
    expect(won).toHaveLength(1)
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set([412]))
    for (const { problem } of told)
      expect(problem.current).toMatchObject({ version: 2, stage: { key: won[0]?.to_stage } })
    const { data } = await server.client.deals.history({ deal_id: deal.id })
    expect(data).toHaveLength(2)
  }
})

const clients = 16
// The embedded database answers one after the other, and most attempts of so many come too late.
const increments = rounds(500, onPostgres ? 50 : 20)

test(`R7: ${clients} clients add ${increments} each to one field, and no edit disappears`, {
  timeout: rounds(3_600_000, 300_000),
}, async () => {
  const deal = await server.client.deals.create({ name: 'Storm', pipeline: 'chaos', fields: { seats: 0 } })
  const random = randomFrom(seed)
  const add = async (): Promise<void> => {
    const { version, fields } = await server.client.deals.get({ deal_id: deal.id })
    const seats = Number((fields as { seats: number }).seats) + 1
    try {
      await server.client.deals.update({ deal_id: deal.id, fields: { seats } }, { if_match: version })
    } catch (error) {
      if ((error as { status?: number }).status !== 412) throw error
      // Without a pause of their own the sixteen would only chase each other.
      await new Promise((wake) => setTimeout(wake, 40 * random.uniform()))
      return add()
    }
  }
  const client = async () => {
    for (let i = 0; i < increments; i++) await add()
  }
  await Promise.all(Array.from({ length: clients }, client))
  const after = await server.client.deals.get({ deal_id: deal.id })
  expect(after.fields).toEqual({ seats: clients * increments })
  expect(after.version).toBe(clients * increments + 1)
})
