import { queryOptions, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api } from '../api.ts'
import { dealQuery, useMe, useMoment, usePipelines } from '../data.ts'
import { type Signal, useSignals } from '../live.ts'
import { queries } from '../query.ts'
import { dealAt } from './deal-at.ts'

const historyQuery = (key: string) =>
  queryOptions({ queryKey: ['history', key], queryFn: async () => (await api.history(key)).data })

const activitiesQuery = (id: string | undefined) =>
  queryOptions({
    queryKey: ['activities', id],
    queryFn: async () => (await api.activities({ deal_id: id, limit: 200 })).data,
    enabled: id !== undefined,
  })

/** How long deals usually stay in each stage of a pipeline; the board knows it. */
const pacesQuery = (pipeline: string | undefined) =>
  queryOptions({
    queryKey: ['paces', pipeline],
    queryFn: async () => (await api.board(pipeline ?? '', undefined, 1)).stages,
    enabled: pipeline !== undefined,
    staleTime: 300_000,
  })

/** The pipeline in the version that a deal is in, where that is not the current one. It never changes. */
const versionQuery = (definition_id: string | undefined) =>
  queryOptions({
    queryKey: ['definition', definition_id],
    queryFn: async () => (await api.definition(definition_id ?? '')).pipeline,
    enabled: definition_id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Everything that a deal's page shows, now or as of the moment in the address, kept current by live signals. */
export function useDealPage(key: string) {
  const { as_of, past } = useMoment()
  const { list, byKey } = usePipelines()
  const query = useQuery(dealQuery(key))
  const history = useQuery(historyQuery(key))
  const current = query.data
  const activities = useQuery(activitiesQuery(current?.id))
  const paces = useQuery(pacesQuery(current?.pipeline.key))
  const newest = current && byKey.get(current.pipeline.key)
  const older = current && newest && current.definition.id !== newest.definition.id ? current.definition.id : undefined
  const version = useQuery(versionQuery(older))
  const now = as_of ?? new Date(query.dataUpdatedAt || Date.now()).toISOString()
  const rows = (history.data ?? []).filter(({ occurred_at }) => Date.parse(occurred_at) <= Date.parse(now) || !past)
  const deal = current && as_of ? dealAt(current, history.data ?? [], as_of, list) : current
  useSignals(
    useCallback(
      (signals: Signal[]) => {
        if (signals.some(({ subject }) => subject === current?.id || /^(act|apr)_/.test(subject))) refreshDeal()
        if (signals.some(({ subject }) => subject.startsWith('hof_')))
          void queries.invalidateQueries({ queryKey: ['handoffs'] })
      },
      [current?.id],
    ),
  )
  return {
    query,
    deal,
    history: past ? rows.map((row, index) => (index === rows.length - 1 ? { ...row, until: null } : row)) : rows,
    activities: (activities.data ?? []).filter(({ created_at }) => !past || Date.parse(created_at) <= Date.parse(now)),
    paces: paces.data ?? [],
    /** The version that new deals go by, where this one goes by an older. */
    newer: older !== undefined && !past ? (newest?.definition.version ?? null) : null,
    // A deal goes by the stages and gates of its own version, until it is brought along.
    pipeline: older !== undefined && !past ? version.data : deal ? byKey.get(deal.pipeline.key) : undefined,
    canWork: useMe().access.includes('deals:work') && !past,
    now,
    past,
    notYet: past && current !== undefined && history.isSuccess && deal === null,
  }
}

export type DealPageData = ReturnType<typeof useDealPage>

/** Asks again for what a change of a deal touches. */
export function refreshDeal(): void {
  for (const queryKey of [
    ['deal'],
    ['history'],
    ['activities'],
    ['gates'],
    ['chance'],
    ['board'],
    ['needs'],
    ['asked'],
  ])
    void queries.invalidateQueries({ queryKey })
}
