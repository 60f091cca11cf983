import type { Change } from '../wire.ts'
import { wordsOf } from './change-words.ts'

export type ChangeGroup = { newest: Change; words: string[]; actors: string[] }

/** Changes by deal, the newest first, each with what happened to it in that order; what happened again is said once. */
export function changeGroups(changes: Change[]): ChangeGroup[] {
  return [...Map.groupBy(changes, ({ deal }) => deal.id).values()].flatMap((own) => {
    const [newest] = own
    if (!newest) return []
    const words = [...Map.groupBy(own, wordsOf)].map(([text, same]) =>
      same.length > 1 ? `${text} ×${same.length}` : text,
    )
    return [{ newest, words, actors: [...new Set(own.flatMap(({ actor }) => actor?.name ?? []))] }]
  })
}
