import { type Money, minorOf, moneyOf } from '../../values/money.ts'
import { countedCategories, type CountedCategory } from '../pipelines/index.ts'
import type { ComputedFrom, Difference, Submission, SubmittedDeal } from './submission.ts'

type Kept = Submission & { computed_from: ComputedFrom }

/** What became of a forecast since the last one was submitted, and of the deals behind it. */
export function differenceSince(before: Kept, after: Kept): Difference {
  const less = (a: Money, b: Money) => moneyOf(minorOf(a) - minorOf(b), a.currency)
  // A workspace may have changed its currency between the two: then amounts are not comparable, and no deal is.
  const alike = before.currency === after.currency
  const zero = moneyOf(0n, after.currency)
  const [was, is] = [before.computed_from, after.computed_from]
  return {
    before: { id: before.id, submitted_at: before.submitted_at },
    called: alike
      ? {
          commit: less(after.called.commit, before.called.commit),
          best_case: less(after.called.best_case, before.called.best_case),
          pipeline: less(after.called.pipeline, before.called.pipeline),
        }
      : { commit: zero, best_case: zero, pipeline: zero },
    closed: alike ? less(is.closed, was.closed) : zero,
    likely: alike && is.model.likely && was.model.likely ? less(is.model.likely, was.model.likely) : null,
    deals: alike ? changesOf(was.deals, is.deals) : [],
  }
}

function changesOf(before: readonly SubmittedDeal[], after: readonly SubmittedDeal[]): Difference['deals'] {
  const was = new Map(before.map((deal) => [deal.deal_id, deal]))
  const is = new Map(after.map((deal) => [deal.deal_id, deal]))
  const ids = [...new Set([...was.keys(), ...is.keys()])]
  return ids.flatMap((deal_id) => {
    const [one, other] = [was.get(deal_id) ?? null, is.get(deal_id) ?? null]
    const change = changeOf(one, other)
    return change === null ? [] : [{ deal_id, change, before: one, after: other }]
  })
}

/** Each deal once, by what says most of it. */
function changeOf(
  before: SubmittedDeal | null,
  after: SubmittedDeal | null,
): Difference['deals'][number]['change'] | null {
  if (before === null || after === null) return before === null ? 'added' : 'gone'
  if (after.category === 'closed' && before.category !== 'closed') return 'won'
  if (after.category !== before.category) return rank(after) > rank(before) ? 'called_up' : 'called_down'
  if (after.worth?.amount !== before.worth?.amount) return 'amount'
  return after.close_date === before.close_date ? null : 'date'
}

const rank = ({ category }: SubmittedDeal) => countedCategories.indexOf(category as CountedCategory)
