import { atOnce, type InPieces, piece } from './gently.ts'
import type { Stay } from './stay.ts'

export type StayLengths = {
  pipeline: string
  stage: string
  /** Stays seen, and how many of them have ended. */
  n: number
  n_ended: number
  /** Days within which the given share of stays has ended; null where too few have ended to say. */
  p50: number | null
  p75: number | null
  p90: number | null
}

/**
 * How long deals stay in each stage: quantiles of the time to any end, by Kaplan and Meier's product limit.
 *
 * S(t) = Π (1 − d_i / n_i) over the ages t_i at which stays ended, n_i at risk just before; the quantile q is the
 * smallest t with S(t) ≤ 1 − q. Open stays and administrative ends are censored at their age (at a tie, ends come
 * before censoring); left truncation enters at the age when recording began. Days. A stage nobody left: nulls.
 * Reference: Kaplan and Meier (1958).
 *
 * @param as_of the day at which open stays are cut
 */
export const stayLengths = (stays: readonly Stay[], as_of: number): StayLengths[] =>
  atOnce(measuringStays(stays, as_of))

/** The same in pieces. */
export function* measuringStays(stays: readonly Stay[], as_of: number): InPieces<StayLengths[]> {
  const stages = new Map<string, Map<string, Stay[]>>()
  let done = 0
  for (const stay of stays) {
    if (++done % piece === 0) yield
    const own = stages.getOrInsertComputed(stay.pipeline, () => new Map<string, Stay[]>())
    own.getOrInsertComputed(stay.stage, () => []).push(stay)
  }
  const lengths: StayLengths[] = []
  for (const [pipeline, own] of stages)
    for (const [stage, list] of own) {
      const observed = yield* observing(list, as_of)
      const [p50 = null, p75 = null, p90 = null] = yield* productLimit(observed, [0.5, 0.75, 0.9])
      lengths.push({ pipeline, stage, n: observed.starts.length, n_ended: observed.ends.length, p50, p75, p90 })
    }
  return lengths
}

/** Ages at which stays began to be seen, ended, or went out of sight; each in the order of the ages. */
type Observed = {
  starts: Float64Array
  ends: Float64Array
  censored: Float64Array
  /** Ages at which a stay of no length ended: it is at risk at that very age, and with it all that begin then. */
  brief: ReadonlySet<number>
}

function* observing(stays: readonly Stay[], as_of: number): InPieces<Observed> {
  const starts = new Float64Array(stays.length)
  const ends = new Float64Array(stays.length)
  const censored = new Float64Array(stays.length)
  const brief = new Set<number>()
  let seen = 0
  let ended = 0
  for (const [i, { entered, left, to, observed_from = entered, age_at_entry = 0 }] of stays.entries()) {
    if (i % piece === piece - 1) yield
    const known = left !== null && left <= as_of
    const offset = age_at_entry - entered
    const until = (known ? left : as_of) + offset
    const from = Math.max(entered, observed_from) + offset
    if (until < from) continue
    starts[seen] = from
    if (known && to !== 'censored') {
      ends[ended++] = until
      if (from === until) brief.add(until)
    } else censored[seen - ended] = until
    seen++
  }
  yield
  const inOrder = { starts: sorted(starts, seen), ends: sorted(ends, ended), censored: sorted(censored, seen - ended) }
  return { ...inOrder, brief }
}

/** Plain numbers in a row sort many times faster than what a comparison has to be called for; most begin at age 0. */
function sorted(ages: Float64Array, length: number): Float64Array {
  const own = ages.subarray(0, length)
  for (let i = 1; i < length; i++) if ((own[i - 1] ?? 0) > (own[i] ?? 0)) return own.sort()
  return own
}

/** The ages by which these shares (ascending) have ended; null for those that the curve does not reach. */
function* productLimit(
  { starts, ends, censored, brief }: Observed,
  shares: readonly number[],
): InPieces<(number | null)[]> {
  yield
  const found: (number | null)[] = []
  let survival = 1
  let started = 0
  let gone = 0
  for (let i = 0; i < ends.length && found.length < shares.length; ) {
    const age = ends[i] ?? 0
    const before = i
    while (i < ends.length && ends[i] === age) i++
    const d = i - before
    const withThem = brief.has(age)
    while (started < starts.length && ((starts[started] ?? 0) < age || (withThem && starts[started] === age))) started++
    while (gone < censored.length && (censored[gone] ?? 0) < age) gone++
    const atRisk = started - before - gone
    survival *= 1 - d / Math.max(atRisk, d)
    while (found.length < shares.length && survival <= 1 - (shares[found.length] ?? 1) + 1e-12) found.push(age)
  }
  return [...found, ...shares.slice(found.length).map(() => null)]
}
