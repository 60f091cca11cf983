import { type AnyOperation, methodOf, pathOf } from '../../platform/operation.ts'
import { base } from '../http.ts'

/** One call, as somebody would write it at a shell, in a program and with the command line. */
export type Calls = { curl: string; client: string; cli: string }

type Input = Record<string, unknown>

export function callsOf(op: AnyOperation, input: Input): Calls {
  const { path, body } = requestOf(op, input)
  const method = methodOf(op)
  const type = op.document ? 'application/yaml' : 'application/json'
  const given = body === undefined ? '' : ` \\\n  -H 'Content-Type: ${type}' \\\n  --data-binary ${quoted(body)}`
  const empty = Object.keys(input).length === 0
  return {
    curl: `curl -sS -X ${method} "$TRIBUTARY_URL${base}${path}" \\\n  -H "Authorization: Bearer $TRIBUTARY_API_KEY"${given}`,
    client: `await client.${op.name}(${empty ? '' : literal(input, '')})`,
    cli: `tributary api ${method} ${quoted(path)}${body === undefined ? '' : ` --data ${quoted(body)}`}`,
  }
}

function requestOf(op: AnyOperation, input: Input): { path: string; body: string | undefined } {
  const rest = { ...input }
  const path = pathOf(op).replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (op.document) return { path, body: String(rest.source) }
  if (methodOf(op) === 'GET') {
    const query = new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)]))
    return { path: query.size > 0 ? `${path}?${query}` : path, body: undefined }
  }
  return { path, body: Object.keys(rest).length === 0 ? undefined : JSON.stringify(rest) }
}

/** In single quotes where a shell would read anything into it. */
const quoted = (text: string) => (/^[\w/.:,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

function literal(value: unknown, indent: string): string {
  if (typeof value === 'string') return value.includes('\n') ? `\`${value}\`` : `'${value.replaceAll("'", "\\'")}'`
  if (typeof value !== 'object' || value === null) return String(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, indent)).join(', ')}]`
  const members = Object.entries(value).map(([name, one]) => `${name}: ${literal(one, inner)}`)
  const line = `{ ${members.join(', ')} }`
  return line.length <= 70 && !line.includes('\n') ? line : `{\n${inner}${members.join(`,\n${inner}`)},\n${indent}}`
}
