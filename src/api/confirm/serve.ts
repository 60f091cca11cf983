import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Answer, Offered } from '../../domain/confirmations/index.ts'
import { Problem } from '../../platform/problem.ts'
import { Line, Prose } from '../../values/text.ts'
import type { Attempts } from '../attempts.ts'
import { type Entered, questionPage, spentPage, stylePath, thanksPage, tooManyPage } from './page.ts'

/** What stands behind a link; null where it is unknown, has ended, was used or was taken back. */
export type ConfirmationLinks = {
  preview(token: string): Promise<Offered | null>
  answer(token: string, answer: Answer): Promise<Offered | null>
}

const policy =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-forms allow-same-origin"

/**
 * The page that a buyer opens, who is in no workspace and has no account. Looking at it changes nothing, since mail
 * programs and scanners open links by themselves: only the form answers.
 */
export function serveConfirmations(
  app: FastifyInstance,
  { links, attempts }: { links: ConfirmationLinks; attempts: Attempts },
): void {
  const style = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8')
  app.get(stylePath, async (_, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(style),
  )
  void app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 20_000 },
      (_, body, done) => done(null, body),
    )
    scope.addHook('onSend', async (_, reply) => {
      reply.header('content-security-policy', policy)
      reply.header('cache-control', 'no-store')
      reply.header('x-robots-tag', 'noindex, nofollow')
    })
    const spent = (reply: FastifyReply) => html(reply, 404, spentPage())

    scope.get('/confirm/:token', async (request, reply) => {
      const token = tokenIn(request.params)
      const takeBack = counted(attempts, request.ip)
      if (takeBack === null) return html(reply, 429, tooManyPage())
      const offered = token === null ? null : await links.preview(token)
      if (token === null || offered === null) return spent(reply)
      takeBack()
      return html(reply, 200, questionPage(token, offered))
    })

    scope.post('/confirm/:token', async (request, reply) => {
      const token = tokenIn(request.params)
      const takeBack = counted(attempts, request.ip)
      if (takeBack === null) return html(reply, 429, tooManyPage())
      const offered = token === null ? null : await links.preview(token)
      if (token === null || offered === null) return spent(reply)
      takeBack()
      const { entered, answer } = read(request.body)
      if (answer === null) return html(reply, 422, questionPage(token, offered, entered))
      const answered = await links.answer(token, answer)
      return answered === null ? spent(reply) : html(reply, 200, thanksPage(answered, answer.answer))
    })
  })
}

const html = (reply: FastifyReply, status: number, text: string) =>
  reply.status(status).type('text/html; charset=utf-8').send(text)

/** Null where too much was guessed from there. */
function counted(attempts: Attempts, ip: string): (() => void) | null {
  try {
    return attempts.begin(ip)
  } catch (error) {
    if (error instanceof Problem && error.kind === 'too-many') return null
    throw error
  }
}

function tokenIn(params: unknown): string | null {
  const { token } = params as { token: string }
  return /^[\w-]{20,100}$/.test(token) ? token : null
}

const Name = Line(120)
const Remark = Prose(1000)

/** The form as it was filled in, and the answer where it is one; who declines need not, but may say why. */
function read(body: unknown): { entered: Entered; answer: Answer | null } {
  const form = new URLSearchParams(typeof body === 'string' ? body : '')
  const given = { name: form.get('name')?.trim() ?? '', remark: form.get('remark')?.trim() ?? '' }
  const answer = form.get('answer')
  const name = Name.safeParse(given.name)
  const remark = given.remark === '' ? { success: true as const, data: null } : Remark.safeParse(given.remark)
  if (!name.success || !remark.success || (answer !== 'confirmed' && answer !== 'declined')) {
    const fault = given.name === '' ? ('name_missing' as const) : ('too_long' as const)
    return { entered: { ...given, fault }, answer: null }
  }
  return { entered: given, answer: { answer, name: name.data, remark: remark.data } }
}
