import { type Distribution, meanOf, quantileOf } from '../distribution.ts'
import { crps } from '../scores.ts'
import type { Method, Target } from './history.ts'
import { logLoss } from './matured.ts'
import { independentWindows } from './origins.ts'

/** One bar of a reliability diagram: of `n` deals given chances in this tenth, what was said and what came on average. */
export type ReliabilityBin = { from: number; n: number; said: number; came: number }

export type Score = {
  target: Target
  method: Method
  /** A pipeline, or `total`. */
  scope: string
  /** Mean over origins, in the unit of the amounts. */
  crps: number | null
  /** Σ |expected − happened| / Σ happened, and Σ (expected − happened) / Σ happened. */
  wape: number | null
  bias: number | null
  /** Share of origins at which what happened lay between the 10 and the 90 % quantile, and how far these are apart. */
  coverage80: number | null
  width80: number | null
  /** Means over the deals that were open. */
  log_loss: number | null
  brier: number | null
  deals: number
  reliability: ReliabilityBin[]
  /** Forecasts, and how many of them have windows that do not overlap. */
  forecasts: number
  windows: number
}

/** What was said of one scope at one origin, and what came. */
export type Trial = { origin: number; distribution: Distribution; happened: number; deals: readonly Judged[] }
export type Judged = { chance: number; came: boolean }

/** Adds up trials of one target, method and scope. */
export function newTally() {
  const sums = { crps: 0, missed: 0, off: 0, happened: 0, covered: 0, width: 0, loss: 0, brier: 0, deals: 0 }
  const bins = Array.from({ length: 10 }, (_, i) => ({ from: i / 10, n: 0, said: 0, came: 0 }))
  const origins: number[] = []
  return {
    add({ origin, distribution, happened, deals }: Trial): void {
      origins.push(origin)
      const low = quantileOf(distribution, 0.1)
      const high = quantileOf(distribution, 0.9)
      const expected = meanOf(distribution)
      sums.crps += crps(distribution, happened)
      sums.missed += Math.abs(expected - happened)
      sums.off += expected - happened
      sums.happened += happened
      sums.covered += Number(happened >= low && happened <= high)
      sums.width += high - low
      for (const { chance, came } of deals) {
        sums.deals++
        sums.loss += logLoss(chance, came)
        sums.brier += (chance - Number(came)) ** 2
        const bin = bins[Math.min(Math.floor(chance * 10), 9)]
        if (bin === undefined) continue
        bin.n++
        bin.said += chance
        bin.came += Number(came)
      }
    },
    score(of: Pick<Score, 'target' | 'method' | 'scope'>, horizon: number): Score {
      const n = origins.length
      const over = (value: number, count: number) => (count === 0 ? null : value / count)
      return {
        ...of,
        crps: over(sums.crps, n),
        wape: over(sums.missed, sums.happened),
        bias: over(sums.off, sums.happened),
        coverage80: over(sums.covered, n),
        width80: over(sums.width, n),
        log_loss: over(sums.loss, sums.deals),
        brier: over(sums.brier, sums.deals),
        deals: sums.deals,
        reliability: bins
          .filter((bin) => bin.n > 0)
          .map((bin) => ({ ...bin, said: bin.said / bin.n, came: bin.came / bin.n })),
        forecasts: n,
        windows: independentWindows(origins, horizon),
      }
    },
  }
}
export type Tally = ReturnType<typeof newTally>
