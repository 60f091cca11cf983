import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Category, DealState } from '../ledger/index.ts'
import type { Definition } from '../pipelines/index.ts'
import type { By, DecidedMove } from './decide-move.ts'

export type ReopenSituation = {
  deal: DealState
  definition: Definition
  /** What was called before it was closed; reopening restores it. */
  category_before: Category
}
export type ReopenRequest = {
  deal_version?: number | undefined
  reason?: string | undefined
  note?: string | undefined
}

/** Decides whether a won or lost deal is open again, in the stage where it stood. */
export function decideReopen(situation: ReopenSituation, request: ReopenRequest, by: By): Decision<DecidedMove> {
  const { deal, definition, category_before } = situation
  if (deal.outcome === null) return refuse('deal-open', 'This deal is open.')
  if (request.deal_version !== undefined && request.deal_version !== deal.version)
    return refuse('deal-changed', 'Someone changed this deal meanwhile; look at it again.', { version: deal.version })
  if (deal.outcome !== 'won' && deal.outcome !== 'lost')
    return refuse('reopen-forbidden', `A deal that is ${deal.outcome} is not reopened: it goes on elsewhere.`)
  const { reopen } = definition.transitions
  if (reopen === 'forbidden') return refuse('reopen-forbidden', 'This pipeline does not reopen deals; open a new one.')
  if (reopen === 'reason' && request.reason === undefined)
    return refuse('reason-required', 'Reopening needs a reason; say why.')

  const after: DealState = {
    ...deal,
    version: deal.version + 1,
    outcome: null,
    outcome_reason: null,
    closed_at: null,
    frozen_rate: null,
    category: category_before === 'closed' ? 'pipeline' : category_before,
    entered_stage_at: by.now,
  }
  return accept({
    after,
    move: {
      id: by.id,
      deal_id: deal.id,
      deal_version: after.version,
      kind: 'reopened',
      from_stage: deal.stage,
      to_stage: deal.stage,
      direction: 'none',
      skipped: [],
      outcome: null,
      reason: request.reason ?? null,
      note: request.note ?? null,
      reversal_of: null,
      owed: after.owed,
      gates: [],
      moved_by: by.actor,
      moved_at: by.now,
    },
  })
}
