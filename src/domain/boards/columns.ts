import { type Definition, placesNow, type Stage, stagesEver, type StageMap } from '../pipelines/index.ts'

export type BoardColumn = { stage: Stage; older_version: number | null; belongs_to: string | null }

type Versions = readonly { version: number; definition: Pick<Definition, 'stages' | 'stage_map'> }[]

/**
 * The columns of a board: the stages of the version that is current, and those of older ones in which deals still stand,
 * each before the stage where its deals belong now.
 */
export function columnsOf(versions: Versions, occupied: ReadonlySet<string>): BoardColumn[] {
  const current = versions.at(-1)?.definition.stages ?? []
  const ever = stagesEver(versions)
  const places: StageMap = placesNow(versions.map(({ definition }) => definition))
  const here = new Set(current.map(({ key }) => key))
  const older = [...ever].flatMap(([key, { stage, version }]): BoardColumn[] =>
    here.has(key) || !occupied.has(key)
      ? []
      : [{ stage, older_version: version, belongs_to: places[key] ?? current[0]?.key ?? null }],
  )
  return current.flatMap((stage) => [
    ...older.filter(({ belongs_to }) => belongs_to === stage.key),
    { stage, older_version: null, belongs_to: null },
  ])
}
