import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type AnyOperation, methodOf } from '../platform/operation.ts'
import { type FieldError, Problem } from '../platform/problem.ts'
import { nearestName } from '../values/nearest-name.ts'
import { withoutShape } from './shape.ts'

const deepest = 64

/** Puts an operation's input together from path, query and body, and checks it. Throws 400 with every fault at once. */
export function readInput(op: AnyOperation, request: FastifyRequest): unknown {
  const params = request.params as Record<string, unknown>
  refuseQuery(op, request)
  const rest = methodOf(op) === 'GET' ? withoutShape(op, request.query as Record<string, unknown>) : bodyOf(op, request)
  for (const name of Object.keys(params))
    if (Object.hasOwn(rest, name))
      throw faults([{ pointer: `/${name}`, code: 'twice', detail: 'stands in the path already' }])
  const known = Object.keys(op.input.shape).filter((name) => !Object.hasOwn(params, name))
  return checkInput(op, { ...rest, ...params, ...preconditionOf(op, request, rest) }, known)
}

/** An operation's input, checked by its schema. Throws 400 with every fault at once. */
export function checkInput(op: AnyOperation, given: unknown, known: string[] = Object.keys(op.input.shape)): unknown {
  const read = op.input.safeParse(given)
  if (read.success) return read.data
  throw faults(read.error.issues.flatMap((issue) => faultsOf(issue, known)))
}

/** A query says what to read. Ignored beside a body it would mislead: nothing is written as of another moment. */
function refuseQuery(op: AnyOperation, request: FastifyRequest): void {
  const query = request.query as Record<string, unknown>
  if (methodOf(op) === 'GET') return refuseTwice(query)
  if (op.effect === 'write' && Object.hasOwn(query, 'as_of'))
    throw new Problem('conflict', 'The past is only read; leave as_of out to write now.', 'read-only-snapshot')
  const [first] = Object.keys(query)
  if (first === undefined) return
  throw faults([{ pointer: `/${first}`, code: 'unknown', detail: 'stands in the query; put it into the body' }])
}

function refuseTwice(query: Record<string, unknown>): void {
  const twice = Object.keys(query).filter((name) => Array.isArray(query[name]))
  if (twice.length === 0) return
  throw faults(
    twice.map((name) => ({ pointer: `/${name}`, code: 'twice', detail: 'stands in the query twice; say it once' })),
  )
}

/** The query of a hand-written route, checked. Throws 400 like `readInput`. */
export function parseQuery<T extends z.ZodObject>(schema: T, request: FastifyRequest): z.output<T> {
  const query = request.query as Record<string, unknown>
  refuseTwice(query)
  const read = schema.safeParse(query)
  if (read.success) return read.data
  throw faults(read.error.issues.flatMap((issue) => faultsOf(issue, Object.keys(schema.shape))))
}

/** The JSON body of a hand-written route, checked. Throws 400 like `readInput`. */
export function parseBody<T extends z.ZodType>(schema: T, request: FastifyRequest): z.output<T> {
  const read = schema.safeParse(objectOf(request.body))
  if (read.success) return read.data
  throw faults(read.error.issues.flatMap((issue) => faultsOf(issue, [])))
}

/**
 * `If-Match: "3"` says the same as `if_version: 3`, or `deal_version: 3` where that is what is asked for; where both
 * are sent they must agree.
 */
function preconditionOf(op: AnyOperation, request: FastifyRequest, rest: Record<string, unknown>) {
  const tag = request.headers['if-match']
  const member = ['deal_version', 'if_version'].find((name) => name in op.input.shape)
  // `*` asks for nothing but that the resource is there.
  if (tag === undefined || tag === '*' || member === undefined) return {}
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(tag)?.[1]
  if (version === undefined)
    throw new Problem('stale', 'If-Match carries no ETag of this resource; send the one of your last read.')
  const said = rest[member]
  if (said !== undefined && said !== Number(version))
    throw faults([{ pointer: `/${member}`, code: 'contradiction', detail: `If-Match says ${version}` }])
  return { [member]: Number(version) }
}

/** 428 where a change has to say which version it was decided on, and does not. */
export function requirePrecondition(op: AnyOperation, { headers }: FastifyRequest, input: unknown): void {
  if (!op.needs_version || (headers['if-match'] !== undefined && headers['if-match'] !== '*')) return
  const { if_version, deal_version } = input as Record<string, unknown>
  if (if_version !== undefined || deal_version !== undefined) return
  throw new Problem(
    'precondition-required',
    'Say which version this was decided on: send the ETag of your last read as If-Match.',
  )
}

function bodyOf(op: AnyOperation, request: FastifyRequest): Record<string, unknown> {
  if (op.document) return { source: typeof request.body === 'string' ? request.body : '' }
  return objectOf(request.body)
}

function objectOf(text: unknown): Record<string, unknown> {
  if (text === undefined || text === null || text === '') return {}
  if (typeof text !== 'string') throw faults([{ pointer: '', code: 'body', detail: 'expected JSON' }])
  if (depthOf(text) > deepest) throw faults([{ pointer: '', code: 'depth', detail: `nested deeper than ${deepest}` }])
  const value = parse(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw faults([{ pointer: '', code: 'body', detail: 'expected a JSON object' }])
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw faults([{ pointer: '', code: 'json', detail: (error as Error).message }])
  }
}

/** Counted before parsing, so that what walks the value later (schemas, digests) cannot run out of stack. */
function depthOf(text: string): number {
  let depth = 0
  let most = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i)
    if (quoted) {
      if (character === 92) i += 1
      if (character === 34) quoted = false
      continue
    }
    if (character === 34) quoted = true
    if (character === 91 || character === 123) most = Math.max(most, ++depth)
    if (character === 93 || character === 125) depth -= 1
  }
  return most
}

type Issue = z.core.$ZodIssue

function faultsOf(issue: Issue, known: string[]): FieldError[] {
  const at = issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, mostFaults).map((key) => ({
      pointer: `${at}/${key}`,
      code: 'unknown',
      detail: `is not a member of this request${remedyFor(key, at === '' ? known : [])}`,
    }))
  return [{ pointer: at, code: issue.code.replaceAll('_', '-'), detail: plain(issue.message) }]
}

function remedyFor(name: string, known: string[]): string {
  const meant = known.find((one) => one === `${name}_id`) ?? nearestName(name, known)
  return meant === undefined ? '' : `; did you mean ${meant}?`
}

/** What Zod says by itself, in words for whoever has never heard of it. */
const plain = (message: string): string =>
  message
    .replace(/^Invalid input: expected (\w+), received undefined$/, 'is missing; expected $1')
    .replace(/^Invalid (?:input|option): expected /, 'expected ')
    .replace(/^Too (?:small|big): expected \w+ to (?:be|have) >=?/, (text) =>
      text.endsWith('=') ? 'expected at least ' : 'expected more than ',
    )
    .replace(/^Too (?:small|big): expected \w+ to (?:be|have) <=?/, (text) =>
      text.endsWith('=') ? 'expected at most ' : 'expected less than ',
    )
    .replaceAll('"|"', '", "')

/** Enough for whoever mends a request, and no book for whoever sends rubbish. */
const mostFaults = 100

function faults(found: FieldError[]): Problem {
  const errors = found.slice(0, mostFaults)
  const [first] = errors
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  const detail = `${first?.pointer || 'The body'}: ${first?.detail}${more}`
  return new Problem('invalid', detail, 'invalid', { errors })
}
