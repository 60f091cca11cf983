import { minorOf, type Money } from '../../values/money.ts'
import type { Day, Instant } from '../../values/instant.ts'
import type { Facts } from '../../values/rule/vocabulary.ts'
import type { LibraryField } from '../fields/index.ts'
import { fieldFacts, majorOf } from '../moves/index.ts'

/** A deal before it is in any pipeline, with what it names as rules look at it. */
export type Incoming = {
  name: string
  amount: { minor: bigint; currency: string } | null
  currency: string | null
  close_date: Day | null
  source: string | null
  revenue_kind: string | null
  next_step: string | null
  channel: string
  /** E-mail address of whoever is named, or brings it in. */
  owner: string | null
  fields: Record<string, unknown>
  account: (Party & { customer: boolean }) | null
  partner: Party | null
  /** When it comes in. */
  at: Instant
}

export type Party = {
  name: string
  domain: string | null
  country: string | null
  kind: string
  fields: Record<string, unknown>
}

/** What is the same for every deal of a batch; rates are units of the workspace's currency. */
export type Surroundings = { library: LibraryField[]; rates: Record<string, number> }

export const amountOf = (money: Money | undefined) =>
  money === undefined ? null : { minor: minorOf(money), currency: money.currency }

/** What routing rules see: plain values, money as doubles in the workspace's currency. */
export function incomingFacts(deal: Incoming, around: Surroundings): Facts {
  const { account, partner, amount, close_date } = deal
  const { name, currency, source, revenue_kind, next_step, channel, owner } = deal
  return {
    deal: {
      name,
      currency,
      source,
      revenue_kind,
      next_step,
      channel,
      owner,
      amount: amount === null ? null : majorOf(amount.minor, amount.currency, around.rates),
      close_date: close_date === null ? null : new Date(close_date),
      fields: fieldFacts(around, 'deal', deal.fields),
      account: { ...partyFacts(account, around), kind: account?.kind ?? null, customer: account?.customer ?? false },
      partner: partyFacts(partner, around),
    },
    now: new Date(deal.at),
  }
}

const partyFacts = (party: Party | null, around: Surroundings): Facts => ({
  name: party?.name ?? null,
  domain: party?.domain ?? null,
  country: party?.country ?? null,
  fields: fieldFacts(around, 'account', party?.fields ?? {}),
})
