import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema } from '../../values/instant.ts'
import { Ours } from '../../values/text.ts'
import type { AmountMeasure, RevenueKind } from '../pipelines/index.ts'

export const categories = ['commit', 'best_case', 'pipeline', 'omitted', 'closed'] as const
export type Category = (typeof categories)[number]

export const outcomes = ['won', 'lost', 'transferred', 'void'] as const
export type Outcome = (typeof outcomes)[number]

/** The id of a deal, or the key that people use. */
export const DealId = z
  .string()
  .regex(/^(deal_[0-9a-hjkmnp-tv-z]{26}|D-\d{1,12})$/, 'expected a deal such as D-1042 or deal_…')
  .meta({ 'x-ref': 'deal' })

/** A deal by its name, where something else is about it. */
export const NamedDeal = z.object({ id: Id('deal'), key: Ours, name: z.string() }).meta({ id: 'NamedDeal' })

/** A criterion that a deal has not met although it stands beyond the gate; due at its next move forward. */
export const Owed = z
  .object({
    key: Ours,
    label: z.string(),
    stage: Ours,
    /** Until this day an override lets it pass; from the next day on it is due like any other. */
    excused_until: DaySchema.optional(),
  })
  .meta({ id: 'Owed' })
export type Owed = z.infer<typeof Owed>

/**
 * Values that a deal brought from another pipeline and its own has no field for, by the field's key; the definition that
 * each was given under says who may read it.
 */
export type Carried = Record<string, { value: unknown; definition_id: string }>

/** The whole state of a deal, as each row of its ledger holds it and as decisions read it. */
export type DealState = {
  id: string
  number: bigint
  version: number
  name: string
  account_id: string | null
  partner_account_id: string | null
  source: string | null
  pipeline_id: string
  definition_id: string
  stage: string
  entered_stage_at: string
  outcome: Outcome | null
  outcome_reason: string | null
  closed_at: string | null
  amount_minor: bigint | null
  currency: string
  close_date: string | null
  category: Category
  owner_id: string | null
  fields: Record<string, unknown>
  owed: Owed[]
  carried: Carried
  revenue_kind: RevenueKind
  amount_measure: AmountMeasure
  frozen_rate: string | null
  counted: boolean
  next_step: string | null
  wait_until: string | null
  created_at: string
}

export const changeKinds = [
  'created',
  'edited',
  'moved',
  'won',
  'lost',
  'reopened',
  'transferred',
  'voided',
  'reversed',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** What happened to a deal, beside the state that it left behind. */
export type Change = {
  id: string
  kind: ChangeKind
  event_id: string
  occurred_at: string
  recorded_at: string
  reason?: string | null
  reversal_of?: string | null
  /** A split, merge or migration, not a person's decision. */
  administrative?: boolean
}
