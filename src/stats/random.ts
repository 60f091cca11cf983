/** A stream of random numbers that repeats itself from the same seed; the state lives in the closure. */
export type Random = {
  /** Uniform in (0, 1). */
  uniform: () => number
  /** Normal with mean 0 and variance 1. */
  normal: () => number
  /** Gamma with the given shape and mean 1 (variance 1/shape); shape > 0. */
  gamma: (shape: number) => number
  /** Exponential with mean 1. */
  exponential: () => number
  /** An integer 0 … below − 1. */
  below: (below: number) => number
  /** One of the list, each as likely. Throws on an empty list. */
  pick: <T>(list: readonly T[]) => T
  /** True with the given probability. */
  chance: (probability: number) => boolean
}

/**
 * Seeded random numbers (Mulberry32: 32 bits of state, period 2³²; enough for simulations, not for secrets).
 * Normal by the polar method, gamma by Marsaglia and Tsang (2000), with the power step for shapes below one.
 */
export function randomFrom(seed: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x6a09e667) >>> 0
  let spare: number | null = null

  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296
  }

  const normal = (): number => {
    if (spare !== null) {
      const kept = spare
      spare = null
      return kept
    }
    for (;;) {
      const x = 2 * uniform() - 1
      const y = 2 * uniform() - 1
      const square = x * x + y * y
      if (square >= 1 || square === 0) continue
      const scale = Math.sqrt((-2 * Math.log(square)) / square)
      spare = y * scale
      return x * scale
    }
  }

  const standardGamma = (shape: number): number => {
    if (shape < 1) return standardGamma(shape + 1) * uniform() ** (1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal()
      const v = (1 + c * x) ** 3
      if (v <= 0) continue
      if (Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }

  const below = (limit: number): number => Math.floor(uniform() * limit)

  return {
    uniform,
    normal,
    gamma: (shape) => standardGamma(shape) / shape,
    exponential: () => -Math.log(uniform()),
    below,
    pick: (list) => {
      const picked = list[below(list.length)]
      if (picked === undefined) throw new RangeError('nothing to pick from')
      return picked
    },
    chance: (probability) => uniform() < probability,
  }
}
