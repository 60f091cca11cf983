import type { Instant } from '../../values/instant.ts'
import type { Outcome } from '../ledger/index.ts'
import type { RevenueKind } from '../pipelines/index.ts'

/** Where money stands: in the open deals of a pipeline, or in what it won. Everything else is outside the books. */
export type Account = { pipeline_id: string; side: 'open' | 'won'; revenue_kind: RevenueKind }

export const postingKinds = [
  'created',
  're_estimated',
  'reclassified',
  'transferred',
  'won',
  'lost',
  'void',
  'reopened',
  'counted_elsewhere',
] as const
export type PostingKind = (typeof postingKinds)[number]

/** An amount that goes from one account to another; null is outside. */
export type Posting = {
  kind: PostingKind
  at: Instant
  from: Account | null
  to: Account | null
  /** Never negative: what is worth less goes out. */
  amount_minor: bigint
  currency: string
}

/** What a ledger row says about money. */
export type MoneyState = {
  pipeline_id: string
  outcome: Outcome | null
  amount_minor: bigint | null
  currency: string
  revenue_kind: RevenueKind
  /** False when its twin in another pipeline is the one that is counted. */
  counted: boolean
  occurred_at: Instant
}

/**
 * The postings of one step of a deal, from the ledger row before (null: there was none) to the row after. Whatever
 * leaves one account enters another or the outside, so that sums of postings are what stands in the books.
 */
export function postingsOf(before: MoneyState | null, after: MoneyState): Posting[] {
  const from = before && accountOf(before)
  const to = accountOf(after)
  const old = { amount: before?.amount_minor ?? 0n, currency: before?.currency ?? after.currency }
  const fresh = { amount: after.amount_minor ?? 0n, currency: after.currency }
  const at = after.occurred_at
  const post = (kind: PostingKind, from: Account | null, to: Account | null, { amount, currency }: Sum): Posting[] =>
    amount === 0n ? [] : [turned({ kind, at, from, to, amount_minor: amount, currency })]
  if (from === null && to === null) return []
  if (from === null) return post(entryOf(before), null, to, fresh)
  if (to === null) return post(exitOf(after), from, null, old)
  const passed = same(from, to) ? [] : post(passageOf(from, to), from, to, old)
  if (old.currency !== fresh.currency)
    return [...passed, ...post('re_estimated', to, null, old), ...post('re_estimated', null, to, fresh)]
  return [...passed, ...post('re_estimated', null, to, { ...fresh, amount: fresh.amount - old.amount })]
}

type Sum = { amount: bigint; currency: string }

const accountOf = ({ pipeline_id, outcome, revenue_kind, counted }: MoneyState): Account | null =>
  counted && (outcome === null || outcome === 'won')
    ? { pipeline_id, side: outcome === null ? 'open' : 'won', revenue_kind }
    : null

const same = (a: Account, b: Account) =>
  a.pipeline_id === b.pipeline_id && a.side === b.side && a.revenue_kind === b.revenue_kind

/** A negative amount in one direction is a positive one in the other. */
const turned = (posting: Posting): Posting =>
  posting.amount_minor < 0n
    ? { ...posting, from: posting.to, to: posting.from, amount_minor: -posting.amount_minor }
    : posting

function entryOf(before: MoneyState | null): PostingKind {
  if (before === null) return 'created'
  return before.counted ? 'reopened' : 'counted_elsewhere'
}

function exitOf({ outcome, counted }: MoneyState): PostingKind {
  if (!counted) return 'counted_elsewhere'
  return outcome === 'lost' || outcome === 'transferred' || outcome === 'void' ? outcome : 'lost'
}

function passageOf(from: Account, to: Account): PostingKind {
  if (from.pipeline_id !== to.pipeline_id) return 'transferred'
  if (from.side === to.side) return 'reclassified'
  return to.side === 'won' ? 'won' : 'reopened'
}
