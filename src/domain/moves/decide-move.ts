import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Instant } from '../../values/instant.ts'
import type { DealState } from '../ledger/index.ts'
import { type Definition, positionOf, wayBetween, wayToWon } from '../pipelines/index.ts'
import { type Asked, crossedBetween, crossedByWinning } from './crossed.ts'
import { owedByExcuse, withOverride, withStanding } from './excuses.ts'
import { gatesOf } from './gates.ts'
import { type GivenValues, withValues } from './given-values.ts'
import type { Gate, Move, MoveRequest } from './move.ts'
import { askedByOwed, stillOwed } from './owed.ts'
import { refusalOf } from './refusal.ts'
import { type GivenEvidence, withEvidence } from './with-evidence.ts'
import type { Situation } from './situation.ts'

/** A request whose values were checked by the library (`given`), since that needs the workspace's people. */
export type CheckedRequest = Pick<
  MoveRequest,
  'to_stage' | 'outcome' | 'deal_version' | 'reason' | 'note' | 'override'
> & {
  given?: GivenValues
  evidence?: GivenEvidence[] | undefined
}

export type By = { actor: string; now: Instant; id: string }
export type DecidedMove = { move: Move; after: DealState }

/**
 * Decides whether a deal goes to another stage of its pipeline, or is won or lost. Values and evidence that come with
 * the request count as given. Going back and losing pass no gate.
 */
export function decideMove(situation: Situation, request: CheckedRequest, by: By): Decision<DecidedMove> {
  const { deal } = situation
  if (deal.outcome !== null)
    return refuse(
      'deal-closed',
      `This deal is ${deal.outcome} and does not move; reopen it first, by moving it to ${deal.stage}, where it stood.`,
    )
  if (request.deal_version !== undefined && request.deal_version !== deal.version)
    return refuse('deal-changed', 'Someone changed this deal meanwhile; look at it again.', { version: deal.version })
  if ((request.to_stage === undefined) === (request.outcome === undefined))
    return refuse('target-unclear', 'Say either which stage to move to, or the outcome won or lost.')

  const supplied = withEvidence(situation, request.evidence ?? [], by.now)
  if (!supplied.ok) return supplied
  if (request.given?.own.amount !== undefined && situation.line_items.amounts !== null)
    return refuse('amount-computed', 'The amount comes from the line items; change those, or remove them first.')
  const filled = { ...supplied.value, deal: withValues(deal, request.given ?? { own: {}, fields: {} }) }

  if (request.outcome === 'lost') return decideLoss(filled, request, by)
  if (request.outcome === 'won') return decideWin(filled, request, by)
  return decideStage(filled, request.to_stage ?? '', request, by)
}

/** The criteria that a request would cross, judged with what it brings along; none where it cannot be made at all. */
export function gatesFor(situation: Situation, request: CheckedRequest, now: Instant): Gate[] {
  const { deal, definition } = situation
  if (deal.outcome !== null || !isForward(definition, deal.stage, request)) return []
  const supplied = withEvidence(situation, request.evidence ?? [], now)
  const crossed =
    request.outcome === 'won'
      ? crossedByWinning(definition, deal.stage)
      : crossedBetween(definition, deal.stage, request.to_stage ?? deal.stage)
  const filled = {
    ...(supplied.ok ? supplied.value : situation),
    deal: withValues(deal, request.given ?? { own: {}, fields: {} }),
  }
  const gates = judged(filled, asked(situation, crossed), now)
  const passed = withOverride(gates, request.override, now)
  return passed.ok ? passed.value : gates
}

/** The gates as they are, those that an override lets pass among the satisfied. */
const judged = (situation: Situation, asked: Asked[], now: Instant): Gate[] =>
  withStanding(gatesOf(situation, asked, now), situation.deal.owed, now)

function isForward(definition: Definition, from: string, request: CheckedRequest): boolean {
  if (request.outcome === 'won') return true
  return request.to_stage !== undefined && positionOf(definition, request.to_stage) > positionOf(definition, from)
}

