import type { RevenueKind } from '../pipelines/index.ts'
import type { StayRow } from './stays.ts'

/** A deal as it stood at a moment, as forecasts read it. */
export type StandingDeal = {
  deal_id: string
  pipeline_id: string
  stage: string
  entered_stage_at: string
  outcome: string | null
  closed_at: string | null
  amount_minor: bigint | null
  currency: string
  close_date: string | null
  frozen_rate: string | null
  counted: boolean
  revenue_kind: RevenueKind
  /** What a won deal was said to be worth half way to its win, to learn how amounts change until then. */
  half_way_amount_minor: bigint | null
  half_way_currency: string | null
  /** The pipeline that its past counts for, where that is another one since a split or a merge. */
  learnt_for?: string
}

/** What is learnt from: every change of place, and the deals that were won; and what is open, of which much is expected. */
export type History = { rows: readonly StayRow[]; won: readonly StandingDeal[]; open: readonly StandingDeal[] }
