import type { Definition, Stage } from './definition.ts'

type Staged = Pick<Definition, 'stages' | 'stage_map'>

/** From the key of a stage of any version to the key of the one where its deals belong now. */
export type StageMap = Readonly<Record<string, string>>

/**
 * Where deals of every stage that a pipeline ever had belong in its newest version. What a version no longer has goes
 * where that version's map says; without a word on it, to the nearest stage before it that is still there.
 */
export function placesNow(versions: readonly Staged[]): StageMap {
  let places: Record<string, string> = {}
  for (const [i, version] of versions.entries()) {
    const before = versions[i - 1]
    const moved = Object.entries(places).map(([key, at]) => [key, placeIn(version, at, before)] as const)
    places = { ...Object.fromEntries(moved), ...Object.fromEntries(version.stages.map(({ key }) => [key, key])) }
  }
  return places
}

function placeIn(version: Staged, key: string, before: Staged | undefined): string {
  if (version.stages.some((stage) => stage.key === key)) return key
  return version.stage_map?.[key] ?? nearestKept(version.stages, key, before?.stages ?? [])
}

/** The last stage before it that is still there; the first one where there is none. */
export function nearestKept(stages: readonly Stage[], key: string, order: readonly Stage[]): string {
  const kept = new Set(stages.map((stage) => stage.key))
  const before = order.slice(
    0,
    Math.max(
      0,
      order.findIndex((stage) => stage.key === key),
    ),
  )
  return before.findLast((stage) => kept.has(stage.key))?.key ?? stages[0]?.key ?? key
}

/** Every stage that a pipeline ever had, each as its newest version that has it says, with the number of that version. */
export function stagesEver(
  versions: readonly { version: number; definition: Pick<Definition, 'stages'> }[],
): Map<string, { stage: Stage; version: number }> {
  const found = new Map<string, { stage: Stage; version: number }>()
  for (const { version, definition } of versions)
    for (const stage of definition.stages) found.set(stage.key, { stage, version })
  return found
}

/** The keys of all those stages in one order: the newest version's, an older one's own behind what it stood behind. */
export function stagesInOrder(versions: readonly { definition: Pick<Definition, 'stages'> }[]): string[] {
  const keys = (versions.at(-1)?.definition.stages ?? []).map(({ key }) => key)
  for (const { definition } of versions.toReversed())
    for (const [i, { key }] of definition.stages.entries()) {
      if (keys.includes(key)) continue
      const before = definition.stages[i - 1]?.key
      keys.splice(before === undefined ? 0 : keys.indexOf(before) + 1, 0, key)
    }
  return keys
}
