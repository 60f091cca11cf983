import { type Definition, type Migrate, type StageMap, stagesEver } from '../pipelines/index.ts'
import type { RightsLost, StageImpact } from './impact.ts'

/** How many open deals stand in a stage, in whichever version. */
export type Occupied = { stage: string; deals: number }

type Versions = readonly { version: number; definition: Definition }[]

/** Stages that a version adds, renames, changes or takes away, each with its open deals and where they go. */
export function compareStages(
  versions: Versions,
  next: Definition,
  occupied: readonly Occupied[],
  { places, migrate }: { places: StageMap; migrate: Migrate },
): StageImpact[] {
  const current = versions.at(-1)?.definition.stages ?? []
  const deals = (key: string) => occupied.reduce((sum, one) => (one.stage === key ? sum + one.deals : sum), 0)
  const to = (key: string) => (migrate === 'all' ? (places[key] ?? null) : null)
  const ever = stagesEver(versions)
  const older = [...ever.values()].filter(({ stage }) => !has(current, stage.key) && !has(next.stages, stage.key))
  const row = (
    stage: { key: string; name: string },
    change: StageImpact['change'],
    more: Partial<StageImpact> = {},
  ) => ({
    key: stage.key,
    name: stage.name,
    change,
    new_name: null,
    open_deals: deals(stage.key),
    to: to(stage.key),
    ...more,
  })
  return [
    ...current.flatMap((stage): StageImpact[] => {
      const now = next.stages.find(({ key }) => key === stage.key)
      if (!now) return [row(stage, 'removed')]
      if (now.name !== stage.name) return [row(stage, 'renamed', { new_name: now.name })]
      return same(stage, now) ? [] : [row(stage, 'changed')]
    }),
    ...next.stages
      .filter(({ key }) => !has(current, key))
      .map((stage) => row(stage, 'added', ever.has(stage.key) ? {} : { open_deals: 0, to: null })),
    ...older.filter(({ stage }) => deals(stage.key) > 0).map(({ stage }) => row(stage, 'older')),
  ]
}

const has = (stages: readonly { key: string }[], key: string) => stages.some((stage) => stage.key === key)

const same = (a: object, b: object) => sorted(a) === sorted(b)
const sorted = (value: object) =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  )

/** Roles that could read or write the values of a field and can no more. */
export function rightsLost(before: Definition, after: Definition, roles: readonly string[]): RightsLost[] {
  return after.fields.flatMap((field) =>
    (['read', 'write'] as const).flatMap((right): RightsLost[] => {
      const old = before.fields.find(({ key, subject }) => key === field.key && subject === field.subject)
      if (!old || field.subject !== 'deal') return []
      const may = (list: readonly string[] | undefined, role: string) =>
        role === 'owner' || list === undefined || list.includes(role)
      const lost = roles.filter((role) => may(old[right], role) && !may(field[right], role))
      return lost.length === 0 ? [] : [{ field: field.key, right, roles: lost }]
    }),
  )
}
