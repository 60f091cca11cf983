import { z } from 'zod'
import { type AnyOperation, accesses, methodOf } from '../platform/operation.ts'
import { prefixes } from '../values/id.ts'

/**
 * Throws, naming every operation that does not declare what a caller must be allowed to do, what it does, what the ids
 * among its members refer to, or that its answer holds a secret: the suites that try foreign ids and missing rights are
 * drawn from these, so that what declares nothing would be served untested.
 */
export function requireDeclarations(operations: readonly AnyOperation[]): void {
  const faults = operations.flatMap((op) => faultsOf(op).map((fault) => `${op.name}: ${fault}`))
  if (faults.length > 0) throw new Error(`Operations that are not declared are not served:\n${faults.join('\n')}`)
}

function faultsOf(op: AnyOperation): string[] {
  const { access, effect } = op
  return [
    ...(accesses.includes(access) ? [] : [`access is ${access}, which is no right`]),
    ...(effect === 'read' || effect === 'write' ? [] : [`effect is ${effect}; it is read or write`]),
    ...(methodOf(op) === 'GET' && effect === 'write' ? ['a GET does not write'] : []),
    ...(revealing(op) && op.reveals !== true ? ['a secret in its answer, which it does not say it reveals'] : []),
    ...undeclared(z.toJSONSchema(op.input, { io: 'input' }) as Json).map((at) => `${at} is an id without x-ref`),
  ]
}

/**
 * By the names that secrets have in answers: a kept answer to an operation that reveals one is kept encrypted. What only
 * has such a name, as the token of a plan does, says `x-public`.
 */
const revealing = ({ output }: AnyOperation): boolean =>
  /"(secret|token|password|backup_codes)":\{(?![^{}]*"x-public":true)/.test(
    JSON.stringify(z.toJSONSchema(output, { io: 'output' })),
  )

type Json = Record<string, unknown>

const idName = /(^|_)ids?$/
const idPattern = new RegExp(`\\b(${prefixes.join('|')})_`)

/** The members that are ids, by their name or their form, and do not say of what. */
function undeclared(schema: Json, path = '', root = schema): string[] {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>)
  const inside = [
    ...properties.map(([name, part]) => [`${path}/${name}`, part] as const),
    ...[...listOf(schema.anyOf), ...listOf(schema.oneOf), ...listOf(schema.allOf)].map((part) => [path, part] as const),
    ...(isSchema(schema.items) ? [[`${path}/*`, schema.items] as const] : []),
    ...(isSchema(schema.additionalProperties) ? [[`${path}/*`, schema.additionalProperties] as const] : []),
  ]
  const form = typeof schema.pattern === 'string' && idPattern.test(schema.pattern) && schema['x-ref'] === undefined
  return [
    ...(form ? [path] : []),
    ...properties.flatMap(([name, part]) => (idName.test(name) && !refers(part, root) ? [`${path}/${name}`] : [])),
    ...inside.flatMap(([at, part]) => undeclared(resolved(part, root), at, root)),
  ].filter((at, i, all) => all.indexOf(at) === i)
}

const refers = (schema: Json, root: Json): boolean => JSON.stringify(resolved(schema, root)).includes('"x-ref"')

function resolved(schema: Json, root: Json): Json {
  const name = /^#\/\$defs\/(\w+)$/.exec(String(schema.$ref ?? ''))?.[1]
  const found = name === undefined ? undefined : (root.$defs as Record<string, Json> | undefined)?.[name]
  return found ?? schema
}

const isSchema = (value: unknown): value is Json => typeof value === 'object' && value !== null
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isSchema) : [])
