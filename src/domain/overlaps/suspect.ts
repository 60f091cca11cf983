import type { Alike, Candidate } from '../accounts/index.ts'
import { type OverlapReason, type Purchase, whyOverlapping } from './compare-purchases.ts'

/** An open deal of an account. */
export type OpenDeal = Purchase & { id: string; account_id: string }

/** An account with those that are suspected to be the same. */
export type Neighbourhood = { account: Candidate; alike: readonly Alike<Candidate>[] }

export type Suspicion = { deal_id: string; other_id: string; likeness: number; reasons: OverlapReason[] }

/** A deal is laid beside no more than so many others, the most alike first: nobody reads further. */
const mostEach = 3

/**
 * Lays open deals of accounts beside those of the same account and of those like it. Of each pair the later deal is the
 * suspected duplicate; ids sort by creation. What is linked as different purchases is not suspected.
 *
 * @param apart pairs of deals that are so linked, both ways round
 */
export function suspectedPairs(
  wanted: ReadonlySet<string>,
  near: readonly Neighbourhood[],
  open: readonly OpenDeal[],
  apart: ReadonlySet<string>,
): Suspicion[] {
  const crowded = crowdedAmong(open)
  const found = new Map<string, Suspicion>()
  for (const { account, alike } of near) {
    const likenessOf = new Map([[account.id, 1], ...alike.map((one) => [one.account.id, one.likeness.score] as const)])
    const around = open.filter(({ account_id }) => likenessOf.has(account_id))
    for (const deal of around.filter(({ id, account_id }) => account_id === account.id && wanted.has(id))) {
      const others = around
        .filter((other) => !apart.has(`${deal.id} ${other.id}`))
        .flatMap((other) => suspicionOf(deal, other, likenessOf.get(other.account_id) ?? 0, crowded))
      for (const one of others.toSorted(byWeight).slice(0, mostEach)) found.set(`${one.deal_id} ${one.other_id}`, one)
    }
  }
  return [...found.values()]
}

/** The open deals that a deal which is not there yet may be a duplicate of, the most alike first. */
export function suspectedOf(
  wanted: Purchase,
  company: object,
  near: readonly Alike<Candidate>[],
  open: readonly OpenDeal[],
): { id: string; reasons: OverlapReason[] }[] {
  const crowded = crowdedAmong(open)
  return near
    .flatMap(({ account, likeness }) =>
      open
        .filter(({ account_id }) => account_id === account.id)
        .flatMap((deal) => {
          const why = whyOverlapping(wanted, deal, crowded.has(account.id))
          const own = 'id' in company && account.id === company.id
          const reason: OverlapReason = own ? 'same_account' : 'similar_account'
          const pair = { deal_id: '', other_id: deal.id, likeness: likeness.score }
          return why === null ? [] : [{ ...pair, reasons: [reason, ...why] }]
        }),
    )
    .toSorted(byWeight)
    .map(({ other_id, reasons }) => ({ id: other_id, reasons }))
}

/** From here on a customer has many open deals. */
export const few = 20

/** The accounts of which more open deals were read than a few. */
export function crowdedAmong(open: readonly OpenDeal[]): Set<string> {
  const by = Map.groupBy(open, ({ account_id }) => account_id)
  return new Set([...by].filter(([, deals]) => deals.length > few).map(([id]) => id))
}

function suspicionOf(deal: OpenDeal, other: OpenDeal, likeness: number, crowded: ReadonlySet<string>): Suspicion[] {
  if (deal.id === other.id) return []
  const many = crowded.has(deal.account_id) || crowded.has(other.account_id)
  const why = whyOverlapping(deal, other, many)
  if (why === null) return []
  const reason = deal.account_id === other.account_id ? 'same_account' : 'similar_account'
  const [first = '', second = ''] = [deal.id, other.id].toSorted()
  return [{ deal_id: second, other_id: first, likeness, reasons: [reason, ...why] }]
}

/** What is known weighs more than what is unknown; of equal ones the older pair goes first. */
const byWeight = (a: Suspicion, b: Suspicion) =>
  b.likeness - a.likeness || unknowns(a) - unknowns(b) || (a.other_id < b.other_id ? -1 : 1)

const unknowns = ({ reasons }: Suspicion) => reasons.filter((reason) => reason.endsWith('_unknown')).length
