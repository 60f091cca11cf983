import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getForecast } from '../../src/domain/forecast/index.ts'
import { moveDeal, reverseMove } from '../../src/domain/moves/index.ts'
import { updateDeal } from '../../src/domain/edits/index.ts'
import { accessOf, foundWorkspace } from '../../src/domain/people/index.ts'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database/open.ts'
import { sealEvents } from '../../src/platform/events.ts'
import { boundByNothing, type Rights } from '../../src/platform/rights.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { plusDays } from '../../src/values/instant.ts'
import { openTestDatabase } from '../database.ts'
import { follow, keptAndCounted, miscounted } from '../kept-counts.ts'
import { type PastDeal, writePast } from './past-deals.ts'
import { plainDefinition, seeingAlone } from './plain-definition.ts'

/** Counts that are kept are the counts of the ledger, wherever the follower is and wherever it was stopped. */
let database: Database
let workspace: { workspace_id: string; owner_id: string }
let pipeline_id: string
let now = '2026-11-25T00:00:00.000Z'
const random = randomFrom(20_261_201)

const stages = ['asked', 'shown', 'agreed']
const definition = plainDefinition('kept', stages)

beforeAll(async () => {
  database = await openTestDatabase()
  const owner = { name: 'Owner', email: 'owner@counts.test' }
  const founding = { slug: 'counts', name: 'Counts', currency: 'EUR', time_zone: 'UTC', owner, valid_from: now }
  workspace = await foundWorkspace(database, founding, now)
  const source = JSON.stringify(definition)
  pipeline_id = (await within('write', (context) => createPipeline.run(context, { source }))).id
})
afterAll(() => database.close())

function within<T>(
  effect: 'read' | 'write',
  work: (context: Context) => Promise<T>,
  rights: Rights = boundByNothing,
): Promise<T> {
  const { workspace_id, owner_id } = workspace
  const actor = { id: owner_id, name: 'Owner', role: 'owner', workspace_id, channel: 'api' } as const
  const asked = { actor: { ...actor, access: accessOf('owner'), rights }, effect, name: 'counts', now }
  return inTransaction(database, asked, work)
}

const priced = () => ({ amount: `${1 + random.below(3000)}.00`, currency: random.pick(['EUR', 'EUR', 'USD']) })
const begun = (): PastDeal => ({
  pipeline: 'kept',
  stays: [{ stage: random.pick(stages), entered: 20_700 + random.below(70), left: null, to: null }],
  amount: random.chance(0.9) ? priced() : null,
})
function ended(): PastDeal {
  const [entered, to] = [20_200 + random.below(400) + random.below(1000) / 1000, random.pick(['won', 'lost'])]
  const [left, last] = [entered + random.below(60), entered + random.below(60) + 60]
  return {
    pipeline: 'kept',
    stays: [
      { stage: 'asked', entered, left, to: 'agreed' },
      { stage: 'agreed', entered: left, left: last, to },
    ],
    amount: priced(),
  }
}

async function somethingHappens(ids: readonly string[]): Promise<void> {
  const deal_id = random.pick(ids)
  const asked = random.pick([
    { to_stage: random.pick(stages) },
    { to_stage: random.pick(stages) },
    { outcome: 'won' as const },
    { outcome: 'lost' as const, reason: 'price' },
    'edit' as const,
  ])
  if (asked === 'edit') {
    await within('write', (context) => updateDeal.run(context, { deal_id, amount: priced() })).catch(() => null)
    return
  }
  const move = await within('write', (context) => moveDeal.run(context, { deal_id, ...asked })).catch(() => null)
  if (move && random.chance(0.3))
    await within('write', (context) => reverseMove.run(context, { deal_id, move_id: move.id }))
}

const seal = async () => {
  while ((await sealEvents(database.owner, workspace.workspace_id)) > 0);
}

test('counts brought up now and then give the very models and forecasts that the ledger gives, at every moment between', async () => {
  const { workspace_id } = workspace
  await within('write', (context) =>
    writePast(
      context,
      Array.from({ length: 150 }, () => ended()),
    ),
  )
  const ids = await within('write', (context) =>
    writePast(
      context,
      Array.from({ length: 60 }, () => begun()),
    ),
  )
  let used = 0
  for (let round = 0; round < 25; round++) {
    now = plusDays(now, random.pick([0.0001, 0.02, 3, 20]))
    for (let i = random.below(6); i > 0; i--) await somethingHappens(ids)
    if (random.chance(0.2)) ids.push(...(await within('write', (context) => writePast(context, [begun(), ended()]))))
    if (random.chance(0.6)) await seal()
    if (random.chance(0.5)) await follow(database, workspace_id, now)
    const { kept, counted } = await within('read', ({ tx }) => keptAndCounted(tx, workspace_id, now))
    if (kept) used++
    if (kept) expect(kept).toEqual(counted)
    const forecast = (rights?: Rights) => within('read', (context) => getForecast.run(context, {}), rights)
    expect(JSON.stringify(await forecast())).toBe(JSON.stringify(await forecast(seeingAlone(pipeline_id))))
  }
  expect(used).toBeGreaterThan(15)
  await seal()
  await follow(database, workspace_id, now)
  const { kept, counted } = await keptAndCounted(database.owner, workspace_id, now)
  expect(kept?.sizes).toEqual({ kept: [expect.any(Number), expect.any(Number), expect.any(Number)] })
  expect(kept).toEqual(counted)
})

test('whatever statement the follower dies at, it goes on as if it had not', async () => {
  const { workspace_id } = workspace
  for (let round = 0; round < 4; round++) {
    now = plusDays(now, 1)
    const more = Array.from({ length: 3 }, () => (random.chance(0.5) ? ended() : begun()))
    const ids = await within('write', (context) => writePast(context, more))
    for (let i = 0; i < 4; i++) await somethingHappens(ids)
    await seal()
    // Now the rest of what is there already, now all of it from the beginning.
    if (round % 2 === 1) await sql`update exposure_head set reading = 'as long ago'`.execute(database.owner)
    let died = 0
    for (let at = 1; ; at++) {
      let left = at
      const mortal = database.owner.withPlugin({
        transformQuery({ node }) {
          if (--left === 0) throw new Error('killed')
          return node
        },
        transformResult: async ({ result }) => result,
      })
      const ends = await follow({ owner: mortal as Database['owner'] }, workspace_id, now).catch(
        (error: Error) => error,
      )
      if (ends === undefined) break
      expect(ends.message).toBe('killed')
      died++
      const { kept, counted } = await keptAndCounted(database.owner, workspace_id, now)
      if (kept) expect(kept).toEqual(counted)
    }
    expect(died).toBeGreaterThan(5)
    const { kept, counted } = await keptAndCounted(database.owner, workspace_id, now)
    expect(kept).toEqual(counted)
  }
})

test('a count that is not that of the ledger is found out', async () => {
  const { workspace_id } = workspace
  expect(await miscounted(database)).toEqual([])
  for (const damage of [
    sql`update exposure_count set counts = '{"ms":[1],"events":{}}', step = step + 1000
      where slice = (select max(slice) from exposure_count)`,
    sql`update exposure_size set deals = deals + 200`,
    sql`delete from exposure_open where deal_id = (select max(deal_id) from exposure_open)`,
  ]) {
    await damage.execute(database.owner)
    await sql`update exposure_head set step = step + 1000`.execute(database.owner)
    expect(await miscounted(database)).toEqual([{ workspace_id }])
    await sql`update exposure_head set reading = 'to be read anew'`.execute(database.owner)
    expect(await miscounted(database)).toEqual([])
  }
})
