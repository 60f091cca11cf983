import { z } from 'zod'
import { eventTypes, testType, WebhookMessage } from '../domain/webhooks/index.ts'
import { type AnyOperation, methodOf, pathOf, statusOf } from '../platform/operation.ts'
import { base } from './http.ts'
import { expandableOf } from './shape.ts'
import { marked } from './untrusted.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 description of every operation, drawn from the registry alone. */
export function describe(operations: readonly AnyOperation[]): Json {
  const components: Record<string, Json> = {}
  schemaOf(ProblemShape, 'output', components)
  const paths: Record<string, Json> = {}
  for (const op of operations) {
    const path = base + pathOf(op)
    paths[path] = { ...paths[path], [methodOf(op).toLowerCase()]: describeOne(op, operations, components) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tributary', version: '1', description: 'Several sales motions side by side, and one number.' },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { session: [] }],
    paths,
    webhooks: webhooksIn(components),
    components: {
      schemas: sorted(components),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key, `trib_…`' },
        session: { type: 'apiKey', in: 'cookie', name: 'tributary.session_token' },
      },
    },
  }
}

/** What this server posts to the endpoints that ask for it, by type. */
function webhooksIn(components: Record<string, Json>): Json {
  const message = schemaOf(WebhookMessage, 'output', components)
  const sent = [...eventTypes, { type: testType, summary: 'A test that was asked for' }]
  return Object.fromEntries(sent.map(({ type, summary }) => [type, { post: webhookOf(type, summary, message) }]))
}

function webhookOf(type: string, summary: string, message: Json): Json {
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: true,
    schema: { type: 'string' },
    description,
  })
  const schema = { allOf: [message, { type: 'object', properties: { type: { const: type } } }] }
  return {
    summary,
    security: [],
    parameters: [
      header('webhook-id', 'The id of the event; the same at every attempt'),
      header('webhook-timestamp', 'When this attempt was made, in seconds'),
      header('webhook-signature', 'Standard Webhooks 1.0: v1,BASE64, one a secret with spaces between them'),
    ],
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: {
      '2XX': { description: 'It arrived' },
      410: { description: 'Send nothing more: the endpoint is disabled' },
      default: { description: 'It is sent again later' },
    },
  }
}

const ProblemShape = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })

function describeOne(op: AnyOperation, operations: readonly AnyOperation[], components: Record<string, Json>): Json {
  const input = schemaOf(op.input, 'input', components)
  const properties = (input.properties ?? {}) as Record<string, Json>
  const required = new Set((input.required ?? []) as string[])
  const inPath = [...pathOf(op).matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const others = Object.keys(properties).filter((name) => !inPath.includes(name))
  const inQuery = methodOf(op) === 'GET' ? others : []
  const inBody = methodOf(op) === 'GET' ? [] : others
  const parameter = (place: string) => (name: string) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: properties[name] ?? {},
  })
  return {
    operationId: op.name,
    summary: op.summary,
    'x-access': op.access,
    'x-effect': op.effect,
    'x-cost': op.cost ?? 1,
    ...(op.deprecated ? { deprecated: true, 'x-instead': op.deprecated.instead } : {}),
    ...(op.needs_version ? { 'x-needs-version': true } : {}),
    parameters: [
      ...inPath.map(parameter('path')),
      ...inQuery.map(parameter('query')),
      ...shaping(op, expandableOf(op, operations), properties),
    ],
    ...bodyOf(op, properties, inBody, required),
    responses: {
      [statusOf(op)]: {
        description: 'Done',
        content: { 'application/json': { schema: schemaOf(op.output, 'output', components) } },
      },
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

/** `fields` and `expand`, which every read takes that has no such member of its own. */
function shaping(op: AnyOperation, expandable: readonly string[], properties: Record<string, Json>): Json[] {
  if (methodOf(op) !== 'GET') return []
  const one = (name: string, description: string) =>
    name in properties ? [] : [{ name, in: 'query', required: false, description, schema: { type: 'string' } }]
  return [
    ...one('fields', 'Only these members, with commas in between: id,name,account.name'),
    ...(expandable.length === 0 ? [] : one('expand', `All of what is referred to: ${expandable.join(', ')}`)),
  ]
}

function bodyOf(op: AnyOperation, properties: Record<string, Json>, names: string[], required: Set<string>): Json {
  if (op.document)
    return {
      requestBody: {
        required: true,
        content: {
          'application/yaml': { schema: { type: 'string' } },
          'application/json': { schema: { type: 'object' } },
        },
      },
    }
  if (names.length === 0) return {}
  const schema = {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, properties[name]])),
    required: names.filter((name) => required.has(name)),
    additionalProperties: false,
  }
  return { requestBody: { required: schema.required.length > 0, content: { 'application/json': { schema } } } }
}

/** JSON Schema of a Zod schema; what carries an `id` in its meta becomes a component, once. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Record<string, Json>): Json {
  const said = z.toJSONSchema(schema, { io }) as Json & { $defs?: Record<string, Json> }
  const { $schema, $defs, id, ...rest } = io === 'output' ? marked(said) : said
  const suffix = io === 'input' ? 'Input' : ''
  const renamed = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll(/"#\/\$defs\/(\w+)"/g, `"#/components/schemas/$1${suffix}"`))
  for (const [name, { $schema: _, id: __, ...found }] of Object.entries($defs ?? {}))
    components[`${name}${suffix}`] = renamed(found) as Json
  if (typeof id === 'string') {
    components[`${id}${suffix}`] = renamed(rest) as Json
    return { $ref: `#/components/schemas/${id}${suffix}` }
  }
  return renamed(rest) as Json
}

const sorted = <T>(record: Record<string, T>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
