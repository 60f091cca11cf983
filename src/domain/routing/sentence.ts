type Kept = {
  decided_by: 'rule' | 'fallback' | 'person' | 'handoff' | 'named'
  version: number | null
  position: number | null
  name: string | null
  because: readonly string[]
  person: { name: string } | null
}

/** Why a deal began where it did, in one sentence. */
export function sentenceOf({ decided_by, version, position, name, because, person }: Kept): string {
  const why = because.join('; ')
  if (decided_by === 'rule') return `Routed by rule ${position} (${name}) of version ${version} because ${why}.`
  if (decided_by === 'fallback') return `Routed by the fallback of version ${version}, since no rule holds for it.`
  if (decided_by === 'person')
    return `Placed here by ${person?.name ?? 'somebody'} from the queue of unrouted deals: ${why}`
  if (decided_by === 'handoff') return `Opened by the hand-off ${name ?? 'of a person'} because ${why}`
  return 'Whoever opened it named the pipeline, or it came with its past.'
}
