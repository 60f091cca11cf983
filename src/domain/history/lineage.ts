import type { History, StandingDeal } from './standing.ts'
import { dayNumber, type StayRow } from './stays.ts'

/** The past of a deal in one pipeline, read as another's: each stage of the one in the stage of the other. */
export type Restatement = {
  from: string
  to: string
  stages: Readonly<Record<string, string>>
  /** Its fields that have another name there. */
  fields?: Readonly<Record<string, string>>
  /** Days since 1970: what happened there later is its own. */
  until: number
}

/** Whose past counts for which pipeline, by the deal; the earlier act first. */
export type Lineages = ReadonlyMap<string, readonly Restatement[]>

type Placed = { deal_id: string; pipeline_id: string; stage: string }

/**
 * A row of a deal's past, in the pipeline that it counts for and in the stage of that one.
 *
 * @param at days since 1970: when it was
 */
export function restatedPlace<Row extends Placed>(row: Row, lineages: Lineages, at: number): Row {
  let { pipeline_id, stage } = row
  for (const { from, to, stages, until } of lineages.get(row.deal_id) ?? []) {
    if (pipeline_id !== from || at > until) continue
    pipeline_id = to
    stage = stages[stage] ?? stage
  }
  return pipeline_id === row.pipeline_id ? row : { ...row, pipeline_id, stage }
}

/**
 * History as splits and merges have it counted. Open deals stand where they stand; what was won counts for the total of
 * the pipeline that won it, and is learnt from for the one that it counts for.
 */
export function restatedHistory({ rows, won, open }: History, lineages: Lineages): History {
  return {
    rows: rows.map((row): StayRow => restatedPlace(row, lineages, row.occurred)),
    won: won.map((deal): StandingDeal => {
      const { pipeline_id } = restatedPlace(deal, lineages, deal.closed_at === null ? 0 : dayNumber(deal.closed_at))
      return pipeline_id === deal.pipeline_id ? deal : { ...deal, learnt_for: pipeline_id }
    }),
    open,
  }
}

/** The last of each history: as long as nothing changes the answer is the very same one, and so is what was learnt of it. */
const kept = new WeakMap<readonly StayRow[], { lineages: Lineages; restated: History }>()

export function restatedOnce(history: History, lineages: Lineages): History {
  if (lineages.size === 0) return history
  const last = kept.get(history.rows)
  if (last?.lineages === lineages) return last.restated
  const restated = restatedHistory(history, lineages)
  kept.set(history.rows, { lineages, restated })
  return restated
}
