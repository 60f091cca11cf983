import { differenceOf } from '../../values/difference.ts'
import type { Definition } from './definition.ts'
import type { Fault } from './finding.ts'

export type Migrate = 'all' | 'grandfather'

/**
 * What the versions before it ask of the next one: the key stays, a field keeps its type, a stage's key keeps its
 * meaning, and where deals come along every stage that goes says where they go.
 */
export function checkNextVersion(
  next: Definition,
  versions: readonly Definition[],
  { migrate, stage_map = {} }: { migrate: Migrate; stage_map?: Record<string, string> },
): Fault[] {
  const current = versions.at(-1)
  if (!current) return []
  return [
    ...otherKey(next, current),
    ...reusedStages(next, versions),
    ...changedFields(next, versions),
    ...faultsInMap(next, versions, stage_map),
    ...(migrate === 'all' ? unmapped(next, current, { ...next.stage_map, ...stage_map }) : []),
  ]
}

function otherKey(next: Definition, current: Definition): Fault[] {
  if (next.key === current.key) return []
  const message = `This is the definition of ${next.key}, not of ${current.key}.`
  return [{ path: ['key'], message, remedy: `A pipeline keeps its key: write ${current.key}.` }]
}

/** A key may get another name, or another phase; with both it is another stage. One that is gone comes back as it was. */
function reusedStages(next: Definition, versions: readonly Definition[]): Fault[] {
  const current = versions.at(-1)
  return next.stages.flatMap((stage, index) => {
    const last = versions.findLast(({ stages }) => stages.some(({ key }) => key === stage.key))
    const before = last?.stages.find(({ key }) => key === stage.key)
    if (!before || !last) return []
    const [renamed, moved] = [before.name !== stage.name, before.phase !== stage.phase]
    if (last === current ? !(renamed && moved) : !(renamed || moved)) return []
    const message = `${stage.key} meant ${before.name} (${before.phase}) before, and history refers to that.`
    return [{ path: ['stages', index, 'key'], message, remedy: 'Take a new key, and map the old one to it.' }]
  })
}

function changedFields(next: Definition, versions: readonly Definition[]): Fault[] {
  return next.fields.flatMap((field, index) => {
    const before = versions
      .flatMap(({ fields }) => fields)
      .findLast(({ key, subject, type }) => key === field.key && subject === field.subject && type !== undefined)
    if (!before || field.type === undefined || before.type === field.type) return []
    const message = `${field.key} was of type ${before.type}, and older deals hold values of that.`
    return [{ path: ['fields', index, 'type'], message, remedy: 'Take a new key for the new type.' }]
  })
}

function faultsInMap(next: Definition, versions: readonly Definition[], map: Record<string, string>): Fault[] {
  const ever = new Set(versions.flatMap(({ stages }) => stages.map(({ key }) => key)))
  const here = next.stages.map(({ key }) => key)
  return Object.entries(map).flatMap(([from, to]) => {
    const path = ['stage_map', from]
    if (here.includes(from))
      return [
        { path, message: `${from} is still a stage.`, remedy: 'A deal in it stays in it; leave it out of the map.' },
      ]
    if (!ever.has(from))
      return [{ path, message: `There never was a stage ${from}.`, remedy: 'Leave it out of the map.' }]
    if (here.includes(to)) return []
    return [{ path, message: `There will be no stage ${to}.`, remedy: `One of: ${here.join(', ')}.` }]
  })
}

function unmapped(next: Definition, current: Definition, map: Record<string, string>): Fault[] {
  const here = new Set(next.stages.map(({ key }) => key))
  return current.stages
    .filter(({ key }) => !here.has(key) && map[key] === undefined)
    .map(({ key, name }) => ({
      path: ['stage_map', key],
      message: `${name} (${key}) goes, and nothing says where its deals go.`,
      remedy: `Map ${key} to one of ${[...here].join(', ')}, or leave deals in the version that they are in.`,
    }))
}

/** Whether two versions say the same, however they are written; where deals of older stages go is not a part of it. */
export const sameDefinition = (a: Definition, b: Definition): boolean =>
  differenceOf({ ...a, stage_map: undefined }, { ...b, stage_map: undefined }) === null &&
  Object.keys(a).filter((key) => key !== 'stage_map').length ===
    Object.keys(b).filter((key) => key !== 'stage_map').length
