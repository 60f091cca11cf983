import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Database } from '../../platform/database/open.ts'

/** `/livez`: the process answers. `/readyz`: it can also reach its database and takes requests. */
export function serveHealth(app: FastifyInstance, { owner }: Database, isReady: () => boolean): void {
  app.get('/livez', async () => ({ status: 'live' }))
  app.get('/readyz', async (_, reply) => {
    const ready =
      isReady() &&
      (await sql`select 1`.execute(owner).then(
        () => true,
        () => false,
      ))
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'starting' })
  })
}
