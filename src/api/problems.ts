import type { FastifyReply, FastifyRequest } from 'fastify'
import { isConnectionLost } from '../platform/database/connection-lost.ts'
import type { Log } from '../platform/log.ts'
import { type FieldError, Problem } from '../platform/problem.ts'

/** Answers any error as an RFC 9457 problem document; what is not meant for the caller becomes a plain 500. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const problem = problemOf(error)
  const { id: request_id, method, url } = request
  const path = pathOf(url)
  if (problem.status === 500) log.error({ err: error, request_id, method, path }, 'request')
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  if (problem.status === 503) reply.header('retry-after', '1')
  if (problem.status === 429) reply.header('retry-after', String(problem.details['retry_after'] ?? 1))
  return reply
    .status(problem.status)
    .type('application/problem+json')
    .send(problemDocument(problem, { instance: path, request_id }))
}

/** Without its query, and without a key that somebody took for a part of the address. */
const pathOf = (url: string) => (url.split('?')[0] ?? '').replaceAll(/trib_[\w-]{20,}/g, 'trib_…')

/** A problem as RFC 9457 spells it. */
export const problemDocument = (problem: Problem, where: { instance: string; request_id: string }) => ({
  ...problem.details,
  type: `/docs/problems/${problem.code}`,
  title: titles[problem.kind],
  status: problem.status,
  detail: problem.message,
  instance: where.instance,
  code: problem.code,
  request_id: where.request_id,
})

const titles = {
  invalid: 'The request is not well formed',
  unauthenticated: 'Not signed in',
  forbidden: 'Not permitted',
  'not-found': 'Not found',
  method: 'Not done by this method',
  conflict: 'In conflict with what is there',
  stale: 'Changed meanwhile',
  'too-large': 'Too large',
  refused: 'Refused by a rule',
  'precondition-required': 'A precondition is required',
  'too-many': 'Too many requests',
  unavailable: 'Not available at the moment',
  internal: 'Something went wrong here',
} as const satisfies Record<Problem['kind'], string>

type Thrown = { code?: unknown; statusCode?: unknown; message?: unknown; constraint?: unknown }

/** Any error as what its reader is meant to see of it. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { code, statusCode, message } = (error ?? {}) as Thrown
  // First of all: EPIPE has five letters too, as the states of the database have.
  if (isConnectionLost(error)) return databaseAway
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return databaseProblem(code, error as Thrown)
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return transportProblem(statusCode, String(code ?? 'invalid'), String(message))
  return new Problem('internal', 'This is a fault of the server. Its log has more under this request id.')
}

const databaseAway = new Problem('unavailable', 'The database does not answer. Nothing was changed; try again.')

const tookTooLong = new Problem(
  'unavailable',
  'This took longer than one request may. Nothing was changed; ask for less at once, or try again later.',
  'took-too-long',
)

/** SQLSTATE classes 22 (data) and 23 (constraints) are the caller's; 08, 53, 57 mean the database is away. */
function databaseProblem(state: string, { constraint }: Thrown): Problem {
  const rule = typeof constraint === 'string' ? constraint.replace(/_\d+$/, '') : undefined
  const errors: FieldError[] = [{ pointer: '', code: rule ?? state, detail: 'The database refused this value.' }]
  if (state === '23505')
    return new Problem('conflict', 'Something of this name is already there.', 'exists', { errors })
  if (state === '23503')
    return new Problem('invalid', 'This names something that is not there.', 'reference', { errors })
  if (unwritable.has(state))
    return new Problem('invalid', 'Text must hold neither NUL nor half a character.', 'text', { errors })
  if (state.startsWith('22') || state.startsWith('23'))
    return new Problem('invalid', 'A value is outside of what can be stored.', 'value', { errors })
  if (state === '42501')
    return new Problem('forbidden', 'You do not have the right to write this in its pipeline.', 'pipeline-right')
  if (state === '40001' || state === '40P01')
    return new Problem(
      'conflict',
      'Another change came in between. Nothing was changed; try again.',
      'concurrent-change',
    )
  if (state === '57014') return tookTooLong
  if (/^(08|53|57)/.test(state)) return databaseAway
  return new Problem('internal', 'This is a fault of the server. Its log has more under this request id.')
}

/** Text that no encoding of the database has: bytes in the one case, escapes in JSON in the others. */
const unwritable = new Set(['22021', '22P05'])

/** What the HTTP layer itself refuses (a body too large, a media type nobody reads) keeps its status. */
function transportProblem(status: number, code: string, message: string): Problem {
  if (status === 415) return withStatus(415, new Problem('invalid', mediaTypes, 'media-type'))
  return withStatus(
    status,
    new Problem(
      'invalid',
      message,
      code
        .toLowerCase()
        .replace(/^fst_err_/, '')
        .replaceAll('_', '-'),
    ),
  )
}

const mediaTypes =
  'Send a body with content-type: application/json; the definition of a pipeline also as application/yaml, a file of deals as text/csv.'

/** A problem of the transport, whose status no kind of ours has. */
export const withStatus = (status: number, problem: Problem): Problem =>
  Object.defineProperty(problem, 'status', { value: status })
