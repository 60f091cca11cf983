import { scaleLinear } from '@visx/scale'
import { fitted, textWidth } from './text-width.ts'

export type IntervalRow = {
  key: string
  name: string
  low: number | null
  likely: number | null
  high: number | null
  /** The likely value as it is written at the end of the row. */
  label: string
}

export const rowHeight = 34
const nameSize = 13
const labelSize = 13
const badge = 40

/** Where names, intervals and end labels of an interval plot stand; the margins follow the longest label. */
export function intervalLayout(rows: IntervalRow[], width: number) {
  const longestName = Math.max(0, ...rows.map((row) => textWidth(row.name, nameSize)))
  const nameRoom = Math.min(longestName, Math.max(40, width * 0.3))
  const left = badge + nameRoom + 12
  const top = Math.max(1e-9, ...rows.map((row) => row.high ?? 0))
  const labelRoom = Math.max(0, ...rows.map((row) => textWidth(row.label, labelSize))) + 12
  const right = Math.max(left + 40, width - labelRoom)
  const scale = scaleLinear<number>({ domain: [0, top], range: [left, right], nice: false })
  return {
    left,
    right,
    scale,
    ticks: scale.ticks(Math.max(2, Math.min(6, Math.floor((right - left) / 70)))),
    height: rows.length * rowHeight + 26,
    rows: rows.map((row, index) => ({
      ...row,
      y: index * rowHeight + rowHeight / 2,
      shownName: fitted(row.name, nameSize, nameRoom),
      labelX: scale(row.high ?? 0) + 10,
    })),
  }
}
