import { describe, expect, test } from 'vitest'
import { sankeyOf, slot } from './sankey-layout.ts'

const flow = (from: string, to: string, value: number) => ({ id: `${from}>${to}`, from, to, value })
/** Pipelines that give to each other, one to itself, and a trifle beside much. */
const flows = [flow('a', 'b', 700), flow('b', 'a', 200), flow('c', 'c', 99), flow('a', 'c', 1)]

describe('value between pipelines', () => {
  test('what leaves a place is as tall as all its bands together, and so is what arrives', () => {
    const { left, right, ribbons } = sankeyOf(flows)
    expect(left.map(({ key, value }) => [key, value])).toEqual([
      ['a', 701],
      ['b', 200],
      ['c', 99],
    ])
    expect(right.map(({ key, value }) => [key, value])).toEqual([
      ['b', 700],
      ['a', 200],
      ['c', 100],
    ])
    for (const [bars, side] of [
      [left, 'from'],
      [right, 'to'],
    ] as const)
      for (const { key, height } of bars) {
        const own = flows.filter((one) => one[side] === key).map(({ id }) => ribbons.find((one) => one.id === id))
        const bands = own.reduce((sum, one) => sum + (one?.thickness ?? 0), 0)
        expect(Math.abs(bands - height)).toBeLessThan(1.5)
      }
  })

  test('bands lie beside each other within their bars and never cross where they begin', () => {
    const { left, ribbons } = sankeyOf(flows)
    const [a] = left
    const [first, second] = ribbons.filter(({ id }) => id.startsWith('a'))
    expect(first?.y0).toBe(a?.y)
    expect(second?.y0).toBeCloseTo((first?.y0 ?? 0) + 260 * 0.7, 9)
  })

  test('words beside two bars never meet, however thin the bars are', () => {
    const many = Array.from({ length: 12 }, (_, i) => flow(`p${i}`, 'q', i === 0 ? 1e9 : 1))
    const { left, height } = sankeyOf(many)
    const middles = left.map(({ y, height: own }) => y + own / 2)
    for (const [i, y] of middles.slice(1).entries()) expect(y - (middles[i] ?? 0)).toBeGreaterThanOrEqual(slot - 1)
    const last = left.at(-1)
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(height)
  })

  test('nothing is drawn where nothing flowed', () => {
    expect(sankeyOf([])).toMatchObject({ left: [], right: [], ribbons: [] })
  })
})
