import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useId, useState } from 'react'
import { i18n } from '../words.ts'
import { arrowLength, EdgeLabel, EdgeLine, looks } from './edge-mark.tsx'
import { useEditWay } from './edit-way.tsx'
import { edgeInWords, type MapEdge, nameOfNode, nodeInWords, type PipelineMap } from './map-data.ts'
import { NodeMark } from './node-mark.tsx'
import { isWay, nextSpot, type Spot } from './walk.ts'

const margin = 12
const leastScale = 0.72

/**
 * The picture: boxes of pipelines and the ways between them, as wide as what went there. One stop of the Tab key; arrows
 * walk over boxes and labels, Enter opens what they stand for, E goes where it is changed. What one points at lights up
 * what it is joined to.
 */
export function MapDrawing({ map, onOpen }: { map: PipelineMap; onOpen: (edge: MapEdge) => void }) {
  const navigate = useNavigate()
  const editWay = useEditWay()
  const id = useId()
  const [lit, light] = useState<string | null>(null)
  const [current, setCurrent] = useState(map.nodes[0]?.key ?? '')
  const names = new Map(map.nodes.map((node) => [node.key, nameOfNode(node)]))
  const most = Math.max(1, ...map.edges.map(({ deals }) => deals))
  const spots: Spot[] = [
    ...map.nodes.map(({ key, place }) => ({ key, ...middleOf(place) })),
    ...map.edges.map((edge) => ({ key: edge.id, ...middleOf(edge.label) })),
  ]
  const stop = spots.some(({ key }) => key === current) ? current : spots[0]?.key
  const bright = (key: string) => lit === null || joined(map.edges, lit).has(key)
  const openNode = (key: string) => {
    const node = map.nodes.find((one) => one.key === key)
    if (node?.pipeline)
      void navigate({ to: '/board/$pipeline', params: { pipeline: key }, search: (old: object) => old as never })
  }
  const editNode = (key: string) => {
    const pipeline = map.nodes.find((one) => one.key === key)?.pipeline?.key
    if (pipeline) void navigate({ to: '/pipelines/$pipeline/design', params: { pipeline } })
  }
  const walk = (event: KeyboardEvent<SVGSVGElement>) => {
    const here = spots.find(({ key }) => key === (document.activeElement as SVGElement | null)?.dataset['mark'])
    if (!here || !isWay(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    const next = nextSpot(spots, here, event.key)
    if (!next) return
    setCurrent(next.key)
    const marks = [...event.currentTarget.querySelectorAll<SVGElement>('[data-mark]')]
    const mark = marks.find((one) => one.dataset['mark'] === next.key)
    mark?.focus()
    mark?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  const handlers = (key: string, open: () => void, edit: () => void) => ({
    'data-mark': key,
    tabIndex: key === stop ? 0 : -1,
    onMouseEnter: () => light(key),
    onMouseLeave: () => light(null),
    onFocus: () => {
      light(key)
      setCurrent(key)
    },
    onBlur: () => light(null),
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter') open()
      if (event.key === 'e' && !event.ctrlKey && !event.metaKey) edit()
    },
  })
  const [width, height] = [map.width + 2 * margin, map.height + 2 * margin]
  return (
    <svg
      aria-label={i18n.t('How the pipelines connect; the tables below say the same')}
      className="mx-auto block max-w-none text-ink"
      onKeyDown={walk}
      role="group"
      viewBox={`${-margin} ${-margin} ${width} ${height}`}
      // As wide as there is room, but never so small that nobody reads it; then it scrolls.
      style={{ width: `clamp(${Math.round(width * leastScale)}px, 100%, ${width}px)` }}
    >
      <defs>
        {Object.entries(looks).map(([kind, { color }]) => (
          <marker
            id={`${id}-${kind}`}
            key={kind}
            markerHeight={2 * arrowLength}
            markerUnits="userSpaceOnUse"
            markerWidth={arrowLength}
            orient="auto"
            refX={1}
            refY={10}
            viewBox="0 0 10 20"
          >
            <path d="M0 1L10 10L0 19Z" fill={color} />
          </marker>
        ))}
      </defs>
      {map.edges.map((edge) => (
        <EdgeLine bright={bright(edge.id)} edge={edge} key={edge.id} marker={`${id}-${edge.kind}`} most={most} />
      ))}
      {map.edges.map((edge) => (
        <EdgeLabel
          bright={bright(edge.id)}
          edge={edge}
          key={edge.id}
          said={edgeInWords(edge, names)}
          {...handlers(
            edge.id,
            () => onOpen(edge),
            () => editWay(edge),
          )}
        />
      ))}
      {map.nodes.map((node) => (
        <NodeMark
          bright={bright(node.key)}
          key={node.key}
          node={node}
          said={nodeInWords(node)}
          {...handlers(
            node.key,
            () => openNode(node.key),
            () => editNode(node.key),
          )}
        />
      ))}
    </svg>
  )
}

const middleOf = ({ x, y, width, height }: MapEdge['label']) => ({ x: x + width / 2, y: y + height / 2 })

/** A box with its ways and where they lead, or a way with both of its ends. */
function joined(edges: readonly MapEdge[], key: string): Set<string> {
  const own = edges.filter(({ id, from, to }) => id === key || from === key || to === key)
  return new Set([key, ...own.flatMap(({ id, from, to }) => [id, from, to])])
}
