import type { Context } from '../../platform/context.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { readPipeline } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { differences } from './differences.ts'
import type { Change, DealState } from './state.ts'
import { lockDeal, type StoredDeal, writeChange } from './store.ts'

/** The deal, its row locked, for somebody who may work on it; 404 when there is none. */
export async function lockedDeal(context: Context, deal_id: string): Promise<StoredDeal> {
  const deal = await lockDeal(context.tx, context.workspace_id, deal_id)
  if (!deal) throw notFound('deal')
  await permitOn(context, 'work', deal)
  await context.keepInSight([deal.id])
  context.notBefore(deal.updated_at)
  return deal
}

/** What was put away holds no open deal: neither reopening nor taking back a win brings one into it. */
async function refuseArchived({ tx, workspace_id }: Context, { pipeline_id }: DealState): Promise<void> {
  const pipeline = await readPipeline(tx, workspace_id, pipeline_id)
  if (pipeline?.lifecycle !== 'archived') return
  throw new Problem(
    'refused',
    `${pipeline.name} is archived and holds no open deals; bring it back to sunset first.`,
    'pipeline-archived',
  )
}

type Saved = Pick<Change, 'kind' | 'reason' | 'reversal_of'> & {
  before: StoredDeal | null
  after: DealState
  /** Of the ledger row, where it was told already; else a new one. */
  id?: string
  /** The event's type, such as `deal.moved`. */
  type: `deal.${string}`
  /** The chance that the stage gives it; as before where left out. */
  chance?: number | null
  /** Hands a deal over on behalf of whoever sets rights, who need not work on it themselves. */
  handover?: true
  /** What hangs on the deal and changed with it, before and after. */
  also?: { before: Record<string, unknown>; after: Record<string, unknown> }
  /** More for the event than what differs between the states. */
  data?: Record<string, unknown>
}

/** Writes one change of a deal and records it: one ledger row, one event. Answers the ledger row's id. */
export async function saveChange(context: Context, saved: Saved): Promise<string> {
  const { tx, workspace_id, now, newId, record } = context
  const {
    before,
    after,
    kind,
    type,
    data,
    also,
    id = newId('led'),
    chance = before?.probability ?? null,
    reason = null,
    reversal_of = null,
  } = saved
  if (!saved.handover) await permitChange(context, before, after)
  await context.keepInSight([after.id])
  const change = before
    ? differences(before, after)
    : { before: null, after: differences({} as DealState, after).after }
  const event_id = record({
    type,
    subject: after.id,
    version: after.version,
    data: {
      key: `D-${after.number}`,
      name: after.name,
      ...data,
      before: change.before && { ...change.before, ...also?.before },
      after: { ...change.after, ...also?.after },
    },
  })
  const written = { id, kind, event_id, occurred_at: now, recorded_at: now, reason, reversal_of }
  await writeChange(tx, workspace_id, { before, after, change: written, chance })
  return id
}

/**
 * Asked before anything is written, whoever locked the deal and how: that it may be worked on as it was, begun as it is
 * to be, and taken out of one pipeline into another.
 */
async function permitChange(context: Context, before: StoredDeal | null, after: DealState): Promise<void> {
  await permitOn(context, 'work', before ?? after)
  if (before !== null && before.outcome !== null && after.outcome === null) await refuseArchived(context, after)
  if (before === null || before.pipeline_id === after.pipeline_id) return
  await permitOn(context, 'transfer_out', before)
  await permitOn(context, 'transfer_in', { pipeline_id: after.pipeline_id })
}
