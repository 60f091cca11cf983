import { expect, test } from 'vitest'
import { isHonest, reliabilityLayout } from './reliability-layout.ts'
import { textWidth } from './text-width.ts'
import { type TrackPoint, trackLayout } from './track-layout.ts'

const month = (i: number): TrackPoint => ({
  key: `2025-${String((i % 12) + 1).padStart(2, '0')}-01`,
  label: `1 Sept ${2024 + Math.floor(i / 12)}`,
  low: 100_000 + i * 1_000,
  likely: 200_000,
  high: 300_000,
  happened: i % 5 === 0 ? 950_000 : 220_000,
})
const tick = (value: number) => `Rp ${(value / 1000).toFixed(1)} miliar`

test('no label of a track leaves the picture or covers another, however many months and however narrow', () => {
  for (const width of [280, 390, 1100])
    for (const count of [1, 2, 14, 24]) {
      const points = Array.from({ length: count }, (_, i) => month(i))
      const layout = trackLayout(points, { width, height: 300, tick })
      const labels = layout.points.filter(({ hasLabel }) => hasLabel)
      let end = Number.NEGATIVE_INFINITY
      for (const { labelX, label } of labels) {
        const half = textWidth(label, 11) / 2
        expect(labelX - half).toBeGreaterThanOrEqual(end)
        expect(labelX - half).toBeGreaterThanOrEqual(0)
        expect(labelX + half).toBeLessThanOrEqual(width + 0.001)
        end = labelX + half
      }
      expect(labels.length).toBeGreaterThan(0)
      for (const value of layout.ticks) expect(textWidth(tick(value), 11)).toBeLessThanOrEqual(layout.left)
      // What happened far above all that was said is in the picture as well.
      for (const { happened, cx } of layout.points) {
        expect(layout.y(happened)).toBeGreaterThanOrEqual(0)
        expect(cx).toBeLessThan(width)
      }
    }
})

test('an axis of amounts starts at zero, and what lies outside of an interval is told', () => {
  const { y, floor, points } = trackLayout([month(0), month(1)], { width: 400, height: 300, tick })
  expect(y(0)).toBe(floor)
  expect(points.map(({ isInside }) => isInside)).toEqual([false, true])
})

test('a chance is honest as long as luck alone could have led what came away from it', () => {
  expect(isHonest({ from: 0.3, said: 0.35, came: 0.5, n: 10 })).toBe(true)
  expect(isHonest({ from: 0.3, said: 0.35, came: 0.5, n: 1_000 })).toBe(false)
  // Wilson's interval for 5 of 10.
  const [point] = reliabilityLayout([{ from: 0.3, said: 0.35, came: 0.5, n: 10 }], 400, 330).points
  expect(point?.low).toBeCloseTo(0.2366, 4)
  expect(point?.high).toBeCloseTo(0.7634, 4)
})

test('the diagram is a square that stays inside its place', () => {
  for (const width of [240, 390, 1100]) {
    const { x, y, side } = reliabilityLayout([], width, 330)
    expect(x(1) - x(0)).toBe(side)
    expect(y(0) - y(1)).toBe(side)
    expect(x(1)).toBeLessThanOrEqual(width)
    expect(y(0)).toBeLessThanOrEqual(330)
  }
})
