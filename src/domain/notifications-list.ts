import { tellNewMember, tellNewOwner } from './deals/index.ts'
import type { Subscription } from './notifications/index.ts'

/** Events that people are told of. Whoever adds a kind of notification for an event subscribes here. */
export const subscriptions: readonly Subscription[] = [tellNewOwner, tellNewMember]
