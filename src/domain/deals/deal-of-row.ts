import type { z } from 'zod'
import type { Instant } from '../../values/instant.ts'
import { moneyOf } from '../../values/money.ts'
import { ageingOf } from '../ageing/index.ts'
import type { DealState } from '../ledger/index.ts'
import type { Definition } from '../pipelines/index.ts'
import type { Deal } from './deal.ts'

/** A deal with the names of what it refers to. */
export type DealRow = DealState & {
  updated_at: string
  probability: number | null
  weighted_minor: bigint | null
  probability_computed_at: string | null
  account_name: string | null
  account_domain: string | null
  partner_name: string | null
  partner_domain: string | null
  owner_name: string | null
  pipeline_key: string
  pipeline_name: string
  definition_version: number
  /** How long deals stay in its stage. */
  usual_days: number | null
  slow_days: number | null
  very_slow_days: number | null
}

/** A deal as the wire shows it; names of stages come from the definition that it is in. */
export function dealOfRow(row: DealRow, definition: Definition, now: Instant): z.input<typeof Deal> {
  const stage = definition.stages.find(({ key }) => key === row.stage)
  return {
    id: row.id,
    key: `D-${row.number}`,
    version: row.version,
    name: row.name,
    account:
      row.account_id === null ? null : { id: row.account_id, name: row.account_name ?? '', domain: row.account_domain },
    partner:
      row.partner_account_id === null
        ? null
        : { id: row.partner_account_id, name: row.partner_name ?? '', domain: row.partner_domain },
    source: row.source,
    pipeline: { id: row.pipeline_id, key: row.pipeline_key, name: row.pipeline_name },
    definition: { id: row.definition_id, version: row.definition_version },
    stage: { key: row.stage, name: stage?.name ?? row.stage, phase: stage?.phase ?? 'qualify' },
    entered_stage_at: row.entered_stage_at,
    outcome: row.outcome,
    outcome_reason: row.outcome_reason,
    closed_at: row.closed_at,
    amount: row.amount_minor === null ? null : moneyOf(row.amount_minor, row.currency),
    amount_measure: row.amount_measure,
    revenue_kind: row.revenue_kind,
    currency: row.currency,
    close_date: row.close_date,
    category: row.category,
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
    fields: row.fields,
    owed: row.owed,
    next_step: row.next_step,
    wait_until: row.wait_until,
    ageing: ageingOf(row, stage, now),
    counted: row.counted,
    probability: row.outcome === null ? row.probability : null,
    probability_computed_at: row.probability_computed_at,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}
