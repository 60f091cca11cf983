import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client } from '../api.ts'
import { queries } from '../query.ts'

export type { Pilot, PilotComparison, PilotSummary } from '../../client/schema.ts'

export const pilotsQuery = infiniteQueryOptions({
  queryKey: ['pilots', 'list'],
  queryFn: ({ pageParam }) => client.pilots.list({ limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }) => next_cursor,
})

export const pilotQuery = (pilot_id: string) =>
  queryOptions({ queryKey: ['pilots', 'one', pilot_id], queryFn: () => client.pilots.get({ pilot_id }) })

export const teamsQuery = queryOptions({
  queryKey: ['pilots', 'teams'],
  queryFn: async () => (await client.teams.list({})).data.filter(({ active }) => active),
})

/** A pilot makes a pipeline, ends one, or asks for a change. */
export const refreshPilots = () => queries.invalidateQueries()
