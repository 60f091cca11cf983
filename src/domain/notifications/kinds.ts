export const channels = ['app', 'mail', 'chat'] as const
export type Channel = (typeof channels)[number]
export type Wanted = Record<Channel, boolean>

type Kind = { summary: string; usual: Wanted }

const app: Wanted = { app: true, mail: false, chat: false }
const appAndMail: Wanted = { app: true, mail: true, chat: false }

/**
 * Everything that people are told of, and how where they said nothing. A new kind is a line here, a sentence in
 * `sentences.ts`, and somebody who tells it: a tick, or a subscription to an event in `domain/notifications-list.ts`.
 */
export const kinds = {
  'review.due': { summary: 'A pipeline that you look after is to be reviewed', usual: appAndMail },
  'approval.requested': { summary: 'You are asked to decide on a change of a pipeline', usual: appAndMail },
  'approval.waiting': { summary: 'A change waits for your decision', usual: appAndMail },
  'gate.asked': { summary: 'You are asked to approve what a gate of a deal wants', usual: appAndMail },
  'gate.waiting': { summary: 'A deal waits for your approval', usual: appAndMail },
  'change.approved': { summary: 'A change that you asked for was approved', usual: app },
  'change.rejected': { summary: 'A change was rejected', usual: appAndMail },
  'change.published': { summary: 'A change was published', usual: app },
  'change.rolled_back': { summary: 'A change was taken back', usual: appAndMail },
  'change.stale': { summary: 'A change that you asked for could not be published', usual: appAndMail },
  'migration.ended': { summary: 'The deals of a pipeline were brought along to its next version', usual: app },
  'pilot.ended': { summary: 'A pilot that you started has ended', usual: appAndMail },
  'handoff.asked': { summary: 'A hand-off is to be accepted by you', usual: appAndMail },
  'handoff.waiting': { summary: 'A hand-off waits for you, and half of its time is over', usual: appAndMail },
  'handoff.overdue': { summary: 'A hand-off was not accepted in its time', usual: appAndMail },
  'handoff.blocked': { summary: 'A hand-off could not open its deal', usual: appAndMail },
  'handoff.returned': { summary: 'A hand-off of a deal of yours was returned', usual: appAndMail },
  'handoff.rejected': { summary: 'A hand-off of a deal of yours was rejected', usual: appAndMail },
  'submission.due': { summary: 'A forecast of yours is to be submitted', usual: appAndMail },
  'activity.due': { summary: 'Something that you planned is due', usual: app },
  // No mail unless it is asked for: a handover may give hundreds of deals at once.
  'deal.assigned': { summary: 'Somebody made you the owner of a deal', usual: app },
  'deal.joined': { summary: 'Somebody put you on the team of a deal', usual: app },
} as const satisfies Record<`${string}.${string}`, Kind>

export type NotificationKind = keyof typeof kinds
export const kindNames = Object.keys(kinds) as [NotificationKind, ...NotificationKind[]]

export const isKind = (text: string): text is NotificationKind => Object.hasOwn(kinds, text)
