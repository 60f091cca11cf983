import { amountsOf } from './estimate-forecast.ts'
import type { MotionModel } from '../../stats/motion-model.ts'
import type { OpenDeal, Prospect } from './forecast.ts'
import { chanceWithin, type Outlook, outlookOn } from './outlook.ts'
import { minorFrom } from './stakes.ts'

/** An open deal as the forecast bets on it: the chance that it is won in the period, and what it then brings. */
export type DealBet = {
  /** 0 … 1. */
  chance: number
  /** In major units of the forecast's currency. */
  worth: number
}

/**
 * Of each open deal of the pipelines shown its chance to be won in what is left of the period, and its amount; where
 * nobody has put one to it, what a win of its pipeline brings. Null, with the reason, where there is no forecast.
 */
export function betsOnDeals(
  situation: Prospect,
  model: MotionModel,
): { bets: Map<string, DealBet>; missing: null } | { bets: null; missing: string } {
  const outlook = outlookOn(situation, model)
  if (outlook.missing !== null) return { bets: null, missing: outlook.missing }
  const bets = new Map<string, DealBet>()
  if (outlook.until === 0) return { bets, missing: null }
  for (const { key, shown } of situation.pipelines) {
    if (!shown) continue
    const worthOf = worthIn(key, situation, outlook)
    for (const deal of situation.open)
      if (deal.pipeline === key) bets.set(deal.deal_id, { chance: chanceWithin(deal, outlook), worth: worthOf(deal) })
  }
  return { bets, missing: null }
}

/** What a bet is expected to bring, in whole minor units: the cents of rounding are left to what no deal brings. */
export const expectedOf = ({ chance, worth }: DealBet, currency: string): bigint => minorFrom(chance * worth, currency)

type WorthOf = (deal: OpenDeal) => number

/** What a win of the deal would bring; nothing where its amount has no rate. */
function worthIn(key: string, { won }: Prospect, { ratios, now }: Outlook): WorthOf {
  const ratio = ratios.get(key) ?? 1
  const amounts = amountsOf(won, key, now)
  const usual = amounts.length === 0 ? 0 : amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length
  return ({ amount, has_amount }) => (amount !== null ? Number(amount.amount) * ratio : has_amount ? 0 : usual)
}
