import type { Carried, DealState } from '../ledger/index.ts'
import type { Definition } from '../pipelines/index.ts'
import type { Mapped } from '../transfer-maps/index.ts'

export type MappedFields = {
  fields: Record<string, unknown>
  carried: Carried
  /** Fields that are called otherwise in the other pipeline. */
  renamed: { from: string; to: string }[]
  /** Keys of values that the deal carried and that have a place again. */
  returned: string[]
}

/**
 * What becomes of a deal's values in another pipeline: those that it has a field for go there, by the map or by their own
 * key; the others are carried, and come back to light in a pipeline that has a field for them. What whoever asks may not
 * read is carried as well: nobody opens a value to themselves by taking the deal elsewhere.
 */
export function mappedFields(
  { fields, carried, definition_id }: Pick<DealState, 'fields' | 'carried' | 'definition_id'>,
  map: Mapped | null,
  to: Pick<Definition, 'fields'>,
  closed: ReadonlySet<string>,
): MappedFields {
  const used = new Set(to.fields.filter(({ subject }) => subject === 'deal').map(({ key }) => key))
  const placeOf = (key: string) => [map?.fields[key], key].find((place) => place !== undefined && used.has(place))
  const result: MappedFields = { fields: {}, carried: {}, renamed: [], returned: [] }
  // A value that a pipeline holds itself goes before one that was carried through it.
  for (const [key, value] of Object.entries(fields)) {
    const place = closed.has(key) ? undefined : placeOf(key)
    if (place === undefined || Object.hasOwn(result.fields, place)) {
      result.carried[key] = { value, definition_id }
      continue
    }
    result.fields[place] = value
    if (place !== key) result.renamed.push({ from: key, to: place })
  }
  for (const [key, one] of Object.entries(carried)) {
    const place = placeOf(key)
    if (place === undefined || Object.hasOwn(result.fields, place)) {
      if (!Object.hasOwn(result.carried, key)) result.carried[key] = one
      continue
    }
    result.fields[place] = one.value
    result.returned.push(key)
  }
  return result
}
