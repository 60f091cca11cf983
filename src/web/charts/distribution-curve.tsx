import { AreaClosed, LinePath } from '@visx/shape'
import { i18n } from '../words.ts'
import { curveLayout, type Marker, type Point, stretchOf } from './curve-layout.ts'
import { Figure } from './figure.tsx'
import type { Table } from './table.ts'

type Props = {
  title: string
  subtitle: string
  points: Point[]
  markers: Marker[]
  tick: (value: number) => string
  table: Table
  height?: number
}

/** How likely each result of the period is: low to high is filled, what reaches the quota is hatched. */
export function DistributionCurve({ title, subtitle, points, markers, tick, table, height = 220 }: Props) {
  const summary = markers.map((marker) => marker.text).join(', ')
  const { truncated, start } = curveLayout(points, markers, 600, height)
  const note = truncated ? i18n.t('The axis starts at {amount}, not at zero.', { amount: tick(start) }) : undefined
  return (
    <Figure {...{ title, subtitle, table, summary, height, note }}>
      {({ width, id }) => <Curve {...{ points, markers, tick, width, height, id }} />}
    </Figure>
  )
}

type CurveProps = Pick<Props, 'points' | 'markers' | 'tick'> & { width: number; height: number; id: string }

/** The drawing alone, of a given width. */
export function Curve({ points, markers, tick, width, height, id }: CurveProps) {
  const layout = curveLayout(points, markers, width, height)
  const at = (key: Marker['key']) => markers.find((marker) => marker.key === key)?.value
  const [low, high, quota] = [at('low'), at('high'), at('quota')]
  const within = stretchOf(layout.points, low ?? Infinity, high ?? -Infinity)
  const reached = stretchOf(layout.points, quota ?? Infinity, Infinity)
  const shape = {
    x: (point: Point) => layout.x(point.value),
    y: (point: Point) => layout.y(point.density),
    yScale: layout.y,
  }
  return (
    <>
      <defs>
        <pattern height={6} id={`${id}-reached`} patternTransform="rotate(45)" patternUnits="userSpaceOnUse" width={6}>
          <line stroke="var(--won)" strokeWidth={2} y2={6} />
        </pattern>
      </defs>
      {layout.ticks.map((value) => (
        <g key={value} transform={`translate(${layout.x(value)},0)`}>
          <line stroke="var(--line)" y1={layout.top} y2={layout.floor} />
          <text fill="var(--mute)" fontSize={11} textAnchor={anchor(layout.x(value), width)} y={layout.floor + 16}>
            {tick(value)}
          </text>
        </g>
      ))}
      <AreaClosed data={layout.points} {...shape} fill="var(--accent)" opacity={0.12} />
      <AreaClosed data={within} {...shape} fill="var(--accent)" opacity={0.28} />
      <AreaClosed data={reached} {...shape} fill={`url(#${id}-reached)`} opacity={0.55} />
      <LinePath data={layout.points} stroke="var(--accent)" strokeWidth={1.5} x={shape.x} y={shape.y} />
      <line stroke="var(--edge)" x2={width} y1={layout.floor} y2={layout.floor} />
      {markers.map((marker, index) => (
        <MarkerLine index={index} key={marker.key} label={layout.labels[index]} layout={layout} marker={marker} />
      ))}
    </>
  )
}

type Layout = ReturnType<typeof curveLayout>
type LineProps = { marker: Marker; label: Layout['labels'][number] | undefined; layout: Layout; index: number }

function MarkerLine({ marker, label, layout, index }: LineProps) {
  if (!label) return null
  const x = layout.x(marker.value)
  const strong = marker.key === 'likely'
  return (
    <g aria-label={marker.text} data-mark role="img" tabIndex={index === 0 ? 0 : -1}>
      <line
        stroke={marker.key === 'quota' ? 'var(--ink)' : 'var(--accent)'}
        strokeDasharray={strong || marker.key === 'quota' ? undefined : '3 3'}
        strokeWidth={strong || marker.key === 'quota' ? 2 : 1.25}
        x1={x}
        x2={x}
        y1={label.y + 4}
        y2={layout.floor}
      />
      <text fill="var(--ink)" fontSize={12} fontWeight={strong ? 600 : 400} textAnchor="middle" x={label.x} y={label.y}>
        {marker.text}
      </text>
    </g>
  )
}

/** The first and the last label of an axis lean inwards, so that neither is cut off. */
const anchor = (x: number, width: number) => (x < 24 ? 'start' : x > width - 24 ? 'end' : 'middle')
