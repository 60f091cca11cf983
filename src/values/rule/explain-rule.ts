import { judgePart } from './evaluate-rule.ts'
import { explainTest } from './explain-test.ts'
import type { Part, Rule } from './load-rule.ts'
import { entryAt, type Facts, type FactValue, isWord, valueAt } from './vocabulary.ts'

/** One part of a rule: `depth` says inside which of the parts before it it stands. */
export type ExplainedPart = {
  depth: number
  op: Part['op']
  source: string
  holds: boolean
  /** In words, what keeps it from holding. */
  because: string[]
  /** What a test looked at; null is empty. */
  values: { path: string; label: string; value: string | null }[]
}

/** Every part of a rule, the whole first, each judged by itself with the values that it read. */
export function explainRule(rule: Rule, facts: Facts): ExplainedPart[] {
  const explain = (part: Part, depth: number): ExplainedPart[] => {
    const { holds, because } = judgePart(rule, part, facts)
    const inner = part.op === 'test' ? [] : part.op === 'not' ? [part.part] : part.parts
    return [
      { depth, op: part.op, source: part.source, holds, because, values: valuesOf(rule, part, facts) },
      ...inner.flatMap((child) => explain(child, depth + 1)),
    ]
  }
  return explain(rule.root, 0)
}

function valuesOf({ vocabulary }: Rule, part: Part, facts: Facts): ExplainedPart['values'] {
  if (part.op !== 'test') return []
  return part.needs.map((path) => {
    const word = entryAt(vocabulary, path)
    const value = valueAt(facts, path) as FactValue
    const empty = value === null || value === undefined || value === ''
    return {
      path: path.join('.'),
      label: explainTest.labelOf(vocabulary, path),
      value: empty || !isWord(word) ? null : explainTest.shown(value, word),
    }
  })
}
