import type { ForecastPart, Prospect } from './forecast.ts'
import { basisOf, type Facts, placed, placesOf } from './situation.ts'

/** What a group of deals is expected to bring: the figures of a forecast that are about deals that are there. */
export type ScopedFigures = Pick<ForecastPart, 'expected' | 'p10' | 'p50' | 'p90' | 'note'>

/**
 * A prospect of these deals alone, read by the history of all. Deals that are still to come belong to nobody yet, and a
 * quota is not theirs.
 */
export function scopedTo(deals: ReadonlySet<string>, facts: Facts, whole: Prospect): Prospect {
  const of = <One extends { deal_id: string }>(list: readonly One[]) => list.filter(({ deal_id }) => deals.has(deal_id))
  const { open, closed, unconverted } = basisOf({ ...facts, stays: [], open: of(facts.open), won: of(facts.won) })
  const placeOf = placesOf(facts.plans)
  return {
    ...whole,
    closed,
    unconverted,
    open: open.map((deal) => placed(deal, placeOf)),
    entries: [],
    pipelines: whole.pipelines.map((plan) => ({ ...plan, quota: null, quota_without_rate: null })),
  }
}
