import { type Money, minorOf } from '../../values/money.ts'
import { amountOf, type Exchange, worthToday, worthWhenWon } from '../forecast/index.ts'
import type { Category, Outcome } from '../ledger/index.ts'

/** A deal as it stood at a moment: open, or won in the period. */
export type Standing = {
  deal_id: string
  pipeline_id: string
  owner_id: string | null
  category: Category
  outcome: Outcome | null
  closed_at: string | null
  close_date: string | null
  amount_minor: bigint | null
  currency: string
  counted: boolean
  frozen_rate: string | null
}

/** The same in the grid's currency. */
export type Worth = Standing & {
  /** Null where nobody put an amount to it, or there is no rate. */
  worth: bigint | null
  /** Of what was won, at the day's rate, to compare; null where there is none now. */
  today: bigint | null
  /** An amount for which there is no rate; it is in no figure. */
  unconverted: Money | null
}

/** Open deals at the day's rate, won ones at the rate that was frozen with them. */
export function worthOf(deal: Standing, exchange: Exchange): Worth {
  const amount = amountOf(deal)
  if (amount === null) return { ...deal, worth: null, today: 0n, unconverted: null }
  const now = worthToday(amount, exchange)
  const today = now && minorOf(now)
  const worth = deal.outcome === 'won' ? worthWhenWon(deal, exchange) : now
  return { ...deal, worth: worth && minorOf(worth), today, unconverted: worth === null ? amount : null }
}
