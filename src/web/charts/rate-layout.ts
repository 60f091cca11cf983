import { scaleLinear } from '@visx/scale'
import { fitted, textWidth } from './text-width.ts'

export type RateRow = {
  key: string
  name: string
  /** Null where nothing was counted. */
  rate: number | null
  low: number
  high: number
  /** Written at the end of the row. */
  label: string
}

export const rateRowHeight = 28
const size = 13

/** Where shares and their intervals stand on a scale that is the same for all: nothing to everything. */
export function rateLayout(rows: readonly RateRow[], width: number) {
  const longest = Math.max(0, ...rows.map(({ name }) => textWidth(name, size)))
  const nameRoom = Math.min(longest, Math.max(40, width * 0.32))
  const labelRoom = Math.max(0, ...rows.map(({ label }) => textWidth(label, size)))
  const left = nameRoom + 14
  const right = Math.max(left + 40, width - labelRoom - 14)
  const scale = scaleLinear<number>({ domain: [0, 1], range: [left, right] })
  return {
    scale,
    left,
    right,
    labelX: right + 14,
    ticks: right - left > 150 ? [0, 0.25, 0.5, 0.75, 1] : right - left > 70 ? [0, 0.5, 1] : [0, 1],
    bottom: rows.length * rateRowHeight,
    rows: rows.map((row, i) => ({
      ...row,
      y: i * rateRowHeight + rateRowHeight / 2,
      shownName: fitted(row.name, size, nameRoom),
    })),
  }
}
