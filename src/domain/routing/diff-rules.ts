import { isDeepStrictEqual } from 'node:util'
import type { RoutingPlan, RuleSet } from './routing.ts'

/** What a set of rules has that another had not; a rule is known again by its key. */
export function diffRules(before: RuleSet, after: RuleSet): RoutingPlan['diff'] {
  const old = new Map(before.rules.map((rule) => [rule.key, rule]))
  const kept = new Set(after.rules.map(({ key }) => key))
  const order = before.rules.map(({ key }) => key).filter((key) => kept.has(key))
  const next = after.rules.map(({ key }) => key).filter((key) => old.has(key))
  const rules = after.rules.flatMap((rule): RoutingPlan['diff'] => {
    const was = old.get(rule.key)
    if (!was) return [{ rule: rule.key, change: 'added', members: [] }]
    const members = membersChanged(was, rule)
    if (members.length > 0) return [{ rule: rule.key, change: 'changed', members }]
    const moved = order.indexOf(rule.key) !== next.indexOf(rule.key)
    return moved ? [{ rule: rule.key, change: 'moved', members: [] }] : []
  })
  const removed = before.rules.filter(({ key }) => !kept.has(key))
  const fallback = membersChanged(before.fallback ?? {}, after.fallback ?? {})
  return [
    ...rules,
    ...removed.map(({ key }) => ({ rule: key, change: 'removed' as const, members: [] })),
    ...(fallback.length > 0 ? [{ rule: 'fallback', change: 'changed' as const, members: fallback }] : []),
  ]
}

/** In whatever order members come: the database keeps them in one of its own. */
function membersChanged(before: object, after: object): string[] {
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>]
  const names = new Set([...Object.keys(was), ...Object.keys(is)])
  return [...names].filter((name) => !isDeepStrictEqual(was[name], is[name]))
}
