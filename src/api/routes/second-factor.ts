import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../../platform/context.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import type { SecondFactor } from '../../platform/second-factor.ts'
import { inTransaction } from '../../platform/transaction.ts'
import type { Attempts } from '../attempts.ts'
import { headersOf } from '../authenticate.ts'
import { base, type Surface } from '../http.ts'
import { parseBody } from '../read-input.ts'
import { Code, wrongCode } from './sessions.ts'

const Password = z.strictObject({ password: z.string().min(1).max(200).optional() })

/** Turning the second factor of one's own sign-in on and off: needs its session, whose cookie may change. */
export function serveSecondFactor(
  app: FastifyInstance,
  { database, clock, authenticate, committed }: Surface,
  { second_factor, attempts }: { second_factor: SecondFactor; attempts: Attempts },
): void {
  app.post(`${base}/second-factor`, async (request, reply) => {
    const actor = await withSession(request)
    const { password } = parseBody(Password, request)
    const takeBack = attempts.begin(request.ip, `second factor ${actor.id}`)
    const prepared = await second_factor.prepare(password, headersOf(request))
    if (prepared === 'password') throw invalid('/password', 'wrong', 'This is not the password you sign in with.')
    takeBack()
    if (prepared === 'on') throw new Problem('conflict', 'Your second factor is on already.', 'second-factor-on')
    return reply.status(201).send(prepared)
  })

  app.post(`${base}/second-factor/confirmation`, async (request, reply) => {
    const actor = await withSession(request)
    const { code } = parseBody(Code, request)
    const takeBack = attempts.begin(request.ip, `second factor ${actor.id}`)
    const cookies = await second_factor.confirm(code, headersOf(request))
    if (cookies === 'code') throw wrongCode()
    if (cookies === 'off') throw new Problem('refused', 'Ask for a secret first.', 'no-second-factor')
    takeBack()
    await record(actor, 'second_factor.turned_on', request)
    return reply.status(200).header('set-cookie', cookies).send({ on: true })
  })

  app.post(`${base}/second-factor/removal`, async (request, reply) => {
    const actor = await withSession(request)
    const { code } = parseBody(Code, request)
    const takeBack = attempts.begin(request.ip, `second factor ${actor.id}`)
    const done = await second_factor.turnOff(code, headersOf(request))
    if (done === 'code') throw wrongCode()
    takeBack()
    if (done === 'done') await record(actor, 'second_factor.turned_off', request)
    return reply.status(200).send({ on: false })
  })

  async function withSession(request: FastifyRequest): Promise<Actor> {
    const actor = await authenticate(request)
    if (actor.session_id !== undefined) return actor
    throw new Problem('forbidden', 'Sign in for this; an API key has no second factor.', 'session-needed')
  }

  /** The library has written already; what it did is told to whoever reads the events. */
  async function record(actor: Actor, type: `second_factor.${string}`, { id }: FastifyRequest): Promise<void> {
    const asked = { actor, effect: 'write', name: type, now: clock.now(), request_id: id } as const
    const data = { after: { on: type === 'second_factor.turned_on' } }
    await inTransaction(database, asked, async (context) => {
      context.record({ type, subject: actor.id, version: 1, data })
    })
    committed(actor.workspace_id)
  }
}
