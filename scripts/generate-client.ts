import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from '../src/api/openapi.ts'
import { operationsOf } from '../src/domain/operations.ts'
import { base } from '../src/api/http.ts'
import { typeOf, type Json } from './client-types.ts'

const target = join(import.meta.dirname, '../src/client/schema.ts')

/** The text of `src/client/schema.ts`: types of every component and operation, and where each operation is found. */
export function clientSchema(): string {
  const operations = operationsOf({ clock_simulated: false, embedded_database: true })
  const description = describe(operations) as Description
  const components = Object.entries(description.components.schemas)
  const found = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, said]) => ({ path: path.slice(base.length), method, said })),
  )
  found.sort((a, b) => (a.said.operationId < b.said.operationId ? -1 : 1))
  return [
    '// Written by `npm run client` from the list of operations. Do not edit.',
    ...components.map(
      ([name, schema]) => `export type ${name} = ${typeOf(schema, { loose: name.endsWith('Input'), indent: '' })}`,
    ),
    `export type Operations = {\n${found.map(typesOf).join('\n')}\n}`,
    '/** Where each operation is found; what is not in the path goes into the query of a GET, else into the body. */',
    `export const addresses = {\n${found.map(addressOf).join('\n')}\n} as const`,
    '',
  ].join('\n\n')
}

type Operation = {
  operationId: string
  summary: string
  parameters: { name: string; required: boolean; schema: Json }[]
  requestBody?: { content: Record<string, { schema: Json }> }
  responses: Record<string, { content: Record<string, { schema: Json }> }>
}
type Description = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Json> }
}
type Found = { path: string; method: string; said: Operation }

function typesOf({ said }: Found): string {
  const answer = Object.values(said.responses)[0]?.content['application/json']?.schema ?? {}
  const [input, output] = [inputOf(said), answer].map((schema, side) =>
    typeOf(schema, { loose: side === 0, indent: '    ' }),
  )
  return `  /** ${said.summary} */\n  '${said.operationId}': {\n    input: ${input}\n    answer: ${output}\n  }`
}

/** Path, query and body are one object for the caller; a document is handed over as text. */
function inputOf({ parameters, requestBody }: Operation): Json {
  const body = isDocument(requestBody)
    ? { properties: { source: { type: 'string' } }, required: ['source'] }
    : requestBody?.content['application/json']?.schema
  const properties = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]))
  const required = parameters.filter((one) => one.required).map(({ name }) => name)
  return {
    type: 'object',
    properties: { ...properties, ...body?.properties },
    required: [...required, ...(body?.required ?? [])],
    additionalProperties: false,
  }
}

const isDocument = (body: Operation['requestBody']) => body?.content['application/yaml'] !== undefined

const addressOf = ({ path, method, said }: Found) =>
  `  '${said.operationId}': { method: '${method.toUpperCase()}', path: '${path}'${
    isDocument(said.requestBody) ? ', document: true' : ''
  } },`

if (import.meta.main) {
  const text = clientSchema()
  const before = readOr(target)
  writeFileSync(target, text)
  console.log(before === text ? 'src/client/schema.ts is up to date' : 'src/client/schema.ts was written anew')
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
