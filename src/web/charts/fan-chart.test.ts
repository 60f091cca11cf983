import { i18n } from '@lingui/core'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { endsOf, FanDrawing } from './fan-chart.tsx'
import { type Fan, fanLayout, topOf } from './fan-layout.ts'
import { RateDrawing } from './rate-plot.tsx'
import { rateLayout } from './rate-layout.ts'
import { textWidth } from './text-width.ts'

i18n.loadAndActivate({ locale: 'en', messages: {} })

const [from, until] = [Date.parse('2026-10-01T00:00:00Z'), Date.parse('2027-01-01T00:00:00Z')]
const week = 7 * 86_400_000
const tick = (value: number) => `Rp ${(value / 1e6).toFixed(1)} miliar`
const day = (at: number) => new Date(at).toISOString().slice(0, 10)

/** Eight weeks that are known, five that are ahead. */
const fan = (given: { won: number; low: number; likely: number; high: number; quota: number | null }): Fan => ({
  from,
  until,
  now: from + 8 * week,
  closed: Array.from({ length: 9 }, (_, i) => ({ at: from + i * week, value: (given.won * i) / 8 })),
  ahead: Array.from({ length: 5 }, (_, i) => {
    const share = (i + 1) / 5
    const at = i === 4 ? until : from + (9 + i) * week
    const toward = (end: number) => given.won + share * (end - given.won)
    return { at, low: toward(given.low), likely: toward(given.likely), high: toward(given.high) }
  }),
  quota: given.quota,
})
const fans = [
  fan({ won: 8e6, low: 13e6, likely: 14e6, high: 16e6, quota: 13.4e6 }),
  // All that could be written at the end is the same.
  fan({ won: 3e6, low: 3e6, likely: 3e6, high: 3e6, quota: 3e6 }),
  fan({ won: 0, low: 0, likely: 1, high: 2, quota: 40e6 }),
  fan({ won: 5e6, low: 5.1e6, likely: 5.2e6, high: 5.3e6, quota: null }),
  { ...fan({ won: 5e6, low: 0, likely: 0, high: 0, quota: 4e6 }), ahead: [] },
  { ...fan({ won: 0, low: 1e6, likely: 2e6, high: 3e6, quota: 2e6 }), closed: [] },
]

test('no label at the end of a fan is cut off or covers another, nor do the days below it', () => {
  for (const width of [240, 330, 520, 1100])
    for (const height of [170, 290])
      for (const one of fans) {
        const layout = fanLayout(one, width, height, { tick, day, ends: endsOf(one, tick) })
        if (width >= 330) expect(layout.ends).toHaveLength(endsOf(one, tick).length)
        const ys = layout.ends.map(({ y }) => y)
        for (const [i, { y, text }] of layout.ends.entries()) {
          expect(layout.right + 9 + textWidth(text, 12)).toBeLessThanOrEqual(width)
          expect([y >= 6, y <= height - 6]).toEqual([true, true])
          if (i > 0) expect(y - (ys[i - 1] ?? 0)).toBeGreaterThanOrEqual(14)
        }
        for (const [i, label] of layout.days.entries()) {
          expect(label.x - label.width / 2).toBeGreaterThanOrEqual(0)
          expect(label.x + label.width / 2).toBeLessThanOrEqual(width)
          const next = layout.days[i + 1]
          if (next) expect(next.x - next.width / 2).toBeGreaterThan(label.x + label.width / 2)
        }
        for (const value of layout.values) expect(textWidth(tick(value), 11)).toBeLessThan(layout.left)
      }
})

test('a fan starts at zero whatever its level, in the one point that is known now, and all of it is inside', () => {
  for (const one of fans) {
    const { y, x, cone, floor, ceiling, values, right } = fanLayout(one, 600, 290, {
      tick,
      day,
      ends: endsOf(one, tick),
    })
    expect(values[0]).toBe(0)
    expect(y(0)).toBe(floor)
    expect(y(topOf(one))).toBeGreaterThanOrEqual(ceiling)
    const [begin] = cone
    if (begin)
      expect([begin.low, begin.high, x(cone.at(-1)?.at ?? 0)]).toEqual([
        one.closed.at(-1)?.value ?? 0,
        begin.low,
        right,
      ])
  }
})

test('pictures on one scale draw the same amount equally high; on their own each fills its height', () => {
  const [large, small] = [fans[0], fans[3]] as [Fan, Fan]
  const words = (one: Fan) => ({ tick, day, ends: endsOf(one, tick) })
  const top = Math.max(topOf(large), topOf(small))
  expect(fanLayout(large, 400, 190, words(large), top).y(5e6)).toBe(
    fanLayout(small, 400, 190, words(small), top).y(5e6),
  )
  expect(fanLayout(small, 400, 190, words(small)).y(5.3e6)).toBeLessThan(
    fanLayout(small, 400, 190, words(small), top).y(5.3e6) - 50,
  )
})

test('two fans and two plots of shares on one page share no id, and each refers to its own', () => {
  const rows = [
    { key: 'a', name: 'A', rate: 0.5, low: 0.3, high: 0.7, label: '50%', color: 'red', verdict: 'as meant' },
  ]
  const band = { from: 0.8, to: 1, text: 'meant' }
  const html = ['one', 'two']
    .map((id) =>
      [
        createElement(FanDrawing, {
          fan: fans[0] as Fan,
          color: 'red',
          tick,
          day,
          width: 400,
          height: 200,
          id: `fan-${id}`,
        }),
        createElement(RateDrawing, { rows, band, width: 400, id: `rate-${id}` }),
      ]
        .map((drawing) => renderToStaticMarkup(drawing))
        .join(''),
    )
    .join('')
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
  expect(ids).toHaveLength(4)
  expect(new Set(ids).size).toBe(4)
  for (const [, used] of html.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(used)
})

test('shares stand between nothing and everything, with room for the longest name and label', () => {
  const rows = ['Enterprise new business in all regions', 'Partner'].map((name, i) => ({
    key: name,
    name,
    rate: i === 0 ? 1 : null,
    low: 0.2,
    high: 1,
    label: i === 0 ? '100% of 1,204' : 'none',
  }))
  for (const width of [240, 330, 520, 900]) {
    const layout = rateLayout(rows, width)
    expect([layout.scale(0), layout.scale(1)]).toEqual([layout.left, layout.right])
    for (const row of layout.rows) {
      expect(textWidth(row.shownName, 13)).toBeLessThan(layout.left)
      expect(layout.labelX + textWidth(row.label, 13)).toBeLessThanOrEqual(width)
    }
    const widest = textWidth('100%', 11) + 4
    for (const [i, value] of layout.ticks.entries())
      if (i > 0) expect(layout.scale(value) - layout.scale(layout.ticks[i - 1] ?? 0)).toBeGreaterThan(widest)
  }
})
