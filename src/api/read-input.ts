import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type AnyOperation, methodOf, pathOf } from '../platform/operation.ts'
import { type FieldError, Problem } from '../platform/problem.ts'

const deepest = 64

/** Puts an operation's input together from path, query and body, and checks it. Throws 400 with every fault at once. */
export function readInput(op: AnyOperation, request: FastifyRequest): unknown {
  const params = request.params as Record<string, unknown>
  const rest = methodOf(op) === 'GET' ? (request.query as Record<string, unknown>) : bodyOf(op, request)
  for (const name of Object.keys(params))
    if (Object.hasOwn(rest, name))
      throw faults([{ pointer: `/${name}`, code: 'twice', detail: 'stands in the path already' }])
  const read = op.input.safeParse({ ...rest, ...params, ...preconditionOf(op, request, rest) })
  if (read.success) return read.data
  throw faults(read.error.issues.flatMap(faultsOf))
}

/** The JSON body of a hand-written route, checked. Throws 400 like `readInput`. */
export function parseBody<T extends z.ZodType>(schema: T, request: FastifyRequest): z.output<T> {
  const read = schema.safeParse(objectOf(request.body))
  if (read.success) return read.data
  throw faults(read.error.issues.flatMap(faultsOf))
}

/**
 * `If-Match: "3"` says the same as `if_version: 3`, or `deal_version: 3` where that is what is asked for; where both
 * are sent they must agree.
 */
function preconditionOf(op: AnyOperation, request: FastifyRequest, rest: Record<string, unknown>) {
  const tag = request.headers['if-match']
  const member = ['deal_version', 'if_version'].find((name) => name in op.input.shape)
  if (tag === undefined || member === undefined) return {}
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(tag)?.[1]
  if (version === undefined) throw new Problem('stale', 'If-Match does not carry an ETag of this resource.')
  const said = rest[member]
  if (said !== undefined && said !== Number(version))
    throw faults([{ pointer: `/${member}`, code: 'contradiction', detail: `If-Match says ${version}` }])
  return { [member]: Number(version) }
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

function faultsOf(issue: Issue): FieldError[] {
  const at = issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: `${at}/${key}`,
      code: 'unknown',
      detail: 'is not a member of this request',
    }))
  return [{ pointer: at, code: issue.code.replaceAll('_', '-'), detail: issue.message }]
}

function faults(errors: FieldError[]): Problem {
  const [first] = errors
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  const detail = `${first?.pointer || 'The body'}: ${first?.detail}${more}`
  return new Problem('invalid', detail, 'invalid', { errors })
}
