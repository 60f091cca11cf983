import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Instant } from '../../values/instant.ts'
import { type Arrival, categoryOf, closedBy } from '../intake/index.ts'
import { type ChangeKind, type DealState, differences } from '../ledger/index.ts'

/** The last moment that is known of a deal, now, and whether its line items are said to be others. */
export type Known = { last_at: Instant; now: Instant; other_lines: boolean }
export type Step = { kind: ChangeKind; at: Instant; state: DealState }

/**
 * What a newer export says of a deal that an older one brought, as the changes that follow: reopened, moved, won or
 * lost, each at the moment that the file gives (never before what is known already), or now. What else differs comes
 * with the first of them, or is one edit. No steps where nothing differs.
 */
export function decideUpdate(deal: DealState, arrival: Arrival, known: Known): Decision<Step[]> {
  const { pipeline, values, closed } = arrival
  const { key } = pipeline.definition
  if (deal.pipeline_id !== pipeline.id)
    return refuse('pipeline_changed', `The file has this deal in ${key} now; move it to that pipeline here first.`)
  const settled = closed !== null && deal.outcome === closed.outcome
  const fields = sameFields(deal.fields, values.fields) ? deal.fields : values.fields
  const after = { ...deal, ...values, fields, ...(settled ? closedBy(closed) : {}) }
  const steps = settled ? [] : stepsOf(deal, after, arrival, known)
  const ends = steps.at(-1)?.state.outcome ?? null
  if (pipeline.lifecycle === 'archived' && steps.length > 0 && ends === null)
    return refuse(
      'pipeline_archived',
      `${key} is archived and holds no open deals; bring it back to sunset first, or close the deal in the file.`,
    )
  if (steps.length > 0) return accept(numbered(deal, steps))
  if (!differences(deal, after).any && !known.other_lines) return accept([])
  return accept(numbered(deal, [{ kind: 'edited', at: known.now, state: after }]))
}

function stepsOf(
  deal: DealState,
  after: DealState,
  arrival: Arrival,
  known: { last_at: Instant; now: Instant },
): Step[] {
  const { pipeline, closed } = arrival
  const steps: Step[] = []
  let state = after
  const add = (kind: ChangeKind, at: Instant, part: Partial<DealState>) => {
    state = { ...state, ...part }
    steps.push({ kind, at: later(at, steps.at(-1)?.at ?? known.last_at), state })
  }
  const category = categoryOf(pipeline.definition, deal.stage)
  if (deal.outcome !== null) add('reopened', known.now, { ...reopened, category, entered_stage_at: known.now })
  for (const { stage, at } of movesOf(deal, arrival, known.now)) {
    const category = categoryOf(pipeline.definition, stage)
    const entered_stage_at = later(at, steps.at(-1)?.at ?? known.last_at)
    // The stages of a file are those of the version that is current, so a deal that moves there is in it.
    add('moved', at, { stage, entered_stage_at, category, definition_id: pipeline.definition_id })
  }
  if (closed !== null) add(closed.outcome, closed.at, closedBy(closed))
  return steps
}

const reopened = {
  outcome: null,
  outcome_reason: null,
  closed_at: null,
  frozen_rate: null,
}

/** Whether fields hold the same, in whatever order. */
function sameFields(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const keys = Object.keys(a)
  const same = (key: string) => JSON.stringify(a[key]) === JSON.stringify(b[key])
  return keys.length === Object.keys(b).length && keys.every(same)
}

/** The stages that it entered since, so that it ends where the file has it. */
function movesOf({ stage, entered_stage_at }: DealState, { stages, closed }: Arrival, now: Instant): Arrival['stages'] {
  const target = stages.at(-1)?.stage ?? stage
  const since = stages.filter(({ at }) => at > entered_stage_at)
  const last = since.at(-1)?.stage ?? stage
  const ways = last === target ? since : [...since, { stage: target, at: closed?.at ?? now }]
  return ways.filter((one, i) => one.stage !== (ways[i - 1]?.stage ?? stage))
}

const numbered = ({ version }: DealState, steps: Step[]): Step[] =>
  steps.map(({ state, ...step }, i) => ({ ...step, state: { ...state, version: version + 1 + i } }))

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)
