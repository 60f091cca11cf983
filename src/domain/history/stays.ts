import { atOnce, type InPieces, piece } from '../../stats/gently.ts'
import { roundedSize } from '../../stats/size-bands.ts'
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
  /**
   * What the deal was said to be worth from here on, in minor units of its own currency; null where nobody said, where
   * it is nothing, and while its co-sell twin is the one that is counted.
   */
  amount_minor: number | null
  currency: string
}

/**
 * What an amount is in the one currency in which deals are compared by size, in major units; null: no size. Stays ask for
 * rounded amounts (`roundedSize`): of these there are so few that time at risk can be kept for each.
 */
export type SizeOf = (amount: Pick<StayRow, 'amount_minor' | 'currency'>) => number | null

const noSizes: SizeOf = () => null

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
 * The amount of a stay is the one that its deal came with: known on every day of it. An amount of later, up to the one
 * that was put right when the deal closed, would tell of the end before it came, and of deals that lasted until then.
 *
 * @param keyOf what a pipeline is called in the stays
 * @param sizeOf without it stays have no amounts
 */
export const staysOf = (rows: readonly StayRow[], keyOf?: (pipeline_id: string) => string, sizeOf?: SizeOf): Stay[] =>
  atOnce(makingStays(rows, keyOf, sizeOf))

/** The same in pieces. */
export function* makingStays(
  rows: readonly StayRow[],
  keyOf: (pipeline_id: string) => string = (id) => id,
  sizeOf: SizeOf = noSizes,
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
      open = stayFrom(
        row,
        pipeline,
        sizeOf({ ...row, amount_minor: row.amount_minor && roundedSize(row.amount_minor) }),
      )
      stays.push(open)
    }
    if (!open || row.outcome === null) continue
    open.left = row.closed ?? row.occurred
    open.to = row.outcome
    open = undefined
  }
  return stays
}

function stayFrom(
  { deal_id, stage, entered: since, occurred: entered }: StayRow,
  pipeline: string,
  amount: number | null,
): Stay {
  const age = entered - since
  const stay: Stay = { deal: deal_id, pipeline, stage, entered, left: null, to: null }
  if (amount !== null) stay.amount = amount
  if (age > 0) stay.age_at_entry = age
  return stay
}
