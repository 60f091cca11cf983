import type { StagePlan } from '../hazards.ts'
import { type Proportion, proportion } from '../proportion.ts'
import { stayLengths } from '../stay-lengths.ts'
import type { Stay } from '../stay.ts'

/** A stage that deals leave out: among those that got beyond it, who never stood there, and who was through at once. */
export type Skipping = { stage: string; skipped: Proportion; at_once: Proportion; present: boolean }

/** Stays of very unlike length in one stage; `ratio` is how many times the median the longest tenth takes at least. */
export type MixedAges = { stage: string; n_ended: number; median_days: number; ratio: number; present: boolean }

/** Deals that went back at least once, among those that went anywhere; and all moves back. */
export type Jumping = { deals: Proportion; moves_back: number; moves: number; present: boolean }

/** Through in less than an hour: nobody worked there. Entered and left the same day, where times of day are unknown. */
const atOnce = 1 / 24
/** Shares that are seen surely (lower end of 95 %) above these are symptoms. */
const manySkip = 0.3
const manyJump = 0.15
/** Stays that end at any moment alike have ln 10 / ln 2 = 3.3, one pace less; a hundred ends leave that ± 0.6. */
const mixed = 4
const sureStays = 100
const enoughStays = 30

/**
 * Stages that deals of a pipeline skip, or pass in less than an hour, on their way to a later stage or to winning.
 * Stays cut off by the beginning of recording tell nothing of what was skipped before: the first stage a deal was seen in
 * is where its way begins, if it was not recorded from its creation (`observed_from`). Wilson's intervals; n = 0: unknown.
 */
export function skipping(stays: readonly Stay[], { stages }: StagePlan): Skipping[] {
  const order = new Map(stages.map(({ key }, i) => [key, i]))
  const seen = stages.map(({ key }) => ({ stage: key, passed: 0, skipped: 0, stood: 0, quick: 0 }))
  for (const own of Map.groupBy(stays, ({ deal }) => deal).values()) {
    const reached = own.reduce(
      (far, { stage, to }) =>
        Math.max(far, to === 'won' ? stages.length : Math.max(order.get(stage) ?? 0, order.get(to ?? '') ?? 0)),
      0,
    )
    const begun = own.some(({ observed_from }) => observed_from !== undefined)
      ? Math.min(...own.map(({ stage }) => order.get(stage) ?? 0))
      : 0
    const days = new Map<string, number>()
    for (const { stage, entered, left } of own)
      days.set(stage, (days.get(stage) ?? 0) + (left === null ? Number.POSITIVE_INFINITY : left - entered))
    seen.slice(begun, reached).forEach((one) => {
      const stood = days.get(one.stage)
      one.passed++
      if (stood === undefined) one.skipped++
      else one.stood++
      if (stood !== undefined && stood < atOnce) one.quick++
    })
  }
  return seen.map(({ stage, passed, skipped, stood, quick }) => {
    const either = proportion(skipped + quick, passed)
    return {
      stage,
      skipped: proportion(skipped, passed),
      at_once: proportion(quick, stood),
      present: either.low >= manySkip,
    }
  })
}

/**
 * Stages in which some deals stay many times as long as most: two paces in one stage. Ratio of the 90 % quantile to the
 * median of Kaplan and Meier's curve (days until any end), a symptom from 4 on and 100 ends. Stages with fewer than 30
 * ends, or whose 90 % quantile nobody has reached, are left out.
 */
export function mixedAges(stays: readonly Stay[], as_of: number): MixedAges[] {
  return stayLengths(stays, as_of).flatMap(({ stage, n_ended, p50, p90 }) => {
    if (n_ended < enoughStays || p50 === null || p90 === null || p50 <= 0) return []
    return [{ stage, n_ended, median_days: p50, ratio: p90 / p50, present: n_ended >= sureStays && p90 / p50 >= mixed }]
  })
}

/** How often deals of a pipeline go back to an earlier stage. No moves at all: unknown, and no symptom. */
export function jumping(stays: readonly Stay[], { stages }: StagePlan): Jumping {
  const order = new Map(stages.map(({ key }, i) => [key, i]))
  const moved = new Set<string>()
  const back = new Set<string>()
  let [moves, moves_back] = [0, 0]
  for (const { deal, stage, to } of stays) {
    const [from, target] = [order.get(stage), order.get(to ?? '')]
    if (from === undefined || target === undefined || from === target) continue
    moved.add(deal)
    moves++
    if (target > from) continue
    back.add(deal)
    moves_back++
  }
  const deals = proportion(back.size, moved.size)
  return { deals, moves_back, moves, present: deals.low >= manyJump }
}
