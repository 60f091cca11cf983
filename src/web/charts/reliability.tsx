import { percent, wholeNumber } from '../format.ts'
import { i18n } from '../words.ts'
import { Figure } from './figure.tsx'
import { type ReliabilityPoint, reliabilityLayout } from './reliability-layout.ts'

type Props = { title: string; subtitle: string; points: readonly ReliabilityPoint[] }

const height = 330

/** Of deals that were given a chance, how many were won: on the diagonal as many as was said. */
export function Reliability({ title, subtitle, points }: Props) {
  const table = {
    columns: [i18n.t('Said'), i18n.t('Won'), i18n.t('Deals')],
    rows: points.map(({ said, came, n }) => [percent(said), percent(came), n]),
  }
  const note = i18n.t('Larger points stand for more deals; the lines say how far luck alone would move them (95 %).')
  return (
    <Figure {...{ title, subtitle, table, height, note }} summary={points.map(told).join('. ')}>
      {({ width }) => <ReliabilityDrawing points={points} width={width} />}
    </Figure>
  )
}

export function ReliabilityDrawing({ points, width }: { points: readonly ReliabilityPoint[]; width: number }) {
  const layout = reliabilityLayout(points, width, height)
  const { x, y, left, side, top } = layout
  return (
    <>
      <g aria-hidden="true">
        {layout.ticks.map((tick) => (
          <g key={tick}>
            <line stroke="var(--line)" x1={left} x2={left + side} y1={y(tick)} y2={y(tick)} />
            <line stroke="var(--line)" x1={x(tick)} x2={x(tick)} y1={top} y2={top + side} />
            <text dominantBaseline="central" fill="var(--mute)" fontSize={11} textAnchor="end" x={left - 6} y={y(tick)}>
              {percent(tick)}
            </text>
            <text fill="var(--mute)" fontSize={11} textAnchor="middle" x={x(tick)} y={top + side + 15}>
              {percent(tick)}
            </text>
          </g>
        ))}
        <line stroke="var(--edge)" strokeDasharray="4 4" x1={x(0)} x2={x(1)} y1={y(0)} y2={y(1)} />
        <text fill="var(--mute)" fontSize={11} textAnchor="middle" x={left + side / 2} y={top + side + 32}>
          {i18n.t('chance that was said → share that was won ↑')}
        </text>
      </g>
      {layout.points.map((point, index) => (
        <g aria-label={told(point)} data-mark key={point.from} role="img" tabIndex={index === 0 ? 0 : -1}>
          <title>{told(point)}</title>
          <line stroke="var(--accent)" strokeWidth={1.5} x1={point.cx} x2={point.cx} y1={point.lowY} y2={point.highY} />
          <circle
            cx={point.cx}
            cy={point.cy}
            fill="var(--accent)"
            fillOpacity={0.75}
            r={point.r}
            stroke="var(--panel)"
            strokeWidth={1.5}
          />
        </g>
      ))}
    </>
  )
}

const told = ({ said, came, n }: ReliabilityPoint): string =>
  i18n.t('Said {said}, won {came} of {n} deals', { said: percent(said), came: percent(came), n: wholeNumber(n) })
