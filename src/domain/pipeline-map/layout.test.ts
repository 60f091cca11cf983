import { describe, expect, test } from 'vitest'
import { randomFrom } from '../../stats/random.ts'
import { type Arrow, type Box, labelSize, type Layout, laidOut } from './layout.ts'
import { crossings, type Item, ordered } from './order.ts'

type Rectangle = { x: number; y: number; width: number; height: number }

const box = (key: string, more: Partial<Box> = {}): Box => ({ key, width: 196, height: 84, ...more })
const arrow = (from: string, to: string, nth = 0): Arrow => ({ id: `${from}>${to} ${nth}`, from, to })
const placeOf = ({ boxes }: Layout, key: string) => boxes.get(key) as Rectangle

function randomMap(seed: number): { boxes: Box[]; arrows: Arrow[] } {
  const random = randomFrom(seed)
  const boxes = Array.from({ length: 1 + random.below(9) }, (_, i) =>
    box(`p${i}`, { height: 84 + 20 * random.below(6) }),
  )
  const starts = Array.from({ length: random.below(4) }, (_, i) =>
    box(`@s${i}`, { first: true, width: 148, height: 52 }),
  )
  const all = [...starts, ...boxes]
  const arrows = Array.from({ length: random.below(3 * all.length) }, (_, nth) =>
    arrow(random.pick(all).key, random.pick(boxes).key, nth),
  )
  return { boxes: all, arrows }
}

const overlap = (a: Rectangle, b: Rectangle) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

describe('over random maps, circles and ways back to the same box among them', () => {
  const seeds = Array.from({ length: 150 }, (_, seed) => seed)

  test('nothing lies upon another: no two boxes, no two labels, no label and box', () => {
    for (const seed of seeds) {
      const { boxes, arrows } = randomMap(seed)
      const layout = laidOut(boxes, arrows)
      const rectangles = [...layout.boxes.values(), ...[...layout.arrows.values()].map(({ label }) => label)]
      expect(rectangles).toHaveLength(boxes.length + arrows.length)
      for (const [i, one] of rectangles.entries())
        for (const other of rectangles.slice(i + 1))
          expect(overlap(one, other), `seed ${seed}: ${JSON.stringify([one, other])}`).toBe(false)
    }
  })

  test('everything lies inside the picture, and the same map stands in the same places', () => {
    for (const seed of seeds) {
      const { boxes, arrows } = randomMap(seed)
      const layout = laidOut(boxes, arrows)
      for (const { x, y, width, height } of layout.boxes.values()) {
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
        expect(x + width).toBeLessThanOrEqual(layout.width)
        expect(y + height).toBeLessThanOrEqual(layout.height)
      }
      expect(laidOut(boxes, arrows.toReversed())).toEqual(layout)
    }
  })

  test('every arrow begins at the one box and ends at the other', () => {
    for (const seed of seeds) {
      const { boxes, arrows } = randomMap(seed)
      const layout = laidOut(boxes, arrows)
      for (const { id, from, to } of arrows) {
        const points = layout.arrows.get(id)?.points ?? []
        const [first, last] = [points[0], points.at(-1)]
        for (const [point, place] of [[first, placeOf(layout, from)] as const, [last, placeOf(layout, to)] as const]) {
          expect(point?.x).toBeGreaterThanOrEqual(place.x)
          expect(point?.x).toBeLessThanOrEqual(place.x + place.width)
          expect(point?.y).toBeGreaterThanOrEqual(place.y)
          expect(point?.y).toBeLessThanOrEqual(place.y + place.height)
        }
      }
    }
  })

  test('no way through the picture runs across a box', () => {
    for (const seed of seeds) {
      const { boxes, arrows } = randomMap(seed)
      const layout = laidOut(boxes, arrows)
      for (const { id, from, to } of arrows.filter((one) => one.from !== one.to)) {
        const points = layout.arrows.get(id)?.points ?? []
        for (const { key } of boxes.filter((one) => one.key !== from && one.key !== to)) {
          const place = placeOf(layout, key)
          for (const [i, point] of points.entries()) {
            const next = points[i + 1]
            if (!next) continue
            const [x, y] = [Math.min(point.x, next.x), Math.min(point.y, next.y)]
            const line = { x, y, width: Math.abs(next.x - point.x), height: Math.abs(next.y - point.y) }
            expect(overlap(line, place), `seed ${seed}: ${id} runs across ${key}`).toBe(false)
          }
        }
      }
    }
  })
})

test('what follows stands to the right of what it comes from, and sources stand first', () => {
  const layout = laidOut(
    [box('@rule', { first: true }), box('renewal'), box('enterprise'), box('self-service')],
    [arrow('@rule', 'enterprise'), arrow('self-service', 'enterprise'), arrow('enterprise', 'renewal')],
  )
  const x = (key: string) => placeOf(layout, key).x
  expect(x('@rule')).toBe(0)
  expect(x('self-service')).toBeGreaterThan(x('@rule'))
  expect(x('enterprise')).toBeGreaterThan(x('self-service'))
  expect(x('renewal')).toBeGreaterThan(x('enterprise'))
})

test('an arrow that closes a circle runs back from right to left', () => {
  const layout = laidOut([box('a'), box('b')], [arrow('a', 'b'), arrow('b', 'a')])
  const back = layout.arrows.get('b>a 0')?.points ?? []
  expect(back[0]?.x).toBeGreaterThan(back.at(-1)?.x ?? 0)
  expect(placeOf(layout, 'a').x).toBeLessThan(placeOf(layout, 'b').x)
})

test('an empty map has no size', () => {
  expect(laidOut([], [])).toMatchObject({ width: 0, height: 0 })
})

test('lines that cross are untangled', () => {
  const item = (layer: number, left: number[], right: number[]): Item => ({
    key: '',
    layer,
    width: labelSize.width,
    height: labelSize.height,
    left,
    right,
    y: 0,
  })
  // Three boxes on each side, joined the wrong way round.
  const items = [
    item(0, [], [5]),
    item(0, [], [4]),
    item(0, [], [3]),
    item(1, [2], []),
    item(1, [1], []),
    item(1, [0], []),
  ]
  expect(
    crossings(
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
      items,
    ),
  ).toBe(3)
  expect(crossings(ordered(items), items)).toBe(0)
})
