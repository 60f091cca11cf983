import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Instant } from '../values/instant.ts'
import { canonical } from './canonical.ts'
import type { Actor, DomainEvent } from './context.ts'
import { insertRows } from './database/insert-rows.ts'
import type { Tx } from './database/open.ts'

export type Recorded = DomainEvent & { id: string }

/** Nobody's id is that of somebody outside, such as a buyer. */
export type EventActor = Pick<Actor, 'workspace_id' | 'channel'> & { id: string | null }

export type EventRow = {
  workspace_id: string
  id: string
  type: string
  subject: string
  version: number
  actor_id: string | null
  channel: string
  request_id: string | null
  data: Record<string, unknown>
  recorded_at: Instant
}

/** Writes the events of one request and their outbox rows, inside its transaction. */
export async function saveEvents(
  tx: Tx,
  recorded: readonly Recorded[],
  by: { actor: EventActor; now: Instant; request_id: string | undefined },
): Promise<void> {
  const workspace_id = by.actor.workspace_id
  const rows = recorded.map((event) => {
    const row: EventRow = {
      workspace_id,
      ...event,
      actor_id: by.actor.id,
      channel: by.actor.channel,
      request_id: by.request_id ?? null,
      recorded_at: by.now,
    }
    const salt = randomBytes(16).toString('hex')
    return { ...row, salt, digest: digestOf(salt, row) }
  })
  const waiting = rows.map(({ id }) => ({ workspace_id, event_id: id }))
  await Promise.all([insertRows(tx, 'event', rows), insertRows(tx, 'outbox', waiting)])
}

/** SHA-256 over salt and payload: with both erased, the chain of seals over digests still holds. */
export const digestOf = (salt: string, { data, ...event }: EventRow): string =>
  createHash('sha256')
    .update(salt)
    .update(canonical({ ...event, data: JSON.parse(JSON.stringify(data)) }))
    .digest('hex')

/** One link of the audit chain. */
export const sealOf = (previous: string, position: bigint, digest: string): string =>
  createHash('sha256').update(`${previous}:${position}:${digest}`).digest('hex')

const batch = 2_000

/**
 * Gives every event that waits in the outbox of a workspace its position, and seals it into the chain. Neither ids nor
 * transaction numbers are safe cursors (a late commit is skipped): positions are handed out after commit, by one
 * sequencer at a time. Answers how many it sealed.
 */
export async function sealEvents(owner: Tx, workspace_id: string): Promise<number> {
  return owner.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('seal ' || ${workspace_id}, 0))`.execute(tx)
    const waiting = await sql<{ id: bigint; event_id: string }>`
      select id, event_id from outbox where workspace_id = ${workspace_id} order by id limit ${sql.lit(batch)}`.execute(
      tx,
    )
    const { rows } = waiting
    if (rows.length === 0) return 0
    const digests = await digestsOf(tx, workspace_id, rows)
    const head = await sql<{ position: bigint; hash: string }>`
      select position, hash from event_seal where workspace_id = ${workspace_id} order by position desc limit 1`.execute(
      tx,
    )
    let { position, hash } = head.rows[0] ?? { position: 0n, hash: '' }
    const seals = rows.map(({ event_id }) => {
      position += 1n
      hash = sealOf(hash, position, digests.get(event_id) ?? '')
      return { workspace_id, position: String(position), event_id, hash }
    })
    await insertRows(tx, 'event_seal', seals)
    await sql`delete from outbox where id = any(${rows.map(({ id }) => String(id))}::bigint[])`.execute(tx)
    return rows.length
  })
}

/** By id and in a statement of its own: joined to the outbox, a server without statistics reads all events for each. */
async function digestsOf(
  tx: Tx,
  workspace_id: string,
  rows: readonly { event_id: string }[],
): Promise<Map<string, string>> {
  const ids = rows.map(({ event_id }) => event_id)
  const found = await sql<{ id: string; digest: string }>`
    select id, digest from event where workspace_id = ${workspace_id} and id = any(${ids}::text[])`.execute(tx)
  return new Map(found.rows.map(({ id, digest }) => [id, digest]))
}
