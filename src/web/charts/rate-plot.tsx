import { percent } from '../format.ts'
import { i18n } from '../words.ts'
import { Figure } from './figure.tsx'
import { rateLayout, type RateRow, rateRowHeight } from './rate-layout.ts'
import type { Table } from './table.ts'

type Row = RateRow & { color: string; verdict: string }
type Props = {
  title: string
  subtitle: string
  rows: readonly Row[]
  /** What the share is meant to be, and how that is called. */
  band: { from: number; to: number; text: string }
  table: Table
  note?: string | undefined
}

/** Shares with their intervals from nothing to everything, over a band of what they are meant to be. */
export function RatePlot({ title, subtitle, rows, band, table, note }: Props) {
  const height = rows.length * rateRowHeight + 24
  return (
    <Figure {...{ title, subtitle, table, height, note }} summary={rows.map(said).join('. ')}>
      {({ width, id }) => <RateDrawing {...{ rows, band, width, id }} />}
    </Figure>
  )
}

type DrawingProps = Pick<Props, 'rows' | 'band'> & { width: number; id: string }

/** The drawing alone, of a given width. */
export function RateDrawing({ rows, band, width, id }: DrawingProps) {
  const { scale, ticks, bottom, labelX, ...layout } = rateLayout(rows, width)
  return (
    <>
      <defs>
        <pattern height={6} id={`${id}-meant`} patternTransform="rotate(45)" patternUnits="userSpaceOnUse" width={6}>
          <line stroke="var(--won)" strokeWidth={1.5} y2={6} />
        </pattern>
      </defs>
      <rect
        fill={`url(#${id}-meant)`}
        height={bottom}
        opacity={0.35}
        width={scale(band.to) - scale(band.from)}
        x={scale(band.from)}
      >
        <title>{band.text}</title>
      </rect>
      {ticks.map((value) => (
        <g key={value} transform={`translate(${scale(value)},0)`}>
          <line stroke="var(--line)" y2={bottom} />
          <text fill="var(--mute)" fontSize={11} textAnchor="middle" y={bottom + 16}>
            {percent(value)}
          </text>
        </g>
      ))}
      {layout.rows.map((row, i) => (
        <g key={row.key} transform={`translate(0,${row.y})`}>
          <g aria-hidden="true">
            <text dominantBaseline="central" fill="var(--ink)" fontSize={13}>
              {row.shownName}
            </text>
            {row.rate !== null && (
              <>
                <line
                  stroke={rows[i]?.color}
                  strokeLinecap="round"
                  strokeWidth={6}
                  x1={scale(row.low)}
                  x2={scale(row.high)}
                  opacity={0.5}
                />
                <circle cx={scale(row.rate)} fill={rows[i]?.color} r={5.5} stroke="var(--panel)" strokeWidth={1.5} />
              </>
            )}
            <text
              dominantBaseline="central"
              fill={row.rate === null ? 'var(--mute)' : 'var(--ink)'}
              fontSize={13}
              x={labelX}
            >
              {row.label}
            </text>
          </g>
          <rect
            aria-label={said(rows[i] ?? { ...row, color: '', verdict: '' })}
            data-mark
            fill="transparent"
            height={rateRowHeight}
            role="img"
            tabIndex={i === 0 ? 0 : -1}
            width={width}
            y={-rateRowHeight / 2}
          >
            <title>{said(rows[i] ?? { ...row, color: '', verdict: '' })}</title>
          </rect>
        </g>
      ))}
    </>
  )
}

const said = ({ name, rate, low, high, label, verdict }: Row): string =>
  rate === null
    ? `${name}: ${label}`
    : i18n.t('{name}: {label} won, between {low} and {high}: {verdict}', {
        name,
        label,
        low: percent(low),
        high: percent(high),
        verdict,
      })
