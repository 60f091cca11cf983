import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AnyOperation, methodOf } from '../platform/operation.ts'
import { invalid } from '../platform/problem.ts'
import type { Schema } from './untrusted.ts'

/** What a caller wants of an answer: only some members of it, or more of what it refers to. */
export type Shape = { fields: string[] | undefined; expand: Expansion }

/** Which references are to be replaced by all of what they name, and which of those found there. */
export type Expansion = Map<string, Expansion>

const names = ['fields', 'expand']

/** The query of a read, without what only says how its answer is to look. */
export function withoutShape(op: AnyOperation, query: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).filter(([name]) => !names.includes(name) || Object.hasOwn(op.input.shape, name)),
  )
}

/** Reads `fields` and `expand`; 400 for a name that the answer does not have. */
export function shapeIn(op: AnyOperation, operations: readonly AnyOperation[], { query }: FastifyRequest): Shape {
  const said = (query ?? {}) as Record<string, unknown>
  const listed = (name: string) => (Object.hasOwn(op.input.shape, name) ? undefined : partsOf(name, said[name]))
  if (methodOf(op) !== 'GET') return { fields: undefined, expand: new Map() }
  const [fields, paths = []] = [listed('fields'), listed('expand')]
  const expandable = expandableOf(op, operations)
  const expand: Expansion = new Map()
  for (const path of paths) {
    if (!expandable.includes(path)) throw unknown('expand', path, expandable)
    path.split('.').reduce((within, name) => within.getOrInsertComputed(name, () => new Map()), expand)
  }
  if (fields) {
    const known = knownFields(op)
    for (const one of fields) if (!known.includes(one)) throw unknown('fields', one, known)
  }
  return { fields, expand }
}

/** What can be expanded, and within that what its own reader can expand: two steps and no further. */
export function expandableOf({ expand = {} }: AnyOperation, operations: readonly AnyOperation[]): string[] {
  return Object.entries(expand).flatMap(([name, { operation }]) => {
    const inner = operations.find((one) => one.name === operation)?.expand ?? {}
    return [name, ...Object.keys(inner).map((one) => `${name}.${one}`)]
  })
}

const longest = 2_000

function partsOf(name: string, text: unknown): string[] | undefined {
  if (text === undefined) return undefined
  const parts = typeof text === 'string' && text.length <= longest ? text.split(',').map((part) => part.trim()) : []
  if (parts.length > 0 && parts.every((part) => part !== '')) return parts
  throw invalid(`/${name}`, name, 'expected names of members with commas in between')
}

function unknown(place: string, name: string, known: readonly string[]) {
  const shown = known.length === 0 ? 'there is nothing here' : known.join(', ')
  return invalid(`/${place}`, 'unknown', `${name.slice(0, 100)} cannot be asked for; there is: ${shown}`)
}

const kept = new WeakMap<AnyOperation, string[]>()

/** The members of an answer, or of the items of a page, and one level below: `name`, `account`, `account.id`. */
function knownFields(op: AnyOperation): string[] {
  const found = kept.get(op)
  if (found) return found
  const root = z.toJSONSchema(op.output, { io: 'output' }) as Schema
  const definitions = (root.$defs ?? {}) as Record<string, Schema>
  const membersOf = (schema: Schema): Record<string, Schema> => {
    const name = /^#\/\$defs\/(\w+)$/.exec(String(schema.$ref ?? ''))?.[1]
    const own = name === undefined ? schema : (definitions[name] ?? {})
    const either = (own.anyOf ?? []) as Schema[]
    return Object.assign({}, own.properties ?? {}, ...either.map(membersOf))
  }
  const members = membersOf(root)
  const item = (members.data as { items?: Schema } | undefined)?.items
  const known = Object.entries(item ? membersOf(item) : members).flatMap(([name, schema]) => [
    name,
    ...Object.keys(membersOf(schema)).map((inner) => `${name}.${inner}`),
  ])
  kept.set(op, known)
  return known
}

type Json = Record<string, unknown>

/** Only the members asked for, of the answer or of each item of its page. */
export function picked(body: unknown, fields: readonly string[]): unknown {
  const page = body as { data?: unknown }
  if (Array.isArray(page.data)) return { ...page, data: page.data.map((item) => pickedOf(item as Json, fields)) }
  return pickedOf(body as Json, fields)
}

function pickedOf(value: Json, fields: readonly string[]): Json {
  const result: Json = {}
  for (const field of fields) {
    const [name = '', inner] = field.split('.')
    const member = value[name]
    if (inner === undefined || typeof member !== 'object' || member === null) result[name] = member
    else result[name] = { ...(result[name] as Json), [inner]: (member as Json)[inner] }
  }
  return result
}

/** The items that an answer holds: those of its page, or itself. */
export const itemsOf = (body: unknown): Json[] => {
  const { data } = body as { data?: Json[] }
  return Array.isArray(data) ? data : [body as Json]
}

/** What an answer says of itself: its version, the next page, and whether callers should look elsewhere. */
export function describeAnswer(op: AnyOperation, body: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { next_cursor } = body as { next_cursor?: unknown }
  if (op.version) reply.header('etag', `"${op.version(body)}"`)
  if (typeof next_cursor === 'string' && methodOf(op) === 'GET')
    reply.header('link', `<${nextOf(request, next_cursor)}>; rel="next"`)
  if (!op.deprecated) return
  const { since, sunset } = op.deprecated
  reply.header('deprecation', `@${Math.floor(Date.parse(since) / 1000)}`)
  if (sunset) reply.header('sunset', new Date(sunset).toUTCString())
}

function nextOf({ url }: FastifyRequest, cursor: string): string {
  const [path = '', query = ''] = url.split('?')
  const search = new URLSearchParams(query)
  search.set('cursor', cursor)
  return `${path}?${search}`
}

/** Whether the caller has this very answer already. */
export function isKnown({ headers, method }: FastifyRequest, reply: FastifyReply): boolean {
  const asked = headers['if-none-match']
  const tag = reply.getHeader('etag')
  if (asked === undefined || typeof tag !== 'string' || (method !== 'GET' && method !== 'HEAD')) return false
  return asked.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)
}
