import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AnyOperation } from '../../platform/operation.ts'
import { Problem } from '../../platform/problem.ts'
import { describe } from '../openapi.ts'
import { llmsText, problemPage, problemsPage, referencePage } from './page.ts'

/** Nothing but a page and its style sheet: no script, nothing from elsewhere. */
const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Serves the reference under `/docs`, made of the same list as the API itself. */
export function serveDocs(app: FastifyInstance, operations: readonly AnyOperation[]): void {
  const kept = new Map<string, string>()
  const once = (name: string, made: () => string) => kept.get(name) ?? kept.set(name, made()).get(name) ?? ''
  const html = (reply: FastifyReply, text: string) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('cache-control', 'no-cache')
      .send(text)

  app.get('/docs', async (_, reply) =>
    html(
      reply,
      once('docs', () => referencePage(operations, describe(operations))),
    ),
  )
  app.get('/docs/problems', async (_, reply) => html(reply, once('problems', problemsPage)))
  app.get('/docs/problems/:code', async ({ params }, reply) => {
    const { code } = params as { code: string }
    if (!/^[a-z][a-z0-9_-]{0,99}$/.test(code)) throw new Problem('not-found', 'There is no such problem.')
    return html(reply, problemPage(code))
  })
  app.get('/docs/llms.txt', async (_, reply) =>
    reply.type('text/plain; charset=utf-8').send(once('llms', () => llmsText(operations))),
  )
  app.get('/docs/style.css', async (_, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(once('style', () => readFileSync(join(import.meta.dirname, 'style.css'), 'utf8'))),
  )
}
