import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Redirect, SignIn } from '../../platform/sign-in.ts'
import { callbackPath } from '../../platform/sign-in-library.ts'
import { Problem } from '../../platform/problem.ts'
import { headersOf } from '../authenticate.ts'
import { base } from '../http.ts'

/** To the provider of single sign-on and back. Both are visited by the browser itself, so both answer with a place to go. */
export function serveSingleSignOn(app: FastifyInstance, signIn: SignIn): void {
  app.get(`${base}/single-sign-on`, async (request, reply) => {
    if (!signIn.provider) throw notSetUp()
    const { next } = request.query as { next?: unknown }
    const redirect = await signIn.leave(isLocal(next) ? next : '/', headersOf(request))
    if (redirect === null)
      throw new Problem(
        'unavailable',
        'The provider of single sign-on does not answer; sign in by password.',
        'provider',
      )
    return go(reply, redirect)
  })

  app.get(callbackPath, async (request, reply) => {
    if (!signIn.provider) throw notSetUp()
    const { code, state, iss, error } = request.query as Record<string, unknown>
    const said = Object.entries({ code, state, iss, error }).flatMap(([name, value]) =>
      typeof value === 'string' && !value.includes('\0') ? [[name, value] as const] : [],
    )
    return go(reply, await signIn.comeBack(Object.fromEntries(said), headersOf(request)))
  })
}

const go = (reply: FastifyReply, { location, cookies }: Redirect) =>
  reply.status(303).header('set-cookie', cookies).header('location', location).send()

const notSetUp = () =>
  new Problem('not-found', 'Single sign-on is not set up here; OIDC_ISSUER and its like would.', 'not-set-up')

/** Only addresses of this application may follow the sign-in. */
const isLocal = (next: unknown): next is string => typeof next === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(next)
