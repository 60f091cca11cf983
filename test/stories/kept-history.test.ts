import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectedAfter } from '../../src/domain/forecast/index.ts'
import { readHistory } from '../../src/domain/history/index.ts'
import { moveDeal, reverseMove } from '../../src/domain/moves/index.ts'
import { accessOf, foundWorkspace } from '../../src/domain/people/index.ts'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database/open.ts'
import { boundByNothing, type Rights } from '../../src/platform/rights.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { plusDays } from '../../src/values/instant.ts'
import { openTestDatabase } from '../database.ts'
import { type PastDeal, writePast } from './past-deals.ts'
import { plainDefinition, seeingAlone } from './plain-definition.ts'

/** What is kept of a workspace's history is what reading all of it anew would give, whatever happened since. */
let database: Database
let workspace: { workspace_id: string; owner_id: string }
let now = '2026-11-25T00:00:00.000Z'
beforeAll(async () => {
  database = await openTestDatabase()
  const owner = { name: 'Owner', email: 'owner@kept.test' }
  const founding = { slug: 'kept', name: 'Kept', currency: 'EUR', time_zone: 'UTC', owner, valid_from: now }
  workspace = await foundWorkspace(database, founding, now)
})
afterAll(() => database.close())

function within<T>(
  effect: 'read' | 'write',
  work: (context: Context) => Promise<T>,
  rights: Rights = boundByNothing,
): Promise<T> {
  const { workspace_id, owner_id } = workspace
  const actor = { id: owner_id, name: 'Owner', role: 'owner', workspace_id, channel: 'api' } as const
  const asked = { actor: { ...actor, access: accessOf('owner'), rights }, effect, name: 'kept', now }
  return inTransaction(database, asked, work)
}

const stages = ['asked', 'shown', 'agreed']
const definition = plainDefinition('kept', stages)

const sum = { amount: '700.00', currency: 'EUR' }

test('history kept from one reading to the next is the history, and what is expected by it the same, through moves, wins, returns and reversals', async () => {
  const random = randomFrom(20_261_130)
  const source = JSON.stringify(definition)
  const { id: pipeline_id } = await within('write', (context) => createPipeline.run(context, { source }))
  const planned = { stages: definition.stages.toSpliced(1, 1), places: { shown: 'agreed' } }
  const past: PastDeal[] = Array.from({ length: 40 }, () => ({
    pipeline: 'kept',
    stays: [{ stage: random.pick(stages), entered: 20_700 + random.below(70), left: null, to: null }],
    amount: { amount: `${1 + random.below(3000)}.00`, currency: 'EUR' },
  }))
  const ended = Array.from({ length: 60 }, (): PastDeal => {
    const [stage, entered, to] = [random.pick(stages), 20_500 + random.below(200), random.pick(['won', 'lost'])]
    return { pipeline: 'kept', stays: [{ stage, entered, left: entered + random.below(60), to }], amount: sum }
  })
  await within('write', (context) => writePast(context, ended))
  const ids = await within('write', (context) => writePast(context, past))
  let changes = 0
  for (let round = 0; round < 25; round++) {
    // Now within the time in which all that changed is read again, now beyond it.
    now = plusDays(now, random.pick([0.0001, 0.004, 0.02]))
    for (let i = random.below(4); i > 0; i--) {
      const deal_id = random.pick(ids)
      const asked = random.pick([
        { to_stage: random.pick(stages) },
        { outcome: 'won' as const },
        { outcome: 'lost' as const, reason: 'price' },
      ])
      const move = await within('write', (context) => moveDeal.run(context, { deal_id, ...asked })).catch(() => null)
      if (move) changes++
      if (move && random.chance(0.3))
        await within('write', (context) => reverseMove.run(context, { deal_id, move_id: move.id }))
    }
    const { workspace_id } = workspace
    const kept = await within('read', ({ tx }) => readHistory(tx, workspace_id, now))
    const anew = await within('read', ({ tx }) => readHistory(tx, workspace_id, now, { anew: true }))
    expect(kept.rows).toEqual(anew.rows)
    expect(kept.won).toEqual(anew.won)
    expect(kept.open).toEqual(anew.open)
    const expected = (rights?: Rights) =>
      within('read', (context) => expectedAfter(context, pipeline_id, planned), rights)
    const figures = await expected()
    expect(figures.before?.amount).not.toBe(figures.after?.amount)
    expect([await expected(), await expected(seeingAlone(pipeline_id))]).toEqual([figures, figures])
  }
  expect(changes).toBeGreaterThan(10)
})
