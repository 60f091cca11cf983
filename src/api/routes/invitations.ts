import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Offer } from '../../domain/invitations/index.ts'
import { Problem } from '../../platform/problem.ts'
import type { SignIn } from '../../platform/sign-in.ts'
import type { Attempts } from '../attempts.ts'
import { headersOf } from '../authenticate.ts'
import { base } from '../http.ts'
import { parseBody } from '../read-input.ts'

const token = z.string().min(20).max(100)
const Preview = z.strictObject({ token })
const Acceptance = z.strictObject({
  token,
  /** A new one, or where the address signs in already, the one that it has; not needed by whoever is signed in as it. */
  password: z.string().min(12, 'at least 12 characters').max(200).optional(),
})

/** What stands behind a link: null where it is unknown, has expired, or was used or revoked. */
export type InvitationLinks = {
  preview(token: string): Promise<Offer | null>
  accept(link: { token: string; password: string | undefined; signed_in_as: string | null }): Promise<Offer | null>
}

type Door = { signIn: SignIn; links: InvitationLinks; attempts: Attempts }

/** Whoever accepts an invitation is in no workspace yet, so no operation fits. */
export function serveInvitations(app: FastifyInstance, { signIn, links, attempts }: Door): void {
  app.post(`${base}/invitations/acceptances/preview`, async (request, reply) => {
    const offer = await links.preview(parseBody(Preview, request).token)
    if (offer === null) throw spent()
    return reply.status(200).send(offer)
  })

  app.post(`${base}/invitations/acceptances`, async (request, reply) => {
    const link = parseBody(Acceptance, request)
    // Guessing at a password here is guessing at the sign-in.
    const takeBack = attempts.begin(request.ip)
    const signed_in_as = (await signIn.sessionOf(headersOf(request)))?.user_id ?? null
    const offer = await links.accept({ token: link.token, password: link.password, signed_in_as })
    if (offer === null) throw spent()
    takeBack()
    const { email, workspace } = offer
    return reply.status(201).send({ email, workspace })
  })
}

const spent = () =>
  new Problem('refused', 'This link is unknown, has expired or was used. Ask for a new one.', 'link-spent')
