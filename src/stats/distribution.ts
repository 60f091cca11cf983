/**
 * A distribution of an amount: values in ascending order with their probabilities, which add up to 1.
 * `step` 0: these values and no others; otherwise a grid of that width, each probability spread evenly over its cell.
 */
export type Distribution = { values: Float64Array; mass: Float64Array; step: number }

/** All probability on one value. */
export const certain = (value: number): Distribution => ({
  values: Float64Array.of(value),
  mass: Float64Array.of(1),
  step: 0,
})

export function meanOf({ values, mass }: Distribution): number {
  let mean = 0
  for (let i = 0; i < values.length; i++) mean += (values[i] ?? 0) * (mass[i] ?? 0)
  return mean
}

/** The smallest value that the amount stays at or below with the given probability (0 … 1). */
export function quantileOf({ values, mass, step }: Distribution, probability: number): number {
  const first = values[0] ?? 0
  const last = values.at(-1) ?? 0
  let below = 0
  for (let i = 0; i < values.length; i++) {
    const here = mass[i] ?? 0
    if (below + here < probability - 1e-12) {
      below += here
      continue
    }
    const value = values[i] ?? 0
    if (step === 0) return value
    const inside = here > 0 ? (probability - below) / here : 0.5
    return Math.min(Math.max(value + (inside - 0.5) * step, first), last)
  }
  return last
}

/** Probability that the amount reaches at least the given one. */
export function chanceOfReaching({ values, mass, step }: Distribution, amount: number): number {
  const tolerance = 1e-9 * Math.max(Math.abs(amount), 1)
  // Nothing lies outside the grid, so its outermost cells are not spread beyond it.
  if (amount <= (values[0] ?? 0) + tolerance) return 1
  let chance = 0
  for (let i = values.length - 1; i >= 0; i--) {
    const value = values[i] ?? 0
    const share = step === 0 ? Number(value >= amount - tolerance) : (value + step / 2 - amount) / step
    if (share <= 0) break
    chance += Math.min(share, 1) * (mass[i] ?? 0)
  }
  return Math.min(Math.max(chance, 0), 1)
}

/** The distribution as equally wide bins between its .1 % and 99.9 % quantiles, for a picture; one bin if it is a point. */
export function binned(distribution: Distribution, bins: number): { from: number; to: number; chance: number }[] {
  const low = quantileOf(distribution, 0.001)
  const high = quantileOf(distribution, 0.999)
  if (high <= low) return [{ from: low, to: high, chance: 1 }]
  const width = (high - low) / bins
  const chances = new Array<number>(bins).fill(0)
  distribution.values.forEach((value, i) => {
    const bin = Math.min(Math.max(Math.floor((value - low) / width), 0), bins - 1)
    chances[bin] = (chances[bin] ?? 0) + (distribution.mass[i] ?? 0)
  })
  return chances.map((chance, bin) => ({ from: low + bin * width, to: low + (bin + 1) * width, chance }))
}
