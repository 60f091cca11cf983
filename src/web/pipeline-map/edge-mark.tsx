import type { SVGAttributes } from 'react'
import { fitted } from '../charts/text-width.ts'
import { labelOf, type MapEdge } from './map-data.ts'

type Look = { color: string; dash: string | undefined }

/** Never the colour alone: the label names the kind, and splits and merges are dotted. */
export const looks: Record<MapEdge['kind'], Look> = {
  route: { color: 'var(--edge)', dash: undefined },
  handoff: { color: 'var(--hue-2)', dash: undefined },
  transfer: { color: 'var(--hue-5)', dash: undefined },
  lineage: { color: 'var(--mute)', dash: '2 5' },
}

type LineProps = { edge: MapEdge; most: number; bright: boolean; marker: string }

/** As wide as the deals that went there, beside the way that most went; dashed where none did yet. */
export function EdgeLine({ edge, most, bright, marker }: LineProps) {
  const { color, dash } = looks[edge.kind]
  return (
    <path
      aria-hidden="true"
      d={pathOf(edge)}
      fill="none"
      markerEnd={`url(#${marker})`}
      opacity={bright ? 0.75 : 0.12}
      stroke={color}
      strokeDasharray={edge.deals === 0 ? '6 4' : dash}
      strokeWidth={edge.deals === 0 ? 1.5 : 2 + 10 * (edge.deals / most)}
    />
  )
}

type LabelProps = SVGAttributes<SVGRectElement> & { edge: MapEdge; said: string; bright: boolean }

export function EdgeLabel({ edge, said, bright, ...handlers }: LabelProps) {
  const { x, y, width, height } = edge.label
  const { first, second } = labelOf(edge)
  return (
    <g opacity={bright ? 1 : 0.3} transform={`translate(${x},${y})`}>
      <g aria-hidden="true">
        <rect className="fill-panel stroke-line" height={height} rx={8} width={width} />
        <rect fill={looks[edge.kind].color} height={height - 12} rx={1.5} width={3} x={6} y={6} />
        <text fill="var(--ink)" fontSize={12} fontWeight={600} x={15} y={15}>
          {fitted(first, 12, width - 20)}
        </text>
        <text fill={edge.waiting > 0 ? 'var(--risk)' : 'var(--mute)'} fontSize={11} x={15} y={29}>
          {fitted(second, 11, width - 20)}
        </text>
      </g>
      <rect
        {...handlers}
        aria-label={said}
        className={`cursor-pointer ${pressable}`}
        fill="transparent"
        height={height}
        role="button"
        rx={8}
        width={width}
      >
        <title>{said}</title>
      </rect>
    </g>
  )
}

/** What the mouse or the keyboard stands on has a frame. */
export const pressable = 'outline-none hover:stroke-accent focus-visible:stroke-accent focus-visible:stroke-[3px]'

/** So far before the box a way ends, and its arrow begins. */
export const arrowLength = 10

/** Level at every point, so that a way leaves and enters a box straight on; one that leads back to its box has corners. */
function pathOf({ points, from, to }: MapEdge): string {
  const [first, ...rest] = shortened(points)
  if (!first) return ''
  let path = `M${first.x} ${first.y}`
  let here = first
  for (const next of rest) {
    const middle = (here.x + next.x) / 2
    path +=
      from === to || here.y === next.y
        ? `L${next.x} ${next.y}`
        : `C${middle} ${here.y} ${middle} ${next.y} ${next.x} ${next.y}`
    here = next
  }
  return path
}

function shortened(points: MapEdge['points']): MapEdge['points'] {
  const [before, last] = [points.at(-2), points.at(-1)]
  if (!before || !last) return points
  const upright = before.x === last.x
  const end = {
    x: upright ? last.x : last.x - arrowLength * Math.sign(last.x - before.x),
    y: upright ? last.y - arrowLength * Math.sign(last.y - before.y) : last.y,
  }
  return [...points.slice(0, -1), end]
}
