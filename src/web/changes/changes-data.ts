import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { useCallback } from 'react'
import { client } from '../api.ts'
import { type Signal, useSignals } from '../live.ts'
import { queries } from '../query.ts'
import type { ChangeState } from './change-words.ts'

export const changesQuery = (pipeline: string | undefined, state: ChangeState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['changes', 'list', pipeline, state],
    queryFn: ({ pageParam }) =>
      client.change_requests.list({ pipeline, state, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

/** What is proposed to change and waits: for a decision, for its date, or for another look. */
export const waitingChangesQuery = queryOptions({
  queryKey: ['changes', 'waiting'],
  async queryFn() {
    const states = ['open', 'approved', 'stale'] as const
    const pages = await Promise.all(states.map((state) => client.change_requests.list({ state, limit: 100 })))
    return pages.flatMap((page) => page.data)
  },
})

/** The newest changes of one pipeline. */
export const changesOfQuery = (pipeline: string) =>
  queryOptions({
    queryKey: ['changes', 'of', pipeline],
    queryFn: async () => (await client.change_requests.list({ pipeline, limit: 100 })).data,
  })

export const changeQuery = (change_request_id: string) =>
  queryOptions({
    queryKey: ['changes', 'one', change_request_id],
    queryFn: () => client.change_requests.get({ change_request_id }),
  })

export const planQuery = (change_request_id: string, version: number) =>
  queryOptions({
    queryKey: ['changes', 'plan', change_request_id, version],
    queryFn: () => client.change_requests.plan({ change_request_id }),
  })

/** Reads again what others did to change requests, at once. */
export function useFreshChanges(): void {
  useSignals(
    useCallback((signals: Signal[]) => {
      if (signals.some(({ type }) => type.startsWith('change_request.') || type.startsWith('approval.')))
        void queries.invalidateQueries({ queryKey: ['changes'] })
    }, []),
  )
}
