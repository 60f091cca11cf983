import type { Facts } from '../../values/rule/vocabulary.ts'
import { decideRoute, type Ready } from './decide-route.ts'
import type { RoutingPlan } from './routing.ts'

/** A past deal as it came in, and where it began. */
export type Past = { id: string; number: bigint; name: string; pipeline: string; facts: Facts }

const mostListed = 200

/** Where past deals would have begun under a set of rules, beside where they did. */
export function replayRoutes(ready: Ready, deals: readonly Past[]): Omit<RoutingPlan['replay'], 'since' | 'truncated'> {
  const taken = new Map(ready.rules.map(({ key }) => [key, { deals: 0, would_hold: 0 }]))
  const flows = new Map<string, { from: string; to: string | null; deals: number }>()
  const list: RoutingPlan['replay']['list'] = []
  let [elsewhere, unrouted, fallback] = [0, 0, 0]
  for (const { id, number, name, pipeline, facts } of deals) {
    const { by, rule, to } = decideRoute(ready, facts)
    for (const one of ready.rules)
      if (one.key === rule?.key || one.holds(facts)) {
        const count = taken.get(one.key)
        if (count) count.would_hold++
      }
    const own = taken.get(rule?.key ?? '')
    if (own) own.deals++
    if (by === 'fallback') fallback++
    if (by === 'nobody') unrouted++
    const flow = `${pipeline} ${to?.pipeline ?? ''}`
    const known = flows.get(flow) ?? { from: pipeline, to: to?.pipeline ?? null, deals: 0 }
    flows.set(flow, { ...known, deals: known.deals + 1 })
    if (to === null || to.pipeline === pipeline) continue
    elsewhere++
    if (list.length < mostListed)
      list.push({
        deal_id: id,
        key: `D-${number}`,
        name,
        from: pipeline,
        to: { pipeline: to.pipeline, rule: rule?.key ?? null },
      })
  }
  return {
    deals: deals.length,
    elsewhere,
    unrouted,
    fallback,
    rules: ready.rules.map(({ key, name }) => ({
      rule: key,
      name,
      ...(taken.get(key) ?? { deals: 0, would_hold: 0 }),
    })),
    flows: [...flows.values()].toSorted((a, b) => b.deals - a.deals),
    list,
  }
}
