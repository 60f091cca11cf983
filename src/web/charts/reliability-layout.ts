import { scaleLinear } from '@visx/scale'

/** Chances of one tenth: how many, what was said and what came on average (0 … 1). */
export type ReliabilityPoint = { from: number; n: number; said: number; came: number }

const [left, right, top, bottom] = [44, 14, 10, 40]

/** A square from 0 to 100 % both ways; every point with the range in which luck alone would move it (95 %, Wilson). */
export function reliabilityLayout(points: readonly ReliabilityPoint[], width: number, height: number) {
  const side = Math.max(120, Math.min(width - left - right, height - top - bottom))
  const x = scaleLinear<number>({ domain: [0, 1], range: [left, left + side] })
  const y = scaleLinear<number>({ domain: [0, 1], range: [top + side, top] })
  const most = Math.max(1, ...points.map(({ n }) => n))
  return {
    x,
    y,
    side,
    left,
    top,
    ticks: [0, 0.25, 0.5, 0.75, 1],
    points: points.map((point) => {
      const { low, high } = wilson(point.came, point.n)
      return {
        ...point,
        cx: x(point.said),
        cy: y(point.came),
        // Areas, not radii, tell how many; the smallest can still be seen.
        r: 3 + 7 * Math.sqrt(point.n / most),
        low,
        high,
        lowY: y(low),
        highY: y(high),
      }
    }),
  }
}

/** Whether what was said lies where luck alone could have led what came. */
export const isHonest = ({ said, came, n }: ReliabilityPoint): boolean => {
  const { low, high } = wilson(came, n)
  return said >= low && said <= high
}

function wilson(share: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 }
  const z = 1.96
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}
