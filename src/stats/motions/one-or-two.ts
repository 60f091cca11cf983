import { atOnce, type InPieces } from '../gently.ts'
import { randomFrom } from '../random.ts'
import type { Stay } from '../stay.ts'
import { type Attribute, enoughInPart, type Part, partsBy } from './attribute.ts'
import { countDeals, type DealCounts, shuffled } from './deal-counts.ts'
import { type Leak, leakOf } from './leak.ts'
import { scorerOf } from './score-gain.ts'

/**
 * - `split`: parts behave unlike, surely and enough to matter.
 * - `merge`: parts behave alike; what telling them apart gains is next to nothing.
 * - `leave`: in between, or nothing to tell apart.
 * - `cannot_tell`: too few deals to say; `more` says how many.
 * - `leak`: the attribute was not there when deals began, and must not be asked.
 */
export type Verdict = 'split' | 'merge' | 'leave' | 'cannot_tell' | 'leak'

export type Judgement = {
  attribute: string
  verdict: Verdict
  /** Out-of-sample gain of telling the parts apart beyond that of chance, nats per closed deal; null where not tried. */
  effect: number | null
  /** Chance of so large an effect, of the largest of all attributes, were deals alike; 0.01 is the least of 99 permutations. */
  p: number | null
  /** The least effect that would have been told from chance. */
  detectable: number | null
  /** Closed deals that are missing, for `cannot_tell`. */
  more: number | null
  parts: Part[]
  leak: Leak | null
}

export type Judging = {
  as_of: number
  attributes: readonly Attribute[]
  permutations?: number
  folds?: number
  seed?: number
}

/** Effects in nats per closed deal: worth a pipeline of its own, and next to nothing. */
export const worthSplitting = 0.02
export const nextToNothing = 0.005
const mostChance = 0.01

/**
 * Do these deals behave as one motion, or as two? For each attribute that was fixed when deals began.
 *
 * Score: out-of-sample log-score of hazards (five folds over deals), parts of their own minus one model, see `scorerOf`.
 * Null: the deals' attributes are permuted, all attributes of a deal together, folds fixed. Effect = gain − mean gain under
 * the null, per closed deal. p = (1 + #{permutations whose largest effect over all attributes ≥ it}) / (1 + permutations):
 * family-wise, so that many attributes need no more permutations and no correction.
 *
 * split: p ≤ .01, effect ≥ .02 and two parts or more with 30 closed deals. merge: effect < .005, where an effect of .02
 * would have been seen. cannot tell: a part is too small, or chance alone reaches what matters; what chance reaches falls as
 * 1/n, which says how many more. Otherwise leave.
 *
 * Assumes deals independent and, under the null, exchangeable: what changed over the calendar together with an attribute
 * is put down to the attribute. Days and nats. No deals, no closed ones, one value: no effect and no p, never an error.
 * Reference: Westfall and Young (1993), Resampling-based multiple testing; Good (1952), Rational decisions (log score).
 *
 * @param stays what was known at `as_of`; where pipelines are compared, `stage` is the phase
 */
export const judgeMotions = (stays: readonly Stay[], how: Judging): Judgement[] => atOnce(judgingMotions(stays, how))

/** The same in pieces: one permutation of one attribute each. */
export function* judgingMotions(
  stays: readonly Stay[],
  { as_of, attributes, permutations = 99, folds = 5, seed = 1 }: Judging,
): InPieces<Judgement[]> {
  const random = randomFrom(seed)
  const counts = countDeals(stays, { as_of, folds, random })
  const created = createdOn(stays)
  yield
  const cases = attributes.map((attribute) => ({
    ...partsBy(counts, attribute),
    attribute: attribute.name,
    leak: leakOf(counts, attribute, created),
  }))
  const tried = cases.filter(({ leak, assigned }) => leak === null && assigned.count > 1)
  const { gainOf } = scorerOf(counts)
  const gains: number[] = []
  for (const { assigned } of tried) {
    gains.push(gainOf(assigned))
    yield
  }
  const chance: number[][] = tried.map(() => [])
  for (let round = 0; round < permutations && tried.length > 0; round++) {
    const from = shuffled(counts.deals.length, random)
    for (const [i, { assigned }] of tried.entries()) {
      chance[i]?.push(gainOf(assigned, from))
      yield
    }
  }
  const measured = effectsOf(gains, chance, closedIn(counts))
  return cases.map((one): Judgement => {
    const { attribute, leak, parts } = one
    const found = measured[tried.indexOf(one)]
    const base = { attribute, parts, leak, effect: null, p: null, detectable: null, more: null }
    if (leak !== null) return { ...base, verdict: 'leak' }
    if (found === undefined) return { ...base, ...untried(one) }
    return { ...base, ...found, ...decide({ ...found, closed: closedIn(counts) }) }
  })
}

export type Measured = { effect: number; p: number; detectable: number }

function effectsOf(gains: readonly number[], chance: readonly (readonly number[])[], closed: number): Measured[] {
  const means = chance.map((list) => list.reduce((sum, gain) => sum + gain, 0) / Math.max(list.length, 1))
  const rounds = chance[0]?.length ?? 0
  const largest = Array.from({ length: rounds }, (_, round) =>
    Math.max(...chance.map((list, i) => (list[round] ?? 0) - (means[i] ?? 0))),
  )
  const detectable = largest.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...largest) / closed
  return gains.map((gain, i) => {
    const beyond = gain - (means[i] ?? 0)
    const reached = largest.filter((one) => one >= beyond).length
    return { effect: beyond / closed, p: (1 + reached) / (1 + rounds), detectable }
  })
}

/** What an effect means; `closed` deals were there to measure it. */
export function decide({ effect, p, detectable, closed }: Measured & { closed: number }): {
  verdict: Verdict
  more: number | null
} {
  if (p <= mostChance && effect >= worthSplitting) return { verdict: 'split', more: null }
  // What chance alone reaches, times the number of deals, stays about the same.
  const missing = (aim: number) => Math.max(1, Math.ceil(closed * (detectable / aim - 1)))
  if (p > mostChance && effect >= worthSplitting) return { verdict: 'cannot_tell', more: missing(effect) }
  if (detectable > worthSplitting) return { verdict: 'cannot_tell', more: missing(worthSplitting) }
  return { verdict: effect < nextToNothing ? 'merge' : 'leave', more: null }
}

/** One part alone is large enough: the others lack deals, or there are none. */
function untried({ parts, short }: { parts: readonly Part[]; short: number }): {
  verdict: Verdict
  more: number | null
} {
  const said = parts.filter(({ kind }) => kind !== 'unsaid')
  if (said.length < 2 && said.every(({ kind, closed }) => kind === 'value' && closed >= enoughInPart))
    return { verdict: 'leave', more: null }
  const largest = said.some(({ kind, closed }) => kind === 'value' && closed >= enoughInPart)
  return { verdict: 'cannot_tell', more: largest ? short : short + enoughInPart }
}

const closedIn = ({ closed }: DealCounts) => closed.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0)

function createdOn(stays: readonly Stay[]): Map<string, number> {
  const created = new Map<string, number>()
  for (const { deal, entered } of stays)
    created.set(deal, Math.min(created.get(deal) ?? Number.POSITIVE_INFINITY, entered))
  return created
}
