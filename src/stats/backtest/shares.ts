import type { InPieces } from '../gently.ts'
import { piece } from '../gently.ts'
import type { Stay } from '../stay.ts'
import type { OpenDeal, Snapshot } from './snapshot.ts'

/** A method that gives each open deal a chance and knows nothing of deals to come; null where it has no opinion. */
export type ChanceOf = (deal: OpenDeal) => number | null

/**
 * A: of the closed deals that passed through a stage, the share that was won, whenever. No timing, and one list of
 * stages for the whole company: the stage probability that is typed in once and multiplied with every amount.
 */
export function* stageWeighted({ stays }: Snapshot): InPieces<ChanceOf> {
  const outcomes = new Map<string, boolean>()
  for (const { deal, to } of stays) if (to === 'won' || to === 'lost') outcomes.set(deal, to === 'won')
  yield
  const shares = newShares()
  for (const { deal, stage } of stays) {
    const won = outcomes.get(deal)
    if (won !== undefined) shares.add(stage, won)
  }
  return ({ stage }) => shares.of(stage) ?? 0
}

/** B: of a pipeline's closed deals the share that was won, for each of its open deals; no stage, no timing. */
export function* winRate({ stays }: Pick<Snapshot, 'stays'>): InPieces<(deal: Pick<OpenDeal, 'pipeline'>) => number> {
  const shares = newShares()
  for (const { pipeline, to } of stays) if (to === 'won' || to === 'lost') shares.add(pipeline, to === 'won')
  yield
  return ({ pipeline }) => shares.of(pipeline) ?? 0
}

/**
 * A_t: of the deals that stood open in a stage at weekly moments of the past, the share won within the horizon after.
 * One list of stages for the whole company, or one for each pipeline.
 */
export function* horizonShare(snapshot: Snapshot, { one_list = true } = {}): InPieces<ChanceOf> {
  const place = ({ pipeline, stage }: { pipeline: string; stage: string }) =>
    one_list ? stage : JSON.stringify([pipeline, stage])
  const shares = yield* weeklyShares(snapshot, (stay) => place(stay))
  return (deal) => shares.of(place(deal)) ?? 0
}

/** The share won within the horizon among deals that stood in a category; null where nobody recorded categories. */
export function* categoryShares(snapshot: Snapshot): InPieces<ChanceOf | null> {
  const { categoryOf, origin } = snapshot
  if (categoryOf === null) return null
  const shares = yield* weeklyShares(snapshot, ({ deal }, day) => categoryOf(deal, day))
  if (shares.isEmpty()) return null
  return ({ deal }) => shares.of(categoryOf(deal, origin) ?? '') ?? 0
}

type Weekly = Pick<Snapshot, 'stays' | 'origin' | 'horizon' | 'recorded_from'>

/** A_t by the stage, with one list for the whole company; undefined where no window was over yet. */
export function* stageShares(known: Weekly): InPieces<(stage: string) => number | undefined> {
  return (yield* weeklyShares(known, ({ stage }) => stage)).of
}

function* weeklyShares(
  { stays, origin, horizon, recorded_from }: Weekly,
  place: (stay: Stay, day: number) => string | undefined,
): InPieces<Shares> {
  const won = new Map<string, number>()
  for (const { deal, to, left } of stays) if (to === 'won' && left !== null) won.set(deal, left)
  const shares = newShares()
  const last = origin - horizon
  let done = 0
  for (const stay of stays) {
    if (++done % piece === 0) yield
    const { deal, entered, left, observed_from = entered } = stay
    const from = Math.max(entered, observed_from, recorded_from)
    const end = won.get(deal) ?? Number.POSITIVE_INFINITY
    // Weeks are counted back from the last one whose window is over.
    for (let week = Math.max(0, Math.ceil((last - (left ?? last)) / 7)); ; week++) {
      const day = last - 7 * week
      if (day < from) break
      if (left !== null && left <= day) continue
      const where = place(stay, day)
      if (where !== undefined) shares.add(where, end <= day + horizon)
    }
  }
  return shares
}

type Shares = {
  add: (place: string, won: boolean) => void
  of: (place: string) => number | undefined
  isEmpty: () => boolean
}

function newShares(): Shares {
  const counts = new Map<string, { won: number; all: number }>()
  return {
    add(place, won) {
      const count = counts.getOrInsertComputed(place, () => ({ won: 0, all: 0 }))
      count.all++
      if (won) count.won++
    },
    of(place) {
      const count = counts.get(place)
      return count && count.won / count.all
    },
    isEmpty: () => counts.size === 0,
  }
}
