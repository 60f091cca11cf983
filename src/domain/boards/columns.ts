import { type Definition, placesNow, type Stage, stagesEver, stagesInOrder, type StageMap } from '../pipelines/index.ts'

export type BoardColumn = { stage: Stage; older_version: number | null; belongs_to: string | null }

type Versions = readonly { version: number; definition: Pick<Definition, 'stages' | 'stage_map'> }[]

/**
 * The columns of a board: the stages of the version that is current, and those of older ones in which deals still stand,
 * each behind what it stood behind.
 */
export function columnsOf(versions: Versions, occupied: ReadonlySet<string>): BoardColumn[] {
  const current = new Set(versions.at(-1)?.definition.stages.map(({ key }) => key))
  const ever = stagesEver(versions)
  const places: StageMap = placesNow(versions.map(({ definition }) => definition))
  return stagesInOrder(versions).flatMap((key): BoardColumn[] => {
    const found = ever.get(key)
    if (!found) return []
    if (current.has(key)) return [{ stage: found.stage, older_version: null, belongs_to: null }]
    if (!occupied.has(key)) return []
    return [{ stage: found.stage, older_version: found.version, belongs_to: places[key] ?? null }]
  })
}
