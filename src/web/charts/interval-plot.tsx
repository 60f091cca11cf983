import { hueColor, hueInk, type Mark } from '../hue.ts'
import { i18n } from '../words.ts'
import { Figure } from './figure.tsx'
import { type IntervalRow, intervalLayout, rowHeight } from './interval-layout.ts'
import type { Table } from './table.ts'

type Props = {
  title: string
  subtitle: string
  rows: (IntervalRow & { mark: Mark | undefined; note: string | null })[]
  tick: (value: number) => string
  table: Table
  onPick?: (key: string) => void
}

/** Low, likely and high of each pipeline on one common scale that starts at zero. */
export function IntervalPlot({ title, subtitle, rows, tick, table, onPick }: Props) {
  const height = rows.length * rowHeight + 26
  const summary = rows.map((row) => said(row, tick)).join('. ')
  return (
    <Figure {...{ title, subtitle, table, height, summary }}>
      {({ width }) => {
        const layout = intervalLayout(rows, width)
        return (
          <>
            {layout.ticks.map((value) => (
              <g key={value} transform={`translate(${layout.scale(value)},0)`}>
                <line stroke="var(--line)" y2={rows.length * rowHeight} />
                <text fill="var(--mute)" fontSize={11} textAnchor="middle" y={rows.length * rowHeight + 16}>
                  {tick(value)}
                </text>
              </g>
            ))}
            {layout.rows.map((row, index) => (
              <g key={row.key} transform={`translate(0,${row.y})`}>
                <g aria-hidden="true">
                  <Badge mark={rows[index]?.mark} />
                  <text dominantBaseline="central" fill="var(--ink)" fontSize={13} x={40}>
                    {row.shownName}
                  </text>
                  <Interval layout={layout} mark={rows[index]?.mark} note={rows[index]?.note ?? null} row={row} />
                </g>
                <rect
                  aria-label={said(row, tick)}
                  className={onPick ? 'cursor-pointer' : ''}
                  data-mark
                  fill="transparent"
                  height={rowHeight}
                  onClick={() => onPick?.(row.key)}
                  onKeyDown={(event) => event.key === 'Enter' && onPick?.(row.key)}
                  role={onPick ? 'link' : 'img'}
                  tabIndex={index === 0 ? 0 : -1}
                  width={width}
                  y={-rowHeight / 2}
                >
                  <title>{said(row, tick)}</title>
                </rect>
              </g>
            ))}
          </>
        )
      }}
    </Figure>
  )
}

type Layout = ReturnType<typeof intervalLayout>
type IntervalProps = { row: Layout['rows'][number]; layout: Layout; mark: Mark | undefined; note: string | null }

function Interval({ row, layout, mark, note }: IntervalProps) {
  if (row.low === null || row.likely === null || row.high === null)
    return (
      <text dominantBaseline="central" fill="var(--mute)" fontSize={12} x={layout.left}>
        {note ?? i18n.t('not enough data')}
      </text>
    )
  const color = hueColor(mark?.hue ?? 8)
  const from = layout.scale(row.low)
  const width = Math.max(2, layout.scale(row.high) - from)
  return (
    <>
      <rect fill={color} height={8} opacity={0.45} rx={4} width={width} x={from} y={-4} />
      <circle cx={layout.scale(row.likely)} fill={color} r={6} stroke="var(--panel)" strokeWidth={1.5} />
      <text dominantBaseline="central" fill="var(--ink)" fontSize={13} x={row.labelX}>
        {row.label}
      </text>
    </>
  )
}

function Badge({ mark }: { mark: Mark | undefined }) {
  if (!mark) return null
  return (
    <>
      <rect fill={hueColor(mark.hue)} height={22} rx={4} width={30} y={-11} />
      <text
        dominantBaseline="central"
        fill={hueInk(mark.hue)}
        fontSize={11}
        fontWeight={600}
        textAnchor="middle"
        x={15}
      >
        {mark.monogram}
      </text>
    </>
  )
}

function said(row: IntervalRow & { note?: string | null }, tick: (value: number) => string): string {
  if (row.low === null || row.likely === null || row.high === null)
    return `${row.name}: ${row.note ?? i18n.t('not enough data')}`
  return i18n.t('{name}: likely {likely}, between {low} and {high}', {
    name: row.name,
    likely: tick(row.likely),
    low: tick(row.low),
    high: tick(row.high),
  })
}
