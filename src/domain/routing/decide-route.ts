import { explainRule } from '../../values/rule/explain-rule.ts'
import type { Facts } from '../../values/rule/vocabulary.ts'
import type { Compiled } from './language.ts'
import type { Fallback } from './routing.ts'

/** A set of rules ready to be asked, and the keys of the pipelines that take new deals. */
export type Ready = { rules: readonly Compiled[]; fallback: Fallback | null; open: ReadonlySet<string> }

export type Route =
  | { by: 'rule'; rule: Compiled; to: Fallback }
  | { by: 'fallback'; rule: null; to: Fallback }
  | { by: 'nobody'; rule: null; to: null }

/**
 * Where a deal goes: the first rule decides that holds and whose pipeline takes new deals. A pipeline that was put away
 * since must not swallow what later rules would place.
 */
export function decideRoute({ rules, fallback, open }: Ready, facts: Facts): Route {
  for (const rule of rules) if (open.has(rule.pipeline) && rule.holds(facts)) return { by: 'rule', rule, to: rule }
  if (fallback && open.has(fallback.pipeline)) return { by: 'fallback', rule: null, to: fallback }
  return { by: 'nobody', rule: null, to: null }
}

export type Step = {
  position: number
  rule: string
  name: string
  holds: boolean
  passed_over: 'decided_before' | 'takes_no_deals' | null
  because: string[]
}

/** As `decideRoute`, with what every rule says and why. */
export function traceRoute(ready: Ready, facts: Facts): { route: Route; steps: Step[] } {
  const route = decideRoute(ready, facts)
  const steps = ready.rules.map(({ rule, holds: judge, position, key, name, pipeline }): Step => {
    const holds = judge(facts)
    const over = holds && route.rule?.key !== key
    const passed_over = over ? (ready.open.has(pipeline) ? 'decided_before' : 'takes_no_deals') : null
    return { position, rule: key, name, holds, passed_over, because: testsThat(holds, rule, facts) }
  })
  return { route, steps }
}

/**
 * The tests that hold, or those that do not, each with the values that it read; what is denied is told as a whole. Of a
 * field only the test is told: who may know why a deal went somewhere may not know each of its fields.
 */
function testsThat(hold: boolean, rule: Compiled['rule'], facts: Facts): string[] {
  let denied = Number.POSITIVE_INFINITY
  return explainRule(rule, facts).flatMap(({ op, depth, holds, source, values }) => {
    if (depth > denied) return []
    denied = op === 'not' ? depth : Number.POSITIVE_INFINITY
    if (holds !== hold || op === 'all' || op === 'any') return []
    const told = values.filter(({ path }) => !path.includes('.fields.'))
    const read = told.map(({ label, value }) => `${label} is ${value ?? 'empty'}`)
    return [read.length === 0 ? source : `${read.join(', ')} (${source})`]
  })
}

/** Why a deal is where it is, as it is kept with it. */
export function becauseOf(route: Route, facts: Facts): string[] {
  if (route.by === 'rule') return testsThat(true, route.rule.rule, facts)
  return ['No rule holds for it.']
}
