import type { Day } from '../../values/instant.ts'
import type { Category, Outcome } from '../ledger/index.ts'

/** Why a deal brought more or less to a figure at the end than at the start; each deal has one of them. */
export const buckets = [
  'new',
  'transferred_in',
  'reopened',
  'pulled_in',
  'amount_up',
  'category_up',
  'moved_forward',
  'won',
  'moved_back',
  'category_down',
  'amount_down',
  'pushed_out',
  'transferred_out',
  'lost',
  'void',
  'model',
  'currency',
  'unchanged',
] as const
export type Bucket = (typeof buckets)[number]

/** A deal as its ledger had it at one end of a bridge. */
export type EndState = {
  version: number
  name: string
  pipeline_id: string
  definition_id: string
  stage: string
  outcome: Outcome | null
  closed_at: string | null
  amount_minor: bigint | null
  currency: string
  counted: boolean
  frozen_rate: string | null
  close_date: Day | null
  category: Category
  owner_id: string | null
}

/** What one end of a bridge has of a deal. */
export type End = {
  /** Null where the deal was not there yet, or is not for this reader. */
  state: EndState | null
  /** Whether it is of the pipelines, people and products that the bridge is about, open or closed. */
  inside: boolean
  /** Whether the figure counts it, be it with nothing. */
  counts: boolean
  /** What it brings to the figure, in minor units of the bridge's currency. */
  value: bigint
}

export type Crossing = {
  deal_id: string
  created_at: string
  from: End
  to: End
  /** What it would bring at the end if only rates had moved. */
  held: bigint
}

/** What tells one bucket from another beside the two ends. */
export type BridgeRules = {
  from: string
  /** Days in which deals are to close that the figure is about; null where it is about all. */
  closing: { starts: Day; ends: Day } | null
  /** Place of a stage among those of its pipeline, of whichever version it is; undefined where it has none. */
  rankOf(pipeline_id: string, stage: string): number | undefined
}

/**
 * The one bucket of a deal that either end counts, by the first of these that is so:
 *
 * 1. void: taken out as never an opportunity of its own (merged, returned, undone).
 * 2. transferred_out: no longer of the pipelines or people that the bridge is about.
 * 3. won, lost: at the end and not at the start, however it came in between.
 * 4. new: created after the start.
 * 5. transferred_in: there at the start, but not of these pipelines or people.
 * 6. reopened: closed at the start and open at the end.
 * 7. pulled_in, pushed_out: its close date came into the period, or left it.
 * 8. amount_up, amount_down: what it says it is worth, in its own currency; what counts through its twin is worth nothing.
 * 9. category_up, category_down: what people call it, from omitted over pipeline and best case to commit.
 * 10. moved_forward, moved_back: to another stage of the same pipeline.
 * 11. unchanged: it brings what it brought; else currency or model, whichever of the two moved it more.
 *
 * All that the deal brings more or less belongs to its bucket, so that the bars are the sums of their deals.
 */
export function bucketOf(crossing: Crossing, { from: start, closing, rankOf }: BridgeRules): Bucket {
  const { from, to } = crossing
  const [before, after] = [from.state, to.state]
  if (after?.outcome === 'void') return 'void'
  if (after === null || !to.inside || after.outcome === 'transferred') return 'transferred_out'
  const ended = after.outcome !== null && after.outcome !== before?.outcome
  if (ended) return after.outcome === 'won' ? 'won' : 'lost'
  if (before === null && crossing.created_at > start) return 'new'
  if (before === null || !from.inside) return 'transferred_in'
  if (before.outcome !== null && after.outcome === null) return 'reopened'
  if (closing && isWithin(before, closing) !== isWithin(after, closing))
    return isWithin(after, closing) ? 'pulled_in' : 'pushed_out'
  const worth = before.currency === after.currency ? said(after) - said(before) : to.value - from.value
  if (worth !== 0n) return worth > 0n ? 'amount_up' : 'amount_down'
  const called = callOf(after) - callOf(before)
  if (called !== 0) return called > 0 ? 'category_up' : 'category_down'
  const moved = before.pipeline_id === after.pipeline_id ? steps(before, after, rankOf) : 0
  if (moved !== 0) return moved > 0 ? 'moved_forward' : 'moved_back'
  if (to.value === from.value) return 'unchanged'
  return size(crossing.held - from.value) >= size(to.value - crossing.held) ? 'currency' : 'model'
}

/** How many deals a bar stands for, and what they bring more or less together. */
export type Bar = { deals: number; change: bigint }

/** A figure at two moments, and every bar between them: `start` and the changes of all bars are `end`. */
export type Bridge = { start: bigint; end: bigint; bars: ReadonlyMap<Bucket, Bar> }

/** Deals of one bucket, each of which brings the same: one of them, or many that nobody touched. */
export type Share = { bucket: Bucket; deals: number; before: bigint; after: bigint }

/**
 * The bridge that these shares make.
 *
 * @param rest what of the figure no deal brings: what is still to come. How it changed is the model's.
 */
export function bridgeOf(shares: Iterable<Share>, rest: { from: bigint; to: bigint } = { from: 0n, to: 0n }): Bridge {
  const bars = new Map<Bucket, Bar>(buckets.map((bucket) => [bucket, { deals: 0, change: 0n }]))
  let [start, end] = [rest.from, rest.to]
  const add = (bucket: Bucket, deals: number, change: bigint) => {
    const bar = bars.get(bucket) as Bar
    bar.deals += deals
    bar.change += change
  }
  for (const { bucket, deals, before, after } of shares) {
    start += before
    end += after
    add(bucket, deals, after - before)
  }
  add('model', 0, rest.to - rest.from)
  return { start, end, bars }
}

const isWithin = ({ close_date }: EndState, { starts, ends }: { starts: Day; ends: Day }) =>
  close_date !== null && close_date >= starts && close_date < ends

const said = ({ amount_minor, counted }: EndState): bigint => (counted ? (amount_minor ?? 0n) : 0n)

const calls: readonly Category[] = ['omitted', 'pipeline', 'best_case', 'commit', 'closed']
const callOf = ({ category }: EndState): number => calls.indexOf(category)

function steps(before: EndState, after: EndState, rankOf: BridgeRules['rankOf']): number {
  const [then, now] = [rankOf(before.pipeline_id, before.stage), rankOf(after.pipeline_id, after.stage)]
  return then === undefined || now === undefined ? 0 : now - then
}

const size = (amount: bigint) => (amount < 0n ? -amount : amount)
