import { leastBusy, nextInTurn } from './choose-owner.ts'
import { becauseOf, decideRoute, type Ready, type Route } from './decide-route.ts'
import { amountOf, type Incoming, incomingFacts, type Party, type Surroundings } from './incoming.ts'
import type { Facts } from '../../values/rule/vocabulary.ts'
import type { Money } from '../../values/money.ts'
import type { Fallback } from './routing.ts'

/** What somebody says of a deal without saying where it goes. */
export type Unplaced = {
  name: string
  amount?: Money | undefined
  close_date?: string | undefined
  source?: string | undefined
  revenue_kind?: string | undefined
  next_step?: string | undefined
  fields?: Record<string, unknown> | undefined
  account_id?: string | undefined
  partner_account_id?: string | undefined
  /** Companies that are in no list of accounts yet: no more is known of them. */
  account?: Company | undefined
  partner?: Company | undefined
}
type Company = { name: string; domain: string | null }

export type KnownParty = Party & { id: string; owner_id: string | null }
export type Named = {
  parties: ReadonlyMap<string, KnownParty>
  customers: ReadonlySet<string>
  channel: string
  now: string
}

/** A deal as rules look at it; `owner` is the address of whoever it would belong to. */
export function incomingOf(
  given: Unplaced,
  owner: string | null,
  { parties, customers, channel, now }: Named,
): Incoming {
  const known = parties.get(given.account_id ?? '')
  const account = known ?? newParty(given.account, 'customer')
  const amount = amountOf(given.amount)
  return {
    name: given.name,
    amount,
    currency: amount?.currency ?? null,
    close_date: given.close_date ?? null,
    source: given.source ?? null,
    revenue_kind: given.revenue_kind ?? null,
    next_step: given.next_step ?? null,
    channel,
    owner,
    fields: given.fields ?? {},
    account: account && { ...account, customer: known !== undefined && customers.has(known.id) },
    partner: parties.get(given.partner_account_id ?? '') ?? newParty(given.partner, 'partner'),
    at: now,
  }
}

const newParty = (company: Company | undefined, kind: string): Party | null =>
  company ? { ...company, country: null, kind, fields: {} } : null

export type Decided = { route: Route; because: string[]; facts: Facts }

export function decideFor(ready: Ready, deal: Incoming, around: Surroundings): Decided {
  const facts = incomingFacts(deal, around)
  const route = decideRoute(ready, facts)
  return { route, because: becauseOf(route, facts), facts }
}

/** The rule that a place's turns are counted under: its own, or the fallback's, which is no key that a rule can have. */
export const poolOf = ({ rule }: Route): string => rule?.key ?? '*'

export const takesCount = (to: Fallback | null): boolean => to?.owner?.by === 'round_robin' || to?.owner?.by === 'team'

/** Who may be given the deals of a place, how many they have, and whose turn was last. */
export type Pool = { people: string[]; open: Map<string, number>; last: string | null; given: number }

/**
 * Whose a deal becomes; undefined for whoever brings it in. A pool is told of what it gave, so that deals of one batch
 * are given one after the other.
 */
export function giveTo(
  to: Fallback,
  pool: Pool | undefined,
  account: KnownParty | null,
  active: ReadonlySet<string>,
): string | undefined {
  const { owner } = to
  if (owner === undefined) return undefined
  if (owner.by === 'person') return active.has(owner.person_id) ? owner.person_id : undefined
  if (owner.by === 'account_owner')
    return account?.owner_id && active.has(account.owner_id) ? account.owner_id : undefined
  if (!pool) return undefined
  const people = pool.people.map((id) => ({ id, open_deals: pool.open.get(id) ?? 0 }))
  const chosen = owner.by === 'team' ? leastBusy(people) : nextInTurn(people, pool.last, owner.capacity)
  if (chosen === undefined) return undefined
  pool.open.set(chosen, (pool.open.get(chosen) ?? 0) + 1)
  pool.last = chosen
  pool.given++
  return chosen
}
