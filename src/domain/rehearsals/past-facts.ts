import type { Context } from '../../platform/context.ts'
import type { Instant } from '../../values/instant.ts'
import type { LibraryField } from '../fields/index.ts'
import { readDeals, type StoredDeal } from '../ledger/index.ts'
import { factsOf, readSituations } from '../moves/index.ts'
import { asItWas } from './as-it-was.ts'
import { ratesOn } from './replay.ts'
import * as store from './store.ts'

/** A deal as rules saw it when it began, and as they see it now, or did when it was closed. */
export type PastFacts = { deal: StoredDeal; began: ReturnType<typeof factsOf>; last: ReturnType<typeof factsOf> }

type Around = { library: LibraryField[]; exchange: store.Exchange; to: Instant }

export async function readPastFacts(
  { tx, workspace_id }: Pick<Context, 'tx' | 'workspace_id'>,
  deal_ids: readonly string[],
  { library, exchange, to }: Around,
): Promise<PastFacts[]> {
  const deals = await readDeals(tx, workspace_id, deal_ids)
  const situations = await readSituations(tx, workspace_id, deals, to)
  const around = await store.readAround(tx, workspace_id, deal_ids)
  const beginnings = await store.readBeginnings(tx, workspace_id, deal_ids)
  return deals.flatMap((deal): PastFacts[] => {
    const [situation, start, then] = [situations.get(deal.id), beginnings.get(deal.id), around.get(deal.id)]
    if (!situation || !start || !then) return []
    const { occurred_at, ...first } = start
    const past = { ...situation, library, deal: { ...deal, ...first }, ...asItWas(then, occurred_at) }
    const began = { ...past, rates: ratesOn(situation.rates, exchange, occurred_at) }
    return [
      {
        deal,
        began: factsOf(began, occurred_at),
        last: factsOf({ ...situation, library }, deal.closed_at ?? to),
      },
    ]
  })
}
