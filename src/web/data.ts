import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { api } from './api.ts'
import { type Mark, marksOf } from './hue.ts'
import { type Period, periodOf } from './period.ts'
import type { Pipeline } from './wire.ts'

/** What every page reads from the address: the fiscal quarter, the currency, and the moment it shows. */
export type Context = { period?: Period; ccy?: string; as_of?: string }

export const useContext = (): Context => useSearch({ strict: false }) as Context

/** The present, or the past moment that the page shows; a past moment cannot be changed. */
export function useMoment(): { now: string; past: boolean; as_of: string | undefined } {
  const { as_of } = useContext()
  return { now: as_of ?? new Date().toISOString(), past: as_of !== undefined, as_of }
}

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: api.me, staleTime: 300_000 })
export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: async () => (await api.pipelines()).data.filter((pipeline) => pipeline.lifecycle !== 'archived'),
  staleTime: 300_000,
})

/** A deal with everything that its page shows; by its key, as in the address. */
export const dealQuery = (key: string) => queryOptions({ queryKey: ['deal', key], queryFn: () => api.deal(key) })

export const useMe = () => useSuspenseQuery(meQuery).data

export type Pipelines = { list: Pipeline[]; byKey: Map<string, Pipeline>; marks: Map<string, Mark> }

/** The pipelines of the workspace with their marks, in one order everywhere. */
export function usePipelines(): Pipelines {
  const { data } = useSuspenseQuery({ ...pipelinesQuery, select: arranged })
  return data
}

const arranged = (list: Pipeline[]): Pipelines => ({
  list,
  byKey: new Map(list.map((pipeline) => [pipeline.key, pipeline])),
  marks: marksOf(list),
})

/** The quarter in the address, or else the one that runs at the moment the page shows. */
export function usePeriod(): Period {
  const { period } = useContext()
  const { now } = useMoment()
  const { workspace } = useMe()
  return period ?? periodOf(now, workspace)
}

export const stageName = (pipeline: Pipeline | undefined, key: string | null): string =>
  pipeline?.stages.find((stage) => stage.key === key)?.name ?? key ?? ''
