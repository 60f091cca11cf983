import { accept, type Decision } from '../../values/decision.ts'
import type { Instant } from '../../values/instant.ts'
import { crossedBetween } from './crossed.ts'
import { gatesOf } from './gates.ts'
import type { Gate } from './move.ts'
import { refusalOf } from './refusal.ts'
import type { Situation } from './situation.ts'

/** Decides whether a deal may begin in the stage where it stands: its entry asks what a move into it would ask. */
export function decideEntry(situation: Situation, reason: string | undefined, now: Instant): Decision<Gate[]> {
  const { deal, definition } = situation
  const name = definition.stages.find(({ key }) => key === deal.stage)?.name ?? deal.stage
  const gates = gatesOf(situation, crossedBetween(definition, null, deal.stage), now)
  return refusalOf(gates, name, reason) ?? accept(gates)
}
