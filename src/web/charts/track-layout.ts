import { scaleLinear } from '@visx/scale'
import { textWidth } from './text-width.ts'

/** What was said at one moment, and what happened. */
export type TrackPoint = { key: string; label: string; low: number; likely: number; high: number; happened: number }

const [top, bottom, size, gap] = [8, 24, 11, 10]

/** Moments from left to right on an axis of amounts that starts at zero; labels below as many as there is room for. */
export function trackLayout(
  points: readonly TrackPoint[],
  { width, height, tick }: { width: number; height: number; tick: (value: number) => string },
) {
  const most = Math.max(1e-9, ...points.flatMap(({ high, happened }) => [high, happened]))
  const y = scaleLinear<number>({ domain: [0, most], range: [height - bottom, top], nice: true })
  const ticks = y.ticks(5)
  const left = 8 + Math.max(0, ...ticks.map((value) => textWidth(tick(value), size)))
  const step = (width - left - 4) / Math.max(1, points.length)
  let labelsEnd = Number.NEGATIVE_INFINITY
  return {
    y,
    ticks,
    left,
    step,
    floor: height - bottom,
    bar: Math.max(3, Math.min(16, step * 0.5)),
    points: points.map((point, i) => {
      const cx = left + (i + 0.5) * step
      const half = textWidth(point.label, size) / 2
      const isInside = point.happened >= point.low && point.happened <= point.high
      // A label keeps inside the picture and away from the one before; what finds no room is told by the mark.
      const labelX = Math.min(Math.max(cx, half), width - half)
      const hasLabel = labelX - half >= labelsEnd
      if (hasLabel) labelsEnd = labelX + half + gap
      return { ...point, cx, isInside, labelX, hasLabel }
    }),
  }
}
