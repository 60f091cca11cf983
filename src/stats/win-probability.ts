import { binOf } from './age-grid.ts'
import { atLevel } from './at-level.ts'
import { atOnce, type InPieces } from './gently.ts'
import { together } from './level.ts'
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

/**
 * The same in pieces. Where a pipeline has a level, what is won on the u-th day lies between what is without one and what
 * would be if the level of today lasted, as far as it is left then: chances still grow with the horizon.
 */
export function* makingWinTable(
  pipeline: PipelineHazards,
  horizon_days: number,
  keep: 'every' | readonly number[] = 'every',
): InPieces<WinTable> {
  const horizon = Math.max(0, Math.ceil(horizon_days))
  const oldest = Math.ceil(pipeline.edges.at(-1) ?? 0)
  const width = oldest + 1
  const count = pipeline.stages.length
  const kept = keep === 'every' ? null : new Set(keep.flatMap((days) => [Math.floor(days), Math.ceil(days)]))

  const further = dayByDay(pipeline, width)
  const zero = new Float64Array(count * width)
  let before = zero
  let spare = kept === null ? undefined : new Float64Array(count * width)
  const chances: (Float64Array | null)[] = [before]
  const fresh = [new Float64Array(count)]
  for (let h = 1; h <= horizon; h++) {
    if (h % daysOfPiece === 0) yield
    const now = spare ?? new Float64Array(count * width)
    further(now, before, h)
    spare = before === zero || kept === null || kept.has(h - 1) ? undefined : before
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

/** Writes F_h (`now`) from F_{h−1} (`before`); to be called for h = 1, 2, … in their order. */
type Further = (now: Float64Array, before: Float64Array, h: number) => void

function dayByDay(pipeline: PipelineHazards, width: number): Further {
  const usual = steady(pipeline, width)
  const lifted = atLevel(pipeline)
  if (lifted === null || pipeline.level === undefined) return usual
  const left = together(pipeline.level.tempo, pipeline.level.share).daily
  const plain = alongside(usual, pipeline.stages.length * width)
  const lasting = alongside(steady(lifted, width), pipeline.stages.length * width)
  return (now, before, h) => {
    const [usually, raised] = [plain(h), lasting(h)]
    const share = left ** (h - 0.5)
    for (let i = 0; i < now.length; i++) {
      const won = (usually.now[i] ?? 0) - (usually.before[i] ?? 0)
      const more = (raised.now[i] ?? 0) - (raised.before[i] ?? 0) - won
      now[i] = (before[i] ?? 0) + won + share * more
    }
  }
}

/** By hazards that stay what they are. */
function steady(pipeline: PipelineHazards, width: number): Further {
  const steps = pipeline.stages.map((_, s) => dayOf(pipeline, s, width))
  return (now, before) => {
    for (let s = steps.length - 1; s >= 0; s--) goBack(now, before, steps[s], s * width)
  }
}

/** Keeps a course of its own, two days at a time. */
function alongside(further: Further, length: number): (h: number) => { now: Float64Array; before: Float64Array } {
  let before = new Float64Array(length)
  let now = new Float64Array(length)
  return (h) => {
    if (h > 1) [before, now] = [now, before]
    further(now, before, h)
    return { now, before }
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

/** What becomes of a deal of one stage within a day, by its age: won, still there, or moved on into another stage. */
type StageDay = {
  won: Float64Array
  stays: Float64Array
  moves: { start: number; later: boolean; chances: Float64Array }[]
}

/** Chances a day further from the horizon (`now`) from those a day nearer to it (`before`). */
function goBack(now: Float64Array, before: Float64Array, day: StageDay | undefined, first: number): void {
  if (day === undefined) return
  const { won, stays, moves } = day
  const last = won.length - 1
  for (let v = 0; v <= last; v++)
    now[first + v] = (won[v] ?? 0) + (stays[v] ?? 0) * (before[first + (v < last ? v + 1 : v)] ?? 0)
  for (const { start, later, chances } of moves) {
    // Whoever moves on is new there, at whatever age it left: the same chance for all.
    const there = later ? ((now[start] ?? 0) + (before[start] ?? 0)) / 2 : (before[start] ?? 0)
    for (let v = 0; v <= last; v++) now[first + v] = (now[first + v] ?? 0) + (chances[v] ?? 0) * there
  }
}

function dayOf(pipeline: PipelineHazards, s: number, width: number): StageDay {
  const stage = pipeline.stages[s]
  const won = new Float64Array(width)
  const stays = new Float64Array(width)
  const targets = pipeline.stages.map(() => new Float64Array(width))
  if (stage === undefined) return { won, stays, moves: [] }
  for (let v = 0, like = -1; v < width; v++) {
    const parts = binsOfDay(pipeline.edges, v)
    const [first] = parts
    const bin = first !== undefined && first.days === 1 ? first.bin : -1
    if (v > 0 && bin >= 0 && bin === like) {
      won[v] = won[v - 1] ?? 0
      stays[v] = stays[v - 1] ?? 0
      for (const chances of targets) chances[v] = chances[v - 1] ?? 0
      continue
    }
    like = bin
    const hazard = { next: 0, skip: 0, back: 0, won: 0, lost: 0, transferred: 0 }
    let sum = 0
    for (const { bin, days } of parts)
      for (const cause of causes) {
        const part = (stage.rates[cause][bin] ?? 0) * days
        hazard[cause] += part
        sum += part
      }
    stays[v] = Math.exp(-sum)
    if (sum === 0) continue
    const q = -Math.expm1(-sum) / sum
    won[v] = q * hazard.won
    targets.forEach((chances, target) => {
      chances[v] =
        q *
        ((target === s + 1 ? hazard.next : 0) +
          hazard.skip * (stage.skip_to[target] ?? 0) +
          hazard.back * (stage.back_to[target] ?? 0))
    })
  }
  // Most of a pipeline's stages are no target of this one at any age.
  const moves = targets.map((chances, target) => ({ start: target * width, later: target > s, chances }))
  return { won, stays, moves: moves.filter(({ chances }) => chances.some((chance) => chance !== 0)) }
}

/** How the day from age v to v + 1 is spread over age bins. */
function binsOfDay(edges: readonly number[], v: number): { bin: number; days: number }[] {
  const parts: { bin: number; days: number }[] = []
  for (let bin = binOf(edges, v); bin < edges.length; bin++) {
    const edge = edges[bin] ?? 0
    if (edge >= v + 1) break
    const days = Math.min(v + 1, edges[bin + 1] ?? Number.POSITIVE_INFINITY) - Math.max(v, edge)
    if (days > 0) parts.push({ bin, days })
  }
  return parts
}
