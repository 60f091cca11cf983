import type { SVGAttributes } from 'react'
import { fitted } from '../charts/text-width.ts'
import { usePipelines } from '../data.ts'
import { hueColor, hueInk } from '../hue.ts'
import { i18n } from '../words.ts'
import { pressable } from './edge-mark.tsx'
import { type MapNode, nameOfNode, worthOf } from './map-data.ts'

type Props = SVGAttributes<SVGRectElement> & { node: MapNode; said: string; bright: boolean }

/** Bold letters are wider than what is estimated for plain ones. */
const boldly = (size: number) => size * 1.1

/** A pipeline with its stages as a strip, darker where more deals stand; or a place that deals come from. */
export function NodeMark({ node, said, bright, ...handlers }: Props) {
  const { x, y, width, height } = node.place
  return (
    <g opacity={bright ? 1 : 0.3} transform={`translate(${x},${y})`}>
      <g aria-hidden="true">
        <rect
          className={node.pipeline ? 'fill-raised stroke-edge' : 'fill-sunken stroke-line'}
          height={height}
          rx={10}
          width={width}
        />
        {node.pipeline ? <PipelineFace node={node} /> : <SourceFace node={node} />}
      </g>
      <rect
        {...handlers}
        aria-label={said}
        className={`${node.pipeline ? 'cursor-pointer' : ''} ${pressable}`}
        fill="transparent"
        height={height}
        role={node.pipeline ? 'link' : 'img'}
        rx={10}
        width={width}
      >
        <title>{said}</title>
      </rect>
    </g>
  )
}

function SourceFace({ node }: { node: MapNode }) {
  const { width, height } = node.place
  const waits = node.deals > 0
  return (
    <>
      <text fill="var(--ink)" fontSize={12} x={12} y={height / 2 + (waits ? -2 : 4)}>
        {fitted(nameOfNode(node), 12, width - 20)}
      </text>
      {waits && (
        <text fill="var(--risk)" fontSize={11} x={12} y={height / 2 + 14}>
          {i18n.t('{n} wait', { n: node.deals })}
        </text>
      )}
    </>
  )
}

function PipelineFace({ node }: { node: MapNode }) {
  const { marks } = usePipelines()
  const { width, height } = node.place
  const mark = marks.get(node.key)
  const hue = mark?.hue ?? 8
  const life = node.lifecycle === 'active' ? '' : lifeNames()[node.lifecycle ?? 'active']
  const open = i18n.t('{n} open', { n: node.deals })
  return (
    <>
      {mark && (
        <>
          <rect fill={hueColor(hue)} height={20} rx={4} width={28} x={10} y={10} />
          <text fill={hueInk(hue)} fontSize={10} fontWeight={600} textAnchor="middle" x={24} y={24}>
            {mark.monogram}
          </text>
        </>
      )}
      <text fill="var(--ink)" fontSize={13} fontWeight={600} x={mark ? 46 : 12} y={25}>
        {fitted(nameOfNode(node), boldly(13), width - (mark ? 54 : 20))}
      </text>
      <text fill="var(--mute)" fontSize={11.5} x={12} y={46}>
        {fitted([life, open, worthOf(node.amounts)].filter(Boolean).join(' · '), 11.5, width - 22)}
      </text>
      <StageStrip hue={hue} node={node} top={height - 26} width={width - 20} />
    </>
  )
}

function StageStrip({ node, hue, top, width }: { node: MapNode; hue: number; top: number; width: number }) {
  const most = Math.max(1, ...node.stages.map(({ deals }) => deals))
  const cell = width / Math.max(1, node.stages.length)
  return (
    <g transform={`translate(10,${top})`}>
      {node.stages.map(({ key, deals }, i) => (
        <g key={key} transform={`translate(${i * cell},0)`}>
          <rect fill="var(--sunken)" height={16} rx={2} width={cell - 2} />
          <rect fill={hueColor(hue)} height={4} rx={1} width={(cell - 2) * (deals / most)} y={12} />
          <text fill="var(--ink)" fontSize={10} textAnchor="middle" x={(cell - 2) / 2} y={9.5}>
            {cell > 16 ? deals : ''}
          </text>
        </g>
      ))}
    </g>
  )
}

export const lifeNames = (): Record<NonNullable<MapNode['lifecycle']>, string> => ({
  draft: i18n.t('draft'),
  active: i18n.t('active'),
  sunset: i18n.t('takes no new deals'),
  archived: i18n.t('archived'),
})
