import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Actor } from '../platform/context.ts'
import type { Database } from '../platform/database/open.ts'
import { sightOf } from '../platform/rights.ts'
import type { Follower, SealedEvent } from '../platform/sequencer.ts'
import { inTransaction } from '../platform/transaction.ts'
import { type Authenticate } from './authenticate.ts'
import { base, permit } from './http.ts'

export type Live = { follower: Follower; serve(app: FastifyInstance): void; close(): void }

const heartbeat = 15_000
const recheck = 4_000
const mostCaughtUp = 1_000

/** Server-sent signals: position, type, subject, version, and no data: who gets one refetches under their own rights. */
export function startLive(database: Database, authenticate: Authenticate): Live {
  const streams = new Map<string, Set<Stream>>()

  const send = (reply: FastifyReply, events: readonly Signal[]) => {
    for (const { position, type, subject, version } of events)
      reply.raw.write(
        `id: ${position}\nevent: change\ndata: ${JSON.stringify({ position: Number(position), type, subject, version })}\n\n`,
      )
  }

  const renew = async (stream: Stream) => {
    try {
      stream.actor = await authenticate(stream.request)
      permit({ access: 'deals:read' }, stream.actor)
    } catch {
      stream.reply.raw.end()
    }
  }

  return {
    follower: {
      name: 'live',
      keeps: false,
      async read(workspace_id, events) {
        for (const stream of streams.get(workspace_id) ?? []) {
          // A right that was just taken away holds for this signal already.
          if (events.some(({ type }) => changesRights.test(type)))
            stream.actor = await authenticate(stream.request).catch(() => stream.actor)
          send(stream.reply, await inSight(database, stream.actor, events))
        }
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
        const stream: Stream = { reply, request, actor }
        streams.set(actor.workspace_id, open.add(stream))
        if (typeof from === 'string' && /^\d{1,15}$/.test(from))
          send(reply, await inSight(database, actor, await signalsAfter(database, actor, from)))
        const beat = setInterval(() => reply.raw.write(': here\n\n'), heartbeat)
        const check = setInterval(() => void renew(stream), recheck)
        request.raw.on('close', () => {
          clearInterval(beat)
          clearInterval(check)
          open.delete(stream)
        })
      })
    },
    close() {
      for (const open of streams.values()) for (const { reply } of open) reply.raw.end()
    },
  }
}

type Stream = { reply: FastifyReply; request: FastifyRequest; actor: Actor }

const changesRights = /^(rights|person|team|key)[.]|^deal[.]member_/

/** The signals about what somebody may see. Whom no grant binds gets them as they are, without a question. */
async function inSight<S extends Signal>(
  database: Database,
  actor: Actor,
  signals: readonly S[],
): Promise<readonly S[]> {
  if (sightOf(actor).all) return signals
  const subjects = [...new Set(signals.map(({ subject }) => subject))]
  const asked = { actor, effect: 'read', name: 'events.stream', now: '' } as const
  const seen = await inTransaction(database, asked, async ({ tx, workspace_id }) => {
    const { rows } = await sql<{ id: string }>`
      select id from deal where workspace_id = ${workspace_id} and id = any(${subjects}::text[])
      union all select id from activity where workspace_id = ${workspace_id} and id = any(${subjects}::text[])
      union all select id from pipeline where workspace_id = ${workspace_id} and id = any(${subjects}::text[])`.execute(
      tx,
    )
    return new Set(rows.map(({ id }) => id))
  })
  // Of what hangs on no pipeline everybody may know that it changed; the rest only who sees it.
  return signals.filter(({ subject }) => seen.has(subject) || !/^(deal|act|pip|imp|job|quo)_/.test(subject))
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
