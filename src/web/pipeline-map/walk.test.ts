import { expect, test } from 'vitest'
import { nextSpot, type Way } from './walk.ts'

const spots = [
  { key: 'a', x: 0, y: 0 },
  { key: 'b', x: 0, y: 100 },
  { key: 'c', x: 200, y: 20 },
  { key: 'd', x: 200, y: 120 },
  { key: 'e', x: 400, y: 60 },
]
const from = (key: string) => spots.find((spot) => spot.key === key) ?? { key, x: 0, y: 0 }

test.each<[string, Way, string | undefined]>([
  ['a', 'ArrowRight', 'c'],
  ['b', 'ArrowRight', 'd'],
  ['a', 'ArrowDown', 'b'],
  ['a', 'ArrowUp', undefined],
  ['a', 'ArrowLeft', undefined],
  ['d', 'ArrowRight', 'e'],
  ['e', 'ArrowLeft', 'c'],
  ['d', 'ArrowUp', 'c'],
])('from %s by %s one comes to %s', (key, way, expected) => {
  expect(nextSpot(spots, from(key), way)?.key).toBe(expected)
})
