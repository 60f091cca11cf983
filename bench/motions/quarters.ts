import { fiveMotions } from '../../src/simulator/motion.ts'
import { simulateDeals } from '../../src/simulator/simulate.ts'
import { backtesting, total } from '../../src/stats/backtest/backtest.ts'
import type { Method, Target } from '../../src/stats/backtest/history.ts'
import { type Distribution, meanOf, quantileOf } from '../../src/stats/distribution.ts'
import { atOnce } from '../../src/stats/gently.ts'
import { knownAt, type Stay } from '../../src/stats/stay.ts'

/** What was said of a quarter on its first day, and what it brought; major units of one currency. */
export type Said = { expected: number; low: number; likely: number; high: number }

/** Of deals open on the quarter's first day, in one motion. */
export type Part = { motion: string; habit: number; one: Said; own: Said; closed: number }

export type Quarter = {
  name: string
  from: number
  days: number
  /** Stage probability × amount of all that is open. */
  habit: number
  /** The best model with one pipeline for everything, and Tributary's five; of all wins, new deals among them. */
  one: Said
  five: Said
  closed: number
  open: { habit: number; one: Said; five: Said; closed: number }
  parts: Part[]
}

/** As strong as in the other figures: good and bad months for all, and some luck of every motion's own. */
const shock = { common: 0.35, own: 0.15 }
const day = (year: number, quarter: number) => Date.UTC(year, 3 * (quarter - 1), 1) / 86_400_000

/** The first year is history; then eight quarters, each forecast on its first day from what was known then. */
export const firstYear = 2023
const starts = [2024, 2025].flatMap((year) => [1, 2, 3, 4].map((quarter) => ({ year, quarter })))

/**
 * A simulated company of five motions through eight quarters.
 *
 * @param seed of the simulator; the same seed makes the same company and the same figures
 */
export function eightQuarters(seed: number, told: (done: string) => void): { quarters: Quarter[]; deals: number } {
  const from_day = day(firstYear, 1)
  const until = day(2026, 1)
  const deals = simulateDeals({ motions: fiveMotions, seed, from_day, days: until - from_day, shock })
  const amounts = new Map(deals.map(({ deal, amount }) => [deal, amount]))
  const stays = knownAt(
    deals.flatMap((deal) => deal.stays),
    until,
  ).map((stay): Stay => ({ ...stay, amount: amounts.get(stay.deal) ?? null }))
  const quarters = starts.map(({ year, quarter }): Quarter => {
    const from = day(year, quarter)
    const days = (quarter === 4 ? day(year + 1, 1) : day(year, quarter + 1)) - from
    const five = saidOn(stays, { from, days, until }, fiveMotions)
    // One pipeline sees the same deals and the same stages, and not which motion a deal is of.
    const one = saidOn(
      stays.map((stay) => ({ ...stay, pipeline: 'one' })),
      { from, days, until },
      [{ key: 'one', stages: fiveMotions[0]?.stages ?? [] }],
    )
    told(`${year}-Q${quarter}`)
    return {
      name: `${year}-Q${quarter}`,
      from,
      days,
      habit: one('stage_weighted', 'open').said.expected,
      one: one('model', 'all').said,
      five: five('model', 'all').said,
      closed: five('model', 'all').happened,
      open: {
        habit: one('stage_weighted', 'open').said.expected,
        one: one('model', 'open').said,
        five: five('model', 'open').said,
        closed: five('model', 'open').happened,
      },
      parts: fiveMotions.map(({ key }) => ({
        motion: key,
        habit: five('stage_weighted', 'open', key).said.expected,
        one: five('pooled', 'open', key).said,
        own: five('model', 'open', key).said,
        closed: five('model', 'open', key).happened,
      })),
    }
  })
  return { quarters, deals: deals.length }
}

type Found = { said: Said; happened: number }

function saidOn(
  stays: readonly Stay[],
  { from, days, until }: { from: number; days: number; until: number },
  pipelines: readonly { key: string; stages: readonly string[] }[],
): (method: Method, target: Target, scope?: string) => Found {
  const found = new Map<string, Found>()
  const plans = pipelines.map(({ key, stages }) => ({
    key,
    stages: stages.map((stage) => ({ key: stage, phase: stage })),
  }))
  atOnce(
    backtesting(
      { stays, plans, until },
      {
        horizon: days,
        origins: [from],
        methods: ['stage_weighted', 'pooled', 'model'],
        each: (target, method, scope, { distribution, happened }) =>
          found.set(`${method} ${target} ${scope}`, { said: saidBy(distribution), happened }),
      },
    ),
  )
  return (method, target, scope = total) => {
    const one = found.get(`${method} ${target} ${scope}`)
    if (one === undefined) throw new RangeError(`${method} said nothing of ${scope} (${target})`)
    return one
  }
}

const saidBy = (distribution: Distribution): Said => ({
  expected: meanOf(distribution),
  low: quantileOf(distribution, 0.1),
  likely: quantileOf(distribution, 0.5),
  high: quantileOf(distribution, 0.9),
})
