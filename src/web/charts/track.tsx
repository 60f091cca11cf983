import { i18n } from '../words.ts'
import { Figure } from './figure.tsx'
import type { Table } from './table.ts'
import { type TrackPoint, trackLayout } from './track-layout.ts'

type Props = {
  title: string
  subtitle: string
  points: readonly TrackPoint[]
  tick: (value: number) => string
  table: Table
}

const height = 300

/** What was said at each of many moments, low to high with the likely value, and a diamond for what happened. */
export function Track({ title, subtitle, points, tick, table }: Props) {
  const note = i18n.t(
    'Bar: low to high, 8 of 10 should hold what happened. Dot: likely. Diamond: what happened; it is filled where it lies outside.',
  )
  return (
    <Figure {...{ title, subtitle, table, height, note }} summary={points.map((one) => told(one, tick)).join('. ')}>
      {({ width }) => <TrackDrawing points={points} tick={tick} width={width} />}
    </Figure>
  )
}

export function TrackDrawing({ points, tick, width }: Pick<Props, 'points' | 'tick'> & { width: number }) {
  const layout = trackLayout(points, { width, height, tick })
  const { y, left, floor, bar, step } = layout
  return (
    <>
      <g aria-hidden="true">
        {layout.ticks.map((value) => (
          <g key={value}>
            <line stroke="var(--line)" x1={left} x2={width} y1={y(value)} y2={y(value)} />
            <text
              dominantBaseline="central"
              fill="var(--mute)"
              fontSize={11}
              textAnchor="end"
              x={left - 6}
              y={y(value)}
            >
              {tick(value)}
            </text>
          </g>
        ))}
      </g>
      {layout.points.map((point, index) => (
        <g key={point.key}>
          <g aria-hidden="true">
            <rect
              fill="var(--accent)"
              height={Math.max(2, y(point.low) - y(point.high))}
              opacity={0.4}
              rx={Math.min(4, bar / 2)}
              width={bar}
              x={point.cx - bar / 2}
              y={y(point.high)}
            />
            <circle cx={point.cx} cy={y(point.likely)} fill="var(--accent)" r={Math.min(4, bar / 2)} />
            <path
              d={diamond(point.cx, y(point.happened), Math.min(5.5, Math.max(4, bar / 2)))}
              fill={point.isInside ? 'var(--panel)' : 'var(--lost)'}
              stroke={point.isInside ? 'var(--ink)' : 'var(--lost)'}
              strokeWidth={1.5}
            />
            {point.hasLabel && (
              <text fill="var(--mute)" fontSize={11} textAnchor="middle" x={point.labelX} y={floor + 16}>
                {point.label}
              </text>
            )}
          </g>
          <rect
            aria-label={told(point, tick)}
            data-mark
            fill="transparent"
            height={floor}
            role="img"
            tabIndex={index === 0 ? 0 : -1}
            width={step}
            x={point.cx - step / 2}
          >
            <title>{told(point, tick)}</title>
          </rect>
        </g>
      ))}
    </>
  )
}

const diamond = (x: number, y: number, r: number) => `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`

function told({ key, low, likely, high, happened }: TrackPoint, tick: (value: number) => string): string {
  const said = { day: key, low: tick(low), likely: tick(likely), high: tick(high), happened: tick(happened) }
  return happened >= low && happened <= high
    ? i18n.t('{day}: said {likely}, {low} to {high}; {happened} happened', said)
    : i18n.t('{day}: said {likely}, {low} to {high}; {happened} happened, outside of that', said)
}
