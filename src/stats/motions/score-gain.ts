import { atOnce } from '../gently.ts'
import { poolingFactors } from '../partial-pooling.ts'
import { type DealCounts, kinds } from './deal-counts.ts'

/** Part of each deal (0 … parts − 1); −1 for deals that stay with the rates of all. */
export type Parts = { count: number; of: Int16Array }

export type Scorer = {
  /**
   * Out-of-sample log-score of hazards of their own, minus that of one model for all, in nats, summed over the deals of
   * each part.
   *
   * @param from deal i is taken to have the part of deal `from[i]`; without, its own
   */
  gainsOf: (parts: Parts, from?: Int32Array) => Float64Array
}

/**
 * Rates are piecewise constant, so that a deal's log-score is Σ d ln λ − n λ over cells of stage, age and cause. With
 * λ = φ λ₀, λ₀ of all deals in the other folds and φ the part's factor learnt from them too, what the part's own rates
 * gain over λ₀ is Σ d ln φ − n λ₀ (φ − 1): a sum over counts per fold and part. Permuting deals only sums anew.
 *
 * φ is partially pooled as in the forecast (`poolingFactors`): a factor per part, stage and cause, and on it one for each
 * age, one spread for each kind of cause and level. Where parts do not differ, φ hardly leaves 1, and luck gains little.
 */
export function scorerOf(counts: DealCounts): Scorer {
  const { folds, cells } = counts
  const rates = ratesWithout(counts)
  return {
    gainsOf(parts, from) {
      const sums = sumsOf(counts, parts, from)
      const gains = new Float64Array(parts.count)
      for (let fold = 0; fold < folds; fold++) {
        const lambda = rates[fold] ?? new Float64Array(cells.length)
        const { known, kept } = foldApart(counts, sums, { parts: parts.count, fold, lambda })
        const factors = factorsFrom(counts, known, parts.count)
        for (let i = 0; i < factors.length; i++) {
          const factor = factors[i] ?? 1
          const part = Math.floor(i / cells.length)
          gains[part] =
            (gains[part] ?? 0) + (kept.events[i] ?? 0) * Math.log(factor) - (kept.expected[i] ?? 0) * (factor - 1)
        }
      }
      return gains
    },
  }
}

/** Rates of all deals that are not in a fold, eased by half an event of the stage's rate over all ages. */
function ratesWithout(counts: DealCounts): Float64Array[] {
  const { folds, cells, places, strands } = counts
  const { days, events } = sumsOf(counts, { count: 1, of: new Int16Array(counts.deals.length) })
  return Array.from({ length: folds }, (_, fold) => {
    const time = new Float64Array(places)
    const seen = new Float64Array(cells.length)
    for (let other = 0; other < folds; other++) {
      if (other === fold) continue
      for (let p = 0; p < places; p++) time[p] = (time[p] ?? 0) + (days[other * places + p] ?? 0)
      for (let c = 0; c < cells.length; c++) seen[c] = (seen[c] ?? 0) + (events[other * cells.length + c] ?? 0)
    }
    const [d, n] = [new Float64Array(strands), new Float64Array(strands)]
    cells.forEach(({ place, strand }, c) => {
      d[strand] = (d[strand] ?? 0) + (seen[c] ?? 0)
      n[strand] = (n[strand] ?? 0) + (time[place] ?? 0)
    })
    return Float64Array.from(cells, ({ place, strand }, c) => {
      const average = ((d[strand] ?? 0) + 0.5) / ((n[strand] ?? 0) + 0.5)
      return ((seen[c] ?? 0) + 0.5) / ((time[place] ?? 0) + 0.5 / average)
    })
  })
}

type Sums = { days: Float64Array; events: Float64Array }

/** [part][fold][place] and [part][fold][cell]. */
function sumsOf(counts: DealCounts, parts: Parts, from?: Int32Array): Sums {
  const { deals, fold, folds, days_from, events_from, places, cells } = counts
  const days = new Float64Array(parts.count * folds * places)
  const events = new Float64Array(parts.count * folds * cells.length)
  for (let i = 0; i < deals.length; i++) {
    const part = parts.of[from === undefined ? i : (from[i] ?? i)] ?? -1
    if (part < 0) continue
    const row = part * folds + (fold[i] ?? 0)
    for (let k = days_from[i] ?? 0; k < (days_from[i + 1] ?? 0); k++) {
      const at = row * places + (counts.place[k] ?? 0)
      days[at] = (days[at] ?? 0) + (counts.days[k] ?? 0)
    }
    for (let k = events_from[i] ?? 0; k < (events_from[i + 1] ?? 0); k++) {
      const at = row * cells.length + (counts.event[k] ?? 0)
      events[at] = (events[at] ?? 0) + 1
    }
  }
  return { days, events }
}

/** Events and what all deals' rates expect, [part][cell]. */
type Table = { events: Float64Array; expected: Float64Array }

/** What the other folds know, and what is kept back to be scored. */
function foldApart(
  { folds, cells, places }: DealCounts,
  { days, events }: Sums,
  { parts, fold, lambda }: { parts: number; fold: number; lambda: Float64Array },
): { known: Table; kept: Table } {
  const table = (): Table => ({
    events: new Float64Array(parts * cells.length),
    expected: new Float64Array(parts * cells.length),
  })
  const [known, kept] = [table(), table()]
  for (let part = 0; part < parts; part++)
    for (let other = 0; other < folds; other++) {
      const into = other === fold ? kept : known
      const row = part * folds + other
      for (let c = 0; c < cells.length; c++) {
        const at = part * cells.length + c
        into.events[at] = (into.events[at] ?? 0) + (events[row * cells.length + c] ?? 0)
        into.expected[at] =
          (into.expected[at] ?? 0) + (lambda[c] ?? 0) * (days[row * places + (cells[c]?.place ?? 0)] ?? 0)
      }
    }
  return { known, kept }
}

/** Factors [part][cell] in two levels. */
function factorsFrom({ cells, strands }: DealCounts, { events, expected }: Table, parts: number): Float64Array {
  const factors = new Float64Array(parts * cells.length).fill(1)
  for (const kind of kinds) {
    const own = cells.flatMap((cell, c) => (cell.kind === kind ? [{ c, strand: cell.strand }] : []))
    if (own.length === 0) continue
    const whole = new Map<number, { events: number; expected: number; at: number[] }>()
    for (let part = 0; part < parts; part++)
      for (const { c, strand } of own) {
        const at = part * cells.length + c
        const sum = whole.getOrInsertComputed(part * strands + strand, () => ({ events: 0, expected: 0, at: [] }))
        sum.events += events[at] ?? 0
        sum.expected += expected[at] ?? 0
        sum.at.push(at)
      }
    const wholes = [...whole.values()]
    const first = atOnce(poolingFactors(wholes)).factors
    const single = wholes.flatMap(({ at }, i) => at.map((place) => ({ at: place, factor: first[i] ?? 1 })))
    const second = atOnce(
      poolingFactors(
        single.map(({ at, factor }) => ({ events: events[at] ?? 0, expected: factor * (expected[at] ?? 0) })),
      ),
    ).factors
    single.forEach(({ at, factor }, i) => {
      factors[at] = factor * (second[i] ?? 1)
    })
  }
  return factors
}
