import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { receiveFile, refusedRows, type Sender } from '../../domain/imports/index.ts'
import { Problem } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { base, permit, type Surface } from '../http.ts'

const megabyte = 1_048_576
export const mostBytes = 256 * megabyte

/** Windows says of a CSV that it is of Excel. */
const types = ['text/csv', 'application/csv', 'text/plain', 'text/tab-separated-values', 'application/vnd.ms-excel']

/** The file of an import, in while it arrives and its refused rows out: streams do not fit `input → output`. */
export function serveImports(app: FastifyInstance, surface: Surface, most: number = mostBytes): void {
  const senderOf = async (request: FastifyRequest): Promise<Sender> => {
    const actor = await surface.authenticate(request)
    permit({ access: 'imports:work' }, actor)
    return { database: surface.database, actor, now: surface.clock.now, request_id: request.id }
  }

  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(types, (_, body, done) => done(null, body))
    scope.put(`${base}/imports/:import_id/file`, async (request, reply) => {
      const sender = await senderOf(request)
      const import_id = importOf(request)
      refuseLarge(Number(request.headers['content-length'] ?? 0), most)
      try {
        const job = await receiveFile(sender, import_id, bytesOf(request, most))
        surface.committed(sender.actor.workspace_id)
        return await reply.status(202).send(job)
      } catch (error) {
        await readToEnd(request, most)
        throw error
      }
    })
  })

  app.get(`${base}/imports/:import_id/refused`, async (request, reply) => {
    const rows = await refusedRows(await senderOf(request), importOf(request))
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="refused.csv"')
      .send(Readable.from(rows))
  })
}

const Params = z.object({ import_id: Id('imp') })

function importOf({ params }: FastifyRequest): string {
  const read = Params.safeParse(params)
  if (read.success) return read.data.import_id
  const detail = read.error.issues[0]?.message ?? ''
  throw new Problem('invalid', detail, 'invalid', {
    errors: [{ pointer: '/import_id', code: 'invalid-format', detail }],
  })
}

function refuseLarge(bytes: number, most: number): void {
  if (!(bytes > most)) return
  const detail = `This file is larger than the ${Math.floor(most / megabyte)} MB that are read at once; send it in parts.`
  throw new Problem('too-large', detail, 'file-too-large')
}

/** The body as it arrives, counted. Leaving off early keeps the connection: the refusal still has to go out. */
async function* bytesOf({ body }: FastifyRequest, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  if (!(body instanceof Readable)) return
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Uint8Array).length
    refuseLarge(bytes, most)
    yield chunk as Uint8Array
  }
}

/** Whoever is still sending would take a closed connection for a fault of the network and not see the answer. */
async function readToEnd({ body }: FastifyRequest, most: number): Promise<void> {
  let bytes = 0
  if (!(body instanceof Readable) || body.readableEnded || body.destroyed) return
  for await (const chunk of body) {
    bytes += (chunk as Uint8Array).length
    if (bytes > most) return
  }
}
