import type { Outcome } from '../ledger/index.ts'
import type { Routed } from './rehearsal.ts'

export type Candidate = {
  deal: string
  pipeline: { id: string; key: string; name: string }
  outcome: Outcome | null
  /** Whether the rule held when the deal began, and as it is now or was when it closed. */
  at_creation: boolean
  at_last: boolean
}

const shown = 100

/** Which deals would have gone into a new pipeline, by the pipeline that they are in. */
export function routedOf(candidates: readonly Candidate[]): Pick<Routed, 'deals' | 'matched' | 'sources'> {
  const sources = Map.groupBy(candidates, ({ pipeline }) => pipeline.id)
  return {
    deals: candidates.length,
    matched: candidates.filter(({ at_creation }) => at_creation).length,
    sources: [...sources.values()]
      .flatMap((all) => {
        const [first] = all
        const matched = all.filter(({ at_creation }) => at_creation)
        const of = (outcome: Outcome | null) => matched.filter((one) => one.outcome === outcome).length
        if (!first) return []
        return [
          {
            pipeline: first.pipeline,
            deals: all.length,
            at_creation: matched.length,
            at_last: all.filter(({ at_last }) => at_last).length,
            won: of('won'),
            lost: of('lost'),
            open: of(null),
            deal_ids: matched.slice(0, shown).map(({ deal }) => deal),
          },
        ]
      })
      .toSorted((a, b) => b.at_creation - a.at_creation),
  }
}
