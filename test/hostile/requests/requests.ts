import type { Random } from '../../../src/stats/random.ts'
import type { Described, Member } from './description.ts'
import { bodies, contentTypes, cursors, headers } from './oddities.ts'
import { edges, type Known, numbers, odd, type Raw, wellFormed } from './values.ts'

export type Request = { method: string; target: string; headers: [string, string][]; body: string | Buffer }

/** A request that was well formed before something was done to it; `done` says what. */
export type Spoilt = Request & { done: string }

type Draft = {
  method: string
  path: string
  query: [string, unknown][]
  headers: Map<string, string>
  members: [string, unknown][] | undefined
  text?: string | Buffer
}

/** A request to this address with one or two things wrong with it, and now and then nothing. */
export function spoiltRequest(described: Described, known: Known, key: string, random: Random): Spoilt {
  const draft = draftOf(described, known, key, random)
  const spoilers = spoilersFor(described)
  const done: string[] = []
  for (let i = random.below(8) === 0 ? 0 : 1 + random.below(2); i > 0; i--) {
    const spoil = random.pick(spoilers)
    done.push(spoil.name)
    spoil(draft, { described, known, random })
  }
  return { ...written(draft), done: done.join(' and ') || 'nothing' }
}

/**
 * Requests that are well formed but for one member, which stands at an edge: every member at all of its edges, once
 * with nothing beside it but what it takes to be understood, and once among others.
 */
export function edgyRequests(described: Described, known: Known, key: string, random: Random): Spoilt[] {
  const { path_members, query, body } = described
  const at = (members: Member[], spoil: (draft: Draft, name: string, value: unknown) => void) =>
    members.flatMap(({ name, schema }) =>
      edges(schema, known).flatMap((value): Spoilt[] =>
        [0, 0.4].map((share) => {
          const draft = draftOf(described, known, key, random, share)
          spoil(draft, name, value)
          return { ...written(draft), done: `${name} at an edge` }
        }),
      ),
    )
  return [
    ...at(path_members, (draft, name, value) => setPathMember(draft, described, name, value)),
    ...at(query, setQueryMember),
    ...at(body, setMember),
  ]
}

/** They say how an answer is to look, by names that its description does not list; spoilt like any other. */
const shapes = new Set(['fields', 'expand'])

/** A request to this address with nothing wrong with it, as far as its description tells. */
export const wellFormedRequest = (described: Described, known: Known, key: string, random: Random): Request =>
  written(draftOf(described, known, key, random))

/** `share` of what is not required is said as well. */
function draftOf(described: Described, known: Known, key: string, random: Random, share = 0.4): Draft {
  const value = ({ name, schema }: Member) => wellFormed(name, schema, known, random)
  const some = (members: Member[]) =>
    members.filter(
      ({ name, required }) => required || name === 'pipeline' || (!shapes.has(name) && random.chance(share)),
    )
  const headers = new Map([
    ['host', '127.0.0.1'],
    ['connection', 'close'],
    ['authorization', `Bearer ${key}`],
  ])
  const path = described.path_members.reduce(
    (path, member) => path.replace(`{${member.name}}`, encoded(value(member))),
    described.path,
  )
  const query = some(described.query).map((member): [string, unknown] => [member.name, value(member)])
  const draft: Draft = { method: described.method, path, query, headers, members: undefined }
  if (described.method === 'GET' || described.method === 'DELETE') return draft
  headers.set('content-type', described.document ?? 'application/json')
  if (described.document) return { ...draft, text: random.pick(['key: x\n', 'a,b\n1,2\n', '{}', '- 1\n']) }
  return { ...draft, members: some(described.body).map((member) => [member.name, value(member)]) }
}

type Around = { described: Described; known: Known; random: Random }
type Spoiler = (draft: Draft, around: Around) => void

const inBody: Spoiler[] = [
  function memberOfBody(draft, { described, known, random }) {
    const member = random.pick(described.body)
    setMember(draft, member.name, odd(member.schema, known, random))
  },
  function partOfMember(draft, { described, known, random }) {
    const whole = (draft.members ?? []).filter(([, value]) => typeof value === 'object' && value !== null)
    const [name, value] = whole.length > 0 ? random.pick(whole) : [random.pick(described.body).name, {}]
    setMember(draft, name, withOddPart(value as object, known, random))
  },
  function withoutMember(draft, { random }) {
    if (draft.members?.length) draft.members.splice(random.below(draft.members.length), 1)
  },
  function unknownMember(draft, { random }) {
    const name = random.pick(['colour', '__proto__', 'constructor', 'workspace_id', 'id', '', 'a\u0000', 'toString'])
    draft.members = [...(draft.members ?? []), [name, random.pick(['x', 1, { polluted: true }])]]
  },
  function memberTwice(draft, { described, known, random }) {
    const { name, schema } = random.pick(described.body)
    draft.members = [...(draft.members ?? []), [name, wellFormed(name, schema, known, random)]]
  },
  function memberOfPathInBody(draft, { described }) {
    for (const { name } of described.path_members) draft.members = [...(draft.members ?? []), [name, 'x']]
  },
]

const wholeBody: Spoiler[] = [
  function anotherBody(draft, { random }) {
    draft.text = random.pick(bodies)()
    if (random.chance(0.3)) draft.headers.set('content-type', 'application/json')
  },
  function contentType(draft, { random }) {
    draft.headers.set('content-type', random.pick(contentTypes))
  },
]

