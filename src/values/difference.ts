import { isDeepStrictEqual } from 'node:util'

export type Difference = { before: Record<string, unknown>; after: Record<string, unknown> }

/** The members in which two states of a thing differ, before and after; null where nothing changed. */
export function differenceOf<T extends object>(before: T, after: T): Difference | null {
  const names = (Object.keys(after) as (keyof T & string)[]).filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  )
  if (names.length === 0) return null
  const pick = (from: T) => Object.fromEntries(names.map((name) => [name, from[name]]))
  return { before: pick(before), after: pick(after) }
}
