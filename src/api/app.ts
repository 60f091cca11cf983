import Fastify, { type FastifyInstance } from 'fastify'
import { randomBytes, randomUUID } from 'node:crypto'
import type { Log } from '../platform/log.ts'
import type { AnyOperation } from '../platform/operation.ts'
import { answerBrokenRequest, refuseExpectation } from './broken-request.ts'
import { requireDeclarations } from './declarations.ts'
import { guard, type Place } from './guard.ts'
import { base, serveOperations, type Surface } from './http.ts'
import { describe } from './openapi.ts'
import { sendProblem } from './problems.ts'
import type { RateLimit } from './rate-limit.ts'

const megabyte = 1_048_576

export type Door = { place: Place; trusted_proxies: readonly string[]; limit: RateLimit }

/** The HTTP surface: transport, problem documents, the operations and their description. */
export function buildApp(
  operations: readonly AnyOperation[],
  surface: Surface,
  log: Log,
  { place, trusted_proxies, limit }: Door,
): FastifyInstance {
  requireDeclarations(operations)
  const app = Fastify({
    logger: false,
    bodyLimit: megabyte,
    // As long as a large file takes to arrive over a slow line; headers have a minute, by Node's own limit.
    requestTimeout: 600_000,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
    trustProxy: trusted_proxies.length > 0 && [...trusted_proxies],
    http: { requireHostHeader: false },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => sendProblem(error, request, reply as never, log),
  })
  app.server.on('checkExpectation', refuseExpectation)
  app.removeAllContentTypeParsers()
  // Bodies stay text: JSON is read by the operation's own schema, YAML by the one who knows its lines.
  const text = ['application/json', 'application/merge-patch+json', 'application/yaml', 'text/yaml']
  app.addContentTypeParser(text, { parseAs: 'string' }, (_, body, done) => done(null, body))
  app.setErrorHandler((error, request, reply) => void sendProblem(error, request, reply, log))
  app.addHook('onRequest', async (request, reply) => {
    const trace = traceIn(request.headers.traceparent)
    if (trace) reply.header('traceparent', trace)
  })
  guard(app, place)
  limit.watch(app)
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api')) reply.header('cache-control', 'no-store')
  })
  serveOperations(app, operations, surface)
  const description = describe(operations)
  app.get(`${base}/openapi.json`, async () => description)
  return app
}

/** The trace that a request belongs to, gone on with: W3C Trace Context; what is malformed counts as not sent. */
function traceIn(given: unknown): string | undefined {
  const [, id, flags] =
    /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/.exec(String(given ?? '')) ?? []
  return id === undefined ? undefined : `00-${id}-${randomBytes(8).toString('hex')}-${flags}`
}
