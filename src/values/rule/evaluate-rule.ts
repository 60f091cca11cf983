import { explainTest } from './explain-test.ts'
import type { Part, Rule } from './load-rule.ts'
import { type Facts, type FactValue, valueAt } from './vocabulary.ts'

/** `because` says in a person's words what keeps the rule from holding; `empty` names the values that are missing. */
export type Verdict = { holds: boolean; because: string[]; empty: string[] }

/**
 * Judges a rule. One rule of ours stands above the language's: a test that reads an empty value does not hold, and
 * neither does its opposite; it is named instead (*Amount is empty*).
 */
export function evaluateRule(rule: Rule, facts: Facts): Verdict {
  return judgePart(rule, rule.root, facts)
}

/** Judges one part of a rule by itself. */
export function judgePart(rule: Rule, part: Part, facts: Facts): Verdict {
  const { holds, because, empty } = judge(rule, part, facts, contextOf(facts))
  return { holds, because: [...new Set(because)], empty: [...new Set(empty)] }
}

/** Whether a rule holds, by the same judgement and without a word on why not: what is asked of a hundred thousand deals. */
export const ruleHolds = (rule: Rule, facts: Facts): boolean => isMet(rule.root, false, facts, contextOf(facts))

function isMet(part: Part, opposite: boolean, facts: Facts, context: object): boolean {
  if (part.op === 'not') return isMet(part.part, !opposite, facts, context)
  if (part.op !== 'test') {
    const every = (part.op === 'all') !== opposite
    return every
      ? part.parts.every((child) => isMet(child, opposite, facts, context))
      : part.parts.some((child) => isMet(child, opposite, facts, context))
  }
  if (part.needs.some((path) => isEmpty(valueAt(facts, path)))) return false
  const held = holdsOrNot(part, context)
  return held !== undefined && held !== opposite
}

function judge(rule: Rule, part: Part, facts: Facts, context: object): Verdict {
  if (part.op === 'test') return judgeTest(rule, part, facts, context, false)
  if (part.op === 'not') return judgeOpposite(rule, part.part, facts, context)

  const verdicts = part.parts.map((child) => judge(rule, child, facts, context))
  const unmet = verdicts.filter((verdict) => !verdict.holds)
  if (part.op === 'any' ? unmet.length < verdicts.length : unmet.length === 0) return holding
  const because = unmet.flatMap((verdict) => verdict.because)
  return {
    holds: false,
    because: part.op === 'any' ? [because.join(', or ')] : because,
    empty: unmet.flatMap((verdict) => verdict.empty),
  }
}

const holding: Verdict = { holds: true, because: [], empty: [] }

/** By De Morgan's laws, so that the opposite of a compound is explained test by test too. */
function judgeOpposite(rule: Rule, part: Part, facts: Facts, context: object): Verdict {
  if (part.op === 'test') return judgeTest(rule, part, facts, context, true)
  if (part.op === 'not') return judge(rule, part.part, facts, context)
  const parts = part.parts.map((child): Part => ({ op: 'not', source: '', part: child }))
  return judge(rule, { op: part.op === 'all' ? 'any' : 'all', source: '', parts }, facts, context)
}

function judgeTest(
  rule: Rule,
  test: Extract<Part, { op: 'test' }>,
  facts: Facts,
  context: object,
  opposite: boolean,
): Verdict {
  const empty = test.needs.filter((path) => isEmpty(valueAt(facts, path)))
  if (empty.length > 0) return { holds: false, ...explainTest.empty(rule.vocabulary, empty) }
  const held = holdsOrNot(test, context)
  if (held === undefined) return { holds: false, because: [explainTest.failed(test.node)], empty: [] }
  if (held !== opposite) return holding
  return { holds: false, because: [explainTest.untrue(rule.vocabulary, test.node, facts, opposite)], empty: [] }
}

/** Undefined when the test cannot be carried out on this deal, such as the third of two products. */
function holdsOrNot(test: Extract<Part, { op: 'test' }>, context: object): boolean | undefined {
  try {
    return test.holds(context) === true
  } catch {
    return undefined
  }
}

const isEmpty = (value: FactValue | Facts) => value === null || value === undefined || value === ''

/** One deal is judged by many rules, and copying its facts takes longer than most of them (`bench/transfers.ts`). */
const contexts = new WeakMap<Facts, object>()

function contextOf(facts: Facts): object {
  const known = contexts.get(facts)
  if (known) return known
  const context = withoutEmpty(facts)
  contexts.set(facts, context)
  return context
}

/** For `has()` an empty value is absent. A loop, since it is made anew for every deal that is judged. */
function withoutEmpty(facts: Facts): object {
  const filled: Record<string, unknown> = {}
  for (const name of Object.keys(facts)) {
    const value = facts[name]
    if (value === undefined || isEmpty(value)) continue
    filled[name] = isNested(value) ? withoutEmpty(value) : value
  }
  return filled
}

const isNested = (value: FactValue | Facts): value is Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
