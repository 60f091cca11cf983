import { atOnce, type InPieces, piece } from '../../stats/gently.ts'
import type { Stay } from '../../stats/stay.ts'

/** One row of the ledger as stays are made from it, its moments in days. */
export type StayRow = {
  deal_id: string
  version: number
  pipeline_id: string
  stage: string
  entered: number
  outcome: string | null
  closed: number | null
  occurred: number
  administrative: boolean
}

/**
 * Days since 1970-01-01T00:00Z, fractions included: the unit of time in `stats`. Of a moment as we write it or as
 * PostgreSQL does; digit by digit, since history has hundreds of thousands of them and `Date.parse` takes its time.
 */
export function dayNumber(instant: string): number {
  const inUtc = instant.endsWith('Z') || instant.endsWith('+00')
  if (instant.length < 20 || instant.charCodeAt(4) !== dash || !inUtc) return Date.parse(instant) / 86_400_000
  const two = (at: number) => (instant.charCodeAt(at) - zero) * 10 + instant.charCodeAt(at + 1) - zero
  const month = two(5)
  // Years that begin in March, so that a leap day is the last of its year.
  const year = two(0) * 100 + two(2) - (month <= 2 ? 1 : 0)
  const before = Math.floor((153 * (month + (month <= 2 ? 9 : -3)) + 2) / 5)
  const leaps = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  const day = 365 * year + leaps + before + two(8) - 1 - daysTo1970
  let fraction = 0
  if (instant.charCodeAt(19) === point)
    for (let at = 20, unit = 100; unit >= 1; at++, unit /= 10) {
      const digit = instant.charCodeAt(at) - zero
      if (!(digit >= 0 && digit <= 9)) break
      fraction += digit * unit
    }
  const seconds = (two(11) * 60 + two(14)) * 60 + two(17)
  return (day * 86_400_000 + seconds * 1000 + fraction) / 86_400_000
}

const [zero, dash, point] = [48, 45, 46]
const daysTo1970 = 719_468

/**
 * Turns the ledger's changes of place into stays, as the statistics read them.
 *
 * `rows` are in each deal's order. An administrative change (a split, a merge, a migration) ends the stay as
 * *censored* and the stage clock goes on; a rename within the same stay changes nothing; a reopened deal enters anew.
 *
 * @param keyOf what a pipeline is called in the stays
 */
export const staysOf = (rows: readonly StayRow[], keyOf?: (pipeline_id: string) => string): Stay[] =>
  atOnce(makingStays(rows, keyOf))

/** The same in pieces. */
export function* makingStays(
  rows: readonly StayRow[],
  keyOf: (pipeline_id: string) => string = (id) => id,
): InPieces<Stay[]> {
  const stays: Stay[] = []
  let open: Stay | undefined
  let deal: string | undefined
  let done = 0
  for (const row of rows) {
    if (++done % piece === 0) yield
    if (row.deal_id !== deal) open = undefined
    deal = row.deal_id
    const pipeline = keyOf(row.pipeline_id)
    if (open && (open.pipeline !== pipeline || open.stage !== row.stage || row.administrative)) {
      open.left = row.occurred
      open.to = row.administrative ? 'censored' : open.pipeline === pipeline ? row.stage : 'transferred'
      open = undefined
    }
    if (!open && row.outcome === null) {
      open = stayFrom(row, pipeline)
      stays.push(open)
    }
    if (!open || row.outcome === null) continue
    open.left = row.closed ?? row.occurred
    open.to = row.outcome
    open = undefined
  }
  return stays
}

function stayFrom({ deal_id, stage, entered: since, occurred: entered }: StayRow, pipeline: string): Stay {
  const age = entered - since
  const stay: Stay = { deal: deal_id, pipeline, stage, entered, left: null, to: null }
  return age > 0 ? { ...stay, age_at_entry: age } : stay
}
