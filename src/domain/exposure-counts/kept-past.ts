import { setImmediate as breathe } from 'node:timers/promises'
import type { Tx } from '../../platform/database/open.ts'
import type { KeptPast } from '../../stats/motion-model.ts'
import { cellKey, type Tally, type TallyCell } from '../../stats/tally.ts'
import type { Instant } from '../../values/instant.ts'
import { dayNumber, type SizeOf } from '../history/index.ts'
import { amountOf } from './amounts.ts'
import { contribute, nothing, type PlacedRow } from './contribution.ts'
import { type Pasts, readReading } from './reading.ts'
import * as store from './store.ts'

/** With more changes than that since the counts were brought up to date, counting anew is not much slower. */
const mostEvents = 5_000

/**
 * The past of a workspace as it is at a moment, for whoever sees every deal: what is kept, with what happened since taken
 * in. Undefined where the counts do not say it: while they are made, where pasts are read otherwise, where something is
 * counted that had not happened by then. Whoever hears that counts the ledger anew, and finds the same.
 *
 * @param pasts whose `key` is what the pipeline is called in the answer
 * @param sizeOf amounts in the one currency of sizes
 */
export async function readKeptPast(
  tx: Tx,
  workspace_id: string,
  { pasts, as_of, sizeOf }: { pasts: readonly (Pasts[number] & { key: string })[]; as_of: Instant; sizeOf: SizeOf },
): Promise<KeptPast | undefined> {
  const head = await store.readHead(tx, workspace_id)
  if (head === undefined || head.built_to !== null || head.latest > as_of) return undefined
  const reading = await readReading(tx, workspace_id, pasts, as_of)
  if (head.reading !== reading.words) return undefined
  const since = await store.readEventsAfter(tx, workspace_id, head.position, mostEvents)
  if (since.events === mostEvents) return undefined
  const cells = await knownCells(tx, workspace_id, head)
  const sizes = await store.readSizes(tx, workspace_id)
  const open = await store.readOpen(tx, workspace_id)
  const deal_ids = new Set([...since.deal_ids, ...(await store.readUnsealed(tx, workspace_id))])
  const rows = await store.readRows(tx, workspace_id, [...deal_ids])
  // Statements see what is committed when they begin: a step between two of them would be taken twice, or not at all.
  if ((await store.readHead(tx, workspace_id))?.step !== head.step) return undefined
  await breathe()

  const change = nothing()
  const day = dayNumber(as_of)
  contribute(change, rows, reading, ({ position }: PlacedRow) => position !== null && position <= head.position, -1)
  contribute(change, rows, reading, ({ occurred }: PlacedRow) => occurred <= day)
  if (change.latest > day) return undefined
  for (const [of, deals] of change.sizes) sizes.set(of, (sizes.get(of) ?? 0) + deals)

  const keys = new Map(pasts.map(({ id, key }) => [id, key]))
  const named = <Of extends { pipeline: string }>(one: Of): Of => ({
    ...one,
    pipeline: keys.get(one.pipeline) ?? one.pipeline,
  })
  const amounts = new Map<number, number | null>()
  const sizeOfGroup = (group: number | undefined): number | null => {
    const amount = amountOf(group)
    if (group === undefined || amount === undefined) return null
    return amounts.getOrInsertComputed(group, () => sizeOf(amount))
  }
  return {
    cells: [...cells, ...change.cells.values()].map(named),
    amountOf: sizeOfGroup,
    deals: [...sizes].map(([of, deals]) => {
      const [pipeline = '', group] = of.split(' ')
      return named({ pipeline, group: Number(group), deals })
    }),
    open: [...open.filter(({ deal }) => !deal_ids.has(deal)), ...change.open.values()].map((stay) => ({
      ...named(stay),
      amount: sizeOfGroup(stay.amount ?? undefined),
    })),
  }
}

/** The cells of each workspace as they were after a step: later only those are read that have changed. */
const known = new Map<string, { began: bigint; step: bigint; cells: Tally }>()
const mostCells = 500_000

async function knownCells(tx: Tx, workspace_id: string, { began, step }: store.Head): Promise<readonly TallyCell[]> {
  const last = known.get(workspace_id)
  const same = last !== undefined && last.began === began && last.step <= step ? last : undefined
  const changed = await store.readCells(tx, workspace_id, same?.step ?? 0n)
  const cells: Tally = same && changed.length === 0 ? same.cells : new Map(same?.cells)
  for (const cell of changed) cells.set(cellKey(cell), cell)
  known.delete(workspace_id)
  known.set(workspace_id, { began, step, cells })
  let size = 0
  for (const [id, one] of [...known].reverse()) {
    size += one.cells.size
    if (size > mostCells) known.delete(id)
  }
  return [...cells.values()]
}
