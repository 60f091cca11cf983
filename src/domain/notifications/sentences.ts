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
  'approval.requested': ({ change, title, by }) => ({
    title: `${change} asks for your decision`,
    detail: `${by} proposes: ${title}.`,
  }),
  'approval.waiting': ({ change, title, by, days }) => ({
    title: `${change} waits for your decision`,
    detail: `${by} asked ${days === '1' ? 'a day' : `${days} days`} ago: ${title}.`,
  }),
  'gate.asked': ({ title, by, due_on }) => ({
    title: `Please decide: ${title}`,
    detail: `${by} asks for your approval${due_on === undefined ? '' : `; an answer is wanted by ${due_on}`}.`,
  }),
  'gate.waiting': ({ title, by, days }) => ({
    title: `Still waiting for you: ${title}`,
    detail: `${by} asked for your approval ${days === '1' ? 'a day' : `${days} days`} ago.`,
  }),
  'change.approved': ({ change, title, due_on }) => ({
    title: `${change} was approved`,
    detail: due_on === undefined ? `${title}.` : `It is published on ${due_on}: ${title}.`,
  }),
  'change.rejected': ({ change, title, by, reason }) => ({
    title: `${change} was rejected`,
    detail: by === undefined ? `${title}.` : `${by}: ${reason || title}`,
  }),
  'change.published': ({ change, title, pipeline, version }) => ({
    title: `${pipeline} has version ${version}`,
    detail: `${change} was published: ${title}.`,
  }),
  'change.rolled_back': ({ change, title, by, reason }) => ({
    title: `${change} was taken back`,
    detail: `${by}: ${reason ?? title}`,
  }),
  'change.stale': ({ change, reason }) => ({
    title: `${change} could not be published`,
    detail: `${reason} Look at its plan, and plan again.`,
  }),
  'migration.ended': ({ change, pipeline, deals, fault }) => ({
    title:
      fault === undefined ? `The deals of ${pipeline} were brought along` : `Not all deals of ${pipeline} came along`,
    detail:
      fault === undefined
        ? `${change}: ${deals === '1' ? 'one deal' : `${deals} deals`} moved.`
        : `${change}: ${fault}`,
  }),
  'pilot.ended': ({ pilot, pipeline, reason }) => ({
    title: reason === undefined ? `${pilot} has ended` : `${pilot} was stopped`,
    detail: reason ?? `New deals of ${pipeline} go the old way. Adopt what was tried, or stop it.`,
  }),
  'handoff.asked': ({ deal, pipeline }) => ({
    title: `Please accept: ${deal}`,
    detail: `It was handed to ${pipeline}. Accept it, or return it with a reason.`,
  }),
  'handoff.waiting': ({ deal, pipeline, due_on }) => ({
    title: `Still to be accepted: ${deal}`,
    detail: due_on
      ? `It was handed to ${pipeline}, and is to be accepted by ${due_on}.`
      : `It was handed to ${pipeline}.`,
  }),
  'handoff.overdue': ({ deal, pipeline, due_on }) => ({
    title: `Nobody has accepted ${deal}`,
    detail: `It was handed to ${pipeline}, and was to be accepted by ${due_on}.`,
  }),
  'handoff.blocked': ({ deal, pipeline, reason }) => ({
    title: `${deal} could not be opened in ${pipeline}`,
    detail: `${reason} Accept the hand-off with what is missing, or reject it.`,
  }),
  'handoff.returned': ({ deal, by, reason }) => ({ title: `${deal} was returned`, detail: `${by}: ${reason}` }),
  'handoff.rejected': ({ deal, by, reason }) => ({ title: `${deal} was rejected`, detail: `${by}: ${reason}` }),
  'submission.due': ({ pipeline, period, due_on }) => ({
    title: `Your forecast for ${pipeline} is due`,
    detail: `Say what you call for ${period} by ${due_on}.`,
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
