import type { Random } from '../stats/random.ts'
import { randomFrom } from '../stats/random.ts'
import type { Stay } from '../stats/stay.ts'
import type { Motion } from './motion.ts'

export type SimulatedDeal = {
  deal: string
  pipeline: string
  created: number
  amount: number
  stays: Stay[]
  /** Day of the outcome; null for a deal that was lost in truth and never closed by anybody. */
  closed: number | null
  outcome: 'won' | 'lost'
}

export type Simulation = {
  motions: readonly Motion[]
  seed: number
  from_day: number
  days: number
  /** Standard deviation on the logit of winning: `common` to all motions (monthly, AR(.7)) and `own` to each. */
  shock?: { common: number; own: number }
  /** Share of lost deals that nobody ever closes. */
  never_closed?: number
}

/**
 * Deals of several motions with known truth, from a seed: arrivals are Poisson, stays Gamma, amounts lognormal.
 *
 * At the end of each stay a deal goes on with chance pass = win^(1/stages) or is lost there. A shock moves the logit
 * of every pass in its month such that, held for a whole cycle, it moves the logit of winning by its own size. What
 * happens after the last day is in the data too: `knownAt` of the statistics cuts it off.
 */
export function simulateDeals(simulation: Simulation): SimulatedDeal[] {
  const { motions, seed, from_day, days } = simulation
  const shocks = shocksOf(simulation)
  return motions.flatMap((motion, index) => {
    // A stream per motion: adding one leaves the others as they were.
    const random = randomFrom(seed * 101 + index)
    const deals: SimulatedDeal[] = []
    for (let day = random.exponential() / motion.per_day; day < days; day += random.exponential() / motion.per_day) {
      const shockAt = (at: number) => shocks(index, at - from_day)
      deals.push(oneDeal(motion, deals.length, from_day + day, random, shockAt, simulation.never_closed ?? 0.1))
    }
    return deals
  })
}

function oneDeal(
  motion: Motion,
  index: number,
  created: number,
  random: Random,
  shockAt: (day: number) => number,
  neverClosed: number,
): SimulatedDeal {
  const deal = `${motion.key}-${index + 1}`
  const amount = motion.amount_median * Math.exp(motion.amount_log_sd * random.normal())
  const count = motion.stages.length
  const pass = motion.win ** (1 / count)
  // d logit(win) / d logit(pass), turned round: the shock on one pass that moves the whole by one.
  const scale = (1 - motion.win) / (count * (1 - pass))
  const way = motion.stages.filter((_, s) => s === 0 || s === count - 1 || !random.chance(motion.skip ?? 0))
  // Whoever skips stages still faces their chances, at the end of the stage before.
  const passes = way.map((stage, i) => {
    const next = way[i + 1]
    const to = next === undefined ? count : motion.stages.indexOf(next)
    return to - motion.stages.indexOf(stage)
  })

  const stays: Stay[] = []
  let entered = created
  for (const [i, stage] of way.entries()) {
    const left = entered + (motion.cycle_days / count) * random.gamma(motion.shape)
    const shifted = 1 / (1 + Math.exp(-(Math.log(pass / (1 - pass)) + scale * shockAt(left))))
    const stay = { deal, pipeline: motion.key, stage, entered }
    if (!random.chance(shifted ** (passes[i] ?? 1))) {
      const forgotten = random.chance(neverClosed)
      stays.push(forgotten ? { ...stay, left: null, to: null } : { ...stay, left, to: 'lost' })
      return { deal, pipeline: motion.key, created, amount, stays, closed: forgotten ? null : left, outcome: 'lost' }
    }
    stays.push({ ...stay, left, to: way[i + 1] ?? 'won' })
    entered = left
  }
  return { deal, pipeline: motion.key, created, amount, stays, closed: entered, outcome: 'won' }
}

const monthDays = 30.4375

/** Shock by motion and day since the start: monthly AR(.7) common to all plus one of its own per motion and month. */
function shocksOf({ seed, days, motions, shock }: Simulation): (motion: number, day: number) => number {
  if (shock === undefined) return () => 0
  const random = randomFrom(seed * 101 + 99)
  const months = Math.ceil(days / monthDays) + 48
  let common = shock.common * random.normal()
  const table = Array.from({ length: months }, () => {
    common = 0.7 * common + Math.sqrt(1 - 0.49) * shock.common * random.normal()
    return motions.map(() => common + shock.own * random.normal())
  })
  return (motion, day) => table[Math.min(Math.floor(day / monthDays), months - 1)]?.[motion] ?? 0
}
