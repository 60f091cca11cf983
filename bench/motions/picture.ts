import type { Quarter, Said } from './quarters.ts'

/** Both faces of a page: what reads the picture says which one it has. */
const style = `
  .card { fill: #ffffff; } text { font: 13px system-ui, sans-serif; fill: #1f2933; }
  .title { font-size: 15px; font-weight: 600; } .quiet { fill: #52606d; }
  .grid { stroke: #d9dee4; } .closed { stroke: #1f2933; stroke-width: 3; }
  .five { stroke: #0b7285; fill: #0b7285; } .one { stroke: #b35900; fill: #b35900; } .habit { stroke: #8a5aa8; fill: none; }
  @media (prefers-color-scheme: dark) {
    .card { fill: #14181d; } text { fill: #e6eaee; } .quiet { fill: #a3b0bd; } .grid { stroke: #2d343c; }
    .closed { stroke: #f5f7f9; } .five { stroke: #4fc3d9; fill: #4fc3d9; } .one { stroke: #f0a04b; fill: #f0a04b; }
    .habit { stroke: #c79be0; }
  }`

const width = 960
const margin = { left: 64, right: 24 }

export const millions = (amount: number, digits = 1): string => `${(amount / 1e6).toFixed(digits)}M`

const short = (amount: number) =>
  amount >= 1e6 ? `${Number((amount / 1e6).toFixed(2))}M` : `${Number((amount / 1e3).toFixed(1))}k`

/** Total of each quarter: what was said on its first day, and what it brought. */
export function pictureOfTotals(quarters: readonly Quarter[], title: string): string {
  const height = 470
  const [top, bottom] = [118, height - 52]
  const most = Math.max(...quarters.flatMap(({ habit, one, five, closed }) => [habit, one.high, five.high, closed]))
  const scale = scaleTo(most, { top, bottom, ticks: 5 })
  const slot = (width - margin.left - margin.right) / quarters.length
  const marks = quarters.map(({ name, habit, one, five, closed }, i) => {
    const x = margin.left + (i + 0.5) * slot
    return [
      `<line class="closed" x1="${r(x - 0.38 * slot)}" x2="${r(x + 0.38 * slot)}" y1="${r(scale.y(closed))}" y2="${r(scale.y(closed))}"><title>${name}: closed at ${millions(closed, 2)}</title></line>`,
      diamond(x - 0.26 * slot, scale.y(habit), `${name}: stage probability × amount said ${millions(habit, 2)}`),
      interval('one', x - 0.02 * slot, one, scale.y, `${name}, one pipeline: ${spoken(one)}`),
      interval('five', x + 0.22 * slot, five, scale.y, `${name}, five pipelines: ${spoken(five)}`),
      text(x, bottom + 24, name, 'middle'),
    ].join('\n')
  })
  return drawing(height, title, [
    text(margin.left, 62, 'Won in the quarter, as said on its first day: low, likely, high.', 'start', 'quiet'),
    legend(88),
    axis(scale, short),
    ...marks,
  ])
}

/** The deals open on the first day, motion by motion, each on a scale of its own. */
export function pictureOfMotions(quarters: readonly Quarter[], title: string): string {
  const motions = quarters[0]?.parts.map(({ motion }) => motion) ?? []
  const row = 132
  const first = 124
  const height = first + motions.length * row + 24
  const slot = (width - margin.left - margin.right) / quarters.length
  const panels = motions.flatMap((motion, m) => {
    const [top, bottom] = [first + m * row + 22, first + (m + 1) * row - 16]
    const own = quarters.map(({ name, parts }) => ({ name, part: parts.find((part) => part.motion === motion) }))
    const most = Math.max(...own.flatMap(({ part }) => (part ? [part.one.expected, part.own.high, part.closed] : [])))
    const scale = scaleTo(most, { top, bottom, ticks: 2 })
    const marks = own.flatMap(({ name, part }, i) => {
      if (!part) return []
      const x = margin.left + (i + 0.5) * slot
      return [
        `<line class="closed" x1="${r(x - 0.3 * slot)}" x2="${r(x + 0.3 * slot)}" y1="${r(scale.y(part.closed))}" y2="${r(scale.y(part.closed))}"><title>${motion}, ${name}: closed at ${millions(part.closed, 2)}</title></line>`,
        `<circle class="one" cx="${r(x - 0.12 * slot)}" cy="${r(scale.y(part.one.expected))}" r="5"><title>${motion}, ${name}: one model for all expected ${millions(part.one.expected, 2)}</title></circle>`,
        interval('five', x + 0.12 * slot, part.own, scale.y, `${motion}, ${name}: ${spoken(part.own)}`),
      ]
    })
    return [text(margin.left, top - 10, motion, 'start', 'title'), axis(scale, short), ...marks]
  })
  const names = quarters.map(({ name }, i) => text(margin.left + (i + 0.5) * slot, height - 12, name, 'middle'))
  return drawing(height, title, [
    text(
      margin.left,
      62,
      'Won of the deals that were open on the quarter’s first day. Each motion on its own scale.',
      'start',
      'quiet',
    ),
    partLegend(88),
    ...panels,
    ...names,
  ])
}

