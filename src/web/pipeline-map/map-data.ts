import { useQuery } from '@tanstack/react-query'
import type { AnswerOf } from '../../client/client.ts'
import { client } from '../api.ts'
import { useContext, useMe, usePeriod } from '../data.ts'
import { compactMoney, percent, shortDays } from '../format.ts'
import { daysOf } from '../period.ts'
import type { Money } from '../wire.ts'
import { i18n } from '../words.ts'
import { startOfDay } from '../zone.ts'

export type PipelineMap = AnswerOf<'pipeline_map.get'>
export type MapNode = PipelineMap['nodes'][number]
export type MapEdge = PipelineMap['edges'][number]
export type Window = { from: string; to: string; as_of: string | undefined }

/** The quarter in the address, by the clocks of the workspace. */
export function useWindow(): Window {
  const { as_of } = useContext()
  const { workspace } = useMe()
  const { from, until } = daysOf(usePeriod(), workspace)
  return { from: startOfDay(from, workspace.time_zone), to: startOfDay(until, workspace.time_zone), as_of }
}

export const useMap = (window: Window) =>
  useQuery({ queryKey: ['pipeline-map', window], queryFn: () => client.pipeline_map.get(window) })

export const kindNames = (): Record<MapEdge['kind'], string> => ({
  route: i18n.t('New deals'),
  handoff: i18n.t('Hand-off'),
  transfer: i18n.t('Transfer'),
  lineage: i18n.t('Split or merge'),
})

const sourceNames = (): Record<NonNullable<MapNode['source']>, string> => ({
  rule: i18n.t('Routed by a rule'),
  fallback: i18n.t('Routed by the fallback'),
  person: i18n.t('Placed by a person'),
  named: i18n.t('Named when opened'),
  account: i18n.t('Accounts'),
})

export const nameOfNode = ({ pipeline, source, key }: MapNode): string =>
  pipeline?.name ?? (source === null ? key : sourceNames()[source])

/** Amounts of several currencies side by side: they are never added up at a rate here. */
export const worthOf = (amounts: readonly Money[]): string => amounts.map(compactMoney).join(' + ')

export const acceptanceOf = ({ acceptance }: MapEdge): string =>
  acceptance
    ? i18n.t('{share} of {n}', { share: percent(acceptance.accepted / acceptance.decided), n: acceptance.decided })
    : ''

export const lagOf = ({ lag }: MapEdge): string =>
  lag === null ? '' : lag.days < 1 ? i18n.t('< 1 d') : shortDays(lag.days)

/** What stands on the picture: how many, and below it acceptance, lag and what waits. */
export function labelOf(edge: MapEdge): { first: string; second: string } {
  const waits = edge.waiting > 0 ? i18n.t('{n} wait', { n: edge.waiting }) : ''
  const second = [acceptanceOf(edge), lagOf(edge), waits].filter(Boolean).join(' · ')
  const none = edge.deals === 0 && edge.waiting === 0
  return {
    first: `${kindNames()[edge.kind]} · ${edge.deals}`,
    second: none ? i18n.t('no deal yet') : second || worthOf(edge.amounts),
  }
}

/** An edge as it is read out. */
export function edgeInWords(edge: MapEdge, names: ReadonlyMap<string, string>): string {
  const { acceptance, lag } = edge
  return [
    i18n.t('{kind} from {from} to {to}', {
      kind: kindNames()[edge.kind],
      from: names.get(edge.from) ?? edge.from,
      to: names.get(edge.to) ?? edge.to,
    }),
    i18n.t('{n, plural, one {# deal} other {# deals}}', { n: edge.deals }),
    worthOf(edge.amounts),
    acceptance ? i18n.t('{accepted} of {decided} accepted', acceptance) : '',
    lag ? i18n.t('usually {days}', { days: lagOf(edge) }) : '',
    edge.waiting > 0 ? i18n.t('{n} wait', { n: edge.waiting }) : '',
  ]
    .filter(Boolean)
    .join(', ')
}

export const nodeInWords = (node: MapNode): string =>
  [
    nameOfNode(node),
    node.source === null
      ? i18n.t('{n, plural, one {# open deal} other {# open deals}}', { n: node.deals })
      : node.deals > 0
        ? i18n.t('{n} wait', { n: node.deals })
        : '',
    worthOf(node.amounts),
  ]
    .filter(Boolean)
    .join(', ')
