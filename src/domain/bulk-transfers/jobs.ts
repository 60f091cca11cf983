import type { Context } from '../../platform/context.ts'
import type { JobHandler, Task } from '../../platform/jobs.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { inTransaction } from '../../platform/transaction.ts'
import type { Decision } from '../../values/decision.ts'
import { type Continuation, differences, lockDeals, type StoredDeal, writeContinuations } from '../ledger/index.ts'
import { givenValues, readSituations } from '../moves/index.ts'
import { memberById } from '../people/index.ts'
import { requireWritable } from '../pipelines/index.ts'
import {
  type DecidedTransfer,
  decideTransfer,
  openDesk,
  passageOf,
  permitPassage,
  placeOf,
  seenBy,
  targetFor,
} from '../transfers/index.ts'
import { moverOf, type Asking } from './mover.ts'
import * as store from './store.ts'

const most = 500

/**
 * Moves the deals of a transfer, batch by batch, each in one transaction; what a killed server left over is moved by the
 * next. Works as the person who asked, with the rights that they have when a batch begins: whoever loses one meanwhile
 * has moved what was moved, and no more.
 */
export const transferMany: JobHandler = async (task) => {
  const { input, progress, cancelled } = task
  const id = String(input['bulk_transfer_id'])
  for (;;) {
    if (await cancelled()) return { ...(await countsOf(task, id)), cancelled: true }
    const { left } = await inBatch(task, (context) => moveBatch(context, id, progress))
    if (left === 0) return countsOf(task, id)
  }
}

async function inBatch<T>(task: Task, work: (context: Context) => Promise<T>, effect: 'read' | 'write' = 'write') {
  const { database, workspace_id, actor_id, input, now } = task
  const person = actor_id === null ? undefined : await memberById(database, workspace_id, actor_id, now())
  const actor = moverOf(person, input as Asking, now())
  return inTransaction(database, { actor, effect, name: 'transfers.move', now: now() }, work)
}

const countsOf = (task: Task, id: string) =>
  inBatch(
    task,
    async ({ tx, workspace_id }) => {
      const one = await store.readTransfer(tx, workspace_id, id)
      if (!one) throw notFound('transfer')
      const { moved, refused, deals } = one
      return { bulk_transfer_id: id, deals, moved, refused }
    },
    'read',
  )

async function moveBatch(context: Context, id: string, progress: Task['progress']): Promise<{ left: number }> {
  const { tx, workspace_id, record, unchanged } = context
  const one = await store.lockTransfer(tx, workspace_id, id)
  if (!one) throw notFound('transfer')
  const waiting = await store.readWaiting(tx, workspace_id, id, most)
  if (waiting.length === 0) {
    unchanged()
    return { left: 0 }
  }
  const outcomes = await decideAll(
    context,
    one,
    waiting.map(({ subject_id }) => subject_id),
  )
  const moved = [...outcomes.values()].flatMap((outcome) => ('moved' in outcome ? [outcome.moved] : []))
  const rows = one.dry_run ? new Map<string, string>() : await write(context, one, moved)
  const verdicts = waiting.map(({ position, subject_id }): store.Verdict => {
    const outcome = outcomes.get(subject_id)
    if (outcome && 'moved' in outcome) {
      const transfer_id = rows.get(subject_id) ?? null
      return { position, state: 'moved', code: null, message: null, transfer_id }
    }
    return { position, state: 'refused', transfer_id: null, ...(outcome?.refused ?? gone) }
  })
  await store.settle(tx, workspace_id, id, verdicts)
  const before = { moved: one.moved, refused: one.refused }
  const after = { moved: one.moved + moved.length, refused: one.refused + verdicts.length - moved.length }
  const done = after.moved + after.refused
  const data = { dry_run: one.dry_run, before, after }
  record({ type: 'bulk_transfer.advanced', subject: id, version: done + 1, data })
  await progress(done, one.deals, tx)
  return { left: one.deals - done }
}

const gone = { code: 'not-found', message: 'There is no such deal in this workspace.' }

type Moved = { before: StoredDeal; decided: DecidedTransfer; from: ReturnType<typeof placeOf>; chance: number | null }
type Outcome = { moved: Moved } | { refused: { code: string; message: string } }

/** Locks the deals of a batch and decides about each; one that is not there any more has no outcome. */
async function decideAll(
  context: Context,
  { request }: store.BulkTransferRow,
  ids: readonly string[],
): Promise<Map<string, Outcome>> {
  const { tx, workspace_id, actor } = context
  const deals = await lockDeals(tx, workspace_id, ids)
  for (const { updated_at } of deals) context.notBefore(updated_at)
  await context.keepInSight(deals.map(({ id }) => id))
  const desk = await openDesk(context, request.to_pipeline)
  requireWritable(desk.target.definition, actor.role, request.fields)
  const asked = { ...request, given: await givenValues(context, request.fields) }
  const situations = await readSituations(tx, workspace_id, deals, context.now)
  const outcomes = new Map<string, Outcome>()
  for (const before of deals) {
    const situation = situations.get(before.id)
    if (!situation) continue
    const decide = async (): Promise<Decision<DecidedTransfer>> => {
      await permitPassage(context, before, desk)
      return decideTransfer(seenBy(context, situation), targetFor(desk, before), asked, context.now)
    }
    const decision = await decide().catch(asRefusal)
    if (!decision.ok) {
      const { code, message } = decision.refusal
      outcomes.set(before.id, { refused: { code, message } })
      continue
    }
    const decided = decision.value
    const from = placeOf(
      { id: before.pipeline_id, key: situation.definition.key, name: '' },
      situation.definition,
      before.stage,
    )
    outcomes.set(before.id, {
      moved: { before, decided, from, chance: desk.chances.get(decided.after.stage) ?? null },
    })
  }
  return outcomes
}

/** A right that is missing refuses this deal and no other. */
function asRefusal(error: unknown): Decision<never> {
  if (error instanceof Problem) return { ok: false, refusal: { code: error.code, message: error.message } }
  throw error
}

/** Answers by which row of the ledger each deal went. */
async function write(
  context: Context,
  { request }: store.BulkTransferRow,
  moved: readonly Moved[],
): Promise<Map<string, string>> {
  const { tx, workspace_id, now, newId, record } = context
  const { reason = null, note = null } = request
  const continuations = moved.map(({ before, decided, from, chance }): Continuation => {
    const { after, landing, situation } = decided
    const id = newId('led')
    const to = placeOf(
      { id: after.pipeline_id, key: situation.definition.key, name: '' },
      situation.definition,
      after.stage,
    )
    const change = differences(before, after)
    const data = {
      key: `D-${after.number}`,
      name: after.name,
      transfer_id: id,
      ...passageOf(from, to),
      stage_by: landing.by,
      reason,
      note,
      before: change.before,
      after: change.after,
    }
    const event_id = record({ type: 'deal.transferred', subject: after.id, version: after.version, data })
    const row = { id, kind: 'transferred' as const, event_id, occurred_at: now, recorded_at: now, reason }
    return { before, states: [{ state: after, change: row }], chance }
  })
  await writeContinuations(tx, workspace_id, continuations)
  return new Map(continuations.map(({ before, states }) => [before.id, states[0]?.change.id ?? '']))
}
