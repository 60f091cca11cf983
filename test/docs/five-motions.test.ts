import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pageOf, sentenceOf, titleOfMotions, titleOfTotals } from '../../bench/motions/page.ts'
import { pictureOfMotions, pictureOfTotals } from '../../bench/motions/picture.ts'
import type { Quarter } from '../../bench/motions/quarters.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8')

test('the first lines of the README say what the page of the five motions says, and show its picture', () => {
  const [, sentence] = /^> (.+)$/m.exec(read('docs/statistics/five-motions.md')) ?? []
  expect(sentence).toMatch(/one pipeline .* would have said .* Five said .* It closed at/)
  const first = read('README.md').split('\n## ')[0] ?? ''
  expect(first).toContain(sentence)
  expect(first).toContain('](docs/statistics/pictures/five-motions.svg)')
})

const said = (likely: number) => ({ expected: likely, low: 0.7 * likely, likely, high: 1.4 * likely })
const quarters = Array.from({ length: 8 }, (_, i): Quarter => {
  const likely = 1.2e6 * (1 + (i % 3))
  const closed = likely * (0.5 + 0.2 * i)
  const open = { habit: 3 * likely, one: said(likely), five: said(likely), closed }
  const part = (motion: string, share: number) => ({
    motion,
    habit: likely,
    one: said(2 * share * likely),
    own: said(share * likely),
    closed: share * closed,
  })
  const parts = [part('self-service', 0.002), part('enterprise', 0.9)]
  const from = 91 * i
  return { name: `2024-Q${i + 1}`, from, days: 91, ...open, open, parts }
})

test.each([
  ['totals', pictureOfTotals(quarters, titleOfTotals(quarters))],
  ['motions', pictureOfMotions(quarters, titleOfMotions(quarters))],
])('the picture of %s has everything within its frame, in both faces, and no figure that is none', (_, svg) => {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.map(Number) ?? []
  expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  expect(svg).toContain('prefers-color-scheme: dark')
  for (const [, x, y, anchor, kind, text = ''] of svg.matchAll(
    /<text x="([\d.-]+)" y="([\d.-]+)" text-anchor="(\w+)"(?: class="(\w+)")?>([^<]*)</g,
  )) {
    const long = text.length * (kind === 'title' ? 8.7 : 7.4)
    const left = Number(x) - (anchor === 'end' ? long : anchor === 'middle' ? long / 2 : 0)
    expect(left, text).toBeGreaterThanOrEqual(0)
    expect(left + long, text).toBeLessThanOrEqual(width ?? 0)
    expect(Number(y), text).toBeLessThanOrEqual(height ?? 0)
  }
  for (const [, y] of svg.matchAll(/ (?:y1|y2|cy)="([\d.-]+)"/g)) {
    expect(Number(y)).toBeGreaterThan(0)
    expect(Number(y)).toBeLessThan(height ?? 0)
  }
})

test('the page says where five pipelines did no better, and marks what lay outside its range', () => {
  const page = pageOf({ quarters, deals: 10, seed: 101 })
  expect(page).toContain(sentenceOf(quarters))
  expect(page).toContain('Outside the range of five: 2024-Q1, 2024-Q6, 2024-Q7, 2024-Q8')
  expect(page.match(/\\\*/g)?.length).toBe(2 * 4 + 1)
})
