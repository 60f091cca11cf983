import { z } from 'zod'

export type Schema = Record<string, unknown>

/**
 * Whether a schema lets free text through that somebody outside may have written. Ids, dates, enumerations and what has
 * a pattern cannot carry a message; what the product wrote itself says so (`Ours`). Everything else is not trusted.
 */
export const isUntrusted = ({ type, pattern, format, enum: one, const: only, ...rest }: Schema): boolean =>
  type === 'string' &&
  pattern === undefined &&
  one === undefined &&
  only === undefined &&
  format !== 'date' &&
  format !== 'date-time' &&
  rest['x-ours'] === undefined

/** Says so of every such text in a JSON Schema; the mark of our own text is for the server alone. */
export function marked<T>(schema: T): T {
  const text = JSON.stringify(schema, (_, part) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part) || typeof part.type !== 'string') return part
    const { 'x-ours': __, ...rest } = part
    return isUntrusted(part) ? { ...rest, 'x-untrusted': true } : rest
  })
  return JSON.parse(text)
}

const open = '⟦'
const close = '⟧'

/** Text by an outsider, between brackets that it cannot hold itself. */
export const wrapped = (text: string): string => `${open}${text.replaceAll(open, '[').replaceAll(close, ']')}${close}`

/** Takes the brackets off again, where an agent sends back what it has read. */
export function unwrapped(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(open) && value.endsWith(close) ? value.slice(1, -1) : value
  return mapped(value, unwrapped)
}

/** An answer with all text by outsiders between brackets, for a reader who might take it for an instruction. */
export function fenced(schema: z.ZodType): (answer: unknown) => unknown {
  const root = z.toJSONSchema(schema, { io: 'output' }) as Schema
  const definitions = (root.$defs ?? {}) as Record<string, Schema>
  const parts = (one: Schema): Schema[] => {
    const name = /^#\/\$defs\/(\w+)$/.exec(String(one.$ref ?? ''))?.[1]
    const named = name === undefined ? one : (definitions[name] ?? {})
    const more = [...list(named.anyOf), ...list(named.oneOf), ...list(named.allOf)]
    return more.length === 0 ? [named] : more.flatMap(parts)
  }
  const fence = (value: unknown, schemas: readonly Schema[]): unknown => {
    if (typeof value === 'string') {
      const texts = schemas.filter(({ type }) => type === 'string')
      return texts.length === 0 || texts.some(isUntrusted) ? wrapped(value) : value
    }
    if (Array.isArray(value)) {
      const items = schemas.flatMap(({ items: one }) => (one ? parts(one as Schema) : []))
      return value.map((one) => fence(one, items))
    }
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        name,
        fence(
          one,
          schemas.flatMap(({ properties = {}, additionalProperties: rest }) => {
            const own = (properties as Record<string, Schema>)[name] ?? rest
            return typeof own === 'object' && own !== null ? parts(own as Schema) : []
          }),
        ),
      ]),
    )
  }
  return (answer) => fence(answer, parts(root))
}

const list = (value: unknown): Schema[] => (Array.isArray(value) ? value : [])

function mapped(value: unknown, each: (one: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(each)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, each(one)]))
}
