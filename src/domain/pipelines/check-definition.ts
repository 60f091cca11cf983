import { remedyForName } from '../../values/nearest-name.ts'
import { loadRule, type RuleFault } from '../../values/rule/load-rule.ts'
import { strangeChoice } from '../../values/rule/strange-choice.ts'
import type { RuleLanguage } from '../../values/rule/vocabulary.ts'
import { criteriaOf } from './criteria.ts'
import { dealLanguage } from './deal-facts.ts'
import { type Definition, phases } from './definition.ts'
import { type FieldConflict, fieldsOf, type LibraryField, ownFields } from './field.ts'
import type { Fault } from './finding.ts'
import { waysFrom, wonFrom } from './ways.ts'

/** What is wrong between the parts of a definition, though each part by itself is well formed. */
export function checkDefinition(definition: Definition, library: LibraryField[]): Fault[] {
  return [
    ...repeatedKeys(definition),
    ...unknownStages(definition),
    ...closedWays(definition),
    ...fieldFaults(definition, library),
    ...criterionFaults(definition, library),
  ]
}

/** What a definition may do and its writer should know. */
export function warnAbout(definition: Definition): Fault[] {
  return definition.stages.flatMap((stage, index) => {
    const before = definition.stages[index - 1]
    if (!before || phases.indexOf(stage.phase) >= phases.indexOf(before.phase)) return []
    const message = `${stage.name} is in phase ${stage.phase}, after ${before.name} in ${before.phase}.`
    return [{ path: ['stages', index, 'phase'], message, remedy: 'Comparisons over pipelines go by phase; check it.' }]
  })
}

function repeatedKeys(definition: Definition): Fault[] {
  const { outcomes } = definition
  const list = (items: { key: string }[], path: (string | number)[]) =>
    repeated(items.map(({ key }, index) => ({ key, path: [...path, index, 'key'] })))
  return [
    ...list(definition.stages, ['stages']),
    ...repeated(
      definition.fields.map(({ subject, key }, index) => ({
        key: subject === 'deal' ? key : `${subject}.${key}`,
        path: ['fields', index, 'key'],
      })),
    ),
    ...definition.fields.flatMap((field, index) => list(field.options ?? [], ['fields', index, 'options'])),
    ...repeated(criteriaOf(definition).map(({ criterion, path }) => ({ key: criterion.key, path: [...path, 'key'] }))),
    ...list(outcomes.lost.reasons, ['outcomes', 'lost', 'reasons']),
    ...list(outcomes.transferred.reasons, ['outcomes', 'transferred', 'reasons']),
  ]
}

function repeated(keys: { key: string; path: (string | number)[] }[]): Fault[] {
  const seen = new Set<string>()
  return keys.flatMap(({ key, path }) => {
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    return [{ path, message: `${key} is used twice.`, remedy: 'Evidence and history refer to keys; choose another.' }]
  })
}

function unknownStages({ stages, fields, outcomes, stage_map = {} }: Definition): Fault[] {
  const known = stages.map(({ key }) => key)
  const check = (key: string | undefined, path: (string | number)[]): Fault[] =>
    key === undefined || known.includes(key)
      ? []
      : [{ path, message: `There is no stage ${key}.`, remedy: remedyForName(key, known) }]
  return [
    ...fields.flatMap((field, index) => check(field.required_from, ['fields', index, 'required_from'])),
    ...stages.flatMap((stage, index) =>
      (stage.to ?? []).flatMap((key, at) =>
        key === stage.key
          ? [{ path: ['stages', index, 'to', at], message: `${key} leads to itself.`, remedy: 'Leave it out.' }]
          : check(key, ['stages', index, 'to', at]),
      ),
    ),
    ...(outcomes.won.from ?? []).flatMap((key, at) => check(key, ['outcomes', 'won', 'from', at])),
    ...Object.entries(stage_map).flatMap(([from, to]) =>
      known.includes(from)
        ? [
            {
              path: ['stage_map', from],
              message: `${from} is still a stage here.`,
              remedy: 'A deal in it stays in it.',
            },
          ]
        : check(to, ['stage_map', from]),
    ),
  ]
}

