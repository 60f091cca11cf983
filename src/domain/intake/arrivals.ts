import type { Day, Instant } from '../../values/instant.ts'
import type { Change, ChangeKind, DealState, History, Owed } from '../ledger/index.ts'
import type { LineRow } from '../line-items/index.ts'
import type { Definition, Lifecycle } from '../pipelines/index.ts'

/** A deal that comes from elsewhere with its past, its names already found in this workspace. */
export type Arrival = {
  pipeline: { id: string; lifecycle: Lifecycle; definition_id: string; definition: Definition }
  values: ArrivalValues
  /** The moment of its first stage, at the latest. */
  created_at: Instant
  /** At least one, in the order in which it entered them; the last is where it stands, or stood when it closed. */
  stages: { stage: string; at: Instant }[]
  closed: Closing | null
  /** `at_closing` where its amount is what it turned out to be: as long as it was open it had none. */
  amount_known: 'throughout' | 'at_closing'
  /** What of it comes again, for how long. */
  lines?: readonly LineRow[]
}

export type ArrivalValues = Pick<
  DealState,
  | 'name'
  | 'account_id'
  | 'partner_account_id'
  | 'source'
  | 'amount_minor'
  | 'currency'
  | 'close_date'
  | 'owner_id'
  | 'fields'
  | 'next_step'
>

/** How it ended: a loss with its reason, a win in another currency than the workspace's with the rate of its day. */
export type Closing = {
  outcome: 'won' | 'lost'
  at: Instant
  /** The day of that, where the deal was closed. */
  day: Day
  reason: string | null
  frozen_rate: string | null
}

export type Identity = { id: string; number: bigint }

/**
 * The state in which a deal arrives: what it owes is for the rules to say. A closed deal owes nothing and is called
 * neither more nor less than its outcome.
 */
export function arrivedState({ pipeline, values, created_at, stages, closed }: Arrival, identity: Identity): DealState {
  const { definition } = pipeline
  const last = stages.at(-1) ?? { stage: definition.stages[0]?.key ?? '', at: created_at }
  const open: DealState = {
    ...identity,
    ...values,
    version: 1,
    pipeline_id: pipeline.id,
    definition_id: pipeline.definition_id,
    stage: last.stage,
    entered_stage_at: last.at,
    outcome: null,
    outcome_reason: null,
    closed_at: null,
    category: categoryOf(definition, last.stage),
    owed: [],
    carried: {},
    revenue_kind: definition.revenue_kind,
    amount_measure: definition.amount_measure,
    frozen_rate: null,
    counted: true,
    wait_until: null,
    created_at,
  }
  return closed === null ? open : { ...open, ...closedBy(closed) }
}

/** What closing changes of a deal. */
export const closedBy = ({ outcome, at, reason, frozen_rate }: Closing) => ({
  outcome,
  outcome_reason: reason,
  closed_at: at,
  category: outcome === 'won' ? ('closed' as const) : ('omitted' as const),
  owed: [],
  frozen_rate: outcome === 'won' ? frozen_rate : null,
})

export const categoryOf = ({ stages }: Definition, stage: string) =>
  stages.find(({ key }) => key === stage)?.category ?? 'pipeline'

/**
 * Lays a deal's past down as the ledger keeps it: created in its first stage, moved into each next one, then won or
 * lost, each row at its own moment and all of them recorded now. History passes no gates.
 */
export function historyOf(
  arrival: Arrival,
  arrived: DealState,
  by: { event_id: string; now: Instant; newId(): string; owed: Owed[]; chance: number | null },
): History {
  const { pipeline, stages, closed, created_at, amount_known } = arrival
  const unknown = closed !== null && amount_known === 'at_closing'
  const steps: { kind: ChangeKind; at: Instant; part: Partial<DealState> }[] = stages.map(({ stage, at }, i) => ({
    kind: i === 0 ? 'created' : 'moved',
    // It was in its first stage from the moment it was there at all.
    at: i === 0 ? created_at : at,
    part: {
      stage,
      entered_stage_at: i === 0 ? created_at : at,
      category: categoryOf(pipeline.definition, stage),
      ...(closed === null ? {} : { close_date: expectedBefore(arrived.close_date, closed) }),
      ...(unknown ? { amount_minor: null } : {}),
    },
  }))
  const last = steps.at(-1)
  if (last && closed === null) last.part.owed = by.owed
  const place = { stage: arrived.stage, entered_stage_at: last?.part.entered_stage_at ?? created_at }
  if (closed !== null) steps.push({ kind: closed.outcome, at: closed.at, part: { ...place, ...closedBy(closed) } })

  const open = { ...arrived, outcome: null, outcome_reason: null, closed_at: null, frozen_rate: null }
  const states = steps.map(({ kind, at, part }, i) => {
    const change: Change = { id: by.newId(), kind, event_id: by.event_id, occurred_at: at, recorded_at: by.now }
    return { state: { ...open, ...part, version: i + 1 } as DealState, change }
  })
  return { states, chance: closed === null ? by.chance : null }
}

/** The day on which a deal did close was not known before; unless another day was expected, none was. */
const expectedBefore = (close_date: Day | null, { day }: Closing) => (close_date === day ? null : close_date)
