import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { usePipelines } from '../data.ts'
import { Mark } from '../ui/mark.tsx'
import { i18n } from '../words.ts'
import { acceptanceOf, kindNames, lagOf, type MapEdge, nameOfNode, type PipelineMap, worthOf } from './map-data.ts'
import { lifeNames } from './node-mark.tsx'

/** The same as the picture, in rows: every way, and every pipeline. */
export function MapTables({ map, onOpen }: { map: PipelineMap; onOpen: (edge: MapEdge) => void }) {
  return (
    <>
      {map.edges.length > 0 && <Ways map={map} onOpen={onOpen} />}
      <Pipelines map={map} />
    </>
  )
}

function Ways({ map, onOpen }: { map: PipelineMap; onOpen: (edge: MapEdge) => void }) {
  const names = new Map(map.nodes.map((node) => [node.key, nameOfNode(node)]))
  const columns = [i18n.t('From'), i18n.t('To'), i18n.t('How')]
  const figures = [i18n.t('Deals'), i18n.t('Worth'), i18n.t('Accepted'), i18n.t('Usually'), i18n.t('Waiting')]
  return (
    <Section id="map-ways" title={i18n.t('Every way')}>
      <table className="w-full min-w-220 text-left" aria-labelledby="map-ways">
        <thead>
          <tr className="text-xs text-mute">
            {[...columns, ...figures, i18n.t('Rules in force')].map((column) => (
              <th
                className={`py-1.5 pr-4 font-medium whitespace-nowrap ${figures.includes(column) ? 'text-right' : ''}`}
                key={column}
                scope="col"
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {map.edges.map((edge) => (
            <tr className="border-t border-line" key={edge.id}>
              <th className="py-1.5 pr-4 font-normal" scope="row">
                {names.get(edge.from)}
              </th>
              <td className="py-1.5 pr-4">{names.get(edge.to)}</td>
              <td className="py-1.5 pr-4 whitespace-nowrap">{kindNames()[edge.kind]}</td>
              <td className="py-1.5 pr-4 text-right">
                <button
                  aria-label={i18n.t('{n, plural, one {# deal} other {# deals}} from {from} to {to}: {kind}', {
                    n: edge.deals,
                    from: names.get(edge.from) ?? '',
                    to: names.get(edge.to) ?? '',
                    kind: kindNames()[edge.kind],
                  })}
                  className="num min-h-6 min-w-6 text-accent underline"
                  onClick={() => onOpen(edge)}
                  type="button"
                >
                  {edge.deals}
                </button>
              </td>
              <Figure>{worthOf(edge.amounts)}</Figure>
              <Figure>{acceptanceOf(edge)}</Figure>
              <Figure>{lagOf(edge)}</Figure>
              <Figure>{edge.waiting > 0 ? edge.waiting : ''}</Figure>
              <td className="min-w-60 py-1.5 text-mute">{edge.declared.map(ruleName).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

function Pipelines({ map }: { map: PipelineMap }) {
  const { marks } = usePipelines()
  return (
    <Section id="map-pipelines" title={i18n.t('Every pipeline')}>
      <table className="w-full text-left" aria-labelledby="map-pipelines">
        <thead>
          <tr className="text-xs text-mute">
            <th className="py-1.5 pr-4 font-medium" scope="col">
              {i18n.t('Pipeline')}
            </th>
            <th className="py-1.5 pr-4 text-right font-medium md:whitespace-nowrap" scope="col">
              {i18n.t('Open deals')}
            </th>
            <th className="py-1.5 pr-4 text-right font-medium" scope="col">
              {i18n.t('Worth')}
            </th>
            <th className="hidden py-1.5 font-medium md:table-cell" scope="col">
              {i18n.t('By stage')}
            </th>
          </tr>
        </thead>
        <tbody>
          {map.nodes.flatMap(({ pipeline, lifecycle, deals, amounts, stages }) =>
            pipeline ? (
              <tr className="border-t border-line" key={pipeline.key}>
                <th className="py-1.5 pr-4 font-normal" scope="row">
                  <span className="flex items-center gap-2">
                    <Mark mark={marks.get(pipeline.key)} size="small" />
                    <Link className="hover:underline" params={{ pipeline: pipeline.key }} to="/board/$pipeline">
                      {pipeline.name}
                    </Link>
                    {lifecycle && lifecycle !== 'active' && (
                      <span className="text-xs text-mute">{lifeNames()[lifecycle]}</span>
                    )}
                  </span>
                </th>
                <Figure>{deals}</Figure>
                <Figure>{worthOf(amounts)}</Figure>
                <td className="num hidden py-1.5 text-mute md:table-cell">
                  {stages.map((stage) => `${stage.name} ${stage.deals}`).join(' · ')}
                </td>
              </tr>
            ) : (
              []
            ),
          )}
        </tbody>
      </table>
    </Section>
  )
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="panel relative min-w-0 overflow-x-auto p-4">
      <h2 className="text-[15px] font-semibold" id={id}>
        {title}
      </h2>
      <div className="mt-2">{children}</div>
    </section>
  )
}

function Figure({ children }: { children: ReactNode }) {
  return <td className="num py-1.5 pr-4 text-right whitespace-nowrap">{children === '' ? '–' : children}</td>
}

export function ruleName({ in: set, name }: MapEdge['declared'][number]): string {
  if (set === 'transfer_maps') return i18n.t('declared stage map')
  return name === '' ? i18n.t('fallback') : name
}
