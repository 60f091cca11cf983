import type { LibraryField } from '../fields/index.ts'
import type { Carried } from '../ledger/index.ts'
import { type Definition, unreadable } from '../pipelines/index.ts'

export type CarriedValue = { key: string; label: string; value: unknown }

/** Values that a deal carries, as a role may see them: what a pipeline hid stays hidden in every later one. */
export function carriedOf(
  carried: Carried,
  role: string,
  definitions: ReadonlyMap<string, Definition>,
  library: readonly LibraryField[],
): CarriedValue[] {
  return Object.entries(carried).flatMap(([key, { value, definition_id }]) => {
    const given = definitions.get(definition_id)
    if (given === undefined || unreadable(given, role).has(key)) return []
    const label = library.find((field) => field.subject === 'deal' && field.key === key)?.label ?? key
    return [{ key, label, value }]
  })
}
