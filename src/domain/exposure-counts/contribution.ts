import { fineEdges } from '../../stats/age-grid.ts'
import { atOnce } from '../../stats/gently.ts'
import type { Stay } from '../../stats/stay.ts'
import { put, type Tally, tallying } from '../../stats/tally.ts'
import { type Lineages, makingStays, restatedPlace, restating, type StayRow } from '../history/index.ts'
import type { StageMap } from '../pipelines/index.ts'
import { groupOf } from './amounts.ts'

/** A row of the ledger with its place in the order of events; null while its event is not sealed. */
export type PlacedRow = StayRow & { id: string; kind: string; reversal_of: string | null; position: bigint | null }

/** How the past is read: stages that count as others, by the pipeline's id, and pasts that count elsewhere. */
export type Reading = { places: ReadonlyMap<string, StageMap>; lineages: Lineages }

/** What some deals put to the counts of a workspace. Amounts are numbered, see `groupOf`. */
export type Contribution = {
  /** Of stays that are over, between the fine edges. */
  cells: Tally
  /** How many deals came with which amount: `pipeline group` → deals. */
  sizes: Map<string, number>
  /** Stays that are not over; `amount` is the number of the amount. */
  open: Map<string, Stay>
  /** The last moment of any row, in days; −∞ for none. */
  latest: number
}

export const nothing = (): Contribution => ({ cells: new Map(), sizes: new Map(), open: new Map(), latest: -Infinity })

/**
 * Puts what deals contribute to some counts, or takes it away (`sign` −1). The same rows contribute the same whenever they
 * are asked: so what was put once can be found out again, and nobody needs to keep it.
 *
 * @param rows in each deal's order, of whole deals
 * @param known which of them count: those up to a place in the order of events, or a moment
 */
export function contribute(
  to: Contribution,
  rows: readonly PlacedRow[],
  { places, lineages }: Reading,
  known: (row: PlacedRow) => boolean,
  sign: 1 | -1 = 1,
): void {
  const there = rows.filter(known)
  const past = [...Map.groupBy(there, ({ deal_id }) => deal_id).values()].flatMap(valid)
  const told = lineages.size === 0 ? past : past.map((row) => restatedPlace(row, lineages, row.occurred))
  const stays = atOnce(
    restating(
      atOnce(makingStays(told, undefined, groupOf)),
      (stage, pipeline) => places.get(pipeline)?.[stage] ?? stage,
    ),
  )
  const over = stays.filter(({ left }) => left !== null)
  // All that is over is over by now: it is cut by no moment.
  const how = { as_of: Infinity, edgesOf: () => fineEdges, groupOf: ({ amount }: Stay) => amount ?? undefined }
  put(to.cells, atOnce(tallying(over, how)), sign)
  const last = new Map<string, number | null>()
  for (const { deal, pipeline, amount = null } of stays) last.set(`${deal} ${pipeline}`, amount)
  for (const [of, group] of last) {
    if (group === null) continue
    const size = `${of.slice(of.indexOf(' ') + 1)} ${group}`
    to.sizes.set(size, (to.sizes.get(size) ?? 0) + sign)
  }
  if (sign < 0) return
  for (const { occurred, closed } of there) to.latest = Math.max(to.latest, occurred, closed ?? occurred)
  for (const stay of stays) if (stay.left === null) to.open.set(stay.deal, stay)
}

/** Rows that changed a place, without moves that were reversed and their reversals; none of a deal that is void. */
function valid(rows: readonly PlacedRow[]): PlacedRow[] {
  if (rows.at(-1)?.outcome === 'void') return []
  const undone = new Set(rows.map(({ reversal_of }) => reversal_of))
  return rows.filter(({ id, kind }) => kind !== 'edited' && kind !== 'reversed' && !undone.has(id))
}
