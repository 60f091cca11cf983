import type { EvidenceKind } from '../evidence/index.ts'
import type { LibraryField } from '../fields/index.ts'
import type { DealState } from '../ledger/index.ts'
import type { ContactRole, Definition } from '../pipelines/index.ts'

/** All that a decision about a deal's place may look at, read under one lock. */
export type Situation = {
  /** Fields of the deal whose values the one who asks may not read. */
  unreadable?: ReadonlySet<string>
  /** Whether whoever asks may pass criteria that are not met. */
  may_override?: boolean
  deal: DealState
  definition: Definition
  /** The workspace's library; the same array for every deal lets compiled rules be used again. */
  library: LibraryField[]
  evidence: Evidence[]
  /** Of buyers, the newest last; those taken back are left out. */
  asked: readonly AskedBuyer[]
  /** Of approvers, the newest last. */
  approvals: readonly AskedApproval[]
  activities: ActivitySummary
  /** Contacts of the deal, one for each role that they have in it. */
  contacts: readonly ContactInRole[]
  line_items: LineItemSummary
  account: Party | null
  partner: Party | null
  /** The owner's e-mail address. */
  owner: string | null
  /** Units of the workspace's currency for one unit of another, at the day's rate. Without a rate an amount is empty. */
  rates: Record<string, number>
}

/** What hangs on a deal, by what reads it: each part takes a look-up of its own for every deal. */
export const surroundings = [
  'evidence',
  'asked',
  'approvals',
  'activities',
  'contacts',
  'lines',
  'account',
  'partner',
  'owner',
  'chances',
] as const
export type Surrounding = (typeof surroundings)[number]

export type Evidence = { criterion: string; kind: EvidenceKind; url: string | null; held_on: string | null }

/** What a buyer was asked to confirm, and what became of it. */
export type AskedBuyer = {
  criterion: string
  name: string
  expires_at: string
  answer: 'confirmed' | 'declined' | null
  answered_by: string | null
  remark: string | null
}

/** An approval that was asked for, and how far it has come. */
export type AskedApproval = {
  criterion: string
  state: 'open' | 'approved' | 'rejected' | 'cancelled'
  asked_by: string
  needed: number
  approved: number
  rejected_by: string | null
  reason: string | null
}

export type ContactInRole = {
  role: ContactRole
  name: string
  title: string | null
  email: string | null
  fields: Record<string, unknown>
}

export type ActivitySummary = {
  /** Held, and not merely planned. */
  meetings: number
  calls: number
  notes: number
  open_tasks: number
  /** Criteria for which a meeting was held. */
  met_for: string[]
  /** When the last meeting or call was held, and for which day the nearest is planned. */
  last_contact: string | null
  next_activity: string | null
}

export type LineItemSummary = {
  one_time: number
  recurring: number
  products: string[]
  /** In minor units of the deal's currency; null without line items. */
  amounts: { total_contract_value: bigint; annual: bigint; first_year: bigint } | null
  each: { product: string; kind: string; quantity: number; unit_price_minor: bigint; term: number | null }[]
}

export type Party = {
  name: string
  domain: string | null
  country: string | null
  kind: string
  fields: Record<string, unknown>
}

export const noActivities: ActivitySummary = {
  meetings: 0,
  calls: 0,
  notes: 0,
  open_tasks: 0,
  met_for: [],
  last_contact: null,
  next_activity: null,
}
export const noLineItems: LineItemSummary = { one_time: 0, recurring: 0, products: [], amounts: null, each: [] }
