import { i18n } from '@lingui/core'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { curveLayout, type Marker, type Point } from './curve-layout.ts'
import { Curve } from './distribution-curve.tsx'
import { Figure } from './figure.tsx'
import { intervalLayout } from './interval-layout.ts'
import { labelsOf, QuotaBar } from './quota-bar.tsx'
import { spreadLabels } from './spread-labels.ts'
import { csvOf } from './table.ts'
import { fitted, textWidth } from './text-width.ts'
import { WaterfallDrawing, type WaterfallStep } from './waterfall.tsx'
import { waterfallLayout } from './waterfall-layout.ts'

i18n.loadAndActivate({ locale: 'en', messages: {} })

const bell = (middle: number, spread: number): Point[] =>
  Array.from({ length: 61 }, (_, index) => {
    const value = middle + (index - 30) * (spread / 8)
    return { value, density: Math.exp(-0.5 * ((value - middle) / spread) ** 2) }
  })

const markers = (low: number, likely: number, high: number, quota: number): Marker[] => [
  { key: 'low', value: low, text: `low €${low.toFixed(1)}M` },
  { key: 'likely', value: likely, text: `likely €${likely.toFixed(1)}M` },
  { key: 'high', value: high, text: `high €${high.toFixed(1)}M` },
  { key: 'quota', value: quota, text: `quota €${quota.toFixed(1)}M` },
]

test('no label of a distribution leaves the picture or covers another, however close the figures', () => {
  for (const width of [320, 480, 900])
    for (const quota of [13.9, 14.0, 14.2, 15.6, 25]) {
      const { labels } = curveLayout(bell(14.2, 0.6), markers(12.9, 14.2, 15.6, quota), width, 220)
      for (const label of labels) {
        expect(label.x - label.width / 2).toBeGreaterThanOrEqual(0)
        expect(label.x + label.width / 2).toBeLessThanOrEqual(width)
      }
      expect(overlaps(labels)).toEqual([])
    }
})

test('an axis that does not start at zero says so; one that can start at zero does', () => {
  expect(curveLayout(bell(14.2, 0.3), markers(13.8, 14.2, 14.6, 15), 600, 220).truncated).toBe(true)
  expect(curveLayout(bell(3, 1.2), markers(1.5, 3, 4.5, 4), 600, 220).truncated).toBe(false)
})

test('the end label of the widest interval fits into the picture', () => {
  const rows = [
    {
      key: 'a',
      name: 'Enterprise new business in all regions',
      low: 5.6,
      likely: 7.1,
      high: 8.8,
      label: 'Rp 142,5 miliar',
    },
    { key: 'b', name: 'Partner', low: 1, likely: 1.9, high: 2.9, label: '€1.9M' },
  ]
  for (const width of [300, 390, 700]) {
    const layout = intervalLayout(rows, width)
    for (const row of layout.rows) {
      expect(row.labelX + textWidth(row.label, 13)).toBeLessThanOrEqual(width)
      expect(40 + textWidth(row.shownName, 13)).toBeLessThanOrEqual(layout.left)
    }
  }
})

const steps = (start: number, changes: [string, number][], end: number): WaterfallStep[] => [
  { key: 'start', name: 'Before', amount: start, kind: 'total', tone: 'total', label: `€${start}` },
  ...changes.map(([key, amount]): WaterfallStep => {
    const tone = amount < 0 ? 'down' : 'up'
    return { key, name: `${key} of all pipelines (1,204)`, amount, kind: 'change', tone, label: `Rp ${amount} miliar` }
  }),
  { key: 'end', name: 'After', amount: end, kind: 'total', tone: 'total', label: `€${end}` },
]
const bridges = [
  steps(0, [['new', 12.4]], 12.4),
  steps(
    12.4,
    [
      ['won', -1.6],
      ['lost', -3.2],
      ['pulled in', 0.8],
      ['pushed out', -8.4],
    ],
    0,
  ),
  steps(
    14_200_000,
    [
      ['worth more', 40_000],
      ['worth less', -3_000],
    ],
    14_237_000,
  ),
  steps(
    -5,
    [
      ['new', 12],
      ['lost', -20],
    ],
    -13,
  ),
]

