import { type AmountPair, amountRatios } from '../amount-ratio.ts'
import type { Standing } from '../motion-model.ts'
import { type ArrivalRate, arrivalDays, type Entry, estimateArrivals } from '../new-business.ts'
import type { Stay } from '../stay.ts'
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
  /** What a deal was said to be on a day; null where nobody recorded categories. */
  categoryOf: ((deal: string, day: number) => string | undefined) | null
}

/**
 * Snapshots of one past share what is the same in them, so the later of two is made of little but what changed.
 *
 * @param past its stays in order
 */
export function snapshotAt(past: Past, origin: number, horizon: number): Snapshot {
  const { amountAt } = past
  const { categoryOf, latest } = memories.getOrInsertComputed(past, memoryOf)
  const stays = knownThen(past, latest, origin)
  const { from: recorded_from } = spanOf(stays)
  const open: OpenDeal[] = []
  const entries: Entry[] = []
  const pairs: AmountPair[] = []
  const wins: { pipeline: string; day: number; amount: number | null }[] = []
  let first = 0
  stays.forEach((stay, i) => {
    const { deal, pipeline, stage, entered, left, to, age_at_entry = 0 } = stay
    if (stays[i - 1]?.deal !== deal) first = i
    const entry = entered > origin - arrivalDays ? entryOf(stays, first, i) : null
    if (entry !== null) entries.push(entry)
    const ended = left === null || to === 'won'
    const amount = ended && amountAt ? amountAt(deal, left ?? origin, origin) : (stay.amount ?? null)
    if (left === null) open.push({ deal, pipeline, stage, amount, age_days: origin - entered + age_at_entry })
    if (left === null || to !== 'won') return
    // Where stays tell all that is known, a win that nobody put an amount to brings nothing, as it does when it is counted.
    wins.push({ pipeline, day: left, amount: amount ?? (amountAt ? null : 0) })
    const halfWay = ((stays[first]?.entered ?? entered) + left) / 2
    const then = amountAt ? amountAt(deal, halfWay, origin) : amountIn(stays, { first, last: i }, halfWay)
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
    categoryOf,
  }
}

/** Of each stay what the last snapshot had of it, and what people said of deals. */
type Memory = { latest: (Stay | undefined)[]; categoryOf: Snapshot['categoryOf'] }
const memories = new WeakMap<Past, Memory>()
const memoryOf = (past: Past): Memory => ({ latest: [], categoryOf: categoriesOf(past) })

/**
 * `knownAt`, each stay by the amount that its deal came with (what was said later knows how long it lasted): most are those
 * of the past itself, or those of the snapshot before.
 */
function knownThen({ stays, amountAt }: Past, latest: Memory['latest'], origin: number): Stay[] {
  const known: Stay[] = []
  stays.forEach((stay, i) => {
    if (stay.entered > origin) return
    const left = stay.left !== null && stay.left > origin ? null : stay.left
    const amount = amountAt ? amountAt(stay.deal, stay.entered, origin) : stay.amount
    const same = (one: Stay | undefined) => one?.left === left && one.amount === amount
    const last = same(stay) ? stay : latest[i]
    const to = left === null ? null : stay.to
    const made = last !== undefined && same(last) ? last : { ...stay, left, to, ...(amountAt ? { amount } : {}) }
    latest[i] = made
    known.push(made)
  })
  return known
}

/** The first time in a pipeline: created there, or brought by a person. */
function entryOf(stays: readonly Stay[], first: number, i: number): Entry | null {
  const stay = stays[i]
  if (stay === undefined) return null
  const { pipeline, stage, entered: day } = stay
  for (let at = first; at < i; at++) if (stays[at]?.pipeline === pipeline) return null
  if (i === first) return { pipeline, stage, day, by: 'created' }
  return stays[i - 1]?.to === 'censored' ? null : { pipeline, stage, day, by: 'transferred' }
}

/** What a deal was said to be worth in the last of these stays that had begun by a day. */
function amountIn(stays: readonly Stay[], { first, last }: { first: number; last: number }, day: number) {
  for (let at = last; at >= first; at--) if ((stays[at]?.entered ?? day) <= day) return stays[at]?.amount ?? null
  return null
}

function categoriesOf({ categories = [] }: Past): Snapshot['categoryOf'] {
  if (categories.length === 0) return null
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
