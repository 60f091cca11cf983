import { type Rule, type RuleFault, loadRule } from '../../values/rule/load-rule.ts'
import { ruleLanguage, type RuleLanguage, type Vocabulary, type Word } from '../../values/rule/vocabulary.ts'
import type { LibraryField } from '../fields/index.ts'
import { dealVocabulary } from '../pipelines/index.ts'
import { type Judge, quickRule } from './quick-rule.ts'
import type { RoutingRule } from './routing.ts'

/** A rule as it is judged, with its place in the order. */
export type Compiled = RoutingRule & { position: number; rule: Rule; holds: Judge }

/** What a rule may name: what there is of a deal before it is in any pipeline. */
export function routingLanguage(library: readonly LibraryField[]): RuleLanguage {
  const { deal = {}, now = {} } = dealVocabulary([...library])
  const words = deal as Vocabulary
  const kept = Object.fromEntries(known.map((name) => [name, words[name] ?? {}]))
  const customer: Word = { type: 'boolean', label: 'The account has bought before' }
  const account = { ...(words['account'] as Vocabulary), customer }
  return ruleLanguage({ deal: { ...kept, account, channel: { type: 'text', label: 'Channel' } }, now })
}

const known = [
  'name',
  'amount',
  'currency',
  'close_date',
  'source',
  'revenue_kind',
  'next_step',
  'owner',
  'fields',
  'partner',
]

export type Unreadable = { position: number; key: string; message: string; fault: RuleFault }

/** Every rule made ready to be judged, and those that cannot be read. */
export function compileRules(rules: readonly RoutingRule[], language: RuleLanguage) {
  const compiled: Compiled[] = []
  const unreadable: Unreadable[] = []
  for (const [i, rule] of rules.entries()) {
    const loaded = loadRule(language, rule.when)
    if (loaded.ok) compiled.push({ ...rule, position: i + 1, rule: loaded.value, holds: quickRule(loaded.value) })
    else {
      const { message, details } = loaded.refusal
      unreadable.push({ position: i + 1, key: rule.key, message, fault: details as RuleFault })
    }
  }
  return { compiled, unreadable }
}
