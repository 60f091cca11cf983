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
  /** An amount for which there is no rate; it is in no figure. */
  unconverted: Money | null
}

/** Open deals at the day's rate, won ones at the rate that was frozen with them. */
export function worthOf(deal: Standing, exchange: Exchange): Worth {
  const amount = amountOf(deal)
  if (amount === null) return { ...deal, worth: null, unconverted: null }
  const worth = deal.outcome === 'won' ? worthWhenWon(deal, exchange) : worthToday(amount, exchange)
  return { ...deal, worth: worth && minorOf(worth), unconverted: worth === null ? amount : null }
}
