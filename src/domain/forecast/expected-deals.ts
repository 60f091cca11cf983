import { amountsOf, chanceWithin, type Outlook, outlookOn } from './estimate-forecast.ts'
import type { HazardModel } from '../../stats/hazards.ts'
import { type WinTable, winTable } from '../../stats/win-probability.ts'
import type { OpenDeal, Prospect } from './forecast.ts'
import { minorFrom } from './stakes.ts'

/**
 * What each open deal of the pipelines shown is expected to bring in the period, in whole minor units: its chance to be
 * won in what is left of it, times its amount; where nobody has put one to it, times what a win of its pipeline brings.
 * The cents of rounding each by itself are left to what no deal brings. Null, with the reason, where there is no forecast.
 */
export function expectedOfDeals(
  situation: Prospect,
  model: HazardModel,
): { deals: Map<string, bigint>; missing: null } | { deals: null; missing: string } {
  const outlook = outlookOn(situation, model)
  if (outlook.missing !== null) return { deals: null, missing: outlook.missing }
  const deals = new Map<string, bigint>()
  if (outlook.until === 0) return { deals, missing: null }
  for (const { key, shown } of situation.pipelines) {
    const hazards = model.pipelines.find((one) => one.key === key)
    if (!shown || hazards === undefined) continue
    const table = winTable(hazards, outlook.until, [outlook.from, outlook.until])
    const worthOf = worthIn(key, situation, outlook)
    for (const deal of situation.open)
      if (deal.pipeline === key)
        deals.set(deal.deal_id, minorFrom(valueOf(deal, table, outlook, worthOf), situation.currency))
  }
  return { deals, missing: null }
}

type WorthOf = (deal: OpenDeal) => number

const valueOf = (deal: OpenDeal, table: WinTable, outlook: Outlook, worthOf: WorthOf): number =>
  chanceWithin(deal, table, outlook) * worthOf(deal)

/** What a win of the deal would bring; nothing where its amount has no rate. */
function worthIn(key: string, { won }: Prospect, { ratios, now }: Outlook): WorthOf {
  const ratio = ratios.get(key) ?? 1
  const amounts = amountsOf(won, key, now)
  const usual = amounts.length === 0 ? 0 : amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length
  return ({ amount, has_amount }) => (amount !== null ? Number(amount.amount) * ratio : has_amount ? 0 : usual)
}
