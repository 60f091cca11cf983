import { proportion } from '../../stats/proportion.ts'
import { type Money, moneyOf } from '../../values/money.ts'
import type { AdjustmentRecord } from './hit-rates.ts'

/** An entry beside what it replaced and what was won in the end; minor units of one currency. */
export type Judged = { level: number; author_id: string; adjusted: bigint; before: bigint; happened: bigint }

const levels = ['own', 'manager', 'above'] as const

const levelOf = (level: number) => (level === 0 ? 'own' : level === 1 ? 'manager' : 'above')

/**
 * Whether adjusting helped, level by level: how often the adjusted amount was nearer to what was won than what was said
 * before. Entries that were exactly as far off speak for neither.
 */
export const judgeAdjustments = (entries: readonly Judged[], currency: string): AdjustmentRecord[] =>
  levels.map((level) => {
    const own = entries
      .filter((entry) => levelOf(entry.level) === level)
      .map(({ adjusted, before, happened }) => ({
        adjusted: distance(adjusted, happened),
        before: distance(before, happened),
      }))
    const helped = own.filter(({ adjusted, before }) => adjusted < before).length
    const even = own.filter(({ adjusted, before }) => adjusted === before).length
    const { n, estimate, low, high } = proportion(helped, own.length - even)
    const sum = (of: 'adjusted' | 'before'): Money =>
      moneyOf(
        own.reduce((all, one) => all + one[of], 0n),
        currency,
      )
    return {
      level,
      n,
      rate: estimate,
      low,
      high,
      helped,
      even,
      distance_adjusted: sum('adjusted'),
      distance_before: sum('before'),
    }
  })

const distance = (a: bigint, b: bigint): bigint => (a < b ? b - a : a - b)

type Entry = {
  id: string
  pipeline: { id: string }
  period: string
  person: { id: string }
  by: { id: string }
  category: string
  amount: Money | null
  level: number
  created_at: string
}

/**
 * The last word of everybody on a commitment, each with the word it took the place of: that of the author nearest below
 * who had spoken by then, about the same person, pipeline and period. `before` is undefined where the deals alone had
 * spoken. What was taken back in the end is nobody's word.
 */
export function lastWords<E extends Entry>(entries: readonly E[]): { entry: E; before: E | undefined }[] {
  const commits = entries.filter(({ category }) => category === 'commit')
  const about = Map.groupBy(commits, ({ pipeline, period, person }) => `${pipeline.id} ${period} ${person.id}`)
  return [...about.values()].flatMap((all) => {
    const sorted = all.toSorted((a, b) =>
      a.created_at < b.created_at || (a.created_at === b.created_at && a.id < b.id) ? -1 : 1,
    )
    const last = new Map(sorted.map((entry) => [entry.by.id, entry]))
    return [...last.values()]
      .filter(({ amount }) => amount !== null)
      .map((entry) => {
        const said = new Map(
          sorted
            .filter((one) => one.level < entry.level && one.created_at <= entry.created_at)
            .map((one) => [one.by.id, one]),
        )
        const before = [...said.values()]
          .filter(({ amount }) => amount !== null)
          .toSorted((a, b) => b.level - a.level || (a.created_at < b.created_at ? 1 : -1))[0]
        return { entry, before }
      })
  })
}
