import { wrapped } from '../untrusted.ts'

type Json = Record<string, unknown>

/**
 * A problem for a reader who might take what it quotes for an instruction: its sentences name people and deals in the
 * words of outsiders, so all its text stands between brackets, but for what only a machine reads.
 */
export function fencedProblem({ type, title, status, instance, code, request_id, ...rest }: Json): Json {
  return { type, title, status, ...(fence(rest, '') as Json), instance, code, request_id }
}

/** Members that hold a name of the product's own or of a definition, which has no spaces and no sentence in it. */
const machineRead = new Set('access code field key kind level phase pointer right role roles scopes'.split(' '))
const name = /^[\w./~-]{1,200}$/
/** Ids, human keys, amounts, days and moments, which can carry no message. */
const harmless = /^([a-z]{2,8}_[0-9A-Za-z]{26}|[A-Z]-\d+|-?\d+(\.\d+)?|[A-Z]{3}|\d{4}-\d\d-\d\d(T[\d:.]+Z)?)$/

function fence(value: unknown, member: string): unknown {
  if (typeof value === 'string')
    return harmless.test(value) || (machineRead.has(member) && name.test(value)) ? value : wrapped(value)
  if (Array.isArray(value)) return value.map((one) => fence(one, member))
  if (typeof value !== 'object' || value === null) return value
  const within = (key: string) => (member === 'fields' ? 'fields' : key)
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fence(one, within(key))]))
}
