import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/open.ts'
import type { JobHandler, Task } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { refreshStatistics } from '../forecast/index.ts'
import { type Continuation, differences, lockDeals, type StoredDeal, writeContinuations } from '../ledger/index.ts'
import { readBehind, readSituations } from '../moves/index.ts'
import { systemFor } from '../people/index.ts'
import { placesNow, readVersions } from '../pipelines/index.ts'
import { readStatistics } from '../stage-statistics/index.ts'
import { migratedDeal, type Target } from './migrate-deal.ts'
import * as store from './store.ts'

/** So many deals are locked at once, at first; then as many as take about so long: hardly anybody notices the wait. */
const first = 25
const [fewest, most] = [25, 100]
const aimedMilliseconds = 25

/** What a migration is told: the version, and for one that takes another back, which that was. */
export type MigrationInput = {
  pipeline_id: string
  definition_id: string
  back_from: string | null
  only_back: boolean
}

/**
 * Brings the open deals of a pipeline to a version, batch by batch, each deal wholly and each batch in a transaction of
 * its own. What is done is in the version already, so a killed server's rest is simply what is not; it ends early once
 * yet another version is current, whose own migration goes on from there.
 */
export const migrateDeals: JobHandler = async (task) => {
  const input = task.input as MigrationInput
  const { database, workspace_id, now } = task
  const { target, older } = await targetOf(database, workspace_id, input)
  const left = await store.countOpenIn(database.owner, workspace_id, older)
  const actor = systemFor(workspace_id, task.actor_id)
  let done = 0
  let size = first
  for (;;) {
    const began = performance.now()
    const asked = { actor, effect: 'write', name: 'migrations.take', now: now() } as const
    const taken = await inTransaction(database, asked, (context) =>
      takeBatch(context, { ...input, target, older, size, told: (more) => told(task, done + more, left, context) }),
    )
    if (taken === 0) break
    done += taken
    const took = performance.now() - began
    size = nextSize(taken, took)
    // A third of the time belongs to those whose deals these are, however slow the machine is.
    await pause(Math.min(took / 2, longestPause))
  }
  if (done > 0) await refreshStatistics(database, workspace_id, now())
  return { migrated: done }
}

const longestPause = 50

/** As many as would have taken the time aimed at; grown slowly, since a moment ago the machine may have been idle. */
const nextSize = (taken: number, took: number): number =>
  Math.round(Math.min(Math.max((taken * aimedMilliseconds) / took, fewest), 2 * taken, most))

const told = ({ progress }: Task, done: number, left: number, { tx }: Context) =>
  progress(done, Math.max(done, left), tx)

async function targetOf({ owner }: Database, workspace_id: string, input: MigrationInput) {
  const { pipeline_id, definition_id, back_from, only_back } = input
  const versions = await readVersions(owner, workspace_id, [pipeline_id])
  const at = versions.findIndex(({ id }) => id === definition_id)
  const found = versions[at]
  if (!found) throw new Error(`definition ${definition_id} is missing`)
  const places = placesNow(versions.slice(0, at + 1).map(({ definition }) => definition))
  const { id, version, definition } = found
  const older = versions.slice(0, at).map((one) => one.id)
  const target: Target = { id, version, definition, places }
  return { target, older: only_back ? older.filter((one) => one === back_from) : older }
}

type Batch = MigrationInput & { target: Target; older: string[]; size: number; told(more: number): Promise<void> }

/** Brings the next deals along; answers how many, 0 where none is left or another version is current by now. */
async function takeBatch(context: Context, batch: Batch): Promise<number> {
  const { tx, workspace_id, unchanged } = context
  const { pipeline_id, target, older, back_from, size, told } = batch
  const current = await store.holdVersion(tx, workspace_id, pipeline_id)
  for (;;) {
    const ids = current === target.id ? await store.readNext(tx, workspace_id, pipeline_id, older, size) : []
    if (ids.length === 0) {
      unchanged()
      return 0
    }
    // Found open, but closed by somebody who was waited for: those are looked for no more, the others are.
    const locked = await lockDeals(tx, workspace_id, ids)
    const deals = locked.filter((deal) => deal.outcome === null && older.includes(deal.definition_id))
    if (deals.length === 0) continue
    await writeContinuations(tx, workspace_id, await continuationsOf(context, deals, target, back_from))
    await told(deals.length)
    return deals.length
  }
}

async function continuationsOf(
  context: Context,
  deals: readonly StoredDeal[],
  target: Target,
  back_from: string | null,
): Promise<Continuation[]> {
  const { tx, workspace_id, newId, record, notBefore } = context
  const { around } = readBehind(target.definition)
  const [situations, statistics, origins] = await Promise.all([
    readSituations(tx, workspace_id, deals, context.now, around),
    readStatistics(tx, workspace_id, [...new Set(deals.map(({ pipeline_id }) => pipeline_id))]),
    back_from === null
      ? new Map<string, store.OriginRow>()
      : store.readOrigins(
          tx,
          workspace_id,
          back_from,
          deals.map(({ id }) => id),
        ),
  ])
  for (const { updated_at } of deals) notBefore(updated_at)
  const { now } = context
  return deals.flatMap((before): Continuation[] => {
    const situation = situations.get(before.id)
    if (!situation) return []
    const state = migratedDeal(situation, target, now, origins.get(before.id))
    const { any: _, ...difference } = differences(before, state)
    const event_id = record({
      type: 'deal.migrated',
      subject: state.id,
      version: state.version,
      data: { key: `D-${state.number}`, name: state.name, definition_version: target.version, ...difference },
    })
    const kind = state.stage === before.stage ? ('edited' as const) : ('moved' as const)
    const reason = `Brought along to version ${target.version}`
    const moment = { occurred_at: now, recorded_at: now }
    const change = { id: newId('led'), kind, event_id, ...moment, reason, administrative: true }
    const entered = statistics.find(({ stage }) => stage === state.stage)?.chance ?? null
    const chance = kind === 'edited' ? before.probability : (entered ?? before.probability)
    return [{ before, states: [{ state, change }], chance }]
  })
}
