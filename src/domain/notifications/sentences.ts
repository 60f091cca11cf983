import type { NotificationKind } from './kinds.ts'

/** Names and days of a notification, such as `{ deal: 'Acme – Platform', due_on: '2026-11-24' }`. */
export type Pieces = Readonly<Record<string, string>>

type Sentence = { title: string; detail: string | null }

/** What a mail or a chat says; screens say it in their reader's language, from the same pieces. */
const sentences: Record<NotificationKind, (pieces: Pieces) => Sentence> = {
  'review.due': ({ pipeline, due_on }) => ({
    title: `${pipeline} is to be reviewed`,
    detail: `The review was due on ${due_on}. Its figures and findings are ready.`,
  }),
  'activity.due': ({ subject, due_on, deal }) => ({
    title: `Due: ${subject}`,
    detail: deal === undefined ? `Planned for ${due_on}.` : `Planned for ${due_on}, for ${deal}.`,
  }),
  'deal.assigned': ({ deal, by }) => ({
    title: `${deal} is yours now`,
    detail: by ? `${by} made you its owner.` : null,
  }),
  'deal.joined': ({ deal, by, role }) => ({
    title: `You are on the team of ${deal}`,
    detail: by ? `${by} put you there: ${role}.` : `As ${role}.`,
  }),
}

export const sentenceOf = (kind: NotificationKind, pieces: Pieces): Sentence => sentences[kind](pieces)

export type Told = { kind: NotificationKind; pieces: Pieces; link: string }

/** A mail of plain text. `address` is that of this server. */
export function letterOf({ kind, pieces, link }: Told, { person, address }: { person: string; address: string }) {
  const { title, detail } = sentenceOf(kind, pieces)
  const lines = [`Hello ${person},`, '', title + (title.endsWith('.') ? '' : '.'), ...(detail ? [detail] : [])]
  const footer = `What you are told of, and how, is set at ${address}/settings/notifications`
  return { subject: title, text: [...lines, '', `${address}${link}`, '', footer, ''].join('\n') }
}

/** As chats with incoming webhooks take it: one text, whose control characters are written out. */
export function chatOf({ kind, pieces, link }: Told, { address }: { address: string }): string {
  const { title, detail } = sentenceOf(kind, pieces)
  const escaped = [title, ...(detail ? [detail] : [])].map(written).join('\n')
  return JSON.stringify({ text: `${escaped}\n${address}${link}` })
}

/** Names come from outside: none may mention a channel or make a link of its own. */
const written = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
