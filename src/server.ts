import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buildApp } from './api/app.ts'
import { countAttempts } from './api/attempts.ts'
import { authenticateWith, type Directory } from './api/authenticate.ts'
import { type ConfirmationLinks, serveConfirmations } from './api/confirm/serve.ts'
import { serveDocs } from './api/docs/serve.ts'
import { startLive } from './api/live.ts'
import { plansSignedWith, readPlanKey } from './api/mcp/plans.ts'
import { serveMcp } from './api/mcp/serve.ts'
import { limitRates } from './api/rate-limit.ts'
import { serveAudit } from './api/routes/audit.ts'
import { serveHealth } from './api/routes/health.ts'
import { serveImports } from './api/routes/imports.ts'
import { type InvitationLinks, serveInvitations } from './api/routes/invitations.ts'
import { serveSecondFactor } from './api/routes/second-factor.ts'
import { serveSessions, type SetUpLinks } from './api/routes/sessions.ts'
import { serveSingleSignOn } from './api/routes/single-sign-on.ts'
import { serveTestClock } from './api/routes/test-clock.ts'
import { serveWeb } from './api/static.ts'
import { exportHeadsTo } from './domain/audit/index.ts'
import { answerConfirmation, previewConfirmation, sendConfirmations } from './domain/confirmations/index.ts'
import { acceptInvitation, previewInvitation, sendInvitations } from './domain/invitations/index.ts'
import { followers, jobHandlers, ticks } from './domain/jobs-list.ts'
import { deliverNotifications, tellOfEvents } from './domain/notifications/index.ts'
import { subscriptions } from './domain/notifications-list.ts'
import { operationsOf } from './domain/operations.ts'
import { viewedPerson } from './domain/grants/index.ts'
import {
  connectVerified,
  hashOf,
  isMember,
  memberByKey,
  membersByUser,
  redeemSetUpLink,
} from './domain/people/index.ts'
import { startWebhooks } from './domain/webhooks/index.ts'
import { startClock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { migrate } from './platform/database/migrate.ts'
import { type Database, openDatabase, type Where } from './platform/database/open.ts'
import { proveRowSecurity } from './platform/database/row-security.ts'
import { startJobs } from './platform/jobs.ts'
import { startLog } from './platform/log.ts'
import { startMail } from './platform/mail.ts'
import { startOutgoing } from './platform/outgoing.ts'
import { readAllowed } from './platform/outgoing-address.ts'
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
  const log = startLog(config.log_level, config.log_file)
  const database = 'database' in place ? place.database : await openDatabase(place)
  await migrate(database)
  await proveRowSecurity(database)

  const signIn = await startSignIn(database, config, {
    has: (user) => isMember(database, user),
    connect: (user) => connectVerified(database, user),
  })
  const limit = limitRates(config.rate_limit)
  const attempts = countAttempts()
  const directory: Directory = {
    byKey: (secret) => memberByKey(database, hashOf(secret), clock.now()),
    byUser: (user) => membersByUser(database, user, clock.now()),
    viewed: (by, person_id) => viewedPerson(database, by, person_id, clock.now()),
  }
  const authenticate = limit.around(authenticateWith(directory, signIn))
  const live = startLive(database, authenticate)
  const mail = startMail(config)
  let address = config.public_url ?? ''
  const { allowed } = readAllowed(config.outgoing_allow)
  const outgoing = startOutgoing(allowed)
  const mailing = mail ? [sendInvitations(mail, () => address), sendConfirmations(mail, () => address)] : []
  const telling = deliverNotifications({ mail, outgoing, address: () => address })
  const heads = exportHeadsTo(join(config.data, 'audit-heads'), log)
  const jobs = await startJobs(database, jobHandlers, [...ticks, heads, ...mailing, telling], { clock, log })
  const webhooks = await startWebhooks(database, { clock, log, outgoing })
  const told = tellOfEvents(subscriptions, clock)
  const sequencer = startSequencer(database, [jobs.follower, webhooks.follower, told, live.follower, ...followers], log)
  const installation = {
    clock_simulated: clock.simulated,
    embedded_database: database.embedded,
    mails: mail !== undefined,
  }
  const operations = operationsOf(installation, allowed)
  const settled = async () => {
    await sequencer.settled()
    await jobs.runDue()
    await sequencer.settled()
    await webhooks.runDue()
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
  const { trusted_proxies } = config
  const app = buildApp(operations, surface, log, { place: config, trusted_proxies, limit })
  serveAudit(app, surface)
  serveImports(app, surface)
  serveHealth(app, database, () => ready)
  const links: SetUpLinks = { redeem: (link) => redeemSetUpLink(database, signIn, link, clock.now()) }
  serveSessions(app, { signIn, links, attempts })
  const invitations: InvitationLinks = {
    preview: (token) => previewInvitation(database, signIn, token, clock.now()),
    accept: (link) => acceptInvitation(database, signIn, link, clock.now()),
  }
  serveInvitations(app, { signIn, links: invitations, attempts })
  const confirmations: ConfirmationLinks = {
    preview: (token) => previewConfirmation(database, token, clock.now()),
    async answer(token, answer) {
      const answered = await answerConfirmation(database, token, answer, clock.now())
      if (answered !== null) sequencer.wake(answered.workspace_id)
      return answered
    },
  }
  serveConfirmations(app, { links: confirmations, attempts: countAttempts() })
  serveSecondFactor(app, surface, { second_factor: signIn.second_factor, attempts })
  serveSingleSignOn(app, signIn)
  serveTestClock(app, clock, authenticate, settled)
  serveDocs(app, operations)
  serveMcp(app, operations, surface, { plans, version: '1' })
  live.serve(app)
  await serveWeb(app, web)
  await app.listen({ port: config.port, host: config.host })
  const { port } = app.server.address() as AddressInfo
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  address ||= url
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
      mail?.close()
      await sequencer.close()
      await webhooks.close()
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
