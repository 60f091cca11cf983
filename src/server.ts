import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buildApp } from './api/app.ts'
import { authenticateWith } from './api/authenticate.ts'
import { serveDocs } from './api/docs/serve.ts'
import { startLive } from './api/live.ts'
import { plansSignedWith, readPlanKey } from './api/mcp/plans.ts'
import { serveMcp } from './api/mcp/serve.ts'
import { serveHealth } from './api/routes/health.ts'
import { serveImports } from './api/routes/imports.ts'
import { serveSessions } from './api/routes/sessions.ts'
import { serveTestClock } from './api/routes/test-clock.ts'
import { serveWeb } from './api/static.ts'
import { jobHandlers, ticks } from './domain/jobs-list.ts'
import { operationsOf } from './domain/operations.ts'
import { hashOf, memberByKey, membersByUser, redeemSetUpLink } from './domain/people/index.ts'
import { startClock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { migrate } from './platform/database/migrate.ts'
import { type Database, openDatabase, type Where } from './platform/database/open.ts'
import { proveRowSecurity } from './platform/database/row-security.ts'
import { startJobs } from './platform/jobs.ts'
import { startLog } from './platform/log.ts'
import { startSequencer } from './platform/sequencer.ts'
import { startSignIn } from './platform/sign-in.ts'

export type Server = Awaited<ReturnType<typeof startServer>>

const web = join(import.meta.dirname, '../dist/web')

/**
 * Puts everything together and listens. `prepare` runs before the server says that it is ready. A database that is given
 * open stays open.
 */
export async function startServer(
  config: Config,
  place: Where | { database: Database },
  prepare?: (running: Running) => Promise<void>,
) {
  const clock = startClock(config.clock)
  const log = startLog(config.log_level)
  const database = 'database' in place ? place.database : await openDatabase(place)
  await migrate(database)
  await proveRowSecurity(database)

  const signIn = await startSignIn(database)
  const authenticate = authenticateWith(
    {
      byKey: (secret) => memberByKey(database, hashOf(secret), clock.now()),
      byUser: (user) => membersByUser(database, user),
    },
    signIn,
  )
  const live = startLive(database, authenticate)
  const jobs = await startJobs(database, jobHandlers, ticks, { clock, log })
  const sequencer = startSequencer(database, [jobs.follower, live.follower], log)
  const operations = operationsOf({ clock_simulated: clock.simulated, embedded_database: database.embedded })
  const settled = async () => {
    await sequencer.settled()
    await jobs.runDue()
    await sequencer.settled()
  }

  let ready = false
  const surface = {
    database,
    clock,
    authenticate,
    committed: sequencer.wake,
    failed: (err: unknown, where: Record<string, string>) => log.error({ err, ...where }, 'request'),
  }
  const plans = plansSignedWith(await readPlanKey(database.owner))
  const app = buildApp(operations, surface, log)
  serveImports(app, surface)
  serveHealth(app, database, () => ready)
  serveSessions(app, signIn, { redeem: (link, set) => redeemSetUpLink(database, link, clock.now(), set) })
  serveTestClock(app, clock, authenticate, settled)
  serveDocs(app, operations)
  serveMcp(app, operations, surface, { plans, version: '1', host: config.host })
  live.serve(app)
  await serveWeb(app, web)
  await app.listen({ port: config.port, host: config.host })
  const { port } = app.server.address() as AddressInfo
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  const running = { url, database, clock, operations, signIn, settled, committed: sequencer.wake }
  await prepare?.(running)
  ready = true

  return {
    ...running,
    async close() {
      ready = false
      live.close()
      await app.close()
      await jobs.close()
      await sequencer.close()
      if (!('database' in place)) await database.close()
    },
  }
}

/** A server as `prepare` finds it: listening, but not ready yet. */
export type Running = {
  url: string
  database: Database
  clock: ReturnType<typeof startClock>
  operations: ReturnType<typeof operationsOf>
  signIn: Awaited<ReturnType<typeof startSignIn>>
  settled(): Promise<void>
  committed(workspace_id: string): void
}
