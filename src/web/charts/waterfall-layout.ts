import { scaleLinear } from '@visx/scale'
import { fitted, textWidth } from './text-width.ts'

export type Step = {
  key: string
  name: string
  /** Where the figure stands, of its start and its end; by how much it moved, of everything between. */
  amount: number
  kind: 'total' | 'change'
  /** The amount as it is written beside the row. */
  label: string
}

export const stepHeight = 30
const size = 13

/**
 * A waterfall lying on its side: a row a step, from the start over every change to the end. Names stand on the left and
 * amounts on the right in columns of their own, so that no label meets a bar or another label, however small the change.
 */
export function waterfallLayout(steps: readonly Step[], width: number) {
  const longest = Math.max(0, ...steps.map(({ name }) => textWidth(name, size)))
  const nameRoom = Math.min(longest, Math.max(60, width * 0.34))
  const labelRoom = Math.max(0, ...steps.map(({ label }) => textWidth(label, size)))
  const left = nameRoom + 10
  const right = Math.max(left + 40, width - labelRoom - 10)
  const levels = levelsOf(steps)
  const all = levels.flatMap(({ from, to }) => [from, to])
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)]
  const seen = [Math.min(...all), Math.max(...all)] as const
  // From zero on, unless the changes would then be too small to see.
  const truncated = low === 0 && steps.length > 2 && seen[1] - seen[0] < 0.35 * high
  const start = truncated ? Math.max(0, seen[0] - 0.3 * (seen[1] - seen[0] || high)) : low
  const scale = scaleLinear<number>({ domain: [start, high || 1], range: [left, right] })
  return {
    left,
    right,
    scale,
    truncated,
    start,
    ticks: scale.ticks(Math.max(2, Math.min(6, Math.floor((right - left) / 80)))),
    height: steps.length * stepHeight + 24,
    rows: steps.map((step, index) => {
      const { from, to } = levels[index] ?? { from: 0, to: 0 }
      const [begin, end] = [scale(step.kind === 'total' ? Math.max(start, 0) : from), scale(to)]
      return {
        ...step,
        y: index * stepHeight + stepHeight / 2,
        shownName: fitted(step.name, size, nameRoom),
        x: Math.min(begin, end),
        width: Math.max(Math.abs(end - begin), 1.5),
        /** Where the next row goes on. */
        endX: end,
      }
    }),
  }
}

/** From which level each step leads to which. */
function levelsOf(steps: readonly Step[]): { from: number; to: number }[] {
  let level = 0
  return steps.map(({ kind, amount }) => {
    const from = kind === 'total' ? amount : level
    level = kind === 'total' ? amount : level + amount
    return { from, to: level }
  })
}
