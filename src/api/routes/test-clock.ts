import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../../platform/clock.ts'
import { ViewpointSchema } from '../../values/instant.ts'
import type { Authenticate } from '../authenticate.ts'
import { base, permit } from '../http.ts'
import { parseBody } from '../read-input.ts'

/** Sets the simulated clock, for stories that take a year; what falls due meanwhile is done before it answers. */
export function serveTestClock(
  app: FastifyInstance,
  clock: Clock,
  authenticate: Authenticate,
  runDue: () => Promise<void>,
): void {
  if (!clock.simulated) return
  app.put(`${base}/test-clock`, async (request) => {
    permit({ access: 'workspace:administer' }, await authenticate(request))
    const { now } = parseBody(z.strictObject({ now: ViewpointSchema }), request)
    clock.set(now)
    await runDue()
    return { now: clock.now() }
  })
}
