/** A share with its interval: `estimate` is null where nothing was counted; then the interval says nothing either. */
export type Proportion = { n: number; estimate: number | null; low: number; high: number }

/** The 95 % point of the normal distribution, both sides. */
export const z95 = 1.959964

/**
 * The share of successes among n, with Wilson's score interval: where |p − k/n| ≤ z √(p(1 − p)/n).
 *
 * Assumes n independent trials of one chance. Never leaves 0 … 1 and is honest at k = 0 and k = n, where the textbook
 * interval has no width. n = 0: 0 … 1. Reference: Wilson (1927); Brown, Cai and DasGupta (2001).
 */
export function proportion(successes: number, n: number, z = z95): Proportion {
  if (n === 0) return { n, estimate: null, low: 0, high: 1 }
  const share = successes / n
  const middle = (successes + (z * z) / 2) / (n + z * z)
  const half = (z / (n + z * z)) * Math.sqrt((successes * (n - successes)) / n + (z * z) / 4)
  // At the ends the sum is exact but for rounding.
  const low = successes === 0 ? 0 : Math.max(0, middle - half)
  const high = successes === n ? 1 : Math.min(1, middle + half)
  return { n, estimate: share, low, high }
}

/**
 * What two shares differ by, first − second, with Newcombe's interval, which puts two Wilson intervals together:
 * d − √((p₁ − l₁)² + (u₂ − p₂)²) … d + √((u₁ − p₁)² + (p₂ − l₂)²).
 *
 * Assumes independent groups. An empty group: estimate null, −1 … 1. Reference: Newcombe (1998), method 10.
 */
export function differenceOfProportions(
  first: { successes: number; n: number },
  second: { successes: number; n: number },
  z = z95,
): { estimate: number | null; low: number; high: number } {
  const a = proportion(first.successes, first.n, z)
  const b = proportion(second.successes, second.n, z)
  if (a.estimate === null || b.estimate === null) return { estimate: null, low: -1, high: 1 }
  const estimate = a.estimate - b.estimate
  return {
    estimate,
    low: Math.max(-1, estimate - Math.hypot(a.estimate - a.low, b.high - b.estimate)),
    high: Math.min(1, estimate + Math.hypot(a.high - a.estimate, b.estimate - b.low)),
  }
}
