import type { Day, Instant } from '../../values/instant.ts'
import type { FieldValues } from '../fields/index.ts'
import type { Priced } from '../line-items/index.ts'

/** What a row says, read and checked, before anybody is looked up: the same words next time are the same deal state. */
export type Row = {
  source_id: string
  name: string
  /** Key of the pipeline. */
  pipeline: string
  /** Where the deal stands, or stood when it closed; null where only its history says. */
  stage: string | null
  outcome: 'won' | 'lost' | null
  lost_reason: string | null
  amount_minor: bigint | null
  currency: string
  created_at: Instant | null
  closed_at: Instant | null
  /** The day of that, where the file was written. */
  closed_on: Day | null
  close_date: Day | null
  /** E-mail address or name. */
  owner: string | null
  account: Company | null
  partner: Company | null
  source: string | null
  next_step: string | null
  fields: FieldValues
  /** The stages that it entered, in time. */
  entered: { stage: string; at: Instant }[]
  /** What of it comes again; null where it is sold once, or nothing says. */
  recurring: Recurring | null
  /** The id, in the same source, of the deal that it renews. */
  renews: string | null
}

/** A recurring line that brings exactly the amount of its row: the product by key or name, and when the term begins. */
export type Recurring = Priced & { product: string; starts_on: Day | null }

/** What a row says of its deal before anybody knows which pipeline it goes into. */
export type UnplacedRow = Omit<
  Row,
  'pipeline' | 'stage' | 'outcome' | 'lost_reason' | 'entered' | 'recurring' | 'renews' | Moments
>
type Moments = 'created_at' | 'closed_at' | 'closed_on'

export type Company = { name: string; domain: string | null }

/** Why a row is not taken: stable code, the column where there is one, and a sentence for whoever corrects the file. */
export type RowFault = { code: string; column: string | null; message: string }
