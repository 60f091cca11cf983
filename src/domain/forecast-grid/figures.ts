import type { Period } from '../../values/fiscal-calendar.ts'
import { type CountedCategory, countedCategories } from '../pipelines/index.ts'
import type { Worth } from './standing.ts'

type Pile = { amount: bigint; count: number }

/** What deals say by themselves, each category alone; in minor units of one currency. */
export type Figures = {
  closed: Pile
  commit: Pile
  best_case: Pile
  pipeline: Pile
  /** Open and due in the period, but called for another time or not at all. */
  omitted: Pile
  /** Open deals whose close date lies in no period that is asked for, or that have none. */
  elsewhere: Pile
}

export const noFigures = (): Figures => ({
  closed: { amount: 0n, count: 0 },
  commit: { amount: 0n, count: 0 },
  best_case: { amount: 0n, count: 0 },
  pipeline: { amount: 0n, count: 0 },
  omitted: { amount: 0n, count: 0 },
  elsewhere: { amount: 0n, count: 0 },
})

/** Adds deals up: what was won counts by when it was won, what is open by its close date. */
export function figuresOf(deals: readonly Worth[], { starts, ends }: Pick<Period, 'starts' | 'ends'>): Figures {
  const figures = noFigures()
  for (const { outcome, close_date, category, worth } of deals) {
    const due = close_date !== null && close_date >= starts && close_date < ends
    const called = category === 'closed' ? 'omitted' : category
    const pile = figures[outcome === 'won' ? 'closed' : due ? called : 'elsewhere']
    pile.amount += worth ?? 0n
    pile.count += 1
  }
  return figures
}

/** All that is closed or called at least so firmly. */
export type Calls = Record<CountedCategory, bigint>

export function cumulative({ closed, commit, best_case, pipeline }: Figures): Calls {
  const firm = closed.amount + commit.amount
  return { commit: firm, best_case: firm + best_case.amount, pipeline: firm + best_case.amount + pipeline.amount }
}

export const noCalls: Calls = { commit: 0n, best_case: 0n, pipeline: 0n }

export const plus = (a: Calls, b: Calls): Calls => ({
  commit: a.commit + b.commit,
  best_case: a.best_case + b.best_case,
  pipeline: a.pipeline + b.pipeline,
})

/**
 * What is called once somebody said otherwise: never less than what is closed, and a looser call holds at least what the
 * firmer one does.
 */
export function called(from_below: Calls, said: Partial<Calls>, closed: bigint): Calls {
  let least = closed
  const result = { ...noCalls }
  for (const category of countedCategories.toReversed()) {
    const amount = said[category] ?? from_below[category]
    least = amount > least ? amount : least
    result[category] = least
  }
  return result
}
