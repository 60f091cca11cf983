import type { Day, Instant } from '../values/instant.ts'
import type { DemoAccount } from './demo-accounts.ts'

export type DemoTerm = { months: number; product: string }

export type DemoDeal = {
  deal_id: string
  name: string
  pipeline: string
  /** The stage it is in, or was in when it closed. */
  stage: string
  status: 'open' | 'won' | 'lost'
  /** Decimal text in the deal's currency; null where nobody has filled it in yet. */
  amount: string | null
  currency: 'EUR' | 'IDR'
  created_at: Instant
  closed_at: Instant | null
  /** Expected day of closing; on some open deals already past. */
  close_date: Day
  /** How often that day was put off. */
  times_pushed: number
  owner_email: string
  account: DemoAccount | null
  partner: DemoAccount | null
  source: string
  lost_reason: string | null
  fields: Record<string, string>
  /** Stage → the moment the deal entered it; stages passed over are missing. */
  entered: Record<string, Instant>
  /** What it was sold for, where it was won for a term. */
  term?: DemoTerm
  /** The `deal_id` of the deal that it renews. */
  renews?: string
}
