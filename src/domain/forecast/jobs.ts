import { setImmediate as breathe } from 'node:timers/promises'
import { gently } from '../../stats/gently.ts'
import type { Database } from '../../platform/database/open.ts'
import type { Tick } from '../../platform/jobs.ts'
import type { Instant } from '../../values/instant.ts'
import { followLedger, readBehind } from '../exposure-counts/index.ts'
import { dayNumber, readHistory } from '../history/index.ts'
import { saveChances } from '../ledger/index.ts'
import { saveStatistics } from '../stage-statistics/index.ts'
import { learnWins } from './kept-history.ts'
import { keyingStays } from './situation.ts'
import { stageChances } from './stage-chances.ts'
import { readDueWorkspaces, readPlans, readSizing } from './store.ts'
import { sizeIn } from './worth.ts'

/**
 * Computes what history says of every stage and gives every open deal its chance, with what that does to the totals of
 * the boards. As the owner and outside any request; nothing is locked while it computes. Answers how many deals changed.
 */
export async function refreshStatistics({ owner }: Database, workspace_id: string, now: Instant): Promise<number> {
  const plans = await readPlans(owner, workspace_id, now)
  const { rows, open } = await readHistory(owner, workspace_id, now)
  const sizing = await readSizing(owner, workspace_id, now)
  await breathe()
  const stays = await gently(keyingStays(rows, plans, sizing), breathe)
  const sizes = new Map(open.map((deal) => [deal.deal_id, sizeIn(sizing, deal)]))
  const standing = { now: dayNumber(now), sizes }
  // Of each deal the last row: where it really stands, be that a stage of an older version.
  const places = new Map(rows.map(({ deal_id, stage }) => [deal_id, stage]))
  // Between any two parts the server answers: neither they nor a database inside the process let go of the event loop.
  await breathe()
  const { model } = await learnWins(owner, workspace_id, { plans, as_of: now, sizing, whole: true, stays: () => stays })
  const own = Map.groupBy(stays, ({ pipeline }) => pipeline)
  const computed = []
  for (const plan of plans) {
    await breathe()
    computed.push(await gently(stageChances(plan, model, own.get(plan.key) ?? [], standing), breathe))
  }
  const statistics = computed.flatMap((one) => one.statistics)
  await owner.transaction().execute((tx) => saveStatistics(tx, workspace_id, now, statistics))
  await breathe()
  const chances = computed.flatMap((one) =>
    one.chances.map((chance) => ({ ...chance, stage: places.get(chance.deal_id) ?? chance.stage })),
  )
  return saveChances(owner, workspace_id, chances, now)
}

/** Keeps exposure counts no more than a minute behind the ledger; whoever reads them takes in what came since. */
export const keepExposureCounts: Tick = {
  name: 'exposure counts',
  every_seconds: 60,
  async run({ database, now }) {
    for (const workspace_id of await readBehind(database.owner)) {
      const pasts = await readPlans(database.owner, workspace_id, now)
      await followLedger(database, workspace_id, { pasts, now })
    }
  },
}

/** Keeps the statistics of every workspace no older than a few minutes behind its ledger. */
export const refreshDueStatistics: Tick = {
  name: 'statistics',
  every_seconds: 300,
  async run({ database, now }) {
    for (const workspace_id of await readDueWorkspaces(database.owner, now))
      await refreshStatistics(database, workspace_id, now)
  },
}
