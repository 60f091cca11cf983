import type { ReactNode } from 'react'
import { i18n } from '../words.ts'
import { Figure } from './figure.tsx'
import type { Table } from './table.ts'
import { type Step, stepHeight, waterfallLayout } from './waterfall-layout.ts'

export type Tone = 'total' | 'up' | 'down' | 'won' | 'lost'
export type WaterfallStep = Step & { tone: Tone }

type Props = {
  title: string
  subtitle: ReactNode
  steps: readonly WaterfallStep[]
  tick: (value: number) => string
  table: Table
  /** The key of the step that is shown elsewhere. */
  picked?: string | undefined
  onPick?: ((key: string) => void) | undefined
}

/** What led a figure from its start to its end, step by step; a step opens the deals behind it. */
export function Waterfall({ title, subtitle, steps, tick, table, picked, onPick }: Props) {
  // Whether the axis is cut does not depend on how wide the picture is.
  const { height, truncated, start } = waterfallLayout(steps, 600)
  const summary = steps.map(said).join('. ')
  const note = truncated ? i18n.t('The axis starts at {amount}, not at zero.', { amount: tick(start) }) : undefined
  return (
    <Figure {...{ title, subtitle, table, height, summary, note }}>
      {({ width, id }) => <WaterfallDrawing {...{ steps, tick, picked, onPick, width, id }} />}
    </Figure>
  )
}

type DrawingProps = Pick<Props, 'steps' | 'tick' | 'picked' | 'onPick'> & { width: number; id: string }

export function WaterfallDrawing({ steps, tick, picked, onPick, width, id }: DrawingProps) {
  const layout = waterfallLayout(steps, width)
  const floor = steps.length * stepHeight
  return (
    <>
      <defs>
        {(['up', 'down', 'won', 'lost'] as const).map((tone) => (
          <Hatch color={colors[tone]} id={`${id}-${tone}`} key={tone} />
        ))}
      </defs>
      {layout.ticks.map((value, index) => (
        <g aria-hidden="true" key={value} transform={`translate(${layout.scale(value)},0)`}>
          <line stroke="var(--line)" y2={floor} />
          {/* Of ticks so near to each other that they read the same, the first says it. */}
          {(index === 0 || tick(value) !== tick(layout.ticks[index - 1] ?? value)) && (
            <text fill="var(--mute)" fontSize={11} textAnchor="middle" y={floor + 16}>
              {tick(value)}
            </text>
          )}
        </g>
      ))}
      {layout.rows.map((row, index) => (
        <g key={row.key} transform={`translate(0,${row.y})`}>
          {picked === row.key && (
            <rect fill="var(--accent-soft)" height={stepHeight} rx={4} width={width} y={-stepHeight / 2} />
          )}
          <g aria-hidden="true">
            <text
              dominantBaseline="central"
              fill="var(--ink)"
              fontSize={13}
              fontWeight={row.kind === 'total' ? 600 : 400}
            >
              {row.shownName}
            </text>
            <rect
              fill={fillOf(steps[index], id)}
              height={16}
              rx={2}
              stroke={colors[steps[index]?.tone ?? 'total']}
              width={row.width}
              x={row.x}
              y={-8}
            />
            {index < layout.rows.length - 1 && (
              <line stroke="var(--edge)" strokeDasharray="2 2" x1={row.endX} x2={row.endX} y1={8} y2={stepHeight - 8} />
            )}
            <text
              dominantBaseline="central"
              fill="var(--ink)"
              fontSize={13}
              fontWeight={row.kind === 'total' ? 600 : 400}
              textAnchor="end"
              x={width}
            >
              {row.label}
            </text>
          </g>
          <Row onPick={onPick} picked={picked === row.key} step={row} tabIndex={index === 0 ? 0 : -1} width={width} />
        </g>
      ))}
    </>
  )
}

type RowProps = { step: Step; picked: boolean; onPick: Props['onPick']; tabIndex: number; width: number }

/** The whole row is one mark: it is read aloud, and pressed. */
function Row({ step, picked, onPick, tabIndex, width }: RowProps) {
  const pick = onPick && step.kind === 'change' ? () => onPick(step.key) : undefined
  return (
    <rect
      aria-label={said(step)}
      className={pick ? 'cursor-pointer' : ''}
      data-mark
      fill="transparent"
      height={stepHeight}
      onClick={pick}
      onKeyDown={(event) => {
        if (!pick || (event.key !== 'Enter' && event.key !== ' ')) return
        event.preventDefault()
        pick()
      }}
      role={pick ? 'button' : 'img'}
      tabIndex={tabIndex}
      width={width}
      y={-stepHeight / 2}
      {...(pick ? { 'aria-pressed': picked } : {})}
    >
      <title>{said(step)}</title>
    </rect>
  )
}

/** Down is hatched, so that it is told from up without colour. */
function Hatch({ id, color }: { id: string; color: string }) {
  return (
    <pattern height={6} id={id} patternTransform="rotate(45)" patternUnits="userSpaceOnUse" width={6}>
      <rect fill={color} height={6} opacity={0.15} width={6} />
      <line stroke={color} strokeWidth={2.5} y2={6} />
    </pattern>
  )
}

const colors: Record<Tone, string> = {
  total: 'var(--edge)',
  up: 'var(--accent)',
  down: 'var(--hue-7)',
  won: 'var(--won)',
  lost: 'var(--lost)',
}

function fillOf(step: WaterfallStep | undefined, id: string): string {
  if (!step || step.kind === 'total') return 'var(--edge)'
  return step.amount < 0 ? `url(#${id}-${step.tone})` : colors[step.tone]
}

const said = ({ name, label }: Step): string => `${name}: ${label}`
