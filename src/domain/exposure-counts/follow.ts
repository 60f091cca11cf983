import { setImmediate as breathe } from 'node:timers/promises'
import type { Database, Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { isEmpty, put, type Tally } from '../../stats/tally.ts'
import { type Contribution, contribute, nothing, type Reading } from './contribution.ts'
import { type Pasts, readReading } from './reading.ts'
import * as store from './store.ts'

/** So many deals, or events, are a step: a transaction of about a second. */
const mostDeals = 2_000
const mostEvents = 1_000

/** So many steps at once, a hundred thousand deals: then others have their turn, and the next call goes on. */
const mostSteps = 50

/**
 * Brings the counts of a workspace up to what is sealed: the first time, and when pasts are read otherwise than before,
 * deal by deal; later by the deals that something happened to. Each step is one transaction that moves the head and the
 * counts together, under a lock of the head: whoever dies between two steps has lost nothing, and of two servers the
 * second goes on where the first has come.
 *
 * @returns true when nothing is left to do
 */
export async function followLedger(
  { owner }: Pick<Database, 'owner'>,
  workspace_id: string,
  { pasts, now }: { pasts: Pasts; now: Instant },
): Promise<boolean> {
  const reading = await readReading(owner, workspace_id, pasts, now)
  for (let steps = 0; steps < mostSteps; steps++) {
    const more = await owner.transaction().execute((tx) => takeStep(tx, workspace_id, reading))
    if (!more) return true
    await breathe()
  }
  return false
}

async function takeStep(tx: Tx, workspace_id: string, reading: Reading & { words: string }): Promise<boolean> {
  const head = await store.readHead(tx, workspace_id, { lock: true })
  if (head === undefined || head.reading !== reading.words) {
    await store.beginAnew(tx, workspace_id, reading.words)
    return true
  }
  const change = nothing()
  const upTo = (position: bigint) => (row: { position: bigint | null }) =>
    row.position !== null && row.position <= position
  if (head.built_to !== null) {
    const deal_ids = await store.readDealsAfter(tx, workspace_id, head.built_to, mostDeals)
    contribute(change, await store.readRows(tx, workspace_id, deal_ids), reading, upTo(head.position))
    const built_to = deal_ids.length < mostDeals ? null : (deal_ids.at(-1) ?? null)
    await save(tx, workspace_id, { ...head, built_to }, deal_ids, change)
    return true
  }
  const { deal_ids, last, events } = await store.readEventsAfter(tx, workspace_id, head.position, mostEvents)
  if (events === 0) return false
  const rows = await store.readRows(tx, workspace_id, deal_ids)
  contribute(change, rows, reading, upTo(head.position), -1)
  contribute(change, rows, reading, upTo(last))
  await save(tx, workspace_id, { ...head, position: last }, deal_ids, change)
  return events === mostEvents
}

async function save(
  tx: Tx,
  workspace_id: string,
  head: store.Head,
  deal_ids: readonly string[],
  { cells, sizes, open, latest }: Contribution,
): Promise<void> {
  const step = head.step + 1n
  const changed = [...cells.values()].filter((cell) => !isEmpty(cell))
  const sums: Tally = new Map()
  put(sums, await store.readSame(tx, workspace_id, changed))
  put(sums, changed)
  await store.saveCells(tx, workspace_id, sums.values(), step)
  await store.addSizes(tx, workspace_id, sizes)
  await store.saveOpen(tx, workspace_id, deal_ids, open)
  const last = store.momentOf(latest)
  await store.saveHead(tx, workspace_id, { ...head, step, latest: last > head.latest ? last : head.latest })
}
