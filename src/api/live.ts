import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Actor } from '../platform/context.ts'
import type { Database } from '../platform/database/open.ts'
import { Problem } from '../platform/problem.ts'
import type { Follower, SealedEvent } from '../platform/sequencer.ts'
import { type Authenticate } from './authenticate.ts'
import { base, permit } from './http.ts'

export type Live = { follower: Follower; serve(app: FastifyInstance): void; close(): void }

const heartbeat = 15_000
const recheck = 3_000
const mostCaughtUp = 1_000
const right = { access: 'deals:read' } as const

type Signal = Pick<SealedEvent, 'position' | 'type' | 'subject' | 'version'>

/** One open stream: how far it has been told, and what came in while it was still being told what it had missed. */
type Stream = { reply: FastifyReply; told: bigint; waiting: Signal[] | null }

/** Server-sent signals: position, type, subject, version, and no data: who gets one refetches under their own rights. */
export function startLive(database: Database, authenticate: Authenticate): Live {
  const streams = new Map<string, Set<Stream>>()

  return {
    follower: {
      name: 'live',
      keeps: false,
      read(workspace_id, events) {
        for (const stream of streams.get(workspace_id) ?? [])
          if (stream.waiting) stream.waiting.push(...events)
          else tell(stream, events)
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
        const stream: Stream = { reply, told: from ?? 0n, waiting: from === undefined ? null : [] }
        const open = streams.get(actor.workspace_id) ?? new Set()
        streams.set(actor.workspace_id, open.add(stream))
        const beat = setInterval(() => reply.raw.write(': here\n\n'), heartbeat)
        const check = setInterval(() => void stillMay(request, actor).then((may) => may || reply.raw.end()), recheck)
        request.raw.on('close', () => {
          clearInterval(beat)
          clearInterval(check)
          open.delete(stream)
        })
        if (from !== undefined) await catchUp(stream, actor).catch(() => reply.raw.end())
      })
    },
    close() {
      for (const open of streams.values()) for (const { reply } of open) reply.raw.end()
    },
  }

  async function catchUp(stream: Stream, { workspace_id }: Actor): Promise<void> {
    const missed = await signalsAfter(database, workspace_id, stream.told)
    if (missed.length > mostCaughtUp) skip(stream, await headOf(database, workspace_id))
    else tell(stream, missed)
    const { waiting } = stream
    stream.waiting = null
    tell(stream, waiting ?? [])
  }

  /** Whoever has lost key, session, right or place in this workspace hears nothing more. */
  async function stillMay(request: FastifyRequest, before: Actor): Promise<boolean> {
    try {
      const actor = await authenticate(request)
      permit(right, actor)
      return actor.id === before.id && actor.workspace_id === before.workspace_id
    } catch (error) {
      // With the database away nobody is asked, nor is there anything to hear.
      return !(error instanceof Problem)
    }
  }
}

/** Each signal once and in order, wherever it was found. */
function tell(stream: Stream, signals: readonly Signal[]): void {
  for (const { position, type, subject, version } of signals) {
    if (position <= stream.told) continue
    stream.told = position
    const data = JSON.stringify({ position: Number(position), type, subject, version })
    stream.reply.raw.write(`id: ${position}\nevent: change\ndata: ${data}\n\n`)
  }
}

/** Too much was missed to be told one by one: whoever hears this fetches anew what they show. */
function skip(stream: Stream, head: bigint): void {
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
