import { usualOrigins } from '../../stats/backtest/origins.ts'
import { type Decision, accept, refuse } from '../../values/decision.ts'
import type { Day } from '../../values/instant.ts'

/** More origins than these say little more and take longer. */
export const mostOrigins = 24

/** Days since 1970. */
export const numberOf = (day: Day): number => Date.parse(day) / 86_400_000
export const dayAt = (number: number): Day => new Date(Math.floor(number) * 86_400_000).toISOString().slice(0, 10)

/** Origins that somebody names: each with at least the shortest of the horizons behind it. */
export function decideOrigins(origins: readonly Day[], horizons: readonly number[], today: Day): Decision<number[]> {
  const last = numberOf(today) - Math.min(...horizons)
  const tooLate = origins.find((day) => numberOf(day) > last)
  if (tooLate === undefined) return accept([...new Set(origins.map(numberOf))].toSorted((a, b) => a - b))
  return refuse(
    'not-over',
    `What came in the ${Math.min(...horizons)} days after ${tooLate} is not known yet; name days until ${dayAt(last)}.`,
  )
}

/**
 * The origins that can be judged: of those that were named, or of the starts of months from a third of the history on the
 * last 24, the ones with history before them and the whole horizon behind them.
 */
export function originsFor(
  { from, until }: { from: number; until: number },
  horizon: number,
  named: readonly number[] | null,
): number[] {
  if (named === null) return usualOrigins({ from, until }, horizon).slice(-mostOrigins)
  return named.filter((day) => day > from && day + horizon <= until)
}