const inQuery: Spoiler[] = [
  function memberOfQuery(draft, { described, known, random }) {
    const { name, schema } = random.pick(described.query)
    const bounds: Record<string, unknown[]> = {
      limit: ['0', '-1', '201', 'abc', '1.5', '1e2', '٣', '', '+5', '0x10'],
      cursor: cursors(known, random),
    }
    setQueryMember(draft, name, bounds[name] ? random.pick(bounds[name]) : odd(schema, known, random))
  },
  function memberOfQueryTwice(draft, { described, known, random }) {
    const { name, schema } = random.pick(described.query)
    for (let i = 0; i < 2; i++) draft.query.push([name, wellFormed(name, schema, known, random)])
  },
]

const anywhere: Spoiler[] = [
  function unknownQuery(draft, { random }) {
    draft.query.push([random.pick(['__proto__', 'sort', 'constructor', 'as_of', 'a[b]', '', 'limit[]']), 'x'])
  },
  function brokenQuery(draft, { random }) {
    draft.path += random.pick(['?%', '?%zz=1', '?q=%ff%fe', '?q=%00', '?&&&==', `?${'a=1&'.repeat(3000)}`, '?q=%c0%af'])
  },
  function path(draft, { random }) {
    draft.path = random.pick<(path: string) => string>([
      (path) => `${path}/`,
      (path) => `/${path}`,
      (path) => `${path}/..%2f..%2fetc%2fpasswd`,
      (path) => `${path}%`,
      (path) => `${path}%zz`,
      (path) => `${path}%00`,
      (path) => path.replace('/v1', '/v1/%2e%2e'),
      (path) => path.toUpperCase(),
      (path) => `${path}/${'x'.repeat(5000)}`,
      (path) => `${path};jsessionid=1#fragment`,
      (path) => `http://example.test${path}`,
      (path) => path.replace(/[^/]*$/, 'x'.repeat(300)),
    ])(draft.path)
  },
  function header(draft, { random }) {
    const [name, value] = random.pick(headers(random))
    draft.headers.set(name, value)
  },
  function method(draft, { random }) {
    draft.method = random.pick(['HEAD', 'OPTIONS', 'TRACE', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'get'])
  },
]

const inPath: Spoiler[] = [
  function memberOfPath(draft, { described, known, random }) {
    const { name, schema } = random.pick(described.path_members)
    setPathMember(draft, described, name, odd(schema, known, random))
  },
]

/** Members where there are some, more often than what surrounds them. */
function spoilersFor({ body, query, path_members, method, document }: Described): Spoiler[] {
  const takesBody = method !== 'GET' && method !== 'DELETE'
  return [
    ...(body.length > 0 ? [...inBody, ...inBody, ...inBody.slice(0, 2)] : []),
    ...(takesBody || document ? wholeBody : []),
    ...(query.length > 0 ? [...inQuery, ...inQuery] : []),
    ...(path_members.length > 0 ? [...inPath, ...inPath] : []),
    ...anywhere,
  ]
}

function setPathMember(draft: Draft, described: Described, name: string, value: unknown): void {
  const place = described.path.split('/').indexOf(`{${name}}`)
  const parts = draft.path.split('/')
  if (place < parts.length) parts[place] = encoded(value).slice(0, 6_000)
  draft.path = parts.join('/')
}

function setQueryMember(draft: Draft, name: string, value: unknown): void {
  draft.query = [...draft.query.filter(([other]) => other !== name), [name, value]]
}

function setMember(draft: Draft, name: string, value: unknown): void {
  draft.members = [...(draft.members ?? []).filter(([other]) => other !== name), [name, value]]
}

function withOddPart(value: object, known: Known, random: Random): unknown {
  if (Array.isArray(value)) {
    const at = random.below(value.length + 1)
    const part = value[at]
    const inside = typeof part === 'object' && part !== null && random.chance(0.7)
    return value.toSpliced(at, 1, inside ? withOddPart(part, known, random) : odd({}, known, random))
  }
  const names = Object.keys(value)
  const name = names.length > 0 && random.chance(0.8) ? random.pick(names) : random.pick(['more', '__proto__', '', 'x'])
  return Object.fromEntries([
    ...Object.entries(value).filter(([other]) => other !== name),
    [name, odd({}, known, random)],
  ])
}

function encoded(value: unknown): string {
  const text = typeof value === 'string' ? value : jsonOf(value)
  return encodeURIComponent(text.toWellFormed()).replaceAll('.', '%2E')
}

function written({ method, path, query, headers, members, text }: Draft): Request {
  const pairs = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
  const target = pairs === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${pairs}`
  const body =
    text ?? (members ? `{${members.map(([name, value]) => `${quoted(name)}:${jsonOf(value)}`).join(',')}}` : '')
  const length: [string, string] = ['content-length', String(Buffer.byteLength(body))]
  const given = [...headers]
  const sized = headers.has('content-length') || headers.has('transfer-encoding') || (body === '' && method === 'GET')
  return { method, target, headers: sized ? given : [...given, length], body }
}

/** JSON text, in which a number may be one that JavaScript does not have. */
function jsonOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`
  if (isRaw(value)) return value.raw
  return `{${Object.entries(value)
    .map(([name, part]) => `${quoted(name)}:${jsonOf(part)}`)
    .join(',')}}`
}

const isRaw = (value: object): value is Raw => (numbers as unknown[]).includes(value)

const quoted = (text: string) => JSON.stringify(text)