function closedWays(definition: Definition): Fault[] {
  const [first] = definition.stages
  if (!first) return []
  const reached = reachedFrom(first.key, definition)
  const winning = wonFrom(definition)
  return definition.stages.flatMap((stage, index) => {
    if (!reached.has(stage.key))
      return [
        {
          path: ['stages', index],
          message: `No way leads to ${stage.name} from ${first.name}, where deals begin.`,
          remedy: `Name ${stage.key} under "to" of a stage before it, allow skipping, or remove it.`,
        },
      ]
    const ahead = reachedFrom(stage.key, definition)
    if (winning.some((key) => ahead.has(key))) return []
    return [
      {
        path: ['stages', index],
        message: `No deal can be won once it stands in ${stage.name}.`,
        remedy: `Add ${stage.key} to outcomes.won.from, or open a way to ${winning.join(' or ')}.`,
      },
    ]
  })
}

function reachedFrom(key: string, definition: Definition): Set<string> {
  const reached = new Set([key])
  for (const stage of reached) for (const next of waysFrom(definition, stage)) reached.add(next)
  return reached
}

function fieldFaults(definition: Definition, library: LibraryField[]): Fault[] {
  const contactFields = definition.fields.flatMap((field, index) => {
    if (field.subject !== 'contact' || field.required_from === undefined) return []
    const message = 'A field of contacts cannot be required from a stage: a deal may have several contacts.'
    return [{ path: ['fields', index, 'required_from'], message, remedy: 'Ask with a criterion instead.' }]
  })
  const notOfDeals = definition.fields.flatMap((field, index) =>
    (['read', 'write'] as const).flatMap((part) => {
      if (field.subject === 'deal' || field[part] === undefined) return []
      const message = `A pipeline says who may ${part} fields of its deals; ${field.key} is one of the ${field.subject}.`
      return [{ path: ['fields', index, part], message, remedy: `Leave ${part} out.` }]
    }),
  )
  const found = [...contactFields, ...notOfDeals]
  const fitted = fieldsOf(definition, library)
  if (fitted.ok) return found
  const conflicts = fitted.refusal.details?.['conflicts'] as FieldConflict[]
  return [
    ...found,
    ...conflicts.map(({ index, part, message, remedy }) => ({ path: ['fields', index, part], message, remedy })),
  ]
}

function criterionFaults(definition: Definition, library: LibraryField[]): Fault[] {
  const language = dealLanguage(usableFields(definition, library), definition)
  const named = [
    ...definition.fields.filter((field) => field.subject === 'deal').map((field) => field.key),
    ...Object.keys(ownFields),
  ]
  return criteriaOf(definition).flatMap(({ criterion, path }) => {
    const field = 'field' in criterion ? criterion.field : undefined
    return [
      ...(field === undefined || named.includes(field) ? [] : [unknownField(field, named, path)]),
      ...ruleFaults(criterion.rule, language, path),
    ]
  })
}

/** Where fields conflict, rules are still read: every fault is found in one go. */
function usableFields(definition: Definition, library: LibraryField[]): LibraryField[] {
  const fits = definition.fields.flatMap((use) => {
    const fitted = fieldsOf({ fields: [use] }, library)
    return fitted.ok ? fitted.value.fields : []
  })
  return fits.filter((field, index) => fits.findIndex((other) => isSame(other, field)) === index)
}

const isSame = (a: LibraryField, b: LibraryField) => a.key === b.key && a.subject === b.subject

const unknownField = (field: string, named: string[], path: (string | number)[]): Fault => ({
  path: [...path, 'field'],
  message: `This pipeline uses no field ${field} of the deal.`,
  remedy: `${remedyForName(field, named)} Or add it under fields.`,
})

function ruleFaults(rule: string | undefined, language: RuleLanguage, path: (string | number)[]): Fault[] {
  if (rule === undefined) return []
  const loaded = loadRule(language, rule)
  if (loaded.ok) {
    const strange = strangeChoice(loaded.value)
    return strange ? [{ path: [...path, 'rule'], ...strange }] : []
  }
  const { offset, remedy } = loaded.refusal.details as RuleFault
  const place = offset > 0 ? ` (character ${offset + 1} of the rule)` : ''
  return [{ path: [...path, 'rule'], message: `${loaded.refusal.message}${place}`, remedy }]
}
