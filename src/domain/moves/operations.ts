import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Ours } from '../../values/text.ts'
import { staleDeal } from '../deals/index.ts'
import { giveEvidence } from '../evidence/index.ts'
import { acceptFields } from '../fields/index.ts'
import { type DealState, DealId, lockedDeal, readDeals, saveChange, type StoredDeal } from '../ledger/index.ts'
import { grantOverrides, mayOverride, permitOverride, withdrawOverrides } from '../overrides/index.ts'
import { requireWritable, unreadable } from '../pipelines/index.ts'
import { askedByKey } from './crossed.ts'
import { type DecidedMove, decideMove } from './decide-move.ts'
import { decideReopen } from './decide-reopen.ts'
import { decideReversal } from './decide-reversal.ts'
import { gatesOf } from './gates.ts'
import { type GivenValues, splitGiven } from './given-values.ts'
import { Move, MoveRequest, Preview } from './move.ts'
import { previewMove } from './preview-move.ts'
import type { Situation } from './situation.ts'
import * as store from './store.ts'

export const moveDeal = operation({
  name: 'moves.create',
  http: 'POST /deals/{deal_id}/moves',
  access: 'deals:work',
  effect: 'write',
  mcp: {
    tool: 'move_deal',
    hint: "Say to_stage, or outcome won or lost; a lost deal needs one of its pipeline's lost reasons as reason",
  },
  summary: 'Move a deal to another stage of its pipeline, win or lose it, or reopen it in the stage where it stood',
  input: MoveRequest,
  output: Move,
  version: ({ deal_version }) => deal_version,
  async run(context, request) {
    const deal = await lockedDeal(context, request.deal_id)
    if (request.deal_version !== undefined && request.deal_version !== deal.version)
      throw await staleDeal(context, deal)
    const situation = await situationOf(context, deal)
    if (deal.outcome !== null && request.to_stage === deal.stage) return reopen(context, situation, request)
    requireWritable(situation.definition, context.actor.role, request.fields)
    if (request.override) await permitOverride(context, deal)
    const { evidence = [], ...rest } = request
    const checked = { ...rest, evidence, given: await givenValues(context, request.fields) }
    const decided = unwrap(decideMove(situation, checked, by(context)))
    await giveEvidence(context, deal, evidence)
    const move = await save(context, situation, decided)
    await writeOverride(context, situation, move, request.override)
    return move
  },
})

/** What only this override let pass; what was met meanwhile needed none. */
async function writeOverride(
  context: Context,
  { deal }: store.Placed<StoredDeal>,
  { id, gates, outcome, to_stage, deal_version }: Move,
  override: MoveRequest['override'],
): Promise<void> {
  if (override === undefined) return
  const passed = gates.flatMap(({ key, label, level, excused_until, because }) =>
    excused_until === null || level === 'advice' || !override.criteria.includes(key)
      ? []
      : [{ key, label, level, because }],
  )
  const { reason, expires_on } = override
  const stage = outcome === null ? to_stage : null
  const after = { ...deal, version: deal_version }
  await grantOverrides(context, after, { move_id: id, to_stage: stage, reason, expires_on, passed })
}

const { deal_id: _, ...target } = MoveRequest.shape

export const previewMoveOfDeal = operation({
  name: 'moves.preview',
  http: 'POST /deals/{deal_id}/moves/preview',
  status: 200,
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  mcp: {
    tool: 'explain_gate',
    hint: 'Each gate says whether it is satisfied and what would satisfy it; explain_rule takes its rule apart',
  },
  summary: 'Would this move be accepted, and what does it ask for? Nothing changes',
  input: MoveRequest,
  output: Preview,
  async run(context, { deal_id, ...request }) {
    const [deal] = await readDeals(context.tx, context.workspace_id, [deal_id])
    if (!deal) throw notFound('deal')
    const situation = await situationOf(context, deal)
    requireWritable(situation.definition, context.actor.role, request.fields)
    if (request.override) await permitOverride(context, deal)
    return previewMove(situation, { ...request, given: await givenValues(context, request.fields) }, context.now)
  },
})

const mostDeals = 500

export const previewMoves = operation({
  name: 'moves.preview_many',
  http: 'POST /moves/preview',
  status: 200,
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  summary: 'What would be refused? The gate asked about many deals at once, without moving them',
  input: z.strictObject({
    deal_ids: z.array(DealId).min(1, 'name at least one deal').max(mostDeals, `at most ${mostDeals} deals at once`),
    to_stage: target.to_stage,
    outcome: target.outcome,
    reason: target.reason,
  }),
  output: z.object({ data: z.array(Preview.extend({ deal_id: Id('deal'), key: Ours })) }),
  async run(context, { deal_ids, ...request }) {
    const { tx, workspace_id, now } = context
    const deals = await readDeals(tx, workspace_id, deal_ids)
    const unknown = deal_ids.findIndex((one) => !deals.some((deal) => isNamed(deal, one)))
    if (unknown >= 0)
      throw invalid(`/deal_ids/${unknown}`, 'unknown', `There is no deal ${deal_ids[unknown]} in this workspace.`)
    const situations = await store.readSituations(tx, workspace_id, deals, now)
    const data = deals.flatMap(({ id, number }) => {
      const situation = situations.get(id)
      const seen = situation && withoutUnreadable(context, situation)
      return seen ? [{ deal_id: id, key: `D-${number}`, ...previewMove(seen, request, now) }] : []
    })
    return { data }
  },
})

