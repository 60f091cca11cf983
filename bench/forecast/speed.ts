import type { Bet } from '../../src/stats/bet.ts'
import { type Distribution, quantileOf } from '../../src/stats/distribution.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { sharedSums } from '../../src/stats/shared-sum.ts'
import { luckyChance } from '../../src/stats/shock.ts'
import { sumDistribution } from '../../src/stats/sum-distribution.ts'

const shock = { common: 0.35, own: 0.15 }

function drawn(n: number, seed: number): Bet[] {
  const random = randomFrom(seed)
  return Array.from({ length: n }, () => ({
    chance: 0.01 + 0.6 * random.uniform() ** 3,
    amount: Math.exp(9 + 1.1 * random.normal()),
  }))
}

/** Processor time of this process in ms, the least of some runs: what others do on the machine does not count. */
function cpu(work: () => unknown, runs = 5): number {
  work()
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000
  })
  return Math.min(...times)
}

const quantiles = [0.05, 0.5, 0.95]

/** Greatest relative error of the 5, 50 and 95 % quantile. */
const worst = (made: Distribution, exact: (q: number) => number): number =>
  Math.max(...quantiles.map((q) => Math.abs(quantileOf(made, q) / exact(q) - 1)))

export type Speed = { what: string; ms: number; goal_ms: number | null; error: number; goal_error: number | null }

export function measureSpeed(): Speed[] {
  const independent = [1_000, 10_000, 100_000].map((n): Speed => {
    const bets = drawn(n, 5)
    const made = sumDistribution({ bets })
    // Every bet by itself on a grid four times as fine; of a hundred thousand that takes a while.
    const fine = sumDistribution({ bets }, { single: n, points: 16_384 })
    const goal_ms = n === 1_000 ? 60 : n === 100_000 ? 200 : null
    return {
      what: `${n} deals, independent`,
      ms: cpu(() => sumDistribution({ bets })),
      goal_ms,
      error: worst(made, (q) => quantileOf(fine, q)),
      goal_error: n === 1_000 ? 0.005 : 0.01,
    }
  })
  return [...independent, sharedSpeed()]
}

/** Twelve pipelines of 100,000 open deals in all and their total, under a shock; against a simulation of 400,000 draws. */
function sharedSpeed(): Speed {
  const sizes = [30, 20, 14, 10, 8, 6, 4, 3, 2, 1.5, 1, 0.5].map((share) => share * 1_000)
  const groups = sizes.map((n, i) => ({ bets: drawn(n, 20 + i), arrivals: [] }))
  const made = sharedSums(groups, shock).total
  const simulated = simulate(groups, 400_000)
  return {
    what: '100,000 deals in 12 pipelines and their total, shared luck',
    ms: cpu(() => sharedSums(groups, shock), 3),
    goal_ms: 300,
    error: worst(made, (q) => simulated[Math.floor(q * simulated.length)] ?? 0),
    goal_error: 0.01,
  }
}

/**
 * Luck is drawn, and what a pipeline brings given its luck: normal around the mean, with the variance of its deals and
 * their third moment (Cornish and Fisher), which of thousands of deals is exact enough for a comparison to 1 %.
 */
function simulate(groups: readonly { bets: readonly Bet[] }[], draws: number): Float64Array {
  const random = randomFrom(77)
  const chanceAt = luckyChance(Math.hypot(shock.common, shock.own))
  const knots = Array.from({ length: 81 }, (_, i) => (i - 40) * 0.05)
  const moments = groups.map(({ bets }) =>
    knots.map((luck) => {
      let [m, v, t] = [0, 0, 0]
      for (const { chance, amount } of bets) {
        const p = chanceAt(chance, luck)
        m += p * amount
        v += p * (1 - p) * amount ** 2
        t += p * (1 - p) * (1 - 2 * p) * amount ** 3
      }
      return { m, sd: Math.sqrt(v), skew: t / v ** 1.5 }
    }),
  )
  return Float64Array.from({ length: draws }, () => {
    const common = shock.common * random.normal()
    let sum = 0
    for (const own of moments) {
      const at = Math.min(Math.max((common + shock.own * random.normal()) / 0.05 + 40, 0), 79.999)
      const low = Math.floor(at)
      const [a, b] = [own[low], own[low + 1]]
      if (!a || !b) continue
      const between = (x: number, y: number) => x + (at - low) * (y - x)
      const z = random.normal()
      const skew = between(a.skew, b.skew)
      sum += between(a.m, b.m) + between(a.sd, b.sd) * (z + (skew * (z * z - 1)) / 6)
    }
    return sum
  }).sort()
}
