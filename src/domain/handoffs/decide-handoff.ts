import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { DealState } from '../ledger/index.ts'
import type { State } from './handoff.ts'

export type Standing = {
  state: State
  kind: 'handoff' | 'transfer'
  /** The deal that it opened, where there is one. */
  opened: DealState | null
}

const decided: Partial<Record<State, string>> = {
  accepted: 'was accepted already',
  rejected: 'was rejected already',
  returned: 'was returned already',
}

/** Whether a hand-off may still be accepted, and whether that opens or moves a deal or says yes to the one there is. */
export function decideAcceptance({ state }: Pick<Standing, 'state'>): Decision<'open' | 'agree'> {
  const done = decided[state]
  if (done) return refuse('handoff-decided', `This hand-off ${done}.`)
  return accept(state === 'waiting' ? 'agree' : 'open')
}

/**
 * Decides what becomes of a hand-off that is not taken, be it rejected for good or returned to where it came from. The
 * deal that it opened was never an opportunity of its own and ends as void: in no rate and no total.
 */
export function decideRefusal({ state, opened }: Standing, now: string): Decision<DealState | null> {
  const done = decided[state]
  if (done) return refuse('handoff-decided', `This hand-off ${done}.`)
  if (opened === null) return accept(null)
  if (opened.outcome !== null)
    return refuse(
      'deal-closed',
      `D-${opened.number} is ${opened.outcome}, and stays what it is; accept the hand-off, or reopen the deal first.`,
    )
  return accept({
    ...opened,
    version: opened.version + 1,
    outcome: 'void',
    outcome_reason: 'handoff',
    closed_at: now,
    category: 'omitted',
    frozen_rate: null,
  })
}
