import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '../../platform/context.ts'
import type { JobHandler, Task } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { refreshStatistics } from '../forecast/index.ts'
import { type Continuation, lockDeals, readStateAt, type StoredDeal, writeContinuations } from '../ledger/index.ts'
import { systemFor } from '../people/index.ts'
import { readSituations, type Situation } from '../moves/index.ts'
import { continuationOf, type Desk, deskOf, pipelineOf, placedIn } from './desk.ts'
import { backwards, standsAgain } from './move-back.ts'
import { requireLineage } from './sort-deals.ts'
import * as store from './store.ts'

/** So many deals are one transaction; between any two others get their turn. */
const batch = 200
const rest = 20

/** Moves the open deals of a split or merge; what a killed server left over is moved by the next. */
export const moveAlong: JobHandler = (task) =>
  run(task, { wanted: 'waiting', moving: 'moving', done: 'done', move: alongOf })

/** Moves back those that were moved, once a split or merge was undone. */
export const moveBack: JobHandler = (task) =>
  run(task, { wanted: 'moved', moving: 'undoing', done: 'undone', move: backOf })

type Way = {
  /** The deals that still have to go. */
  wanted: store.LineageDeal['state']
  moving: store.LineageRow['state']
  done: store.LineageRow['state']
  move: (context: Context, desk: Desk, deals: Waiting[]) => Promise<Outcome[]>
}

type Waiting = { row: store.LineageDeal; deal: StoredDeal; situation: Situation }
type Outcome = store.Settled & { continuation?: Continuation }

async function run(task: Task, way: Way): Promise<Record<string, unknown>> {
  const { database, workspace_id, now, cancelled } = task
  const id = String(task.input['lineage_id'])
  const actor = systemFor(workspace_id, task.actor_id)
  const within = <T>(work: (context: Context) => Promise<T>) =>
    inTransaction(database, { actor, effect: 'write', name: 'lineages.move', now: now() }, work)
  for (;;) {
    if (await cancelled()) return { lineage_id: id, cancelled: true }
    const left = await within((context) => moveBatch(context, id, way, task))
    if (left === 0) break
    await pause(rest)
  }
  await within((context) => finish(context, id, way))
  // Whose history counts where has changed for every pipeline concerned.
  await refreshStatistics(database, workspace_id, now())
  return { lineage_id: id }
}

/** Answers how many deals were taken. */
async function moveBatch(context: Context, id: string, way: Way, { progress }: Task): Promise<number> {
  const { tx, workspace_id, now, unchanged, notBefore, record } = context
  const lineage = requireLineage(await store.lockLineage(tx, workspace_id, id))
  const rows = lineage.state === way.moving ? await store.readDealsIn(tx, workspace_id, id, way.wanted, batch) : []
  if (rows.length === 0) {
    unchanged()
    return 0
  }
  const deals = await lockDeals(
    tx,
    workspace_id,
    rows.map(({ deal_id }) => deal_id),
  )
  for (const { updated_at } of deals) notBefore(updated_at)
  const situations = await readSituations(tx, workspace_id, deals, now)
  const waiting = rows.flatMap((row): Waiting[] => {
    const situation = situations.get(row.deal_id)
    const deal = deals.find((one) => one.id === row.deal_id)
    return situation && deal ? [{ row, deal, situation }] : []
  })
  const outcomes = await way.move(context, await deskOf(context, lineage), waiting)
  await writeContinuations(
    tx,
    workspace_id,
    outcomes.flatMap(({ continuation }) => continuation ?? []),
  )
  await store.settleDeals(tx, workspace_id, id, outcomes, way.moving === 'moving' ? now : null)
  const counts = (await store.countDeals(tx, workspace_id, [id])).get(id)
  const left = counts?.[way.wanted] ?? 0
  const told = { moved: outcomes.filter(({ continuation }) => continuation !== undefined).length, left }
  record({
    type: 'lineage.advanced',
    subject: id,
    version: lineage.version,
    data: { summary: lineage.summary, after: told },
  })
  const total = (counts?.moved ?? 0) + (counts?.waiting ?? 0) + (counts?.stayed ?? 0) + (counts?.back ?? 0)
  await progress(total - left, total, tx)
  return rows.length
}

async function finish(context: Context, id: string, { moving, done }: Way): Promise<void> {
  const { tx, workspace_id, record, unchanged } = context
  const row = requireLineage(await store.lockLineage(tx, workspace_id, id))
  if (row.state !== moving) return unchanged()
  const version = row.version + 1
  await store.updateLineage(tx, workspace_id, { ...row, state: done, version })
  const data = { summary: row.summary, before: { state: moving }, after: { state: done } }
  record({ type: `lineage.${done}`, subject: id, version, data })
}

/** To where the part says: without a gate, since nobody moves them; what lies behind and was never met is owed. */
async function alongOf(context: Context, desk: Desk, waiting: Waiting[]): Promise<Outcome[]> {
  return waiting.map(({ row, deal, situation }): Outcome => {
    const part = partOf(desk.lineage, row)
    const stays = (state: 'past' | 'stayed', why: string) => ({ deal_id: deal.id, state, moved_version: null, why })
    if (deal.pipeline_id !== row.from_pipeline_id) return stays('stayed', 'It had gone to another pipeline by then.')
    if (deal.outcome === 'won' || deal.outcome === 'lost') return stays('past', `It was ${deal.outcome} by then.`)
    if (deal.outcome !== null || !part) return stays('stayed', 'It is no deal of its own any more.')
    const after = placedIn(desk, situation, row.to_pipeline_id, part, context.now)
    return { ...moved(deal, 'moved'), continuation: continuationOf(context, desk, deal, after) }
  })
}

async function backOf(context: Context, desk: Desk, waiting: Waiting[]): Promise<Outcome[]> {
  const { tx, workspace_id, now } = context
  const outcomes: Outcome[] = []
  for (const { row, deal, situation } of waiting) {
    const part = partOf(desk.lineage, row)
    const stays = (why: string) =>
      outcomes.push({ deal_id: deal.id, state: 'stayed', moved_version: row.moved_version, why })
    if (deal.pipeline_id !== row.to_pipeline_id) stays('It has gone to another pipeline since.')
    else if (deal.outcome !== null) stays(`It was ${deal.outcome} since, and stays where that was.`)
    else if (!part) stays('Nobody knows any more where it came from.')
    else {
      const home = pipelineOf(desk, row.from_pipeline_id)
      const untouched = deal.version === row.moved_version
      const was = untouched ? await readStateAt(tx, workspace_id, deal, deal.version - 1) : undefined
      const back = backwards(part, home.definition.stages)
      const stood = was && (desk.places.get(home.id)?.[was.stage] ?? was.stage)
      const map = stood === undefined ? back : { ...back, stages: { ...back.stages, [deal.stage]: stood } }
      // As it was where the pipeline still is; else in its version of today, where every deal belongs that comes in.
      const after =
        was?.definition_id === home.definition_id
          ? standsAgain(deal, was)
          : placedIn(desk, situation, home.id, map, now)
      outcomes.push({ ...moved(deal, 'back'), continuation: continuationOf(context, desk, deal, after) })
    }
  }
  return outcomes
}

const partOf = ({ parts }: store.LineageRow, { from_pipeline_id, to_pipeline_id }: store.LineageDeal) =>
  parts.find(({ from, to }) => from === from_pipeline_id && to === to_pipeline_id)

const moved = ({ id, version }: StoredDeal, state: 'moved' | 'back') => ({
  deal_id: id,
  state,
  moved_version: version + 1,
  why: null,
})
