import { existsSync } from 'node:fs'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../platform/problem.ts'

/** Serves the built web application: hashed assets for ever, its page for every address that is not the API's. */
export async function serveWeb(app: FastifyInstance, root: string): Promise<void> {
  if (existsSync(root))
    await app.register(files, {
      root,
      wildcard: false,
      setHeaders(reply, path) {
        reply.header(
          'cache-control',
          path.includes(`${join(root, 'assets')}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
  app.setNotFoundHandler((request, reply) => {
    const page = request.method === 'GET' && !/^\/(api|mcp|assets)(\/|$)/.test(request.url)
    if (!page || !existsSync(join(root, 'index.html')))
      throw new Problem('not-found', 'There is no such address; /api/v1/openapi.json lists all there are.')
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
