import { accept, type Decision } from '../../values/decision.ts'
import type { Instant } from '../../values/instant.ts'
import type { Category } from '../ledger/index.ts'
import { crossedByCalling, gatesOf, refusalOf, type Situation } from '../moves/index.ts'

export const categoryLabels: Record<Category, string> = {
  commit: 'Commit',
  best_case: 'Best case',
  pipeline: 'Pipeline',
  omitted: 'Omitted',
  closed: 'Closed',
}

/**
 * Whether a deal may be called what it is called now (`situation.deal.category`), having been called `before`. A looser
 * call asks nothing; a criterion that is soft is passed with a reason.
 */
export function decideCategory(
  situation: Situation,
  before: Category,
  reason: string | undefined,
  now: Instant,
): Decision<null> {
  const { deal, definition } = situation
  const gates = gatesOf(situation, crossedByCalling(definition, before, deal.category), now)
  return refusalOf(gates, categoryLabels[deal.category], reason) ?? accept(null)
}
