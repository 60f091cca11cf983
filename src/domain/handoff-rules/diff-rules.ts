import { differenceOf } from '../../values/difference.ts'
import type { HandoffPlan, HandoffRule } from './handoff-rule.ts'

/** What a set of rules has that another had not; a rule is known again by its key. Their order says nothing. */
export function diffRules(before: readonly HandoffRule[], after: readonly HandoffRule[]): HandoffPlan['diff'] {
  const old = new Map(before.map((rule) => [rule.key, rule]))
  const kept = new Set(after.map(({ key }) => key))
  const news = after.flatMap((rule): HandoffPlan['diff'] => {
    const was = old.get(rule.key)
    if (!was) return [{ rule: rule.key, change: 'added', members: [] }]
    const members = membersChanged(was, rule)
    return members.length === 0 ? [] : [{ rule: rule.key, change: 'changed', members }]
  })
  const gone = before.filter(({ key }) => !kept.has(key))
  return [...news, ...gone.map(({ key }) => ({ rule: key, change: 'removed' as const, members: [] }))]
}

/** Members that one of the two does not have count as changed as well. */
function membersChanged(before: HandoffRule, after: HandoffRule): string[] {
  const blank = Object.fromEntries(Object.keys({ ...before, ...after }).map((name) => [name, undefined]))
  return Object.keys(differenceOf({ ...blank, ...before }, { ...blank, ...after })?.after ?? {})
}
