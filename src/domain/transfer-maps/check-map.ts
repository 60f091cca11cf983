import type { LibraryField } from '../fields/index.ts'
import type { Definition } from '../pipelines/index.ts'
import type { Mapped } from './transfer-map.ts'

type Fault = { pointer: string; code: string; detail: string }
type Side = Pick<Definition, 'name' | 'stages' | 'fields'>

/** What keeps a map from leading from the one pipeline into the other; empty where nothing does. */
export function faultsOf({ stages, fields }: Mapped, from: Side, to: Side, library: readonly LibraryField[]): Fault[] {
  const taken = new Map<string, string>()
  return [
    ...Object.entries(stages).flatMap(([key, target]) => [
      ...unknownStage(`/stages/${key}`, from, key),
      ...unknownStage(`/stages/${key}`, to, target),
    ]),
    ...Object.entries(fields).flatMap(([key, target]) => {
      const faults = [...unknownField(`/fields/${key}`, from, key), ...unknownField(`/fields/${key}`, to, target)]
      if (faults.length > 0) return faults
      const other = taken.get(target) ?? (uses(from, target) && target !== key ? target : undefined)
      taken.set(target, key)
      if (other !== undefined)
        return [
          fault(`/fields/${key}`, 'field-taken', `${target} is filled from ${other} already; one field, one source.`),
        ]
      return unlike(library, key, target)
        ? [
            fault(
              `/fields/${key}`,
              'field-type',
              `${key} and ${target} are of different types; a value of one is none of the other.`,
            ),
          ]
        : []
    }),
  ]
}

const fault = (pointer: string, code: string, detail: string): Fault => ({ pointer, code, detail })

function unknownStage(pointer: string, { name, stages }: Side, key: string): Fault[] {
  if (stages.some((stage) => stage.key === key)) return []
  const list = stages.map((stage) => stage.key).join(', ')
  return [fault(pointer, 'stage-unknown', `${name} has no stage ${key}; there are ${list}.`)]
}

const unknownField = (pointer: string, side: Side, key: string): Fault[] =>
  uses(side, key) ? [] : [fault(pointer, 'field-unknown', `${side.name} uses no field ${key} of deals.`)]

const uses = ({ fields }: Side, key: string) => fields.some((use) => use.subject === 'deal' && use.key === key)

/** A choice fits another only where every option of the one is one of the other. */
function unlike(library: readonly LibraryField[], key: string, target: string): boolean {
  const [a, b] = [key, target].map((one) => library.find((field) => field.subject === 'deal' && field.key === one))
  if (!a || !b || a.type !== b.type) return true
  const known = new Set(b.options.map((option) => option.key))
  return a.options.some((option) => !known.has(option.key))
}
