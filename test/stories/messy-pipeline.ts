import { randomFrom } from '../../src/stats/random.ts'
import type { PastDeal } from './past-deals.ts'

export const today = Date.parse('2026-11-24T12:00:00Z') / 86_400_000
export const stages = ['asked', 'shown', 'offered'] as const

/** Three motions in one pipeline: by their size they take a week, a month or a quarter a stage, and are won as often. */
export const motions = [
  { key: 'small', rule: 'deal.amount < 10000', days: 6, wins: 0.55, amount: 2_000 },
  { key: 'medium', rule: 'deal.amount >= 10000 && deal.amount < 100000', days: 25, wins: 0.3, amount: 30_000 },
  { key: 'large', rule: undefined, days: 60, wins: 0.12, amount: 400_000 },
] as const

export const pipelineOf = (key: string, names: readonly string[]) => `key: ${key}
name: ${key[0]?.toUpperCase()}${key.slice(1)}
revenue_kind: new
charter:
  motion: Deals of one size
  buyer: A buyer
  entry_rule: Somebody asks
  won_means: A signed order
  lost_means: They order elsewhere
  owner: Head of sales
  review_every_days: 90
  reason_to_be_separate: They are sold in their own way
stages:
${names.map((name, i) => `  - { key: ${name}, name: ${name}, phase: ${['qualify', 'evaluate', 'propose'][i]} }`).join('\n')}
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: other, label: Another way }] }
`

/** 900 deals that are closed and 420 that are open, a third of each motion. */
export function messyDeals(): PastDeal[] {
  const random = randomFrom(20_261_130)
  const walk = (motion: (typeof motions)[number], entered: number, until: number): PastDeal | undefined => {
    const stays: { stage: string; entered: number; left: number | null; to: string | null }[] = []
    let at = entered
    const wins = random.uniform() < motion.wins
    const end = wins ? stages.length - 1 : random.below(stages.length)
    for (const [i, stage] of stages.slice(0, end + 1).entries()) {
      const left = at + motion.days * (0.4 + 1.2 * random.uniform())
      if (left > until) {
        stays.push({ stage, entered: at, left: null, to: null })
        break
      }
      stays.push({ stage, entered: at, left, to: i < end ? (stages[i + 1] ?? null) : wins ? 'won' : 'lost' })
      at = left
    }
    const amount = { amount: (motion.amount * (0.5 + random.uniform())).toFixed(2), currency: 'EUR' }
    return { pipeline: 'messy', stays, amount, close_date: '2026-12-15' }
  }
  const open = (deal: PastDeal | undefined) => deal?.stays.at(-1)?.left === null
  const found: PastDeal[] = []
  for (const motion of motions) {
    let [closed, standing] = [0, 0]
    while (closed < 300 || standing < 140) {
      const entered =
        today - (standing < 140 && closed >= 300 ? motion.days * 3 * random.uniform() : 40 + 400 * random.uniform())
      const deal = walk(motion, entered, today)
      if (!deal || (open(deal) ? standing >= 140 : closed >= 300)) continue
      if (open(deal)) standing++
      else closed++
      found.push(deal)
    }
  }
  return found
}
