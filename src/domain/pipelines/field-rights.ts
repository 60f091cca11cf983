import { type FieldError, Problem } from '../../platform/problem.ts'
import type { Definition } from './definition.ts'

type Uses = Pick<Definition, 'fields'>

/** Fields of a deal whose values a role may not read. */
export const unreadable = ({ fields }: Uses, role: string): Set<string> => barred(fields, role, 'read')

/** Fields of a deal whose values a role may not write; what one may not read one does not write either. */
export const unwritable = ({ fields }: Uses, role: string): Set<string> =>
  barred(fields, role, 'read').union(barred(fields, role, 'write'))

/** What a role may read of the fields of a deal; the rest is left out, as if it had never been given. */
export function readableFields(
  definition: Uses,
  role: string,
  values: Record<string, unknown>,
): Record<string, unknown> {
  const hidden = unreadable(definition, role)
  return hidden.size === 0 ? values : Object.fromEntries(Object.entries(values).filter(([key]) => !hidden.has(key)))
}

/** What an event says of a deal, without the values of fields that are hidden from whoever reads it. */
export function readableEvent(hidden: ReadonlySet<string>, data: Record<string, unknown>): Record<string, unknown> {
  if (hidden.size === 0) return data
  const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
  const without = (fields: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(fields).filter(([key]) => !hidden.has(key)))
  const valued = ['fields', 'carried']
  const open = (side: unknown) =>
    isObject(side)
      ? Object.fromEntries(
          Object.entries(side).map(([name, value]) => [
            name,
            valued.includes(name) && isObject(value) ? without(value) : value,
          ]),
        )
      : side
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      name === 'fields' && isObject(value) ? without(value) : open(value),
    ]),
  )
}

const barred = (fields: Uses['fields'], role: string, what: 'read' | 'write') =>
  new Set(
    role === 'owner'
      ? []
      : fields.flatMap((use) => {
          const roles: readonly string[] | undefined = use[what]
          return use.subject === 'deal' && roles && !roles.includes(role) ? [use.key] : []
        }),
  )

/** Refuses values for fields that a role may not write (403 `field-right`), naming each and who may. */
export function requireWritable(definition: Uses, role: string, given: Record<string, unknown> | undefined): void {
  const closed = unwritable(definition, role)
  const errors = Object.keys(given ?? {}).flatMap((key): FieldError[] => {
    if (!closed.has(key)) return []
    const use = definition.fields.find((one) => one.subject === 'deal' && one.key === key)
    const may = (use?.write ?? use?.read ?? []).join(', ')
    return [
      {
        pointer: `/fields/${key}`,
        code: 'field-right',
        detail: `${key} is written by: owner, ${may}; you are ${role}.`,
      },
    ]
  })
  if (errors.length > 0) throw new Problem('forbidden', errors[0]?.detail ?? '', 'field-right', { errors })
}
