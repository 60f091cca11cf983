import type { FastifyInstance, FastifyReply } from 'fastify'
import { sql } from 'kysely'
import type { Actor } from '../platform/context.ts'
import type { Database } from '../platform/database/open.ts'
import type { Follower, SealedEvent } from '../platform/sequencer.ts'
import { type Authenticate } from './authenticate.ts'
import { base, permit } from './http.ts'

export type Live = { follower: Follower; serve(app: FastifyInstance): void; close(): void }

const heartbeat = 15_000
const recheck = 4_000
const mostCaughtUp = 1_000

/** Server-sent signals: position, type, subject, version, and no data: who gets one refetches under their own rights. */
export function startLive(database: Database, authenticate: Authenticate): Live {
  const streams = new Map<string, Set<FastifyReply>>()

  const send = (reply: FastifyReply, events: readonly Signal[]) => {
    for (const { position, type, subject, version } of events)
      reply.raw.write(
        `id: ${position}\nevent: change\ndata: ${JSON.stringify({ position: Number(position), type, subject, version })}\n\n`,
      )
  }

  return {
    follower: {
      name: 'live',
      keeps: false,
      read(workspace_id, events) {
        for (const reply of streams.get(workspace_id) ?? []) send(reply, events)
      },
    },
    serve(app) {
      app.get(`${base}/events/stream`, { exposeHeadRoute: false }, async (request, reply) => {
        const actor = await authenticate(request)
        permit({ access: 'deals:read' }, actor)
        const { since } = request.query as { since?: string }
        const from = request.headers['last-event-id'] ?? since
        reply.hijack()
        reply.raw.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        })
        reply.raw.write(`retry: 1000\n\n`)
        const open = streams.get(actor.workspace_id) ?? new Set()
        streams.set(actor.workspace_id, open.add(reply))
        if (typeof from === 'string' && /^\d{1,15}$/.test(from)) send(reply, await signalsAfter(database, actor, from))
        const beat = setInterval(() => reply.raw.write(': here\n\n'), heartbeat)
        const check = setInterval(() => void authenticate(request).catch(() => reply.raw.end()), recheck)
        request.raw.on('close', () => {
          clearInterval(beat)
          clearInterval(check)
          open.delete(reply)
        })
      })
    },
    close() {
      for (const open of streams.values()) for (const reply of open) reply.raw.end()
    },
  }
}

type Signal = Pick<SealedEvent, 'position' | 'type' | 'subject' | 'version'>

async function signalsAfter({ owner }: Database, { workspace_id }: Actor, position: string): Promise<Signal[]> {
  const { rows } = await sql<Signal>`
    select s.position, e.type, e.subject, e.version
    from event_seal s join event e on e.workspace_id = s.workspace_id and e.id = s.event_id
    where s.workspace_id = ${workspace_id} and s.position > ${position}
    order by s.position limit ${sql.lit(mostCaughtUp)}`.execute(owner)
  return rows
}
