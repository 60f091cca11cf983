import { type AmountPair, amountRatios } from '../amount-ratio.ts'
import type { Standing } from '../motion-model.ts'
import { type ArrivalRate, type Entry, estimateArrivals } from '../new-business.ts'
import { knownAt, type Stay } from '../stay.ts'
import type { Past } from './history.ts'
import { spanOf } from './origins.ts'

export type OpenDeal = Standing & { deal: string }

/** All that was known on a day. */
export type Snapshot = {
  origin: number
  horizon: number
  recorded_from: number
  stays: readonly Stay[]
  open: readonly OpenDeal[]
  rates: readonly ArrivalRate[]
  /** Wins by then, in the order of their days. */
  wins: readonly { pipeline: string; day: number; amount: number | null }[]
  ratios: ReadonlyMap<string, number>
  category: (deal: string, day: number) => string | undefined
}

/** @param past its stays in order */
export function snapshotAt(past: Past, origin: number, horizon: number): Snapshot {
  const { amountAt } = past
  const known = knownAt(past.stays, origin)
  // A stay counts by the amount that its deal came with: what was said later knows how long it lasted.
  const stays = amountAt ? known.map((stay) => ({ ...stay, amount: amountAt(stay.deal, stay.entered, origin) })) : known
  const { from: recorded_from } = spanOf(stays)
  const open: OpenDeal[] = []
  const entries: Entry[] = []
  const pairs: AmountPair[] = []
  const wins: { pipeline: string; day: number; amount: number | null }[] = []
  let own: Stay[] = []
  stays.forEach((stay, i) => {
    own = stays[i - 1]?.deal === stay.deal ? own : []
    const entry = entryOf(stay, own)
    if (entry !== null) entries.push(entry)
    own.push(stay)
    const { deal, pipeline, stage, entered, left, to, age_at_entry = 0 } = stay
    const ended = left === null || to === 'won'
    const amount = ended && amountAt ? amountAt(deal, left ?? origin, origin) : (stay.amount ?? null)
    if (left === null) open.push({ deal, pipeline, stage, amount, age_days: origin - entered + age_at_entry })
    if (left === null || to !== 'won') return
    wins.push({ pipeline, day: left, amount })
    const halfWay = ((own[0]?.entered ?? entered) + left) / 2
    const then = amountAt
      ? amountAt(deal, halfWay, origin)
      : (own.findLast((one) => one.entered <= halfWay)?.amount ?? null)
    if (then !== null && amount !== null) pairs.push({ pipeline, open: then, won: amount })
  })
  wins.sort((a, b) => a.day - b.day)
  const keys = past.plans.map(({ key }) => key)
  return {
    origin,
    horizon,
    recorded_from,
    stays,
    open,
    rates: estimateArrivals(entries, { as_of: origin, recorded_from }),
    wins,
    ratios: amountRatios(pairs, keys),
    category: categoriesOf(past),
  }
}

/** The first time in a pipeline: created there, or brought by a person. */
function entryOf({ pipeline, stage, entered: day }: Stay, before: readonly Stay[]): Entry | null {
  if (before.some((one) => one.pipeline === pipeline)) return null
  const last = before.at(-1)
  if (last === undefined) return { pipeline, stage, day, by: 'created' }
  return last.to === 'censored' ? null : { pipeline, stage, day, by: 'transferred' }
}

function categoriesOf({ categories = [] }: Past): Snapshot['category'] {
  const of = Map.groupBy(categories, ({ deal }) => deal)
  for (const own of of.values()) own.sort((a, b) => a.from - b.from)
  return (deal, day) => of.get(deal)?.findLast(({ from }) => from <= day)?.category
}

/** Fewer wins than this say little of what a win is worth. */
const fewWins = 8

/** What wins of a pipeline are worth: those of the last year, or where these are few all of its wins, or everybody's. */
export function worthOfWins(snapshot: Snapshot, pipeline: string): readonly number[] {
  const known = worths.getOrInsertComputed(snapshot, () => ({ all: undefined, of: new Map() }))
  return known.of.getOrInsertComputed(pipeline, () => {
    const { wins, origin } = snapshot
    const own = wins.filter((win) => win.pipeline === pipeline && win.amount !== null)
    const recent = own.filter(({ day }) => day > origin - 365)
    const chosen = [recent, own].find((some) => some.length >= fewWins)
    known.all ??= amountsOf(wins)
    return chosen === undefined ? known.all : amountsOf(chosen)
  })
}

/** Every method asks for every pipeline, and of a hundred thousand wins the answer takes a while. */
const worths = new WeakMap<Snapshot, { all: readonly number[] | undefined; of: Map<string, readonly number[]> }>()

const amountsOf = (wins: Snapshot['wins']): readonly number[] =>
  wins.flatMap(({ amount }) => (amount === null ? [] : [amount]))
