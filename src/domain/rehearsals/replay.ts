import type { Instant } from '../../values/instant.ts'
import { converted, minorOf, type Money, moneyOf } from '../../values/money.ts'
import type { DealState } from '../ledger/index.ts'
import type { Situation } from '../moves/index.ts'
import { rateBetween } from '../rates/index.ts'
import { type Around, asItWas } from './as-it-was.ts'
import type { PastMove } from './judge-move.ts'
import type { Exchange, MoveRow } from './store.ts'

/** A move as it was made, put together from the ledger's row and what was around the deal then. */
export function pastMove(
  { kind, reason, occurred_at, imported, from_stage, from_entered_at, ...after }: MoveRow,
  today: Situation,
  around: Around,
  exchange: Exchange,
): PastMove {
  const { number, created_at, outcome } = today.deal
  const open = { outcome: null, outcome_reason: null, closed_at: null }
  const deal: DealState = {
    ...after,
    ...open,
    number,
    created_at,
    stage: from_stage,
    entered_stage_at: from_entered_at,
  }
  return {
    kind,
    from: from_stage,
    to: after.stage,
    at: occurred_at,
    reason,
    imported,
    outcome,
    situation: { ...today, deal, ...asItWas(around, occurred_at), rates: ratesOn(today.rates, exchange, occurred_at) },
  }
}

/** Units of the workspace's currency on the day of a move; today's where no rate is that old. */
export function ratesOn(today: Situation['rates'], { home, rates }: Exchange, at: Instant): Situation['rates'] {
  const entries = Object.entries(today).map(([currency, now]) => {
    const then = rateBetween(rates, currency, home, at.slice(0, 10))
    return [currency, then === null ? now : Number(then)] as const
  })
  return Object.fromEntries(entries)
}

/** What a won deal brought, in the workspace's currency at the rate that was frozen; null without an amount. */
export function broughtBy({ amount_minor, currency, frozen_rate }: DealState, home: string): Money | null {
  if (amount_minor === null) return null
  const money = moneyOf(amount_minor, currency)
  if (currency === home) return money
  return frozen_rate === null ? null : converted(money, home, frozen_rate)
}

export function sumOf(amounts: readonly (Money | null)[], currency: string): Money {
  return moneyOf(
    amounts.reduce((sum, money) => sum + (money === null ? 0n : minorOf(money)), 0n),
    currency,
  )
}

/** Amount × chance in minor units of the workspace's currency; nothing where there is no amount or no rate. */
export function worthOf({ deal, rates }: Situation, chance: number, home: string): bigint {
  const rate = rates[deal.currency]
  if (deal.amount_minor === null || rate === undefined) return 0n
  const money = moneyOf(deal.amount_minor, deal.currency)
  const minor = minorOf(deal.currency === home ? money : converted(money, home, String(rate)))
  return BigInt(Math.round(Number(minor) * chance))
}
