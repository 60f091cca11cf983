import type { RoutingRule, RuleSet } from '../routing/index.ts'

type Rules = { rules: RoutingRule[]; fallback: RuleSet['fallback'] }
/** A part of a split or merge, by the keys of its pipelines. */
export type RoutedPart = {
  from: string
  to: string
  name: string
  text: string | null
  stages: ReadonlyMap<string, string>
}

const longestKey = 40
const longestName = 120

/**
 * The routing rules as they have to be, so that new deals go where the parts say: each rule that leads to a pipeline which
 * is left becomes one for every part that takes deals out of it, and so does the fallback. Where some deals stay, what no
 * part takes goes where it went. Null where no rule leads there.
 */
export function routedByParts({ rules, fallback }: Rules, parts: readonly RoutedPart[]): Rules | null {
  const left = new Set(parts.map(({ from }) => from))
  if (!rules.some(({ pipeline }) => left.has(pipeline)) && !(fallback && left.has(fallback.pipeline))) return null
  const known = new Set(rules.map(({ key }) => key))
  const made = rules.flatMap((rule) => (left.has(rule.pipeline) ? partedRule(rule, parts, known) : [rule]))
  if (!fallback || !left.has(fallback.pipeline)) return { rules: made, fallback }
  const own = parts.filter(({ from }) => from === fallback.pipeline)
  const ends = own.flatMap((part) => {
    if (part.text === null) return []
    const named = { key: freeKey(`otherwise_${part.to}`, known), name: `Otherwise: ${part.name}`.slice(0, longestName) }
    return [{ ...named, when: part.text, ...landing(fallback, part) }]
  })
  const rest = own.find(({ text }) => text === null)
  return { rules: [...made, ...ends], fallback: rest ? landing(fallback, rest) : fallback }
}

function partedRule(rule: RoutingRule, parts: readonly RoutedPart[], known: Set<string>): RoutingRule[] {
  const own = parts.filter(({ from }) => from === rule.pipeline)
  const ruled = own.flatMap((part) => {
    if (part.text === null) return []
    const key = freeKey(`${rule.key}_${part.to}`, known)
    const name = `${rule.name}: ${part.name}`.slice(0, longestName)
    return [{ ...rule, key, name, when: `(${rule.when}) && (${part.text})`, ...landing(rule, part) }]
  })
  const rest = own.find(({ text }) => text === null)
  return [...ruled, rest ? { ...rule, ...landing(rule, rest) } : rule]
}

type Place = Pick<RoutingRule, 'pipeline' | 'stage' | 'owner'>

/** In the other pipeline, in the stage that is the one it began in. */
function landing({ stage, owner }: Place, { to, stages }: RoutedPart): Place {
  const there = stage === undefined ? undefined : stages.get(stage)
  return {
    pipeline: to,
    ...(there === undefined ? {} : { stage: there }),
    ...(owner === undefined ? {} : { owner }),
  }
}

function freeKey(wanted: string, known: Set<string>): string {
  for (let n = 1; ; n++) {
    const end = n === 1 ? '' : `_${n}`
    const key = `${wanted.slice(0, longestKey - end.length)}${end}`
    if (known.has(key)) continue
    known.add(key)
    return key
  }
}
