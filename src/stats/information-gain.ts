/** Deals by what came of them. */
export type Closed = { won: number; lost: number }

export type InformationGain = {
  n: number
  /** Bits that knowing the group takes away from not knowing the outcome; corrected for its upward bias, never below 0. */
  bits: number
  low: number
  high: number
  /** Bits of the outcome itself: what there is to be learnt. */
  entropy: number
}

/**
 * How much belonging to one of two groups tells of winning: mutual information I = Σ p(g,o) log₂ p(g,o) / (p(g) p(o)).
 *
 * The estimate is the plug-in less Miller and Madow's (r − 1)(c − 1) / (2 n ln 2). G = 2 n ln 2 · I of a two by two
 * table is about a square of a normal with variance 1 and mean √(its true value), so √G ± z turned back is an interval
 * of confidence for I; it is wide where n is small, which keeps small data from being called silent.
 *
 * Assumes independent deals. An empty group, or one outcome alone: 0 bits; the interval still says how little is known.
 * n = 0: 0 … 1. Bits. Reference: Kullback (1959), Information Theory and Statistics, ch. 8; Miller (1955).
 */
export function informationGain(inside: Closed, outside: Closed, z = 1.644854): InformationGain {
  const n = inside.won + inside.lost + outside.won + outside.lost
  if (n === 0) return { n, bits: 0, low: 0, high: 1, entropy: 0 }
  const groups = [inside.won + inside.lost, outside.won + outside.lost]
  const won = inside.won + outside.won
  const entropy = entropyOf([won, n - won], n)
  const plugIn = Math.max(
    0,
    entropy + entropyOf(groups, n) - entropyOf([inside.won, inside.lost, outside.won, outside.lost], n),
  )
  const perBit = 2 * n * Math.LN2
  const root = Math.sqrt(perBit * plugIn)
  return {
    n,
    bits: Math.max(0, plugIn - 1 / perBit),
    low: Math.max(0, root - z) ** 2 / perBit,
    high: Math.min(1, (root + z) ** 2 / perBit),
    entropy,
  }
}

const entropyOf = (counts: readonly number[], n: number): number =>
  counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / n) * Math.log2(count / n)), 0)