function decideStage(situation: Situation, to: string, request: CheckedRequest, by: By): Decision<DecidedMove> {
  const { deal, definition } = situation
  const stages = definition.stages.map(({ key }) => key)
  if (!stages.includes(to))
    return refuse('stage-unknown', `There is no stage ${to} in this pipeline; there are ${stages.join(', ')}.`, {
      stages,
    })
  if (to === deal.stage) return refuse('stage-same', 'The deal is already there.')

  const way = wayBetween(definition, deal.stage, to)
  const forward = positionOf(definition, to) > positionOf(definition, deal.stage)
  const names = `from ${nameOf(definition, deal.stage)} to ${nameOf(definition, to)}`
  if (way === 'forbidden') return refuse('transition-forbidden', `This pipeline has no way ${names}.`, { stages })
  if (way === 'reason' && request.reason === undefined)
    return refuse('reason-required', `Moving ${names} needs a reason; say why.`)

  const crossed = forward ? asked(situation, crossedBetween(definition, deal.stage, to)) : []
  const passed = withOverride(judged(situation, crossed, by.now), request.override, by.now)
  if (!passed.ok) return passed
  const gates = passed.value
  const blocked = refusalOf(gates, nameOf(definition, to), request.reason, situation)
  if (blocked) return blocked
  const after: DealState = {
    ...deal,
    version: deal.version + 1,
    stage: to,
    entered_stage_at: by.now,
    owed: forward ? owedByExcuse(gates, to) : stillOwed({ ...situation, deal: { ...deal, stage: to } }, by.now),
  }
  return accept({ after, move: moveOf(situation, after, { ...request, gates, kind: 'moved' }, by) })
}

function decideWin(situation: Situation, request: CheckedRequest, by: By): Decision<DecidedMove> {
  const { deal, definition } = situation
  const way = wayToWon(definition, deal.stage)
  const from = nameOf(definition, deal.stage)
  if (way === 'forbidden') return refuse('transition-forbidden', `No deal is won from ${from} in this pipeline.`)
  if (way === 'reason' && request.reason === undefined)
    return refuse('reason-required', `Winning from ${from} skips stages and needs a reason; say why.`)

  const crossed = asked(situation, crossedByWinning(definition, deal.stage))
  const passed = withOverride(judged(situation, crossed, by.now), request.override, by.now)
  if (!passed.ok) return passed
  const gates = passed.value
  const blocked = refusalOf(gates, 'Won', request.reason, situation)
  if (blocked) return blocked
  const after = closed(deal, 'won', null, by.now)
  return accept({ after, move: moveOf(situation, after, { ...request, gates, kind: 'won' }, by) })
}

function decideLoss(situation: Situation, request: CheckedRequest, by: By): Decision<DecidedMove> {
  const { reasons } = situation.definition.outcomes.lost
  const passed = withOverride([], request.override, by.now)
  if (!passed.ok) return passed
  const list = reasons.map(({ key }) => key).join(', ')
  if (request.reason === undefined)
    return refuse('reason-required', `Losing a deal needs one of the pipeline's reasons: ${list}.`, { reasons })
  if (!reasons.some(({ key }) => key === request.reason))
    return refuse('lost-reason-unknown', `"${request.reason}" is not among the reasons: ${list}.`, { reasons })
  const after = { ...closed(situation.deal, 'lost', request.reason, by.now), owed: situation.deal.owed }
  return accept({ after, move: moveOf(situation, after, { ...request, gates: [], kind: 'lost' }, by) })
}

/** A debt falls due with the next step forward, whichever gate that passes. */
const asked = ({ deal, definition }: Situation, crossed: Asked[]) => [...crossed, ...askedByOwed(deal, definition)]

/** The category `closed` is set by winning alone; what was said before stands in the ledger and comes back on reopening. */
const closed = (deal: DealState, outcome: 'won' | 'lost', reason: string | null, now: Instant): DealState => ({
  ...deal,
  version: deal.version + 1,
  outcome,
  outcome_reason: reason,
  closed_at: now,
  category: outcome === 'won' ? 'closed' : 'omitted',
  owed: [],
})

type Step = Pick<CheckedRequest, 'reason' | 'note'> & { gates: Gate[]; kind: Move['kind'] }

function moveOf({ deal, definition }: Situation, after: DealState, step: Step, by: By): Move {
  const from = positionOf(definition, deal.stage)
  const to = positionOf(definition, after.stage)
  return {
    id: by.id,
    deal_id: deal.id,
    deal_version: after.version,
    kind: step.kind,
    from_stage: deal.stage,
    to_stage: after.stage,
    direction: to > from ? 'forward' : to < from ? 'back' : 'none',
    skipped: definition.stages.slice(from + 1, Math.max(from + 1, to)).map(({ key }) => key),
    outcome: step.kind === 'won' || step.kind === 'lost' ? step.kind : null,
    reason: step.reason ?? null,
    note: step.note ?? null,
    reversal_of: null,
    owed: after.owed,
    gates: step.gates,
    moved_by: by.actor,
    moved_at: by.now,
  }
}

const nameOf = (definition: Definition, stage: string) =>
  definition.stages.find(({ key }) => key === stage)?.name ?? stage
