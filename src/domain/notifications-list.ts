import { changeSubscriptions } from './change-notices/index.ts'
import { tellNewMember, tellNewOwner } from './deals/index.ts'
import { tellApprovers } from './gate-approvals/index.ts'
import { handoffSubscriptions } from './handoff-notices/index.ts'
import type { Subscription } from './notifications/index.ts'
import { tellOfEndedPilot } from './pilots/index.ts'

/** Events that people are told of. Whoever adds a kind of notification for an event subscribes here. */
export const subscriptions: readonly Subscription[] = [
  tellNewOwner,
  tellNewMember,
  tellApprovers,
  ...changeSubscriptions,
  tellOfEndedPilot,
  ...handoffSubscriptions,
]
