import { Readable } from 'node:stream'
import { createMcpHandler } from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AnyOperation } from '../../platform/operation.ts'
import { Problem } from '../../platform/problem.ts'
import type { Surface } from '../http.ts'
import { mcpServer } from './server.ts'
import type { Plans } from './plans.ts'
import { toolsOf } from './tools.ts'

export type McpSettings = { plans: Plans; version: string }

/** Serves `/mcp`: streamable HTTP, one request at a time, nothing kept in between; only for bearers of a key. */
export function serveMcp(
  app: FastifyInstance,
  operations: readonly AnyOperation[],
  surface: Surface,
  { plans, version }: McpSettings,
): void {
  const tools = toolsOf(operations)

  app.post('/mcp', async (request, reply) => {
    // A browser sends cookies along by itself, a key never.
    if (request.headers.authorization === undefined)
      throw new Problem('unauthenticated', 'Send an API key as `Authorization: Bearer trib_…`.')
    const known = await surface.authenticate(request)
    const actor = { ...known, channel: 'mcp' as const }
    const asking = { surface, plans, actor, request_id: request.id }
    const handler = createMcpHandler(() => mcpServer(tools, asking, version), { keepAliveMs: 0 })
    return sent(reply, await handler.fetch(webRequest(request)))
  })
  app.route({
    method: ['GET', 'DELETE'],
    url: '/mcp',
    exposeHeadRoute: false,
    handler: (_, reply) => {
      reply.header('allow', 'POST')
      throw new Problem('method', 'There are no sessions here: POST every message of the protocol.', 'method')
    },
  })
}

function webRequest({ headers, body, method }: FastifyRequest): Request {
  const given = new Headers()
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') given.set(name, value)
  // Nobody behind this point has any business with the key.
  given.delete('authorization')
  given.delete('content-length')
  return new Request('http://localhost/mcp', { method, headers: given, body: typeof body === 'string' ? body : '' })
}

function sent(reply: FastifyReply, answer: Response): FastifyReply {
  reply.status(answer.status)
  answer.headers.forEach((value, name) => reply.header(name, value))
  reply.header('cache-control', 'no-store')
  return reply.send(answer.body === null ? null : Readable.fromWeb(answer.body as never))
}
