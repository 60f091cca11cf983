import { canBoth, implies, type Way, waysOf } from './implied.ts'
import type { Compiled } from './language.ts'
import type { Fallback, Finding } from './routing.ts'

/**
 * What can be said of a set of rules without any deal: rules that nothing can meet, rules all of whose deals an earlier
 * one takes, and places that take no deals. Only what is certain is said; what a rule caught in the past says a replay.
 */
export function findFaults(
  rules: readonly Compiled[],
  fallback: Fallback | null,
  open: ReadonlySet<string>,
): Finding[] {
  const before: { key: string; ways: readonly Way[] }[] = []
  const findings = rules.flatMap((rule): Finding[] => {
    const { key, name } = rule
    if (!open.has(rule.pipeline)) return [idle(key, rule.pipeline)]
    const all = waysOf(rule.rule.root)
    const ways = all?.filter(isPossible)
    if (ways?.length === 0)
      return [
        { kind: 'unreachable', rule: key, by: [], message: `No deal can meet ${name}: its tests exclude each other.` },
      ]
    const by = ways && takenBefore(ways, before)
    if (ways) before.push({ key, ways })
    if (!by) return []
    const message = `Nothing is left for ${name}: every deal it could take is taken by ${by.join(', ')} before it.`
    return [{ kind: 'shadowed', rule: key, by, message }]
  })
  if (fallback && !open.has(fallback.pipeline)) findings.push(idle(null, fallback.pipeline))
  return findings
}

const idle = (rule: string | null, pipeline: string): Finding => ({
  kind: 'idle_pipeline',
  rule,
  by: [],
  message: `The pipeline ${pipeline} takes no new deals, so that ${rule === null ? 'the fallback' : rule} is passed over.`,
})

const isPossible = (way: Way) => way.every((one, i) => way.slice(i + 1).every((other) => canBoth(one, other)))

/** The earlier rules that take every way in which a rule can hold; undefined where one is left. */
function takenBefore(
  ways: readonly Way[],
  before: readonly { key: string; ways: readonly Way[] }[],
): string[] | undefined {
  const takers = new Set<string>()
  for (const way of ways) {
    const taker = before.find((earlier) => earlier.ways.some((other) => isWithin(way, other)))
    if (!taker) return undefined
    takers.add(taker.key)
  }
  return [...takers]
}

/** Whether whatever meets all of the first meets all of the second: each test of that follows from one of this. */
const isWithin = (way: Way, wider: Way) => wider.every((wanted) => way.some((given) => implies(given, wanted)))
