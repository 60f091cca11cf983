import { atOnce, type InPieces } from './gently.ts'
import { type PipelineHazards, causes } from './hazards.ts'

/** Chance to be won within h days, for every stage, age and h up to a horizon; made once, read for every deal. */
export type WinTable = {
  pipeline: string
  stages: string[]
  /** Ages 0 … oldest in whole days; beyond, the last rate holds for ever and so does the chance. */
  oldest: number
  horizon_days: number
  /** [h][stage · (oldest + 1) + age], h = 0 … horizon_days; null for horizons that were not kept. */
  chances: (Float64Array | null)[]
  /** [h][stage]: the chance on entering a stage, for every h. */
  fresh: Float64Array[]
}

/** A deal counts as having had its chance to be won after two years: what is open then hardly ever closes. */
export const everDays = 730

/**
 * Chance that a deal is won within h days, from its stage and its age in that stage, by dynamic programming in steps
 * of a day: with Λ_c = ∫ λ_c over the day and q_c = (1 − e^{−ΣΛ}) Λ_c / ΣΛ,
 * F_h(s,v) = q_won + Σ q_{s'} G(s') + e^{−ΣΛ} F_{h−1}(s, v+1). A deal that moves on in the middle of the day has half
 * of it left: G is the mean of F_h and F_{h−1} at (s', 0) for later stages and F_{h−1}(s', 0) for earlier ones.
 *
 * Cost: horizon × stages × ages; about 10 ms for 365 days. A pipeline without rates: 0 everywhere.
 * Reference: Aalen and Johansen (1978), on the product integral this discretises.
 *
 * @param keep `every` horizon up to the last (per deal, by its own close date), or the horizons that will be asked for
 */
export const winTable = (
  pipeline: PipelineHazards,
  horizon_days: number,
  keep?: 'every' | readonly number[],
): WinTable => atOnce(makingWinTable(pipeline, horizon_days, keep))

/** Days ahead that are reckoned in one piece: some milliseconds. */
const daysOfPiece = 50

/** The same in pieces. */
export function* makingWinTable(
  pipeline: PipelineHazards,
  horizon_days: number,
  keep: 'every' | readonly number[] = 'every',
): InPieces<WinTable> {
  const horizon = Math.max(0, Math.ceil(horizon_days))
  const oldest = Math.ceil(pipeline.edges.at(-1) ?? 0)
  const width = oldest + 1
  const count = pipeline.stages.length
  const step = dayTransitions(pipeline, width)
  const targets = pipeline.stages.map((_, s) => targetsOf(step.moves, s, { count, width }))

  const kept = keep === 'every' ? null : new Set(keep.flatMap((days) => [Math.floor(days), Math.ceil(days)]))

  let before = new Float64Array(count * width)
  const chances: (Float64Array | null)[] = [before]
  const fresh = [new Float64Array(count)]
  for (let h = 1; h <= horizon; h++) {
    if (h % daysOfPiece === 0) yield
    const now = new Float64Array(count * width)
    for (let s = count - 1; s >= 0; s--) {
      for (let v = 0; v < width; v++) {
        const at = s * width + v
        let chance = (step.won[at] ?? 0) + (step.stays[at] ?? 0) * (before[Math.min(at + 1, s * width + oldest)] ?? 0)
        for (const target of targets[s] ?? []) {
          const q = step.moves[at * count + target] ?? 0
          if (q === 0) continue
          const start = target * width
          chance += q * (target > s ? ((now[start] ?? 0) + (before[start] ?? 0)) / 2 : (before[start] ?? 0))
        }
        now[at] = chance
      }
    }
    chances.push(kept === null || kept.has(h) ? now : null)
    fresh.push(Float64Array.from({ length: count }, (_, s) => now[s * width] ?? 0))
    before = now
  }
  return {
    pipeline: pipeline.key,
    stages: pipeline.stages.map((stage) => stage.key),
    oldest,
    horizon_days: horizon,
    chances,
    fresh,
  }
}

/**
 * Chance (0 … 1) that a deal which has been in a stage for `age_days` is won within `horizon_days`; linear between
 * whole days. null when the table does not know the stage. A horizon of zero or in the past: 0; one beyond the table:
 * the table's last.
 */
export function winProbability(
  table: WinTable,
  { stage, age_days, horizon_days }: { stage: string; age_days: number; horizon_days: number },
): number | null {
  const s = table.stages.indexOf(stage)
  if (s < 0) return null
  const h = Math.min(Math.max(horizon_days, 0), table.horizon_days)
  const low = Math.floor(h)
  const share = h - low
  const first = share === 1 ? 0 : chanceAt(table, s, age_days, low)
  return share === 0 ? first : (1 - share) * first + share * chanceAt(table, s, age_days, low + 1)
}

function chanceAt(table: WinTable, stage: number, age_days: number, horizon: number): number {
  const chances = table.chances[horizon]
  if (chances === null || chances === undefined) throw new RangeError(`horizon of ${horizon} days was not kept`)
  const age = Math.min(Math.max(age_days, 0), table.oldest)
  const low = Math.floor(age)
  const at = stage * (table.oldest + 1) + low
  const first = chances[at] ?? 0
  return low === age ? first : first + (age - low) * ((chances[at + 1] ?? first) - first)
}

function dayTransitions(pipeline: PipelineHazards, width: number) {
  const count = pipeline.stages.length
  const won = new Float64Array(count * width)
  const stays = new Float64Array(count * width)
  const moves = new Float64Array(count * width * count)
  pipeline.stages.forEach((stage, s) => {
    for (let v = 0; v < width; v++) {
      const at = s * width + v
      const hazard = { next: 0, skip: 0, back: 0, won: 0, lost: 0, transferred: 0 }
      let sum = 0
      for (const { bin, days } of binsOfDay(pipeline.edges, v))
        for (const cause of causes) {
          const part = (stage.rates[cause][bin] ?? 0) * days
          hazard[cause] += part
          sum += part
        }
      stays[at] = Math.exp(-sum)
      if (sum === 0) continue
      const q = -Math.expm1(-sum) / sum
      won[at] = q * hazard.won
      for (let target = 0; target < count; target++)
        moves[at * count + target] =
          q *
          ((target === s + 1 ? hazard.next : 0) +
            hazard.skip * (stage.skip_to[target] ?? 0) +
            hazard.back * (stage.back_to[target] ?? 0))
    }
  })
  return { won, stays, moves }
}

/** The stages to which deals of a stage go at any age: most of a pipeline's are none. */
function targetsOf(moves: Float64Array, stage: number, { count, width }: { count: number; width: number }): number[] {
  const of = moves.subarray(stage * width * count, (stage + 1) * width * count)
  return Array.from({ length: count }, (_, target) => target).filter((target) =>
    of.some((q, i) => i % count === target && q !== 0),
  )
}

/** How the day from age v to v + 1 is spread over age bins. */
function binsOfDay(edges: readonly number[], v: number): { bin: number; days: number }[] {
  const parts: { bin: number; days: number }[] = []
  edges.forEach((edge, bin) => {
    const days = Math.min(v + 1, edges[bin + 1] ?? Number.POSITIVE_INFINITY) - Math.max(v, edge)
    if (days > 0) parts.push({ bin, days })
  })
  return parts
}
