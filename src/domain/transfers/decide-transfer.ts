import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Instant } from '../../values/instant.ts'
import type { DealState } from '../ledger/index.ts'
import {
  type Asked,
  crossedBetween,
  type Gate,
  type GivenEvidence,
  type GivenValues,
  gatesOf,
  owedOnArrival,
  refusalOf,
  type Situation,
  withEvidence,
  withValues,
} from '../moves/index.ts'
import { type Definition, positionOf } from '../pipelines/index.ts'
import type { Mapped } from '../transfer-maps/index.ts'
import { type Landing, landingIn } from './landing.ts'
import { type MappedFields, mappedFields } from './map-fields.ts'

/** The pipeline that a deal is to go to, with its map from the deal's own. */
export type Target = {
  id: string
  key: string
  name: string
  lifecycle: string
  definition_id: string
  definition: Definition
  map: Mapped | null
  /** Fields of the target whose values the one who asks may not read. */
  unreadable?: ReadonlySet<string>
}

export type CheckedTransfer = {
  to_stage?: string | undefined
  reason?: string | undefined
  note?: string | undefined
  given?: GivenValues
  evidence?: GivenEvidence[] | undefined
}

/** A deal as it would stand in another pipeline, before anything is asked of it. */
export type Arrived = { situation: Situation; landing: Landing; fields: MappedFields; gates: Gate[] }

export type DecidedTransfer = Arrived & { after: DealState }

/**
 * Decides whether a deal goes to another pipeline. Its entry into the stage where it lands and the fields required
 * there are asked for; a stage beyond the one that the map leads to asks for every gate on the way. What lies behind
 * and was never met is owed. Going back again passes the same door.
 */
export function decideTransfer(
  situation: Situation,
  target: Target,
  request: CheckedTransfer,
  now: Instant,
): Decision<DecidedTransfer> {
  const { deal, definition } = situation
  if (deal.outcome !== null)
    return refuse(
      'deal-closed',
      `This deal is ${deal.outcome} and stays where it was; reopen it before it goes elsewhere.`,
    )
  if (target.id === deal.pipeline_id)
    return refuse('pipeline-same', `The deal is in ${target.name} already; move it to a stage instead.`)
  if (target.lifecycle !== 'active')
    return refuse('pipeline-not-active', `${target.name} is ${target.lifecycle} and takes no deals.`)
  const stages = target.definition.stages.map(({ key }) => key)
  if (request.to_stage !== undefined && !stages.includes(request.to_stage))
    return refuse('stage-unknown', `${target.name} has no stage ${request.to_stage}; there are ${stages.join(', ')}.`, {
      stages,
    })
  const unexplained = reasonRefusal(definition, request.reason)
  if (unexplained) return unexplained
  if (request.given?.own.amount !== undefined && situation.line_items.amounts !== null)
    return refuse('amount-computed', 'The amount comes from the line items; change those, or remove them first.')

  const arrived = arrive(situation, target, request, now)
  if (!arrived.ok) return arrived
  const { landing, gates } = arrived.value
  const name = target.definition.stages.find(({ key }) => key === landing.stage)?.name ?? landing.stage
  const blocked = refusalOf(gates, `${name} in ${target.name}`, request.note, { excuse: 'A note' })
  if (blocked) return blocked
  const passed = new Set(gates.map(({ key }) => key))
  const owed = owedOnArrival(arrived.value.situation, now).filter(({ key }) => !passed.has(key))
  const after: DealState = { ...arrived.value.situation.deal, version: deal.version + 1, owed }
  return accept({ ...arrived.value, after })
}

/** Where a deal would stand in another pipeline and what is asked for there, whether or not it has that. */
export function arrive(
  situation: Situation,
  target: Target,
  { to_stage, given = { own: {}, fields: {} }, evidence = [] }: CheckedTransfer,
  now: Instant,
): Decision<Arrived> {
  const { deal, definition } = situation
  const mapped = landingIn(definition, deal.stage, target.map, target.definition)
  const asked = to_stage !== undefined && to_stage !== mapped.stage && positionOf(target.definition, to_stage) >= 0
  const landing: Landing = asked ? { stage: to_stage, by: 'asked' } : mapped
  const { unreadable = new Set<string>() } = target
  // Hidden here and open there: such a value waits until somebody takes the deal along who may read it.
  const closed = (situation.unreadable ?? new Set<string>()) as Set<string>
  const fields = mappedFields(deal, target.map, target.definition, closed.difference(unreadable))
  const stands: DealState = {
    ...withValues({ ...deal, fields: fields.fields }, given),
    pipeline_id: target.id,
    definition_id: target.definition_id,
    stage: landing.stage,
    entered_stage_at: now,
    owed: [],
    carried: fields.carried,
    // What was said of this deal alone stays; what its pipeline said is for the new one to say.
    revenue_kind: deal.revenue_kind === definition.revenue_kind ? target.definition.revenue_kind : deal.revenue_kind,
  }
  const supplied = withEvidence(
    { ...situation, definition: target.definition, unreadable, deal: stands },
    evidence,
    now,
  )
  if (!supplied.ok) return supplied
  const gates = gatesOf(supplied.value, askedOn(target.definition, mapped.stage, landing.stage), now)
  return accept({ situation: supplied.value, landing, fields, gates })
}

function askedOn(definition: Definition, mapped: string, stage: string): Asked[] {
  const here = crossedBetween(definition, null, stage).filter(
    (one) => one.side === 'required' || (one.side === 'entry' && one.stage === stage),
  )
  return [...crossedBetween(definition, mapped, stage), ...here]
}

function reasonRefusal({ name, outcomes }: Definition, reason: string | undefined): Decision<never> | undefined {
  const { reasons } = outcomes.transferred
  const list = reasons.map(({ key }) => key).join(', ')
  if (reason === undefined)
    return refuse('reason-required', `Leaving ${name} needs one of its reasons: ${list}.`, { reasons })
  if (!reasons.some(({ key }) => key === reason))
    return refuse('transfer-reason-unknown', `"${reason}" is not among the reasons of ${name}: ${list}.`, { reasons })
  return undefined
}
