import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { ChangeKind, DealState } from '../ledger/index.ts'
import { type Definition, positionOf } from '../pipelines/index.ts'
import type { By, DecidedMove } from './decide-move.ts'

export type ReversalSituation = {
  deal: DealState
  definition: Definition
  /** The ledger's row of the move that is to be undone: the version that it led to, and who did it. */
  step: { id: string; version: number; kind: ChangeKind; by: string | null }
  /** The deal as it was before that move. */
  before: DealState
}

const undoable: ChangeKind[] = ['moved', 'won', 'lost', 'reopened']

/**
 * Decides whether a move is undone: by whoever made it, while nothing came after. No gate applies, since the deal only
 * goes back to where it was; both rows are left out of stays and conversions.
 */
export function decideReversal(situation: ReversalSituation, by: By): Decision<DecidedMove> {
  const { deal, definition, step, before } = situation
  if (!undoable.includes(step.kind))
    return refuse('reversal-forbidden', 'Only a move, a win, a loss or a reopening is undone; edit the deal instead.')
  if (step.by !== by.actor)
    return refuse('reversal-not-yours', 'Only whoever made this move undoes it; move the deal back instead.')
  if (step.version !== deal.version)
    return refuse('reversal-too-late', 'The deal has changed since; move it back instead.', { version: deal.version })

  // The stay goes on as if never interrupted, but fields and links given on the way stay: they are true all the same.
  const after: DealState = {
    ...deal,
    version: deal.version + 1,
    stage: before.stage,
    entered_stage_at: before.entered_stage_at,
    outcome: before.outcome,
    outcome_reason: before.outcome_reason,
    closed_at: before.closed_at,
    frozen_rate: before.frozen_rate,
    category: before.category,
    owed: before.owed,
  }
  const from = positionOf(definition, deal.stage)
  const to = positionOf(definition, after.stage)
  return accept({
    after,
    move: {
      id: by.id,
      deal_id: deal.id,
      deal_version: after.version,
      kind: 'reversed',
      from_stage: deal.stage,
      to_stage: after.stage,
      direction: to > from ? 'forward' : to < from ? 'back' : 'none',
      skipped: [],
      outcome: null,
      reason: null,
      note: null,
      reversal_of: step.id,
      owed: after.owed,
      gates: [],
      moved_by: by.actor,
      moved_at: by.now,
    },
  })
}
