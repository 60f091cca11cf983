import type { Channel } from '../values/channel.ts'
import type { Prefix } from '../values/id.ts'
import type { Instant } from '../values/instant.ts'
import type { Access } from './access.ts'
import type { Tx } from './database/open.ts'
import type { Rights } from './rights.ts'

export type { Channel }

/** Who asks: a person of one workspace, through one channel, with what they may do there. */
export type Actor = {
  id: string
  name: string
  role: string
  workspace_id: string
  channel: Channel
  access: ReadonlySet<Access>
  /** The API key that speaks for the person, with what it was limited to; nobody widens what they were given. */
  key?: { id: string; scopes: readonly Access[] | null; expires_at: Instant | null }
  /** The workspaces that whoever asks may enter; for an API key its own one. */
  workspaces?: readonly { id: string; slug: string; name: string; role: string }[]
  /** What grants leave them in pipelines; `boundByNothing` for an owner. */
  rights: Rights
  /** Who looks through this person's eyes; they may read and nothing else. */
  viewed_by?: string
  /** The session that this request came in by; API keys have none. */
  session_id?: string
}

/** What one request carries: who asks, when, and the transaction that all of it happens in. */
export type Context = {
  actor: Actor
  workspace_id: string
  /** When this happens: the start of the request, or later where it had to wait for another change. */
  readonly now: Instant
  tx: Tx
  newId(prefix: Prefix): string
  /** Appends to the event log; audit, webhooks, jobs and open browsers read from there. Answers the event's id. */
  record(event: DomainEvent): string
  /** Does a piece of work that may fail alone: what it wrote and recorded goes with it, what came before stays. */
  attempt<T>(work: () => Promise<T>): Promise<T>
  /** Says that this write found nothing to change: its transaction is rolled back, so it may do without an event. */
  unchanged(): void
  /** Moves `now` on: whoever waited for a lock comes after the change that held it. */
  notBefore(moment: Instant): void
  /** Lets this person see deals until the transaction ends, though a change of them may take them out of their sight. */
  keepInSight(deal_ids: readonly string[]): Promise<void>
  request_id?: string
}

/** Something that happened to one subject. `data` says before and after, in the words of the wire. */
export type DomainEvent = {
  type: `${string}.${string}`
  subject: string
  version: number
  data: Record<string, unknown>
}