export const reverseMove = operation({
  name: 'moves.reverse',
  http: 'POST /deals/{deal_id}/moves/{move_id}/reversal',
  access: 'deals:work',
  effect: 'write',
  summary: 'Undo a move of your own while nothing came after it; both are left out of stays and conversions',
  input: z.strictObject({ deal_id: DealId, move_id: Id('led') }),
  output: Move,
  version: ({ deal_version }) => deal_version,
  async run(context, { deal_id, move_id }) {
    const { tx, workspace_id } = context
    const deal = await lockedDeal(context, deal_id)
    const step = await store.readStep(tx, workspace_id, deal.id, move_id)
    if (!step) throw notFound('move of this deal')
    const place = await store.readPlace(tx, workspace_id, deal.id, step.version - 1)
    const before: DealState = { ...deal, ...place }
    const situation = await situationOf(context, deal)
    const { definition } = situation
    const decided = unwrap(decideReversal({ deal, definition, step, before }, by(context)))
    await withdrawOverrides(tx, workspace_id, move_id, context.now)
    return save(context, situation, decided)
  },
})

async function reopen(
  context: Context,
  situation: store.Placed<StoredDeal>,
  { deal_version, reason, note }: MoveRequest,
): Promise<Move> {
  const { deal, definition } = situation
  const category_before = (await store.readCategoryBefore(context.tx, context.workspace_id, deal.id)) ?? 'pipeline'
  const decided = decideReopen({ deal, definition, category_before }, { deal_version, reason, note }, by(context))
  return save(context, situation, unwrap(decided))
}

/** Writes a decided move: one ledger row and one event, under the move's own id. */
async function save(
  context: Context,
  { deal, chances }: store.Placed<StoredDeal>,
  { move, after: decided }: DecidedMove,
): Promise<Move> {
  const { tx, workspace_id, now } = context
  const won = move.kind === 'won'
  const after = won
    ? { ...decided, frozen_rate: await store.readFrozenRate(tx, workspace_id, decided.currency, now) }
    : decided
  const chance = after.outcome === null ? (chances[after.stage] ?? null) : null
  const { id, kind, from_stage, to_stage, outcome, reason, note, reversal_of } = move
  await saveChange(context, {
    before: deal,
    after,
    id,
    kind,
    type: `deal.${kind}`,
    chance,
    reason,
    reversal_of,
    data: { move_id: id, from_stage, to_stage, outcome, reason, note, reversal_of },
  })
  return move
}

export type Judged = { deal_id: string; criterion: string }

/** Whether deals satisfy criteria as they stand, each by itself; null where their pipeline no longer asks for it. */
export async function criteriaMet(context: Context, judged: readonly Judged[]): Promise<(boolean | null)[]> {
  const { tx, workspace_id, now } = context
  const deals = await readDeals(tx, workspace_id, [...new Set(judged.map(({ deal_id }) => deal_id))])
  const situations = await store.readSituations(tx, workspace_id, deals, now)
  return judged.map(({ deal_id, criterion }) => {
    const situation = situations.get(deal_id)
    const asked = situation && askedByKey(situation.definition, criterion)
    if (!situation || !asked) return null
    return gatesOf(withoutUnreadable(context, situation), [asked], now)[0]?.satisfied ?? null
  })
}

/** All that a rule may look at around a deal, as this reader may see it. */
export async function situationOf<Deal extends DealState>(context: Context, deal: Deal): Promise<store.Placed<Deal>> {
  const { tx, workspace_id, now } = context
  const situation = (await store.readSituations(tx, workspace_id, [deal], now)).get(deal.id)
  if (!situation) throw notFound('deal')
  return withoutUnreadable(context, situation)
}

/** A gate looks at every field, and tells nobody of a value that is not for them. */
const withoutUnreadable = <S extends Situation>(context: Context, situation: S): S => ({
  ...situation,
  unreadable: unreadable(situation.definition, context.actor.role),
  may_override: mayOverride(context, situation.deal),
})

/** Values that come with a move, checked: the deal's own here, those of fields by the library. 400 where one does not hold. */
export async function givenValues(context: Context, given: MoveRequest['fields']): Promise<GivenValues> {
  const split = splitGiven(given)
  if (!split.ok) throw new Problem('invalid', split.refusal.message, 'fields-invalid', split.refusal.details)
  const { own, rest } = split.value
  return { own, fields: await acceptFields(context, 'deal', rest) }
}

const by = ({ actor, now, newId }: Context) => ({ actor: actor.id, now, id: newId('led') })

const isNamed = ({ id, number }: StoredDeal, id_or_key: string) => id === id_or_key || `D-${number}` === id_or_key
