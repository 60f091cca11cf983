/** The part of JSON Schema that the API's description uses. */
export type Json = {
  $ref?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Json[]
  oneOf?: Json[]
  allOf?: Json[]
  type?: string | string[]
  items?: Json
  prefixItems?: Json[]
  properties?: Record<string, Json>
  required?: string[]
  additionalProperties?: Json | boolean
  description?: string
}

/** `loose` lets an optional member be given as undefined, as a caller does who has nothing to say. */
type Style = { loose: boolean; indent: string }

/** A TypeScript type, as text, of a JSON Schema. What says nothing is `unknown`. */
export function typeOf(schema: Json, style: Style): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? 'unknown'
  if ('const' in schema) return literal(schema.const)
  if (schema.enum) return wrapped(schema.enum.map(literal), style)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return joined(either, ' | ', style)
  if (schema.allOf) return joined(schema.allOf, ' & ', style)
  if (Array.isArray(schema.type))
    return joined(
      schema.type.map((type) => ({ ...schema, type })),
      ' | ',
      style,
    )
  if (schema.prefixItems) return `[${schema.prefixItems.map((item) => typeOf(item, style)).join(', ')}]`
  if (schema.type === 'array') {
    const { items = {} } = schema
    const several = (items.anyOf ?? items.oneOf ?? []).length > 1
    return several ? `(${typeOf(items, style)})[]` : `${bracketed(typeOf(items, style))}[]`
  }
  if (schema.type === 'object' || schema.properties) return objectType(schema, style)
  return plain[schema.type ?? ''] ?? 'unknown'
}

const plain: Record<string, string> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
}

const literal = (value: unknown) => (typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value))

function wrapped(members: string[], { indent }: Style): string {
  const line = members.join(' | ')
  return line.length <= 90 ? line : members.map((member) => `\n${indent}  | ${member}`).join('')
}

const joined = (schemas: Json[], by: ' | ' | ' & ', style: Style) => {
  const types = new Set(schemas.map((one) => typeOf(one, style)))
  return [...types].map((type) => (by === ' & ' ? bracketed(type) : type)).join(by)
}

const bracketed = (type: string) => (/^[\w.]+$/.test(type) || type.startsWith('{') ? type : `(${type})`)

function objectType({ properties = {}, required = [], additionalProperties: rest }: Json, style: Style): string {
  const inner = { ...style, indent: `${style.indent}  ` }
  const lines = Object.entries(properties).map(([name, schema]) => {
    const optional = !required.includes(name)
    const type = typeOf(schema, inner)
    const key = /^\w+$/.test(name) ? name : `'${name}'`
    return `${inner.indent}${key}${optional ? '?' : ''}: ${type}${optional && style.loose ? ' | undefined' : ''}`
  })
  const open = typeof rest === 'object' ? typeOf(rest, inner) : rest === true ? 'unknown' : undefined
  const others = open === undefined ? undefined : `Record<string, ${open}>`
  if (lines.length === 0) return others ?? 'Record<string, never>'
  const known = `{\n${lines.join('\n')}\n${style.indent}}`
  // A typed rest next to named members cannot be said in TypeScript; what is named is what callers use.
  return open === 'unknown' ? `${known} & Record<string, unknown>` : known
}
