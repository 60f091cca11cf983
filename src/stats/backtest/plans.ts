import type { StagePlan } from '../hazards.ts'
import { isOutcome, type Stay } from '../stay.ts'

/**
 * Pipelines with their stages in order, read off where deals went: the order with the most moves forward, begun from
 * how many stages a deal had behind it on average and bettered by moving one stage at a time.
 *
 * Pipelines are pooled by equal names of stages; a stage whose name no other pipeline has stands beside those that are
 * as far along (first, second or last third of the way).
 */
export function plansFrom(stays: readonly Stay[]): StagePlan[] {
  const own = Map.groupBy(stays, ({ pipeline }) => pipeline)
  const orders = [...own].map(([key, some]) => ({ key, stages: stagesInOrder(some) }))
  const shared = new Map<string, number>()
  for (const { stages } of orders) for (const stage of stages) shared.set(stage, (shared.get(stage) ?? 0) + 1)
  return orders.map(({ key, stages }) => ({
    key,
    stages: stages.map((stage, i) => ({
      key: stage,
      phase: (shared.get(stage) ?? 0) > 1 ? stage : `third ${Math.min(Math.floor((3 * i) / stages.length), 2)}`,
    })),
  }))
}

function stagesInOrder(stays: readonly Stay[]): string[] {
  const moves = new Map<string, Map<string, number>>()
  const behind = new Map<string, { sum: number; n: number }>()
  const seen = new Map<string, number>()
  for (const { deal, stage, to } of stays) {
    const before = seen.get(deal) ?? 0
    seen.set(deal, before + 1)
    const mean = behind.getOrInsertComputed(stage, () => ({ sum: 0, n: 0 }))
    mean.sum += before
    mean.n++
    if (to === null || to === 'censored' || isOutcome(to)) continue
    const targets = moves.getOrInsertComputed(stage, () => new Map<string, number>())
    targets.set(to, (targets.get(to) ?? 0) + 1)
    behind.getOrInsertComputed(to, () => ({ sum: 0, n: 0 }))
  }
  const rank = (stage: string) => {
    const { sum, n } = behind.get(stage) ?? { sum: 0, n: 0 }
    return n === 0 ? Number.POSITIVE_INFINITY : sum / n
  }
  const order = [...behind.keys()].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return bettered(order, (from, to) => (moves.get(from)?.get(to) ?? 0) - (moves.get(to)?.get(from) ?? 0))
}

/** Moves single stages to where most moves go forward, until no stage is better elsewhere. */
function bettered(order: readonly string[], forward: (from: string, to: string) => number): string[] {
  let best = [...order]
  for (let round = 0; round < order.length; round++) {
    let moved = false
    for (const stage of order) {
      const rest = best.filter((one) => one !== stage)
      // What is gained by standing at each place: everything before must lead here, everything after must come from here.
      let gain = rest.reduce((sum, other) => sum + forward(stage, other), 0)
      const gains = [gain, ...rest.map((other) => (gain += forward(other, stage) - forward(stage, other)))]
      const here = best.indexOf(stage)
      const top = Math.max(...gains)
      if ((gains[here] ?? 0) >= top) continue
      best = rest.toSpliced(gains.indexOf(top), 0, stage)
      moved = true
    }
    if (!moved) break
  }
  return best
}