const spoken = ({ low, likely, high }: Said) =>
  `${millions(likely, 2)} likely, ${millions(low, 2)} to ${millions(high, 2)}`

type Scale = { y: (amount: number) => number; ticks: number[] }

function scaleTo(most: number, { top, bottom, ticks }: { top: number; bottom: number; ticks: number }): Scale {
  const raw = Math.max(most, 1) / ticks
  const unit = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 2.5, 3, 4, 5, 10].find((one) => one * unit >= raw) ?? 10) * unit
  const highest = step * Math.ceil(Math.max(most, 1) / step)
  const y = (amount: number) => bottom - ((bottom - top) * amount) / highest
  return { y, ticks: Array.from({ length: Math.round(highest / step) + 1 }, (_, i) => i * step) }
}

const axis = ({ y, ticks }: Scale, label: (amount: number) => string) =>
  ticks
    .map(
      (tick) =>
        `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${r(y(tick))}" y2="${r(y(tick))}"/>${text(margin.left - 8, y(tick) + 4, tick === 0 ? '0' : label(tick), 'end', 'quiet')}`,
    )
    .join('\n')

const interval = (
  of: 'one' | 'five',
  x: number,
  { low, likely, high }: Said,
  y: (amount: number) => number,
  said: string,
) =>
  `<g class="${of}"><line x1="${r(x)}" x2="${r(x)}" y1="${r(y(low))}" y2="${r(y(high))}" stroke-width="${of === 'five' ? 5 : 2.5}" stroke-linecap="round"/><circle cx="${r(x)}" cy="${r(y(likely))}" r="6"/><title>${said}</title></g>`

const diamond = (x: number, y: number, said: string) =>
  `<path class="habit" stroke-width="2.5" d="M${r(x)} ${r(y - 7)}l7 7l-7 7l-7 -7z"><title>${said}</title></path>`

const legend = (y: number) =>
  [
    diamond(margin.left + 8, y - 4, ''),
    text(margin.left + 22, y, 'stage probability × amount'),
    interval('one', margin.left + 228, { expected: 0, low: 0, likely: 0.5, high: 1 }, (at) => y + 4 - 16 * at, ''),
    text(margin.left + 242, y, 'one pipeline, the same model'),
    interval('five', margin.left + 462, { expected: 0, low: 0, likely: 0.5, high: 1 }, (at) => y + 4 - 16 * at, ''),
    text(margin.left + 476, y, 'five pipelines'),
    `<line class="closed" x1="${margin.left + 592}" x2="${margin.left + 622}" y1="${y - 4}" y2="${y - 4}"/>`,
    text(margin.left + 632, y, 'what it closed at'),
  ]
    .join('\n')
    .replaceAll('<title></title>', '')

const partLegend = (y: number) =>
  [
    `<circle class="one" cx="${margin.left + 8}" cy="${y - 4}" r="5"/>`,
    text(margin.left + 22, y, 'one model for all, expected'),
    interval('five', margin.left + 230, { expected: 0, low: 0, likely: 0.5, high: 1 }, (at) => y + 4 - 16 * at, ''),
    text(margin.left + 244, y, 'its own pipeline: low, likely, high'),
    `<line class="closed" x1="${margin.left + 492}" x2="${margin.left + 522}" y1="${y - 4}" y2="${y - 4}"/>`,
    text(margin.left + 532, y, 'what it closed at'),
  ]
    .join('\n')
    .replaceAll('<title></title>', '')

const text = (x: number, y: number, said: string, anchor = 'start', kind = '') =>
  `<text x="${r(x)}" y="${r(y)}" text-anchor="${anchor}"${kind === '' ? '' : ` class="${kind}"`}>${said}</text>`

/** Tenths of a pixel are enough. */
const r = (value: number) => Number(value.toFixed(1))

const drawing = (height: number, title: string, parts: readonly string[]) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<style>${style}
</style>
<rect class="card" width="${width}" height="${height}" rx="8"/>
${text(margin.left, 36, title, 'start', 'title')}
${parts.join('\n')}
</svg>
`
