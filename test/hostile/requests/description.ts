import type { Json } from '../../stories/wire.ts'

export type Member = { name: string; required: boolean; schema: Json }

/** One address of the server, as its description tells it. */
export type Described = {
  name: string
  method: string
  /** With `{members}` in braces. */
  path: string
  /** The right it asks for; null where nobody has to be known. */
  access: string | null
  effect: 'read' | 'write'
  path_members: Member[]
  query: Member[]
  body: Member[]
  /** The media type of a body that is one text. */
  document?: string
  /** A page for people, which refuses with a page. */
  page?: true
}

/** Every operation of a served OpenAPI description, references resolved. */
export function operationsIn(description: Json): Described[] {
  return Object.entries<Json>(description.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => {
      const resolved: Json = resolve(operation, description)
      const content: Json = resolved.requestBody?.content ?? {}
      const body: Json = content['application/json']?.schema ?? {}
      const placed = (place: string) =>
        resolved.parameters
          .filter((one: Json) => one.in === place)
          .map(({ name, required, schema }: Json) => ({ name, required, schema }))
      return {
        name: resolved.operationId,
        method: method.toUpperCase(),
        path,
        access: resolved['x-access'],
        effect: resolved['x-effect'],
        path_members: placed('path'),
        query: placed('query'),
        body: membersOf(body),
        ...(content['application/yaml'] ? { document: 'application/yaml' } : {}),
      }
    }),
  )
}

/** The addresses that are written by hand and stand in no description. */
export const routesByHand: Described[] = [
  route('livez', 'GET /livez', {}),
  route('readyz', 'GET /readyz', {}),
  route('openapi', 'GET /api/v1/openapi.json', {}),
  route('docs', 'GET /docs', {}),
  route('docs.problems', 'GET /docs/problems', {}),
  route('docs.problem', 'GET /docs/problems/{anything}', { path_members: [text('anything')] }),
  route('docs.llms', 'GET /docs/llms.txt', {}),
  route('page', 'GET /deals/{anything}', { path_members: [text('anything')] }),
  route('sessions.create', 'POST /api/v1/sessions', { body: [text('email'), text('password')] }),
  route('sessions.second_step', 'POST /api/v1/sessions/second-step', { body: [text('code')] }),
  route('sessions.close', 'DELETE /api/v1/sessions/current', {}),
  route('sign_in_methods', 'GET /api/v1/sign-in-methods', {}),
  route('single_sign_on', 'GET /api/v1/single-sign-on', { query: [text('next')] }),
  route('single_sign_on.callback', 'GET /api/v1/single-sign-on/callback', { query: [text('code'), text('state')] }),
  route('set_ups.create', 'POST /api/v1/set-ups', { body: [text('token'), text('password')] }),
  route('invitations.preview', 'POST /api/v1/invitations/acceptances/preview', { body: [text('token')] }),
  route('invitations.accept', 'POST /api/v1/invitations/acceptances', { body: [text('token'), text('password')] }),
  route('confirmations.page', 'GET /confirm/{token}', { path_members: [token()], page: true }),
  route('confirmations.answer', 'POST /confirm/{token}', {
    path_members: [token()],
    document: 'application/x-www-form-urlencoded',
    page: true,
  }),
  route('events.stream', 'GET /api/v1/events/stream', { query: [text('since')], access: 'deals:read' }),
  route('imports.file', 'PUT /api/v1/imports/{import_id}/file', {
    path_members: [importId()],
    access: 'imports:work',
    document: 'text/csv',
  }),
  route('imports.refused', 'GET /api/v1/imports/{import_id}/refused', {
    path_members: [importId()],
    access: 'imports:work',
  }),
  route('audit_events.export', 'GET /api/v1/audit-events/export', {
    query: [
      { name: 'format', required: true, schema: { type: 'string', enum: ['csv', 'jsonl'] } },
      { name: 'subject', required: false, schema: { type: 'string' } },
      { name: 'from', required: false, schema: { type: 'string', format: 'date-time' } },
    ],
    access: 'audit:read',
  }),
  // Last, since it moves the time in which all others live.
  route('test_clock.set', 'PUT /api/v1/test-clock', {
    body: [{ name: 'now', required: true, schema: { type: 'string', format: 'date-time' } }],
    access: 'workspace:administer',
  }),
]

function route(name: string, http: string, more: Partial<Described>): Described {
  const [method = '', path = ''] = http.split(' ')
  const effect = method === 'GET' ? 'read' : 'write'
  return { name, method, path, access: null, effect, path_members: [], query: [], body: [], ...more }
}

function text(name: string): Member {
  return { name, required: true, schema: { type: 'string' } }
}

function token(): Member {
  return { name: 'token', required: true, schema: { type: 'string' } }
}

function importId(): Member {
  return { name: 'import_id', required: true, schema: { type: 'string', pattern: '^imp_[0-9a-hjkmnp-tv-z]{26}$' } }
}

const membersOf = ({ properties = {}, required = [] }: Json): Member[] =>
  Object.entries<Json>(properties).map(([name, schema]) => ({ name, required: required.includes(name), schema }))

function resolve(value: Json, description: Json): Json {
  const text = JSON.stringify(value, (_, part) => {
    const name = /^#\/components\/schemas\/(\w+Input)$/.exec(part?.$ref ?? '')?.[1]
    return name === undefined ? part : resolve(description.components.schemas[name], description)
  })
  return JSON.parse(text)
}
