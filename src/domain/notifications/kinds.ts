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
  'activity.due': { summary: 'Something that you planned is due', usual: app },
  // No mail unless it is asked for: a handover may give hundreds of deals at once.
  'deal.assigned': { summary: 'Somebody made you the owner of a deal', usual: app },
  'deal.joined': { summary: 'Somebody put you on the team of a deal', usual: app },
} as const satisfies Record<`${string}.${string}`, Kind>

export type NotificationKind = keyof typeof kinds
export const kindNames = Object.keys(kinds) as [NotificationKind, ...NotificationKind[]]

export const isKind = (text: string): text is NotificationKind => Object.hasOwn(kinds, text)
