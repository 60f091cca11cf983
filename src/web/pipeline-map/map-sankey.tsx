import { type KeyboardEvent, useState } from 'react'
import { fitted } from '../charts/text-width.ts'
import { Figure } from '../charts/figure.tsx'
import { usePipelines } from '../data.ts'
import { compactMoney, exactMoney } from '../format.ts'
import { hueColor } from '../hue.ts'
import { EmptyState } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { looks, pressable } from './edge-mark.tsx'
import { edgeInWords, kindNames, type MapEdge, nameOfNode, type PipelineMap } from './map-data.ts'
import { type Bar, type Ribbon, sankeyOf } from './sankey-layout.ts'

const barWidth = 14

/** How much value went from where to where in the period: bands as thick as what flowed, one stop of the Tab key. */
export function MapSankey({ map, onOpen }: { map: PipelineMap; onOpen: (edge: MapEdge) => void }) {
  const names = new Map(map.nodes.map((node) => [node.key, nameOfNode(node)]))
  const edges = map.edges.filter(({ total }) => Number(total.amount) > 0)
  const [most] = edges.toSorted((a, b) => Number(b.total.amount) - Number(a.total.amount))
  if (!most)
    return (
      <EmptyState title={i18n.t('No value went anywhere in this period')}>
        {i18n.t('Deals without an amount and hand-offs that nobody accepted carry none. Choose another quarter above.')}
      </EmptyState>
    )
  const { currency } = most.total
  const deals = edges.reduce((sum, edge) => sum + edge.deals, 0)
  const left = edges.some(({ unconverted }) => unconverted.length > 0)
  const layout = sankeyOf(edges.map(({ id, from, to, total }) => ({ id, from, to, value: Number(total.amount) })))
  return (
    <Figure
      height={layout.height}
      note={left ? i18n.t('Amounts in currencies without a rate are left out.') : undefined}
      subtitle={i18n.t(
        'Worth on arrival, in {currency} at the rates of the moment; {deals, plural, one {# deal} other {# deals}}',
        {
          currency,
          deals,
        },
      )}
      summary={i18n.t('Value between the pipelines: {ways, plural, one {# way} other {# ways}}', {
        ways: edges.length,
      })}
      table={{
        columns: [i18n.t('From'), i18n.t('To'), i18n.t('How'), i18n.t('Deals'), i18n.t('Worth')],
        rows: edges.map(({ from, to, kind, deals: n, total }) => [
          names.get(from) ?? from,
          names.get(to) ?? to,
          kindNames()[kind],
          String(n),
          exactMoney(total),
        ]),
      }}
      title={i18n.t('Most value, {amount}, went from {from} to {to}', {
        amount: compactMoney(most.total),
        from: names.get(most.from) ?? most.from,
        to: names.get(most.to) ?? most.to,
      })}
    >
      {({ width }) => (
        <Bands edges={edges} layout={layout} names={names} currency={currency} onOpen={onOpen} width={width} />
      )}
    </Figure>
  )
}

type BandsProps = {
  edges: readonly MapEdge[]
  layout: ReturnType<typeof sankeyOf>
  names: ReadonlyMap<string, string>
  currency: string
  width: number
  onOpen: (edge: MapEdge) => void
}

function Bands({ edges, layout, names, currency, width, onOpen }: BandsProps) {
  const { marks } = usePipelines()
  const [lit, light] = useState<string | null>(null)
  const beside = Math.min(190, Math.round(width * 0.27))
  const [x0, x1] = [beside + barWidth, width - beside - barWidth]
  const color = (key: string) => (marks.has(key) ? hueColor(marks.get(key)?.hue ?? 8) : 'var(--edge)')
  const words = (bar: Bar, x: number, anchor: 'start' | 'end') => (
    <g key={`${anchor} ${bar.key}`}>
      <rect
        fill={color(bar.key)}
        height={bar.height}
        rx={2}
        width={barWidth}
        x={anchor === 'end' ? x0 - barWidth : x1}
        y={bar.y}
      />
      <text fill="var(--ink)" fontSize={12} fontWeight={600} textAnchor={anchor} x={x} y={bar.y + bar.height / 2 - 2}>
        {fitted(names.get(bar.key) ?? bar.key, 13, beside - 8)}
      </text>
      <text className="num" fill="var(--mute)" fontSize={11} textAnchor={anchor} x={x} y={bar.y + bar.height / 2 + 12}>
        {compactMoney({ amount: bar.value.toFixed(2), currency })}
      </text>
    </g>
  )
  return (
    <>
      {layout.ribbons.map((ribbon, i) => {
        const edge = edges.find(({ id }) => id === ribbon.id)
        if (!edge) return null
        const open = () => onOpen(edge)
        const said = edgeInWords(edge, names)
        return (
          <path
            aria-label={said}
            className={`cursor-pointer ${pressable}`}
            d={bandOf(ribbon, x0, x1)}
            data-mark={ribbon.id}
            fill={looks[edge.kind].color}
            fillOpacity={lit === null || lit === ribbon.id ? 0.45 : 0.12}
            key={ribbon.id}
            onBlur={() => light(null)}
            onClick={open}
            onFocus={() => light(ribbon.id)}
            onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && open()}
            onMouseEnter={() => light(ribbon.id)}
            onMouseLeave={() => light(null)}
            role="button"
            tabIndex={i === 0 ? 0 : -1}
          >
            <title>{said}</title>
          </path>
        )
      })}
      <g aria-hidden="true" className="pointer-events-none">
        {layout.left.map((bar) => words(bar, beside - 6, 'end'))}
        {layout.right.map((bar) => words(bar, x1 + barWidth + 6, 'start'))}
      </g>
    </>
  )
}

function bandOf({ y0, y1, thickness }: Ribbon, x0: number, x1: number): string {
  const middle = (x0 + x1) / 2
  return [
    `M${x0} ${y0}`,
    `C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}`,
    `V${y1 + thickness}`,
    `C${middle} ${y1 + thickness} ${middle} ${y0 + thickness} ${x0} ${y0 + thickness}`,
    'Z',
  ].join('')
}
