import type { Instant } from '../../values/instant.ts'
import type { DealState, Owed } from '../ledger/index.ts'
import type { Definition } from '../pipelines/index.ts'
import { type Asked, crossedBetween } from './crossed.ts'
import { gatesOf, type Unmet, unmetOf } from './gates.ts'
import type { Gate } from './move.ts'
import type { Situation } from './situation.ts'

/**
 * What a deal owes that arrives beyond gates, by import or because a rule is newer: everything asked for on the way to
 * its stage that it does not have. Advice is never owed, and a closed deal owes nothing.
 */
export function owedOnArrival(situation: Situation, now: Instant): Owed[] {
  const { deal, definition } = situation
  if (deal.outcome !== null) return []
  return unmetOf(situation, crossedBetween(definition, null, deal.stage), now)
    .filter(({ level }) => level !== 'advice')
    .map((one) => owedOf(one, deal.stage))
}

/** What remains of a deal's debts: what it has met since drops off, as does what lies ahead again after going back. */
export function stillOwed(situation: Situation, now: Instant): Owed[] {
  const { deal, definition } = situation
  const unmet = new Set(unmetOf(situation, askedByOwed(deal, definition), now).map(({ key }) => key))
  return deal.owed.filter(({ key }) => unmet.has(key))
}

/** A deal's unmet debts as gates, for its checklist. */
export const owedGates = (situation: Situation, now: Instant): Gate[] =>
  gatesOf(situation, askedByOwed(situation.deal, situation.definition), now).filter(({ satisfied }) => !satisfied)

/** The criteria that a deal owes, where its definition still asks for them on the way to its stage. */
export function askedByOwed(deal: DealState, definition: Definition): Asked[] {
  if (deal.owed.length === 0) return []
  return crossedBetween(definition, null, deal.stage).filter(({ criterion }) =>
    deal.owed.some(({ key }) => key === criterion.key),
  )
}

const owedOf = ({ key, label, stage }: Unmet, at: string): Owed => ({ key, label, stage: stage ?? at })
