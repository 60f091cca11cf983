import type { Categorised } from '../../stats/backtest/history.ts'
import type { Stay } from '../../stats/stay.ts'
import type { Part } from './past-of-deals.ts'

/**
 * The past of some deals as rows of numbers, and the words that some of the numbers stand for. It goes to a thread
 * without being copied, and there takes a fifth of what as many objects would, each with its own strings.
 */
export type Packed = { words: string[]; stays: Float64Array; notes: Float64Array; categories: Float64Array }

const widths = { stays: 9, notes: 5, categories: 3 } as const

/** Nothing, in a row of numbers. */
const none = Number.NaN
const orNull = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value)

export function packed({ stays, notes, categories }: Part): Packed {
  const numbers = new Map<string, number>()
  const word = (text: string) => numbers.getOrInsertComputed(text, () => numbers.size)
  const made = {
    stays: laidOut(stays, widths.stays, (stay) => [
      word(stay.deal),
      word(stay.pipeline),
      word(stay.stage),
      stay.entered,
      stay.left ?? none,
      stay.to === null ? none : word(stay.to),
      stay.observed_from ?? none,
      stay.age_at_entry ?? 0,
      stay.amount ?? none,
    ]),
    notes: laidOut(notes, widths.notes, ({ deal, from, amount, currency, worth }) => [
      word(deal),
      from,
      amount ?? none,
      word(currency),
      worth ?? none,
    ]),
    categories: laidOut(categories, widths.categories, ({ deal, category, from }) => [
      word(deal),
      word(category),
      from,
    ]),
  }
  return { words: [...numbers.keys()], ...made }
}

function laidOut<T>(list: readonly T[], width: number, row: (one: T) => number[]): Float64Array {
  const rows = new Float64Array(list.length * width)
  list.forEach((one, i) => rows.set(row(one), i * width))
  return rows
}

/** What is handed over, and no longer there for whoever hands it. */
export const buffersOf = ({ stays, notes, categories }: Packed): ArrayBuffer[] =>
  [stays, notes, categories].map(({ buffer }) => buffer as ArrayBuffer)

/**
 * Bytes that a thread needs for the objects it makes of a part: every stay as it was and as it is at an origin, what is
 * made of all stays at one, and as much again, so that sweeping up costs little.
 */
export const roomFor = ({ stays, categories }: Packed): number =>
  600 * (stays.length / widths.stays) + 100 * (categories.length / widths.categories)

/** The stays of all parts; a word that occurs in several is one string. */
export function staysIn(parts: readonly Packed[]): Stay[] {
  const known = new Map<string, string>()
  const stays: Stay[] = []
  for (const { words, stays: rows } of parts) {
    const own = words.map((text) => known.getOrInsertComputed(text, () => text))
    for (let at = 0; at < rows.length; at += widths.stays) {
      const [deal = 0, pipeline = 0, stage = 0, entered = 0, left, to, observed, age_at_entry = 0, amount] =
        rows.subarray(at, at + widths.stays)
      const observed_from = orNull(observed)
      const stay: Stay = {
        deal: own[deal] ?? '',
        pipeline: own[pipeline] ?? '',
        stage: own[stage] ?? '',
        entered,
        left: orNull(left),
        to: own[to ?? none] ?? null,
        age_at_entry,
        amount: orNull(amount),
      }
      stays.push(observed_from === null ? stay : { ...stay, observed_from })
    }
  }
  return stays
}

/**
 * What people said of deals. Every deal has a category from its first day; only where anybody changed one did they say
 * something with it, else there is nothing.
 */
export function categoriesIn(parts: readonly Packed[]): Categorised[] {
  const rows = parts.flatMap(({ words, categories }) =>
    Array.from({ length: categories.length / widths.categories }, (_, i) => {
      const [deal = 0, category = 0, from = 0] = categories.subarray(i * widths.categories, (i + 1) * widths.categories)
      return { deal: words[deal] ?? '', category: words[category] ?? '', from }
    }),
  )
  return new Set(rows.map(({ category }) => category)).difference(new Set(['closed'])).size > 1 ? rows : []
}

/** The one currency, and the rates into it by the origin's day and the other currency; what is missing has no rate. */
export type Conversion = {
  currency: string
  rates: Readonly<Record<number, Readonly<Record<string, number>>>>
}

/**
 * What was said of a deal on a day, as it was converted at an origin: open amounts at the rate of the origin, those of a
 * deal that was won by then at the rate that was frozen with it. What has no rate counts as nothing, as in a forecast.
 * null where nobody said anything.
 */
export function amountsIn(
  parts: readonly Packed[],
  { currency: one, rates }: Conversion,
): (deal: string, day: number, origin: number) => number | null {
  const { rows, currencies, deals, begins } = notesIn(parts)
  return (deal, day, origin) => {
    const number = deals.get(deal)
    if (number === undefined) return null
    const first = begins[number] ?? 0
    const end = begins[number + 1] ?? rows.length
    let said = first
    let won = -1
    for (let at = first; at < end; at += noteWidth) {
      const from = rows[at] ?? 0
      if (from <= day) said = at
      if (from <= origin && !Number.isNaN(rows[at + 3])) won = at
    }
    const amount = orNull(rows[said + 1])
    if (amount === null) return null
    const currency = rows[said + 2] ?? -1
    const wonFor = won < 0 ? null : orNull(rows[won + 1])
    const worth = won < 0 ? null : orNull(rows[won + 3])
    if (worth && wonFor && rows[won + 2] === currency) return amount * (worth / wonFor)
    const name = currencies[currency] ?? one
    return name === one ? amount : amount * (rates[origin]?.[name] ?? 0)
  }
}

/** A note without its deal: from, amount, currency, worth. */
const noteWidth = widths.notes - 1

/** The notes of all parts in one row, each deal's together, and where those of each begin. */
function notesIn(parts: readonly Packed[]) {
  const rows = new Float64Array(parts.reduce((sum, { notes }) => sum + notes.length / widths.notes, 0) * noteWidth)
  const currencies = new Map<string, number>()
  const deals = new Map<string, number>()
  const begins: number[] = []
  let at = 0
  for (const { words, notes } of parts)
    for (let i = 0; i < notes.length; i += widths.notes, at += noteWidth) {
      const [deal = 0, from = 0, amount = none, currency = 0, worth = none] = notes.subarray(i, i + widths.notes)
      const number = deals.getOrInsertComputed(words[deal] ?? '', () => deals.size)
      begins[number] ??= at
      const unit = currencies.getOrInsertComputed(words[currency] ?? '', () => currencies.size)
      rows.set([from, amount, unit, worth], at)
    }
  return { rows, currencies: [...currencies.keys()], deals, begins }
}
