import type { Motion } from './motion.ts'

/** Days between the points at which the truth is reckoned. */
const step = 0.25
const oldestDays = 1_000

/**
 * The true chance that a deal of a motion which has been in a stage for so many days is won within a horizon: what no
 * forecast can be better than. Without a shock; one that keeps the mean moves it up and down around this.
 *
 * Stays are Gamma; at their end a deal goes on with `pass`. Of those that do not, a share is never closed by anybody
 * and stands there for ever: the longer a deal has stood, the likelier it is one of them (Bayes). Integrals by sums
 * over quarters of a day.
 *
 * @param never_closed share of lost deals that nobody closes
 */
export function trueChance(
  motion: Motion,
  horizon_days: number,
  never_closed = 0.1,
): (deal: { stage: number; age_days: number }) => number {
  const count = motion.stages.length
  const pass = motion.win ** (1 / count)
  const dead = (1 - pass) * never_closed
  const steps = Math.ceil(horizon_days / step)
  const density = stayMasses(motion.cycle_days / count, motion.shape, Math.ceil(oldestDays / step) + steps)
  const survival = density.reduceRight(
    (list, mass, i) => {
      list[i] = (list[i + 1] ?? 0) + mass
      return list
    },
    new Float64Array(density.length + 1),
  )
  const fresh = freshChances(count, pass, density, steps)
  const known = new Map<number, number>()
  const reckoned = (stage: number, at: number): number => {
    const left = Math.max(survival[at] ?? 0, 1e-14)
    const alive = ((1 - dead) * left) / ((1 - dead) * left + dead)
    let chance = 0
    for (let u = 0; u < steps; u++) chance += ((density[at + u] ?? 0) / left) * after(fresh[stage + 1], steps - u)
    return (alive * pass * chance) / (1 - dead)
  }
  return ({ stage, age_days }) => {
    const at = Math.min(Math.round(Math.max(age_days, 0) / step), density.length - steps - 1)
    return known.getOrInsertComputed(stage * density.length + at, () => reckoned(stage, at))
  }
}

/** Chance to be won within h steps on entering a stage: [stage][h]. */
function freshChances(count: number, pass: number, density: Float64Array, steps: number): Float64Array[] {
  const fresh: Float64Array[] = []
  for (let stage = count - 1; stage >= 0; stage--)
    fresh[stage] = Float64Array.from({ length: steps + 1 }, (_, h) => {
      let chance = 0
      for (let u = 0; u < h; u++) chance += (density[u] ?? 0) * after(fresh[stage + 1], h - u)
      return pass * chance
    })
  return fresh
}

/** A stay that ends within a step leaves half of it to the next stage; after the last one the deal is won. */
const after = (next: Float64Array | undefined, steps: number): number =>
  next === undefined ? 1 : ((next[steps - 1] ?? 0) + (next[steps] ?? 0)) / 2

/** Masses of a Gamma stay in each step, by eight midpoints. */
function stayMasses(mean: number, shape: number, length: number): Float64Array {
  const scale = mean / shape
  const constant = shape * Math.log(scale) + logGamma(shape)
  const points = 8
  return Float64Array.from({ length }, (_, i) => {
    let mass = 0
    for (let k = 0; k < points; k++) {
      const x = (i + (k + 0.5) / points) * step
      mass += (Math.exp((shape - 1) * Math.log(x) - x / scale - constant) * step) / points
    }
    return mass
  })
}

/** Stirling's series, shifted to where it is exact to 1e−12. */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x)
  return (
    (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5)
  )
}
