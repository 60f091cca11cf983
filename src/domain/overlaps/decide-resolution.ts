import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { DealState } from '../ledger/index.ts'

/** What a deal may take over from its duplicate. */
export const takeable = ['name', 'account', 'partner', 'source', 'amount', 'close_date', 'owner', 'next_step'] as const
export type Takeable = (typeof takeable)[number]

const membersOf: Record<Takeable, readonly (keyof DealState)[]> = {
  name: ['name'],
  account: ['account_id'],
  partner: ['partner_account_id'],
  source: ['source'],
  amount: ['amount_minor', 'currency'],
  close_date: ['close_date'],
  owner: ['owner_id'],
  next_step: ['next_step'],
}

export type Pair = {
  state: 'open' | 'same_deal' | 'co_sell' | 'different'
  deal: DealState
  other: DealState
  /** Whether the amount of each follows from line items. */
  computed: { deal: boolean; other: boolean }
}

export type Resolve = {
  as: 'same_deal' | 'co_sell' | 'different'
  /** The id of one of the two. */
  keep?: string | undefined
  take: readonly Takeable[]
}

/** What becomes of the two: null where a deal stays as it is. */
export type Resolved = {
  kept: DealState | null
  kept_after: DealState | null
  gone: DealState | null
  gone_after: DealState | null
}

const untouched: Resolved = { kept: null, kept_after: null, gone: null, gone_after: null }

/**
 * Decides what a suspicion turns out to be. The same deal: one lives on and may take facts over from the other, which
 * was never an opportunity of its own and ends as void. A co-sell: both live, and one of them is counted, so that the
 * money stands once. Different: both are left as they are.
 */
export function decideResolution(pair: Pair, request: Resolve, now: string): Decision<Resolved> {
  const { deal, other, state } = pair
  if (state !== 'open') return refuse('overlap-resolved', 'This was resolved already; undo that first.')
  if (request.as !== 'same_deal' && request.take.length > 0)
    return refuse('take-unfit', 'Only a deal that lives on alone takes facts over; leave take out.')
  if (request.as === 'different') {
    if (request.keep !== undefined) return refuse('keep-unfit', 'Two different deals are both kept; leave keep out.')
    return accept(untouched)
  }
  if (request.keep !== deal.id && request.keep !== other.id)
    return refuse('keep-required', `Say which of D-${deal.number} and D-${other.number} to keep.`, {
      deals: [`D-${deal.number}`, `D-${other.number}`],
    })
  const [kept, gone] = request.keep === deal.id ? [deal, other] : [other, deal]
  if (kept.outcome !== null && kept.outcome !== 'won')
    return refuse('deal-closed', `D-${kept.number} is ${kept.outcome}; keep the other one.`)
  return request.as === 'co_sell' ? shared(kept, gone) : merged(pair, kept, gone, request.take, now)
}

function shared(kept: DealState, gone: DealState): Decision<Resolved> {
  if (!kept.counted)
    return refuse('counted-elsewhere', `D-${kept.number} is itself counted through another deal; count the other one.`)
  if (!gone.counted) return accept({ ...untouched, kept, gone })
  return accept({ ...untouched, kept, gone, gone_after: { ...gone, version: gone.version + 1, counted: false } })
}

function merged(
  pair: Pair,
  kept: DealState,
  gone: DealState,
  take: readonly Takeable[],
  now: string,
): Decision<Resolved> {
  if (gone.outcome !== null)
    return refuse('deal-closed', `D-${gone.number} is ${gone.outcome} and stays what it is; keep that one.`)
  if (kept.outcome !== null && take.length > 0)
    return refuse('deal-closed', `D-${kept.number} is ${kept.outcome}; it takes nothing over any more.`)
  const computed = kept === pair.deal ? pair.computed.deal : pair.computed.other
  if (computed && take.includes('amount'))
    return refuse('amount-computed', `The amount of D-${kept.number} follows from its line items; change those.`)
  const taken = Object.fromEntries(take.flatMap((name) => membersOf[name]).map((member) => [member, gone[member]]))
  const changed = Object.entries(taken).some(([member, value]) => kept[member as keyof DealState] !== value)
  return accept({
    kept,
    kept_after: changed ? { ...kept, ...taken, version: kept.version + 1 } : null,
    gone,
    gone_after: {
      ...gone,
      version: gone.version + 1,
      outcome: 'void',
      outcome_reason: 'duplicate',
      closed_at: now,
      category: 'omitted',
      frozen_rate: null,
    },
  })
}

/** How long what was resolved may be undone. */
export const undoDays = 30

export type Undoing = {
  as: 'same_deal' | 'co_sell' | 'different'
  /** The days since it was resolved. */
  days: number
  taken: readonly Takeable[]
  /** Whether the other deal of a co-sell counts by itself once this is undone. */
  counts: boolean
  gone: { now: DealState; resolved_version: number | null; before: DealState } | null
  /** The deal that took facts over, as it was just before that. */
  kept: { now: DealState; before: DealState } | null
}

export type Undone = { kept_after: DealState | null; gone_after: DealState | null }

/**
 * Decides whether a resolution is undone: within 30 days, and a void deal only as long as nothing happened to it since.
 * What the kept deal took over goes back where it still says the same; what was changed there since stays.
 */
export function decideUndo({ as, days, taken, counts, gone, kept }: Undoing): Decision<Undone> {
  if (days > undoDays)
    return refuse('undo-too-late', `This was resolved more than ${undoDays} days ago; open or edit the deals instead.`)
  if (as === 'different' || gone === null) return accept({ kept_after: null, gone_after: null })
  const { now, before, resolved_version } = gone
  const next = { ...now, version: now.version + 1 }
  if (as === 'co_sell')
    return accept({ kept_after: null, gone_after: now.counted === counts ? null : { ...next, counted: counts } })
  if (now.version !== resolved_version || now.outcome !== 'void')
    return refuse('undo-too-late', `D-${now.number} has changed since; it cannot be brought back as it was.`)
  const { outcome, outcome_reason, closed_at, category, frozen_rate } = before
  const gone_after = { ...next, outcome, outcome_reason, closed_at, category, frozen_rate }
  return accept({ gone_after, kept_after: kept && restored(kept.now, kept.before, now, taken) })
}

function restored(now: DealState, before: DealState, gone: DealState, taken: readonly Takeable[]): DealState | null {
  const back = taken.filter((name) => membersOf[name].every((member) => now[member] === gone[member]))
  const values = Object.fromEntries(back.flatMap((name) => membersOf[name]).map((member) => [member, before[member]]))
  const changed = Object.entries(values).some(([member, value]) => now[member as keyof DealState] !== value)
  return changed && now.outcome === null ? { ...now, ...values, version: now.version + 1 } : null
}
