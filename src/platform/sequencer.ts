import { sql } from 'kysely'
import type { Instant } from '../values/instant.ts'
import type { Database, Tx } from './database/open.ts'
import { sealEvents } from './events.ts'
import type { Log } from './log.ts'

/** An event at its place in the order that every reader sees. */
export type SealedEvent = {
  position: bigint
  id: string
  type: string
  subject: string
  version: number
  actor_id: string | null
  data: Record<string, unknown>
  recorded_at: Instant
}

/**
 * A reader of sealed events. A kept one reads on from its own cursor, which moves in the transaction of its effects;
 * a passing one (`keeps: false`) sees only what is sealed while this server runs.
 */
export type Follower = {
  name: string
  keeps: boolean
  read(workspace_id: string, events: SealedEvent[], tx: Tx): Promise<void> | void
}

export type Sequencer = {
  /** Says that a transaction of this workspace committed; sealing and followers run soon after. */
  wake(workspace_id: string): void
  /** Resolves when nothing waits any more; for tests and the simulated clock. */
  settled(): Promise<void>
  close(): Promise<void>
}

const pollEvery = 1_000
const batch = 500

/**
 * Starts sealing and following. Polling finds what other servers committed or left behind when they were killed, be it
 * not sealed yet or sealed and not followed, and what failed here; so each workspace is gone through once at start.
 */
export function startSequencer(database: Database, followers: readonly Follower[], log: Log): Sequencer {
  const { owner } = database
  const waiting = new Set<string>()
  const failed = new Set<string>()
  const heads = new Map<string, bigint>()
  const kept = followers.filter(({ keeps }) => keeps)
  const passing = followers.filter(({ keeps }) => !keeps)
  let running: Promise<void> | undefined
  let closed = false

  const drain = async () => {
    while (waiting.size > 0 && !closed) {
      const [workspace = ''] = waiting
      waiting.delete(workspace)
      await advance(workspace).catch((error: unknown) => {
        failed.add(workspace)
        log.error({ err: error }, 'sequencer')
      })
    }
  }
  const start = () => {
    if (running !== undefined || closed) return
    running = drain().finally(() => {
      running = undefined
      if (waiting.size > 0) start()
    })
  }
  const advance = async (workspace: string) => {
    // Before sealing, so that what is sealed now is news to the passing readers.
    const from = heads.get(workspace) ?? (await headOf(owner, workspace))
    heads.set(workspace, from)
    while ((await sealEvents(owner, workspace)) > 0) if (closed) return
    for (const follower of kept) await followKept(owner, workspace, follower)
    await followPassing(workspace, from)
  }
  const followPassing = async (workspace: string, from: bigint) => {
    const events = await eventsAfter(owner, workspace, from)
    const last = events.at(-1)
    if (last === undefined) return
    heads.set(workspace, last.position)
    for (const follower of passing) await follower.read(workspace, events, owner)
    if (events.length === batch) await followPassing(workspace, last.position)
  }

  const timer = setInterval(() => {
    void poll().catch((error: unknown) => log.warn({ err: error }, 'sequencer poll'))
  }, pollEvery)
  timer.unref()
  const poll = async () => {
    const { rows } = await sql<{ workspace_id: string; head: bigint; unsealed: boolean }>`
      select w.id as workspace_id, coalesce(s.position, 0) as head,
        exists (select from outbox o where o.workspace_id = w.id) as unsealed
      from workspace w left join lateral (select position from event_seal s
        where s.workspace_id = w.id order by position desc limit 1) s on true`.execute(owner)
    for (const { workspace_id, head, unsealed } of rows)
      if (unsealed || failed.has(workspace_id) || heads.get(workspace_id) !== head) waiting.add(workspace_id)
    failed.clear()
    start()
  }

  return {
    wake(workspace_id) {
      waiting.add(workspace_id)
      start()
    },
    async settled() {
      await poll()
      while (running !== undefined) await running
    },
    async close() {
      closed = true
      clearInterval(timer)
      while (running !== undefined) await running
    },
  }
}

async function followKept(owner: Tx, workspace_id: string, follower: Follower): Promise<void> {
  const more = await owner.transaction().execute(async (tx) => {
    await sql`insert into follower (workspace_id, name, position) values (${workspace_id}, ${follower.name}, 0)
      on conflict (workspace_id, name) do nothing`.execute(tx)
    const { rows } = await sql<{ position: bigint }>`
      select position from follower where workspace_id = ${workspace_id} and name = ${follower.name} for update`.execute(
      tx,
    )
    const events = await eventsAfter(tx, workspace_id, rows[0]?.position ?? 0n)
    const last = events.at(-1)
    if (last === undefined) return false
    await follower.read(workspace_id, events, tx)
    await sql`update follower set position = ${String(last.position)}
      where workspace_id = ${workspace_id} and name = ${follower.name}`.execute(tx)
    return events.length === batch
  })
  if (more) await followKept(owner, workspace_id, follower)
}

async function headOf(tx: Tx, workspace_id: string): Promise<bigint> {
  const { rows } = await sql<{ position: bigint }>`
    select position from event_seal where workspace_id = ${workspace_id} order by position desc limit 1`.execute(tx)
  return rows[0]?.position ?? 0n
}

async function eventsAfter(tx: Tx, workspace_id: string, position: bigint): Promise<SealedEvent[]> {
  const seals = await sql<{ position: bigint; event_id: string }>`
    select position, event_id from event_seal
    where workspace_id = ${workspace_id} and position > ${String(position)} order by position limit ${sql.lit(batch)}`.execute(
    tx,
  )
  if (seals.rows.length === 0) return []
  const ids = seals.rows.map(({ event_id }) => event_id)
  const { rows } = await sql<Omit<SealedEvent, 'position'>>`
    select id, type, subject, version, actor_id, data, recorded_at from event
    where workspace_id = ${workspace_id} and id = any(${ids}::text[])`.execute(tx)
  const events = new Map(rows.map((event) => [event.id, event]))
  return seals.rows.flatMap(({ position, event_id }) => {
    const event = events.get(event_id)
    return event ? [{ position, ...event }] : []
  })
}
