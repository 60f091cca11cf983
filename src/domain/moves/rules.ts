import { loadRule, type Rule } from '../../values/rule/load-rule.ts'
import { factsIn, type FactName } from './facts.ts'
import type { LibraryField } from '../fields/index.ts'
import { criteriaOf, type Definition, dealLanguage } from '../pipelines/index.ts'

/** A criterion's rule, with the values that it may look at. */
export type Rules = ReadonlyMap<string, Rule & { names: FactName[] }>

/** Definitions never change, so their rules are compiled once for a library (some milliseconds each). */
const compiled = new WeakMap<Definition, { of: LibraryField[]; library: string; rules: Rules }>()

/** The rules of a definition's criteria, by the criterion's key. */
export function rulesOf(definition: Definition, library: LibraryField[]): Rules {
  const last = compiled.get(definition)
  if (last?.of === library) return last.rules
  const used = library.filter((field) =>
    definition.fields.some(({ key, subject }) => key === field.key && subject === field.subject),
  )
  const fingerprint = JSON.stringify(used)
  if (last?.library === fingerprint) {
    compiled.set(definition, { ...last, of: library })
    return last.rules
  }

  const language = dealLanguage(used, definition)
  const rules = new Map<string, Rule & { names: FactName[] }>()
  for (const { criterion } of criteriaOf(definition)) {
    if (criterion.rule === undefined) continue
    const loaded = loadRule(language, criterion.rule)
    // A published rule was read when it was published; failing loudly beats a gate that silently stands open.
    if (!loaded.ok) throw new Error(`rule of ${definition.key}, criterion ${criterion.key}: ${loaded.refusal.message}`)
    rules.set(criterion.key, { ...loaded.value, names: factsIn(criterion.rule) })
  }
  compiled.set(definition, { of: library, library: fingerprint, rules })
  return rules
}