test('a waterfall leads from its start to its end, and nothing of it leaves the picture or meets a label', () => {
  for (const width of [300, 390, 700, 1200])
    for (const bridge of bridges) {
      const layout = waterfallLayout(bridge, width)
      const widest = Math.max(...bridge.map(({ label }) => textWidth(label, 13)))
      for (const [index, row] of layout.rows.entries()) {
        expect(textWidth(row.shownName, 13)).toBeLessThan(layout.left)
        expect(row.x).toBeGreaterThanOrEqual(layout.left - 0.01)
        expect(row.x + row.width).toBeLessThanOrEqual(layout.right + 2)
        expect(layout.right + widest).toBeLessThanOrEqual(width)
        const next = layout.rows[index + 1]
        // The next bar begins, or a total ends, where this one ended.
        if (next) expect([next.x, next.x + next.width].some((x) => Math.abs(x - row.endX) < 2)).toBe(true)
      }
    }
})

test('a waterfall whose changes are small beside its level cuts the axis and says so; others start at zero', () => {
  expect(bridges.map((bridge) => waterfallLayout(bridge, 600).truncated)).toEqual([false, false, true, false])
  const { start, scale } = waterfallLayout(bridges[2] ?? [], 600)
  expect(start).toBeGreaterThan(14_000_000)
  expect(scale(14_240_000) - scale(14_200_000)).toBeGreaterThan(50)
})

test('two waterfalls on one page share no id, and down is told from up without colour', () => {
  const drawing = (id: string) =>
    renderToStaticMarkup(
      createElement(WaterfallDrawing, {
        steps: bridges[1] ?? [],
        tick: String,
        picked: undefined,
        onPick: undefined,
        width: 500,
        id,
      }),
    )
  const ids = [...`${drawing('a')}${drawing('b')}`.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
  expect(new Set(ids).size).toBe(ids.length)
  expect(drawing('a')).toContain('url(#a-down)')
})

test('closed, likely and quota never cover one another when all three are the same', () => {
  const x = (value: number) => (value / 10) * 320
  const labels = labelsOf({ closed: 8, likely: 8, quota: 8 }, (value) => `€${value}M`, x, 320)
  expect(overlaps(labels.filter((label) => !label.above))).toEqual([])
})

test('labels in one place go to rows of their own', () => {
  const rows = spreadLabels(
    [10, 12, 14].map((at) => ({ text: String(at), at, width: 60 })),
    400,
  ).map(({ row }) => row)
  expect(rows).toEqual([0, 1, 2])
})

test('two pictures on one page have no id in common', () => {
  const figure = (key: string) =>
    createElement(Figure, {
      key,
      title: `Finding ${key}`,
      table: { columns: ['a'], rows: [[1]] },
      summary: 'one',
      height: 100,
      children: ({ width, id }) =>
        createElement('g', null, [
          createElement(QuotaBar, {
            key: 'q',
            id,
            width,
            closed: 1,
            low: 2,
            likely: 3,
            high: 4,
            quota: 5,
            tick: String,
          }),
          createElement(Curve, {
            key: 'c',
            id,
            width,
            height: 200,
            points: bell(3, 1),
            markers: markers(2, 3, 4, 5),
            tick: String,
          }),
        ]),
    })
  const html = renderToStaticMarkup(createElement('div', null, [figure('one'), figure('two')]))
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
  expect(ids.length).toBeGreaterThanOrEqual(6)
  expect(new Set(ids).size).toBe(ids.length)
  for (const [, used] of html.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(used)
})

test('a name that does not fit is shortened, never cut', () => {
  expect(fitted('Enterprise new business', 13, 80)).toMatch(/^Enter.*…$/)
  expect(fitted('Partner', 13, 80)).toBe('Partner')
})

test('a table that is exported cannot start a formula and keeps its commas', () => {
  expect(
    csvOf({
      columns: ['name', 'amount'],
      rows: [
        ['=SUM(A1)', '-5.00'],
        ['Acme, "Inc"', null],
      ],
    }),
  ).toBe('name,amount\r\n\'=SUM(A1),-5.00\r\n"Acme, ""Inc""",\r\n')
})

function overlaps(labels: { x: number; width: number; row: number; text: string }[]): string[] {
  return labels.flatMap((left, index) =>
    labels
      .slice(index + 1)
      .filter((right) => right.row === left.row && Math.abs(right.x - left.x) < (right.width + left.width) / 2)
      .map((right) => `${left.text} over ${right.text}`),
  )
}
