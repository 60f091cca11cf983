import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { AuditExport, auditLines } from '../../domain/audit/index.ts'
import { base, permit, type Surface } from '../http.ts'
import { parseQuery } from '../read-input.ts'

const types = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' } as const

/** The audit as a file: a stream does not fit `input → output`. */
export function serveAudit(app: FastifyInstance, { database, clock, authenticate }: Surface): void {
  app.get(`${base}/audit-events/export`, async (request, reply) => {
    const actor = await authenticate(request)
    permit({ access: 'audit:read' }, actor)
    const { format, ...filter } = parseQuery(AuditExport, request)
    return reply
      .type(types[format])
      .header('content-disposition', `attachment; filename="audit.${format}"`)
      .send(Readable.from(auditLines({ database, actor, now: clock.now }, filter, format)))
  })
}
