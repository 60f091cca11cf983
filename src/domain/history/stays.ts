import type { Stay } from '../../stats/stay.ts'
import type { StayRow } from './store.ts'

/** Days since 1970-01-01T00:00Z, fractions included: the unit of time in `stats`. */
export const dayNumber = (instant: string): number => Date.parse(instant) / 86_400_000

/**
 * Turns the ledger's changes of place into stays, as the statistics read them.
 *
 * `rows` are in each deal's order. An administrative change (a split, a merge, a migration) ends the stay as
 * *censored* and the stage clock goes on; a rename within the same stay changes nothing; a reopened deal enters anew.
 */
export function staysOf(rows: readonly StayRow[]): Stay[] {
  const stays: Stay[] = []
  let open: Stay | undefined
  for (const [i, row] of rows.entries()) {
    const first = rows[i - 1]?.deal_id !== row.deal_id
    if (first) open = undefined
    if (open && !samePlace(open, row)) {
      open.left = dayNumber(row.occurred_at)
      open.to = row.administrative ? 'censored' : open.pipeline === row.pipeline_id ? row.stage : 'transferred'
      open = undefined
    }
    if (!open && row.outcome === null) {
      open = stayFrom(row)
      stays.push(open)
    }
    if (!open || row.outcome === null) continue
    open.left = dayNumber(row.closed_at ?? row.occurred_at)
    open.to = row.outcome
    open = undefined
  }
  return stays
}

const samePlace = (open: Stay, row: StayRow) =>
  open.pipeline === row.pipeline_id && open.stage === row.stage && !row.administrative

function stayFrom({ deal_id, pipeline_id, stage, entered_stage_at, occurred_at }: StayRow): Stay {
  const entered = dayNumber(occurred_at)
  const age = entered - dayNumber(entered_stage_at)
  const stay: Stay = { deal: deal_id, pipeline: pipeline_id, stage, entered, left: null, to: null }
  return age > 0 ? { ...stay, age_at_entry: age } : stay
}
