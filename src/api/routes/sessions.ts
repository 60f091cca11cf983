import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../platform/problem.ts'
import type { SignIn } from '../../platform/sign-in.ts'
import { Line } from '../../values/text.ts'
import type { Attempts } from '../attempts.ts'
import { headersOf } from '../authenticate.ts'
import { base } from '../http.ts'
import { parseBody } from '../read-input.ts'

const Credentials = z.strictObject({ email: z.string().min(1).max(254), password: z.string().min(1).max(200) })
export const Code = z.strictObject({
  code: z.string().regex(/^(\d{6}|[A-Za-z0-9]{5}-[A-Za-z0-9]{5})$/, 'expected six digits, or a backup code'),
})
const SetUp = z.strictObject({
  token: z.string().min(20).max(100),
  password: z.string().min(12, 'choose at least 12 characters').max(200),
  /** An owner says who they are, since nobody was there before them. */
  email: z.email('expected an e-mail address').max(254).optional(),
  name: Line(120).optional(),
})

type Link = {
  token: string
  password: string
  introduction: { email: string; name: string | undefined } | undefined
}

/** Redeems a one-time link: answers the e-mail address that now signs in; null when the link is spent. */
export type SetUpLinks = { redeem(link: Link): Promise<string | null> }

type Door = { signIn: SignIn; links: SetUpLinks; attempts: Attempts }

/** Sign-in by password. Cookies do not fit `input → output`, so these routes are written by hand. */
export function serveSessions(app: FastifyInstance, { signIn, links, attempts }: Door): void {
  app.get(`${base}/sign-in-methods`, async () => ({
    password: true,
    single_sign_on: signIn.provider ? { ...signIn.provider, path: `${base}/single-sign-on` } : null,
  }))

  app.post(`${base}/sessions`, async (request, reply) => {
    const { email, password } = parseBody(Credentials, request)
    const takeBack = attempts.begin(request.ip, `password ${email}`)
    const opened = await signIn.open(email, password, headersOf(request))
    // One answer for an unknown address and a wrong password: which addresses exist is nobody's business.
    if (opened === null)
      throw new Problem('unauthenticated', 'This e-mail address and password do not fit together.', 'sign-in')
    takeBack()
    return reply
      .status(opened.second_step ? 202 : 201)
      .header('set-cookie', opened.cookies)
      .send({ email, second_step: opened.second_step ? 'code' : null })
  })

  app.post(`${base}/sessions/second-step`, async (request, reply) => {
    const { code } = parseBody(Code, request)
    const takeBack = attempts.begin(request.ip)
    const cookies = await signIn.second_factor.finish(code, headersOf(request))
    if (cookies === 'over') throw new Problem('unauthenticated', 'Sign in again, then give a code.', 'second-step-over')
    if (cookies === 'code') throw wrongCode()
    if (cookies === 'locked')
      throw new Problem('too-many', 'Too many codes were wrong. Try again in 15 min.', 'too-many-attempts', {
        retry_after: 900,
      })
    takeBack()
    return reply.status(201).header('set-cookie', cookies).send({ second_step: null })
  })

  app.delete(`${base}/sessions/current`, async (request, reply) =>
    reply
      .status(204)
      .header('set-cookie', await signIn.close(headersOf(request)))
      .send(),
  )

  app.post(`${base}/set-ups`, async (request, reply) => {
    const { token, password, email, name } = parseBody(SetUp, request)
    const takeBack = attempts.begin(request.ip)
    const introduction = email === undefined ? undefined : { email, name }
    const signs_in = await links.redeem({ token, password, introduction })
    if (signs_in === null)
      throw new Problem('refused', 'This link is unknown, has expired or was used. Ask for a new one.', 'link-spent')
    takeBack()
    return reply.status(201).send({ email: signs_in })
  })
}

export const wrongCode = () =>
  new Problem('refused', 'This code does not fit, or was used. Wait for the next one.', 'wrong-code')
