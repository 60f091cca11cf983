import { ruleHolds } from '../../values/rule/evaluate-rule.ts'
import type { Part, Rule } from '../../values/rule/load-rule.ts'
import { type Facts, valueAt } from '../../values/rule/vocabulary.ts'
import { comparisonOf } from './implied.ts'

export type Judge = (facts: Facts) => boolean

/**
 * Whether a rule holds, as `ruleHolds` says it. Every new deal is asked by up to 200 rules, nearly all of whose tests
 * compare one value with another: those are compared here, and the language is asked for what is left
 * (`bench/routing.ts`).
 */
export const quickRule = (rule: Rule): Judge => judgeOf(rule, rule.root, false)

function judgeOf(rule: Rule, part: Part, denied: boolean): Judge {
  if (part.op === 'not') return judgeOf(rule, part.part, !denied)
  if (part.op === 'test') return plainTest(part, denied) ?? asked(rule, part, denied)
  const inner = part.parts.map((child) => judgeOf(rule, child, denied))
  const every = (part.op === 'all') !== denied
  return every ? (facts) => inner.every((judge) => judge(facts)) : (facts) => inner.some((judge) => judge(facts))
}

function asked(rule: Rule, part: Part, denied: boolean): Judge {
  const alone: Rule = { ...rule, root: denied ? { op: 'not', source: part.source, part } : part }
  return (facts) => ruleHolds(alone, facts)
}

/** A comparison of a value with a literal; texts are put in order by the language alone. */
function plainTest({ node }: Extract<Part, { op: 'test' }>, denied: boolean): Judge | undefined {
  const compared = comparisonOf(node)
  if (!compared) return undefined
  const { op, value: wanted } = compared
  const path = compared.path.split('.')
  if (Array.isArray(wanted)) {
    const among = new Set<unknown>(wanted)
    return onFilled(path, denied, (value) => among.has(value))
  }
  if (op === '==') return onFilled(path, denied, (value) => value === wanted)
  if (op === '!=') return onFilled(path, denied, (value) => value !== wanted)
  if (typeof wanted !== 'number') return undefined
  if (op === '<') return onFilled(path, denied, (value) => (value as number) < wanted)
  if (op === '<=') return onFilled(path, denied, (value) => (value as number) <= wanted)
  if (op === '>') return onFilled(path, denied, (value) => (value as number) > wanted)
  return onFilled(path, denied, (value) => (value as number) >= wanted)
}

/** What is empty meets neither a test nor its opposite. */
const onFilled =
  (path: string[], denied: boolean, test: (value: unknown) => boolean): Judge =>
  (facts) => {
    const value = valueAt(facts, path)
    if (value === null || value === undefined || value === '') return false
    return test(value) !== denied
  }
