import { queryOptions } from '@tanstack/react-query'
import { client } from '../api.ts'
import { refreshDeal } from '../deal/deal-data.ts'
import { queries } from '../query.ts'

/** What a deal was opened by, and what it led to. */
export const handoffsOfQuery = (deal_id: string) =>
  queryOptions({
    queryKey: ['handoffs', 'of', deal_id],
    queryFn: async () => (await client.handoffs.list({ deal: deal_id, state: 'any', limit: 50 })).data,
  })

/** Asks again for what opening, accepting or returning a follow-on deal touches. */
export function refreshHandoffs(): void {
  for (const queryKey of [['handoffs'], ['links'], ['deals'], ['notifications'], ['totals']])
    void queries.invalidateQueries({ queryKey })
  refreshDeal()
}
