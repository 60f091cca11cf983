import type { Card, Deal } from '../wire.ts'

/** What of a deal is asked for to change it together with others, on a board or in a list. */
export type Chosen = Pick<Card, 'id' | 'key' | 'name' | 'version' | 'pipeline' | 'close_date' | 'owner'>

export const chosenOf = ({ id, key, name, version, pipeline, close_date, owner }: Deal): Chosen => ({
  id,
  key,
  name,
  version,
  pipeline: pipeline.key,
  close_date,
  owner,
})

/** With these in it, or without them. */
export function withIds(old: ReadonlySet<string>, ids: readonly string[], on: boolean): ReadonlySet<string> {
  const next = new Set(old)
  for (const id of ids)
    if (on) next.add(id)
    else next.delete(id)
  return next
}
