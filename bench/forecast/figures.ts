import { total } from '../../src/stats/backtest/backtest.ts'
import type { Row } from './simulated.ts'

export const sum = (list: readonly Row[], of: (row: Row) => number): number =>
  list.reduce((all, row) => all + of(row), 0)

const mean = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0) / list.length

export const isTotal = ({ scope }: Row) => scope === total

/** Change in summed CRPS against another method: money counts, so the pipelines with most at stake count most. */
export const crpsAgainst = (own: readonly Row[], other: readonly Row[]): number =>
  sum(own, ({ crps }) => crps) / sum(other, ({ crps }) => crps) - 1

/** The same, every pipeline counting alike: mean over scopes of the relative change. */
export function crpsPerScope(own: readonly Row[], other: readonly Row[]): number {
  const others = Map.groupBy(other, ({ scope }) => scope)
  return mean(
    [...Map.groupBy(own, ({ scope }) => scope)].map(([scope, rows]) => crpsAgainst(rows, others.get(scope) ?? [])),
  )
}

/** Bias with its 95 % interval over seeds: companies are independent, forecasts of one are not. */
export function biasWithin(rows: readonly Row[]): { at: number; low: number; high: number } {
  const seeds = [...Map.groupBy(rows, ({ seed }) => seed).values()]
  const happened = mean(seeds.map((some) => sum(some, (row) => row.happened)))
  return clusteredOver(seeds.map((some) => sum(some, (row) => row.mean - row.happened) / happened))
}

export const lossOf = (rows: readonly Row[]): number => sum(rows, ({ loss }) => loss) / sum(rows, ({ deals }) => deals)

function clusteredOver(seeds: readonly number[]): { at: number; low: number; high: number } {
  const at = mean(seeds)
  const sd = Math.sqrt(seeds.reduce((all, one) => all + (one - at) ** 2, 0) / Math.max(seeds.length - 1, 1))
  const half = (1.96 * sd) / Math.sqrt(seeds.length)
  return { at, low: at - half, high: at + half }
}

export const coverage = (rows: readonly Row[]) =>
  clusteredOver(
    [...Map.groupBy(rows, ({ seed }) => seed).values()].map((some) => mean(some.map((row) => Number(row.covered)))),
  )

export const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)} %`
