import type { Proportion } from '../../stats/proportion.ts'
import type { CountedCategory } from '../pipelines/index.ts'

export const verdicts = ['over_committed', 'held_back', 'as_meant', 'cannot_tell', 'nothing_called'] as const
export type Verdict = (typeof verdicts)[number]

/**
 * What a call is taken to say, as the share of its deals that is won within the period: of what is committed four in
 * five or more, of the best case between three and eight in ten, of the rest at most three in ten. Customs, not laws;
 * they go out with every answer, so that nobody has to guess what is measured by what.
 */
export const meant: readonly { category: CountedCategory; from: number; to: number }[] = [
  { category: 'commit', from: 0.8, to: 1 },
  { category: 'best_case', from: 0.3, to: 0.8 },
  { category: 'pipeline', from: 0, to: 0.3 },
]

/** Fewer calls than these say nothing: one deal lost would already be an interval that ends below four in five. */
export const callsNeeded = 10

/** Says something only where the whole interval says it: chance alone makes nobody a liar. */
export function judgeRate(category: CountedCategory, { n, low, high }: Omit<Proportion, 'estimate'>): Verdict {
  const said = meant.find((one) => one.category === category)
  if (n === 0 || !said) return 'nothing_called'
  if (n < callsNeeded) return 'cannot_tell'
  if (high < said.from) return 'over_committed'
  if (low > said.to) return 'held_back'
  return low >= said.from && high <= said.to ? 'as_meant' : 'cannot_tell'
}
