import type { Context } from '../../platform/context.ts'
import { dayOf, type Instant } from '../../values/instant.ts'
import { minorOf } from '../../values/money.ts'
import { amountOf, type Exchange, readHomes, worthToday, worthWhenWon } from '../forecast/index.ts'
import { readRates } from '../rates/index.ts'
import type { Firm } from './store.ts'

/** What amounts were worth in a currency at a moment. */
export async function exchangeAt(
  { tx, workspace_id }: Context,
  { at, currency }: { at: Instant; currency: string },
): Promise<Exchange> {
  const rates = await readRates(tx, workspace_id, at)
  return { currency, day: dayOf(at), rates, homes: await readHomes(tx, workspace_id) }
}

/** In minor units; amounts without a rate are in no sum. */
export const addedUp = (deals: readonly Firm[], exchange: Exchange): bigint =>
  deals.reduce((sum, deal) => {
    const amount = amountOf(deal)
    const worth = deal.outcome === 'won' ? worthWhenWon(deal, exchange) : amount && worthToday(amount, exchange)
    return worth === null ? sum : sum + minorOf(worth)
  }, 0n)
