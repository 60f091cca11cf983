import { holds, type Place, type Rights } from '../../platform/rights.ts'
import type { Access } from '../../platform/access.ts'
import { type Channel, kinds, type NotificationKind, type Wanted } from './kinds.ts'
import type { Pieces } from './sentences.ts'

/** Something to tell people, whoever of them may know of it. */
export type Note = {
  kind: NotificationKind
  to: readonly string[]
  /** Names the occasion: nobody is told of the same one twice. */
  key: string
  /** The deal or the pipeline that it is about. */
  about: { deal: Required<Place> } | { pipeline_id: string } | null
  pieces: Pieces
  /** Where it leads, behind the address of the server. */
  link: string
}

/** Somebody as they are at the moment: what they may, and how they want to hear. */
export type Recipient = {
  id: string
  active: boolean
  access: ReadonlySet<Access>
  rights: Rights
  wanted: ReadonlyMap<string, Wanted>
  has_chat: boolean
}

/** Nobody is told of a deal or a pipeline that they may not see. */
export function mayKnow({ id, active, access, rights }: Recipient, { about }: Pick<Note, 'about'>): boolean {
  if (!active) return false
  if (about === null) return access.has('me:read')
  if ('deal' in about) return access.has('deals:read') && holds({ id, rights }, 'see', about.deal)
  return access.has('pipelines:read') && holds({ id, rights }, 'see', { pipeline_id: about.pipeline_id })
}

/** By which ways somebody hears of a kind; a chat without an address is no way. */
export function channelsFor({ wanted, has_chat }: Recipient, kind: NotificationKind): Channel[] {
  const { app, mail, chat } = wanted.get(kind) ?? kinds[kind].usual
  return [app ? ['app'] : [], mail ? ['mail'] : [], chat && has_chat ? ['chat'] : []].flat() as Channel[]
}
