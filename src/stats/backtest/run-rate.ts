import type { Arrivals } from '../bet.ts'
import { type Snapshot, worthOfWins } from './snapshot.ts'

const mostDays = 365

/**
 * Run rate: as many wins in the horizon as there were on average in as many days of the last year (or since recording
 * began), each worth what wins were. Dispersion by moments from window to window, plus that of the rate itself. It
 * says nothing of the deals that are open.
 */
export function runRate(snapshot: Snapshot): (pipeline: string) => Arrivals[] {
  const { origin, horizon, recorded_from, wins } = snapshot
  const days = Math.min(origin - recorded_from, mostDays)
  return (pipeline) => {
    const own = wins.filter((win) => win.pipeline === pipeline && win.day > origin - days)
    if (own.length === 0 || days <= 0) return []
    const windows = Math.floor(days / horizon)
    const counts = Array.from(
      { length: windows },
      (_, i) => own.filter(({ day }) => day > origin - (i + 1) * horizon && day <= origin - i * horizon).length,
    )
    return [
      {
        mean_count: (own.length * horizon) / days,
        dispersion: excessOf(counts) + 1 / own.length,
        amounts: worthOfWins(snapshot, pipeline),
      },
    ]
  }
}

function excessOf(counts: readonly number[]): number {
  if (counts.length < 2) return 0
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  if (mean === 0) return 0
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1)
  return Math.max(0, (variance - mean) / (mean * mean))
}
