import { waysFrom, wayToWon } from '../pipelines/index.ts'
import type { KnownPipeline } from './check-rules.ts'
import type { HandoffFinding, HandoffRule } from './handoff-rule.ts'

/**
 * What can be said of a set of rules without any deal: circles in which deals would open deals for ever, money that would
 * stand twice, deals that could never be won or rules that could never fire, and pipelines that take nothing.
 */
export function findFaults(rules: readonly HandoffRule[], pipelines: readonly KnownPipeline[]): HandoffFinding[] {
  const known = new Map(pipelines.map((one) => [one.key, one]))
  return [
    ...circles(rules),
    ...twice(rules, known),
    ...rules.flatMap((rule) => [...closedTargets(rule, known), ...deadEnds(rule, known), ...idleSources(rule, known)]),
  ]
}

/** What fires by itself as soon as a deal gets there. The end of a term takes its time, and a person takes thought. */
const atOnce = ({ as, trigger, mode }: HandoffRule) =>
  as === 'handoff' && mode === 'automatic' && (trigger.on === 'stage' || trigger.on === 'won')

function circles(rules: readonly HandoffRule[]): HandoffFinding[] {
  const edges = rules.filter(atOnce)
  const found = new Map<string, HandoffFinding>()
  const walk = (path: readonly HandoffRule[]): void => {
    const last = path.at(-1)
    if (!last) return
    const from = path.findIndex(({ trigger }) => trigger.pipeline === last.to.pipeline)
    if (from >= 0) {
      const circle = path.slice(from)
      const keys = circle.map(({ key }) => key).toSorted()
      const way = [...circle.map(({ trigger }) => trigger.pipeline), last.to.pipeline].join(' → ')
      const message = `Each deal would open the next one for ever: ${way}. Let one of these be proposed, or wait for the end of a term.`
      found.set(keys.join(' '), { kind: 'cycle', rules: keys, message, refuses: true })
      return
    }
    for (const next of edges)
      if (next.trigger.pipeline === last.to.pipeline && !path.includes(next)) walk([...path, next])
  }
  for (const rule of edges) walk([rule])
  return [...found.values()]
}

function twice(rules: readonly HandoffRule[], known: ReadonlyMap<string, KnownPipeline>): HandoffFinding[] {
  const opening = rules.filter(({ as, trigger }) => as === 'handoff' && trigger.on !== 'manual')
  const pairs = opening.flatMap((one, i) =>
    opening.slice(i + 1).flatMap((other): HandoffFinding[] => {
      if (one.to.pipeline !== other.to.pipeline || !together(one, other)) return []
      const message = `One deal would open two in ${one.to.pipeline}: ${one.key} and ${other.key} fire for the same thing. Tell them apart with when, or keep one.`
      return [{ kind: 'double_count', rules: [one.key, other.key], message, refuses: false }]
    }),
  )
  return [...pairs, ...opening.flatMap((rule) => sameMoney(rule, known))]
}

/** Two rules that fire for one and the same deal, as far as can be told: conditions may still part them. */
function together(one: HandoffRule, other: HandoffRule): boolean {
  const [a, b] = [one.trigger, other.trigger]
  if (one.when !== other.when && (one.when !== undefined || other.when !== undefined)) return false
  if (a.on === 'stage' && b.on === 'stage') return a.pipeline === b.pipeline
  if (a.on === 'term_end' && b.on === 'term_end')
    return a.pipeline === undefined || b.pipeline === undefined || a.pipeline === b.pipeline
  if (a.on === 'usage' && b.on === 'usage')
    return a.metric === b.metric && a.pipeline === b.pipeline && a.from === b.from
  return a.on === b.on && a.pipeline === b.pipeline
}

/** The whole amount of a deal goes along although that deal counts on. */
function sameMoney(
  { key, trigger, carry, to }: HandoffRule,
  known: ReadonlyMap<string, KnownPipeline>,
): HandoffFinding[] {
  if (carry.amount !== 'deal' && carry.lines !== 'all') return []
  const say = (message: string): HandoffFinding[] => [{ kind: 'double_count', rules: [key], message, refuses: false }]
  if (trigger.on === 'stage')
    return say(`The deal of ${trigger.pipeline} stays open, so that its amount stands there and in ${to.pipeline}.`)
  const [from, into] = [trigger.pipeline, to.pipeline].map((one) => known.get(one ?? '')?.definition.revenue_kind)
  if (trigger.on === 'won' && from !== undefined && from === into)
    return say(`What was won in ${trigger.pipeline} would be won again as ${into} revenue in ${to.pipeline}.`)
  return []
}

function closedTargets({ key, to }: HandoffRule, known: ReadonlyMap<string, KnownPipeline>): HandoffFinding[] {
  const target = known.get(to.pipeline)
  if (!target || target.lifecycle === 'active') return []
  const message = `${to.pipeline} is ${target.lifecycle} and takes no new deals, so that what ${key} opens is blocked.`
  return [{ kind: 'closed_target', rules: [key], message, refuses: false }]
}

function deadEnds({ key, to, as }: HandoffRule, known: ReadonlyMap<string, KnownPipeline>): HandoffFinding[] {
  const definition = known.get(to.pipeline)?.definition
  const start = to.stage ?? definition?.stages[0]?.key
  if (!definition || start === undefined) return []
  if (as === 'transfer' && to.stage === undefined) return []
  if (
    reachedFrom(start, (stage) => waysFrom(definition, stage)).some(
      (stage) => wayToWon(definition, stage) !== 'forbidden',
    )
  )
    return []
  const message = `From ${start} of ${to.pipeline} no way leads to a win, so that what ${key} opens can only be lost.`
  return [{ kind: 'dead_end', rules: [key], message, refuses: false }]
}

function idleSources({ key, trigger }: HandoffRule, known: ReadonlyMap<string, KnownPipeline>): HandoffFinding[] {
  const source = known.get(trigger.pipeline ?? '')
  if (!source) return []
  const say = (message: string): HandoffFinding[] => [{ kind: 'idle_source', rules: [key], message, refuses: false }]
  if (source.lifecycle === 'archived') return say(`${source.key} is archived, so that ${key} never fires.`)
  if (trigger.on !== 'stage') return []
  const { definition } = source
  const first = definition.stages[0]?.key ?? ''
  if (reachedFrom(first, (stage) => waysFrom(definition, stage)).includes(trigger.stage)) return []
  return say(`No way leads to ${trigger.stage} of ${source.key}, so that ${key} fires only for deals that begin there.`)
}

function reachedFrom(start: string, waysOn: (stage: string) => readonly string[]): string[] {
  const reached = new Set([start])
  for (const stage of reached) for (const next of waysOn(stage)) reached.add(next)
  return [...reached]
}
