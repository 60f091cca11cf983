import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { AnswerOf } from '../../../client/client.ts'
import { client } from '../../api.ts'
import { useMe } from '../../data.ts'
import { tickIn } from '../forecast-data.ts'
import type { AccuracySearch } from './accuracy-search.ts'

export type Backtest = AnswerOf<'backtests.get'>
export type BacktestSummary = AnswerOf<'backtests.list'>['data'][number]
export type Score = Backtest['results'][number]['scores'][number]
export type Record = Backtest['results'][number]['records'][number]
export type Method = Score['method']
export type Origin = AnswerOf<'backtests.origins'>['data'][number]

const isAlive = ({ status }: BacktestSummary) => status === 'queued' || status === 'running'

/** The newest backtests; asked again as long as one of them is at work. */
export const backtestsQuery = queryOptions({
  queryKey: ['backtests'],
  queryFn: () => client.backtests.list({ limit: 20 }),
  refetchInterval: ({ state }) => (state.data?.data.some(isAlive) ? 1_000 : false),
})

const backtestQuery = (backtest_id: string | undefined) =>
  queryOptions({
    queryKey: ['backtest', backtest_id],
    queryFn: () => client.backtests.get({ backtest_id: backtest_id ?? '' }),
    enabled: backtest_id !== undefined,
    placeholderData: keepPreviousData,
  })

/** The record of the last backtest, for pages that show it beside other figures. */
export const recordQuery = queryOptions({
  queryKey: ['forecast', 'record'],
  queryFn: () => client.forecasts.record(),
  staleTime: 300_000,
})

/** The last backtest, or the one in the address, read by horizon, pipeline, target and method of the address. */
export function useAccuracy() {
  const search = useSearch({ strict: false }) as AccuracySearch
  const { workspace } = useMe()
  const list = useQuery(backtestsQuery)
  const all = list.data?.data ?? []
  const running = all.find(isAlive)
  const last = all[0]
  const finished = all.find(({ finished_at }) => finished_at !== null)
  const query = useQuery(backtestQuery(search.backtest ?? finished?.id))
  const results = query.data?.results ?? []
  const result = results.find(({ horizon_days }) => String(horizon_days) === search.horizon) ?? results[0]
  const scopes = result?.records.map((record) => record.scope) ?? []
  const scope = search.scope && scopes.includes(search.scope) ? search.scope : 'total'
  const target: 'open' | 'all' = search.target === 'open' ? 'open' : 'all'
  const scores = result?.scores.filter((score) => score.scope === scope && score.target === target) ?? []
  const record = result?.records.find((one) => one.scope === scope)
  const told = scores.filter(({ crps }) => crps !== null)
  const method = told.find((one) => one.method === search.method)?.method ?? record?.method ?? 'model'
  const currency = query.data?.currency ?? workspace.currency
  return {
    search,
    list,
    query,
    running,
    last,
    finished,
    result,
    scopes,
    scope,
    target,
    scores,
    told,
    record,
    method,
    currency,
    tick: tickIn(currency),
  }
}

/** Beginning one, and asking it to stop. */
export function useRunning() {
  const queries = useQueryClient()
  const again = () => queries.invalidateQueries({ queryKey: ['backtests'] })
  const begin = useMutation({ mutationFn: () => client.backtests.create({}), onSettled: again })
  const stop = useMutation({ mutationFn: (job_id: string) => client.jobs.cancellation({ job_id }), onSettled: again })
  return { begin, stop }
}

type Asked = { backtest_id: string | undefined; horizon_days: number; scope: string; target: 'open' | 'all' }

/** What every method would have said on each day, and what happened. */
export const originsQuery = ({ backtest_id, ...asked }: Asked) =>
  queryOptions({
    queryKey: ['backtest-origins', backtest_id, asked],
    queryFn: () => client.backtests.origins({ backtest_id: backtest_id ?? '', ...asked }),
    enabled: backtest_id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
