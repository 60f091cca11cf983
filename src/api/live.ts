import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Actor } from '../platform/context.ts'
import type { Database } from '../platform/database/open.ts'
import { Problem } from '../platform/problem.ts'
import { sightOf } from '../platform/rights.ts'
import type { Follower, SealedEvent } from '../platform/sequencer.ts'
import { inTransaction } from '../platform/transaction.ts'
import { type Authenticate } from './authenticate.ts'
import { base, permit } from './http.ts'

export type Live = { follower: Follower; serve(app: FastifyInstance): void; close(): void }

const heartbeat = 15_000
const recheck = 3_000
const mostCaughtUp = 1_000
const right = { access: 'deals:read' } as const

type Signal = Pick<SealedEvent, 'position' | 'type' | 'subject' | 'version'>

/** One open stream: whose, how far it has been told, and what came in while it was being told what it had missed. */
type Stream = { reply: FastifyReply; request: FastifyRequest; actor: Actor; told: bigint; waiting: Signal[] | null }

/** Server-sent signals: position, type, subject, version, and no data: who gets one refetches under their own rights. */
export function startLive(database: Database, authenticate: Authenticate): Live {
  const streams = new Map<string, Set<Stream>>()

  return {
    follower: {
      name: 'live',
      keeps: false,
      async read(workspace_id, events) {
        for (const stream of streams.get(workspace_id) ?? []) {
          // A right that was just taken away holds for this signal already.
          if (events.some(({ type }) => changesRights.test(type))) await renew(stream)
          if (stream.waiting) stream.waiting.push(...events)
          else await tellSeen(stream, events)
        }
      },
    },
    serve(app) {
      app.get(`${base}/events/stream`, { exposeHeadRoute: false }, async (request, reply) => {
        const actor = await authenticate(request)
        permit(right, actor)
        const from = positionIn(request)
        reply.hijack()
        reply.raw.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        })
        reply.raw.write(`retry: 1000\n\n`)
        // Among the hearers before it is read what was missed: so nothing falls in between.
        const stream: Stream = { reply, request, actor, told: from ?? 0n, waiting: from === undefined ? null : [] }
        const open = streams.get(actor.workspace_id) ?? new Set()
        streams.set(actor.workspace_id, open.add(stream))
        const beat = setInterval(() => reply.raw.writableEnded || reply.raw.write(': here\n\n'), heartbeat)
        const check = setInterval(() => void renew(stream), recheck)
        request.raw.on('close', () => {
          clearInterval(beat)
          clearInterval(check)
          open.delete(stream)
        })
        if (from !== undefined) await catchUp(stream).catch(() => reply.raw.end())
      })
    },
    close() {
      for (const open of streams.values()) for (const { reply } of open) reply.raw.end()
    },
  }

  async function catchUp(stream: Stream): Promise<void> {
    const { workspace_id } = stream.actor
    const missed = await signalsAfter(database, workspace_id, stream.told)
    if (missed.length > mostCaughtUp) skip(stream, await headOf(database, workspace_id))
    else await tellSeen(stream, missed)
    while (stream.waiting && stream.waiting.length > 0) await tellSeen(stream, stream.waiting.splice(0))
    stream.waiting = null
  }

  async function tellSeen(stream: Stream, signals: readonly Signal[]): Promise<void> {
    tell(stream, await inSight(database, stream.actor, signals))
  }

  /** Whoever has lost key, session, right or place in this workspace hears nothing more. */
  async function renew(stream: Stream): Promise<void> {
    try {
      const actor = await authenticate(stream.request)
      permit(right, actor)
      const { id, workspace_id } = stream.actor
      if (actor.id !== id || actor.workspace_id !== workspace_id) stream.reply.raw.end()
      stream.actor = actor
    } catch (error) {
      // With the database away nobody is asked, nor is there anything to hear.
      if (error instanceof Problem) stream.reply.raw.end()
    }
  }
}

const changesRights = /^(rights|person|team|key)[.]|^deal[.]member_/

/** The signals about what somebody may see. Whom no grant binds gets them as they are, without a question. */
async function inSight(database: Database, actor: Actor, signals: readonly Signal[]): Promise<readonly Signal[]> {
  if (sightOf(actor).all || signals.length === 0) return signals
  const subjects = [...new Set(signals.map(({ subject }) => subject))]
  const asked = { actor, effect: 'read', name: 'events.stream', now: '' } as const
  const seen = await inTransaction(database, asked, async ({ tx, workspace_id }) => {
    const { rows } = await sql<{ id: string }>`
      select id from deal where workspace_id = ${workspace_id} and id = any(${subjects}::text[])
      union all select id from activity where workspace_id = ${workspace_id} and id = any(${subjects}::text[])
      union all select id from incoming_deal where workspace_id = ${workspace_id} and id = any(${subjects}::text[])
      union all select id from pipeline where workspace_id = ${workspace_id} and id = any(${subjects}::text[])`.execute(
      tx,
    )
    return new Set(rows.map(({ id }) => id))
  })
  // Of what hangs on no pipeline everybody may know that it changed; the rest only who sees it.
  return signals.filter(({ subject }) => seen.has(subject) || !/^(deal|act|inc|pip|imp|job|quo)_/.test(subject))
}

/** Each signal once and in order, wherever it was found. */
function tell(stream: Stream, signals: readonly Signal[]): void {
  // Ended meanwhile: by whoever listened, or since they lost the right to.
  if (stream.reply.raw.writableEnded) return
  for (const { position, type, subject, version } of signals) {
    if (position <= stream.told) continue
    stream.told = position
    const data = JSON.stringify({ position: Number(position), type, subject, version })
    stream.reply.raw.write(`id: ${position}\nevent: change\ndata: ${data}\n\n`)
  }
}

/** Too much was missed to be told one by one: whoever hears this fetches anew what they show. */
function skip(stream: Stream, head: bigint): void {
  if (stream.reply.raw.writableEnded) return
  stream.told = head
  stream.reply.raw.write(`id: ${head}\nevent: refetch\ndata: ${JSON.stringify({ position: Number(head) })}\n\n`)
}

/** From where to go on: what the browser sends by itself when a line broke, or what was asked for. */
function positionIn({ headers, query }: FastifyRequest): bigint | undefined {
  const from = headers['last-event-id'] ?? (query as { since?: unknown }).since
  return typeof from === 'string' && /^\d{1,15}$/.test(from) ? BigInt(from) : undefined
}

async function signalsAfter({ owner }: Database, workspace_id: string, position: bigint): Promise<Signal[]> {
  const { rows } = await sql<Signal>`
    select s.position, e.type, e.subject, e.version
    from event_seal s join event e on e.workspace_id = s.workspace_id and e.id = s.event_id
    where s.workspace_id = ${workspace_id} and s.position > ${String(position)}
    order by s.position limit ${sql.lit(mostCaughtUp + 1)}`.execute(owner)
  return rows
}

async function headOf({ owner }: Database, workspace_id: string): Promise<bigint> {
  const { rows } = await sql<{ position: bigint }>`
    select position from event_seal where workspace_id = ${workspace_id} order by position desc limit 1`.execute(owner)
  return rows[0]?.position ?? 0n
}
