import { proportion } from '../../stats/proportion.ts'
import { moneyOf } from '../../values/money.ts'
import type { Share, SubmissionRecord } from './hit-rates.ts'

/** Fewer periods than these say nothing of anybody's calls: six of six is the first that a fair coin rarely does. */
export const periodsNeeded = 6

/**
 * What was called (commit) for one period of a pipeline, what the model held likely for the same deals at the same
 * moments, and what was won by the same people; minor units of one currency. `model` is null where it said nothing.
 */
export type Submitted = { pipeline_id: string; called: bigint; model: bigint | null; won: bigint }

type Named = Pick<SubmissionRecord, 'key' | 'name'>

/**
 * How what was submitted compares with what was won: how often at least so much came, how far off it was in all, and
 * both beside the model of that time, over the periods in which it spoke.
 */
export function judgeSubmissions(named: Named, all: readonly Submitted[], currency: string): SubmissionRecord {
  const compared = all.flatMap(({ model, ...one }) => (model === null ? [] : [{ ...one, model }]))
  const apart = compared.filter((one) => distance(one.called, one.won) !== distance(one.model, one.won))
  const nearer = apart.filter((one) => distance(one.called, one.won) < distance(one.model, one.won)).length
  const sum = <T>(of: readonly T[], amount: (one: T) => bigint) =>
    moneyOf(
      of.reduce((before, one) => before + amount(one), 0n),
      currency,
    )
  return {
    ...named,
    periods: all.length,
    reached: share(all.filter(({ called, won }) => won >= called).length, all.length),
    called: sum(all, ({ called }) => called),
    won: sum(all, ({ won }) => won),
    distance: sum(all, ({ called, won }) => distance(called, won)),
    against_model: {
      periods: compared.length,
      nearer: share(nearer, apart.length),
      won: sum(compared, ({ won }) => won),
      distance_called: sum(compared, ({ called, won }) => distance(called, won)),
      distance_model: sum(compared, ({ model, won }) => distance(model, won)),
    },
  }
}

function share(count: number, of: number): Share {
  const { n, estimate, low, high } = proportion(count, of)
  return { n, rate: estimate, low, high }
}

const distance = (a: bigint, b: bigint): bigint => (a < b ? b - a : a - b)

type Said = { person_id: string; below: readonly string[] }

/** Of those who submitted for the same period those whose word holds everybody else's: what a manager says has the reps' in it. */
export const uppermost = <S extends Said>(said: readonly S[]): S[] =>
  said.filter(
    ({ person_id }) => !said.some((other) => other.person_id !== person_id && other.below.includes(person_id)),
  )
