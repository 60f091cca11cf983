import { scaleLinear } from '@visx/scale'
import { i18n } from '../words.ts'
import { spreadLabels } from './spread-labels.ts'
import { textWidth } from './text-width.ts'

type Props = {
  id: string
  width: number
  closed: number
  low: number | null
  likely: number | null
  high: number | null
  quota: number | null
  tick: (value: number) => string
}

export const quotaBarHeight = 78

/** One bar against the quota: what is closed is solid, low to high is a band, likely a line, the quota a target line. */
export function QuotaBar({ id, width, closed, low, likely, high, quota, tick }: Props) {
  const top = Math.max(closed, high ?? 0, quota ?? 0, 1e-9) * 1.04
  const x = scaleLinear<number>({ domain: [0, top], range: [0, width] })
  const labels = labelsOf({ closed, likely, quota }, tick, x, width)
  return (
    <>
      <defs>
        <pattern height={6} id={`${id}-band`} patternTransform="rotate(45)" patternUnits="userSpaceOnUse" width={6}>
          <rect fill="var(--accent)" height={6} opacity={0.22} width={6} />
          <line stroke="var(--accent)" strokeOpacity={0.45} strokeWidth={2} y2={6} />
        </pattern>
      </defs>
      <g transform="translate(0,20)">
        <rect fill="var(--sunken)" height={18} rx={4} width={width} />
        {low !== null && high !== null && (
          <rect fill={`url(#${id}-band)`} height={18} width={Math.max(1, x(high) - x(low))} x={x(low)} />
        )}
        <rect fill="var(--won)" height={10} rx={2} width={x(closed)} y={4} />
        {likely !== null && <rect fill="var(--accent)" height={24} rx={1} width={3} x={x(likely) - 1.5} y={-3} />}
        {quota !== null && <rect fill="var(--ink)" height={30} width={2} x={x(quota) - 1} y={-6} />}
      </g>
      {labels.map((label) => (
        <text
          fill={label.above ? 'var(--ink)' : 'var(--mute)'}
          fontSize={12}
          key={label.text}
          textAnchor="middle"
          x={label.x}
          y={label.above ? 10 : 54 + label.row * 15}
        >
          {label.text}
        </text>
      ))}
    </>
  )
}

type Figures = { closed: number; likely: number | null; quota: number | null }

/** The quota is written above the bar, closed and likely below it, so that the three never meet. */
export function labelsOf(
  figures: Figures,
  tick: (value: number) => string,
  x: (value: number) => number,
  width: number,
) {
  const label = (text: string, value: number) => ({ text, at: x(value), width: textWidth(text, 12) })
  const below = [
    label(i18n.t('closed {amount}', { amount: tick(figures.closed) }), figures.closed),
    ...(figures.likely === null
      ? []
      : [label(i18n.t('likely {amount}', { amount: tick(figures.likely) }), figures.likely)]),
  ]
  const above =
    figures.quota === null ? [] : [label(i18n.t('quota {amount}', { amount: tick(figures.quota) }), figures.quota)]
  return [
    ...spreadLabels(above, width).map((placed) => ({ ...placed, above: true })),
    ...spreadLabels(below, width).map((placed) => ({ ...placed, above: false })),
  ]
}
