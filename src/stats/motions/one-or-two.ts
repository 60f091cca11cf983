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
  /** The effect that chance passes once in a hundred times; and the same in the smallest part, per closed deal of its own. */
  detectable: number | null
  detectable_in_part: number | null
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
 * split: p ≤ .01, effect ≥ .02 and two parts or more with 30 closed deals. merge: effect < .005, where .02 for every closed
 * deal of even the smallest part would have been seen: few deals among many hardly move the mean. cannot tell: a part is
 * too small, or chance alone reaches what matters; what chance reaches falls as 1/n, which says how many more (closed
 * deals in all, mixed as now). Otherwise leave.
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
  const { gainsOf } = scorerOf(counts)
  const trials = tried.map(({ assigned }): Trial => ({ gains: gainsOf(assigned), chance: [] }))
  for (let round = 0; round < permutations && tried.length > 0; round++) {
    const from = shuffled(counts.deals.length, random)
    for (const [i, { assigned }] of tried.entries()) {
      trials[i]?.chance.push(gainsOf(assigned, from))
      yield
    }
  }
  const closed = closedIn(counts)
  const measured = effectsOf(trials, closed)
  return cases.map((one): Judgement => {
    const { attribute, leak, parts, assigned } = one
    const place = tried.indexOf(one)
    const [found, trial] = [measured[place], trials[place]]
    const base = {
      attribute,
      parts,
      leak,
      effect: null,
      p: null,
      detectable: null,
      detectable_in_part: null,
      more: null,
    }
    if (leak !== null) return { ...base, verdict: 'leak' }
    if (found === undefined || trial === undefined) return { ...base, ...untried(one) }
    // Those that were tried come first, in this order.
    const known = parts.map((part, i) =>
      i < assigned.count ? { ...part, effect: effectIn(trial, i, part.closed) } : part,
    )
    const smallest = Math.min(...known.slice(0, assigned.count).map((part) => part.closed))
    const detectable_in_part = (found.detectable * closed) / smallest
    const { effect, p, detectable } = found
    const decided = decide({ ...found, detectable_in_part, closed })
    return { ...base, effect, p, detectable, detectable_in_part, parts: known, ...decided }
  })
}

/** Gains of the parts of an attribute, as they are and under each permutation. */
type Trial = { gains: Float64Array; chance: Float64Array[] }

/** `highest`: the largest effect that chance reached in all permutations. */
export type Measured = { effect: number; p: number; detectable: number; highest: number }

const sum = (list: Float64Array) => list.reduce((all, one) => all + one, 0)
const mean = (list: readonly number[]) => list.reduce((all, one) => all + one, 0) / Math.max(list.length, 1)

/** The 99 % point: of chance at its luckiest a hundred draws say little, of its mean and deviation enough. */
const normal99 = 2.326

function effectsOf(trials: readonly Trial[], closed: number): Measured[] {
  const chances = trials.map(({ chance }) => chance.map(sum))
  const rounds = chances[0]?.length ?? 0
  const largest = Array.from({ length: rounds }, (_, round) =>
    Math.max(...chances.map((list) => (list[round] ?? 0) - mean(list))),
  )
  const known = rounds > 1 && closed > 0
  const usual = mean(largest)
  const deviation = Math.sqrt(mean(largest.map((one) => (one - usual) ** 2)))
  const detectable = known ? (usual + normal99 * deviation) / closed : Number.POSITIVE_INFINITY
  const highest = known ? Math.max(...largest) / closed : Number.POSITIVE_INFINITY
  return trials.map(({ gains }, i) => {
    const beyond = sum(gains) - mean(chances[i] ?? [])
    const reached = largest.filter((one) => one >= beyond).length
    return { effect: beyond / closed, p: (1 + reached) / (1 + rounds), detectable, highest }
  })
}

const effectIn = ({ gains, chance }: Trial, part: number, closed: number) =>
  ((gains[part] ?? 0) - mean(chance.map((list) => list[part] ?? 0))) / closed

/** What an effect means; `closed` deals were there to measure it. */
export function decide({
  effect,
  p,
  detectable,
  highest,
  detectable_in_part,
  closed,
}: Measured & { detectable_in_part: number; closed: number }): { verdict: Verdict; more: number | null } {
  // What chance alone reaches, times the number of deals, stays about the same.
  const cannotTell = (chance: number, aim: number) => ({
    verdict: 'cannot_tell' as const,
    more: Math.max(1, Math.ceil(closed * (chance / aim - 1))),
  })
  if (effect >= worthSplitting) return p <= mostChance ? { verdict: 'split', more: null } : cannotTell(highest, effect)
  if (effect >= nextToNothing && detectable <= worthSplitting) return { verdict: 'leave', more: null }
  if (effect >= nextToNothing) return cannotTell(detectable, worthSplitting)
  if (detectable_in_part <= worthSplitting) return { verdict: 'merge', more: null }
  return cannotTell(detectable_in_part, worthSplitting)
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
