import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../../src/client/client.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { checkInvariants } from '../invariants.ts'
import { chaosPipeline } from './pipeline.ts'
import { killSome, startTwoServers } from './two-servers.ts'

const triggers = 200
const seed = 20_261_130

let both: Awaited<ReturnType<typeof startTwoServers>>
beforeAll(async () => {
  both = await startTwoServers('handoffs')
})
afterAll(() => both.close())

test(`${triggers} triggers, two servers and kills in between (seed ${seed}): each fires exactly once`, {
  timeout: 300_000,
}, async () => {
  const { key, url } = both
  const [one, other] = both.servers
  const [client, second] = [one, other].map((server) =>
    createClient({ base: server.url, headers: { authorization: `Bearer ${key}` } }),
  )
  if (!client || !second) throw new Error('two servers have two clients')
  const follow = chaosPipeline.replace(/^key: .*$/m, 'key: follow')
  for (const body of [chaosPipeline, follow])
    await client.send('POST', '/pipelines', { body, content_type: 'application/yaml' })
  const rule = { key: 'follow', name: 'Follow', to: { pipeline: 'follow' }, link: 'expands' as const }
  const rules = [{ ...rule, trigger: { on: 'won' as const, pipeline: 'chaos' } }]
  const change = await client.handoff_changes.create({ rules, reason: 'They follow' })
  await client.approval_votes.create({ approval_id: change.approval_id ?? '', vote: 'approve' })

  const sources: string[] = []
  for (let i = 0; i < triggers; i += 2)
    await Promise.all(
      [client, second].map(async (by, nth) => {
        const deal = await by.deals.create({ name: `Deal ${i + nth}`, pipeline: 'chaos' })
        await by.moves.create({ deal_id: deal.id, outcome: 'won', reason: 'At once' })
        sources.push(deal.id)
      }),
    )

  const fired = async () =>
    Number((await one.database.pool.query<{ n: string }>('select count(*) as n from handoff')).rows[0]?.n ?? 0)
  const count = () => fired().catch(() => 0)
  let through = false
  const random = randomFrom(seed)
  const killing = url ? killSome(url, random, () => through) : undefined
  const ends = Date.now() + 200_000
  while ((await count()) < triggers && Date.now() < ends) {
    // Both at once, as their timers would; what a kill interrupts is tried again with the next.
    await Promise.allSettled([one.settled(), other.settled()])
  }
  through = true
  const killed = await killing
  await Promise.allSettled([one.settled(), other.settled()])
  await one.settled()

  const { rows } = await one.database.pool.query<{ deal_id: string; state: string; to_deal_id: string }>(
    'select deal_id, state, to_deal_id from handoff',
  )
  expect(rows.map(({ deal_id }) => deal_id).toSorted()).toEqual(sources.toSorted())
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['accepted']))
  expect(new Set(rows.map(({ to_deal_id }) => to_deal_id)).size).toBe(triggers)
  const opened = await one.database.pool.query(
    `select d.id from deal d join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
        where p.key = 'follow'`,
  )
  expect(opened.rows).toHaveLength(triggers)
  expect((await one.database.pool.query('select from handoff_due')).rows).toHaveLength(0)
  if (url) expect(killed).toBeGreaterThan(0)
  expect(await client.reconciliations.get({})).toMatchObject({ balanced: true })
  await checkInvariants(one.database)
})
