import { Area, LinePath } from '@visx/shape'
import { i18n } from '../words.ts'
import { Figure } from './figure.tsx'
import { type EndLabel, type Fan, fanLayout } from './fan-layout.ts'
import type { Table } from './table.ts'

type Props = {
  title: string
  subtitle: string
  fan: Fan
  color: string
  tick: (value: number) => string
  day: (at: number) => string
  table: Table
  height: number
  /** The top of a scale that several pictures share. */
  top?: number | undefined
  note?: string | undefined
}

/** A period so far, what was won by each day, and from now on low to high until its end; the quota as a line. */
export function FanChart({ title, subtitle, table, height, note, ...drawn }: Props) {
  const summary = endsOf(drawn.fan, drawn.tick)
    .map(({ text }) => text)
    .join(', ')
  return (
    <Figure {...{ title, subtitle, table, summary, height, note }}>
      {({ width, id }) => <FanDrawing {...drawn} height={height} id={id} width={width} />}
    </Figure>
  )
}

type DrawingProps = Pick<Props, 'fan' | 'color' | 'tick' | 'day' | 'top'> & {
  width: number
  height: number
  id: string
}

/** The drawing alone, of a given width. */
export function FanDrawing({ fan, color, tick, day, top, width, height, id }: DrawingProps) {
  const layout = fanLayout(fan, width, height, { tick, day, ends: endsOf(fan, tick) }, top)
  const { x, y, floor, left, right, cone } = layout
  const isOpen = cone.length > 0
  return (
    <>
      <defs>
        <pattern height={5} id={`${id}-fan`} patternTransform="rotate(45)" patternUnits="userSpaceOnUse" width={5}>
          <line stroke={color} strokeWidth={1.5} y2={5} />
        </pattern>
      </defs>
      {layout.values.map((value) => (
        <g key={value}>
          <line stroke={value === 0 ? 'var(--edge)' : 'var(--line)'} x1={left} x2={right} y1={y(value)} y2={y(value)} />
          <text dominantBaseline="central" fill="var(--mute)" fontSize={11} textAnchor="end" x={left - 6} y={y(value)}>
            {tick(value)}
          </text>
        </g>
      ))}
      {layout.days.map(({ text, x: middle, moment }) => (
        <g key={moment}>
          <line stroke="var(--edge)" x1={x(moment)} x2={x(moment)} y1={floor} y2={floor + 4} />
          <text fill="var(--mute)" fontSize={11} textAnchor="middle" x={middle} y={floor + 17}>
            {text}
          </text>
        </g>
      ))}
      {isOpen && (
        <>
          {[color, `url(#${id}-fan)`].map((fill) => (
            <Area
              data={cone}
              fill={fill}
              key={fill}
              opacity={fill === color ? 0.22 : 0.35}
              x={({ at }) => x(at)}
              y0={({ low }) => y(low)}
              y1={({ high }) => y(high)}
            />
          ))}
          <LinePath
            data={cone}
            stroke={color}
            strokeDasharray="5 3"
            strokeWidth={2}
            x={({ at }) => x(at)}
            y={({ likely }) => y(likely)}
          />
          <line
            stroke="var(--mute)"
            strokeDasharray="2 3"
            x1={x(cone[0]?.at ?? 0)}
            x2={x(cone[0]?.at ?? 0)}
            y1={4}
            y2={floor}
          />
        </>
      )}
      <LinePath data={fan.closed} stroke={color} strokeWidth={2.5} x={({ at }) => x(at)} y={({ value }) => y(value)} />
      {fan.quota !== null && (
        <line stroke="var(--ink)" strokeWidth={1.5} x1={left} x2={right} y1={y(fan.quota)} y2={y(fan.quota)} />
      )}
      {layout.ends.map((end) => (
        <g aria-hidden="true" key={end.key}>
          <line stroke="var(--edge)" x1={right} x2={right + 6} y1={y(end.value)} y2={end.y} />
          <text
            dominantBaseline="central"
            fill="var(--ink)"
            fontSize={12}
            fontWeight={end.key === 'likely' || end.key === 'closed' ? 600 : 400}
            x={right + 9}
            y={end.y}
          >
            {end.text}
          </text>
        </g>
      ))}
      <Marks {...{ fan, color, tick, day, layout }} />
    </>
  )
}

/** One stop for every moment: what was won by then, or between what it will be. */
function Marks({
  fan,
  color,
  tick,
  day,
  layout: { x, y, floor, ceiling },
}: Pick<DrawingProps, 'fan' | 'color' | 'tick' | 'day'> & { layout: ReturnType<typeof fanLayout> }) {
  const marks = [
    ...fan.closed.map(({ at, value }) => ({
      at,
      value,
      said: i18n.t('{day}: {amount} won', { day: day(at), amount: tick(value) }),
    })),
    ...fan.ahead.map(({ at, low, likely, high }) => ({
      at,
      value: likely,
      // The end of the period is the first moment after it; people call it by its last day.
      said: i18n.t('{day}: likely {likely}, between {low} and {high}', {
        day: day(at >= fan.until ? at - 1 : at),
        likely: tick(likely),
        low: tick(low),
        high: tick(high),
      }),
    })),
  ]
  return marks.map(({ at, value, said }, i) => {
    const [before, after] = [marks[i - 1]?.at ?? at, marks[i + 1]?.at ?? at]
    const [begin, end] = [x((before + at) / 2), x((at + after) / 2)]
    return (
      <g
        aria-label={said}
        className="group/mark outline-none"
        data-mark
        key={at}
        role="img"
        tabIndex={i === 0 ? 0 : -1}
      >
        <title>{said}</title>
        <rect fill="transparent" height={floor - ceiling} width={Math.max(2, end - begin)} x={begin} y={ceiling} />
        <line
          className="opacity-0 group-hover/mark:opacity-100 group-focus-visible/mark:opacity-100"
          stroke="var(--ink)"
          x1={x(at)}
          x2={x(at)}
          y1={ceiling}
          y2={floor}
        />
        <circle
          className="opacity-0 group-hover/mark:opacity-100 group-focus-visible/mark:opacity-100"
          cx={x(at)}
          cy={y(value)}
          fill={color}
          r={4.5}
          stroke="var(--panel)"
          strokeWidth={1.5}
        />
      </g>
    )
  })
}

/** What is written at the end of the picture. */
export function endsOf({ closed, ahead, quota }: Fan, tick: (value: number) => string): EndLabel[] {
  const end = ahead.at(-1)
  const won = closed.at(-1)?.value ?? 0
  const text = (word: string, value: number) => `${word} ${tick(value)}`
  const figures: EndLabel[] = end
    ? [
        { key: 'high', value: end.high, text: text(i18n.t('high'), end.high) },
        { key: 'likely', value: end.likely, text: text(i18n.t('likely'), end.likely) },
        { key: 'low', value: end.low, text: text(i18n.t('low'), end.low) },
      ]
    : [{ key: 'closed', value: won, text: text(i18n.t('closed'), won) }]
  return quota === null ? figures : [...figures, { key: 'quota', value: quota, text: text(i18n.t('quota'), quota) }]
}
