import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { RoutingFallback, RoutingRule } from '../../client/schema.ts'
import type { InputOf } from '../../client/client.ts'
import { api, client } from '../api.ts'
import { type Signal, useSignals } from '../live.ts'
import { queries } from '../query.ts'
import { i18n } from '../words.ts'

export type RuleSet = { rules: RoutingRule[]; fallback: RoutingFallback | null }
export type AskedDeal = Pick<InputOf<'routing.trace'>, 'deal' | 'deal_id'>
export type IncomingState = 'waiting' | 'opened' | 'dismissed'

export const routingQuery = queryOptions({ queryKey: ['routing', 'current'], queryFn: () => client.routing.get({}) })

/** What a set of rules would change, or the published one did not, worked out by the server over the last months. */
export const planQuery = (set: RuleSet | null, months: number) =>
  queryOptions({
    queryKey: ['routing', 'plan', set, months],
    queryFn: () => client.routing.preview({ ...set, months }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export const traceQuery = (asked: AskedDeal, set: RuleSet | null) =>
  queryOptions({
    queryKey: ['routing', 'trace', asked, set],
    queryFn: () => client.routing.trace({ ...asked, ...set }),
    placeholderData: keepPreviousData,
  })

/** Whether one rule can be read and leads somewhere, asked of the server with a deal of which nothing is said. */
export const ruleQuery = (rule: RoutingRule) =>
  queryOptions({
    queryKey: ['routing', 'rule', rule],
    queryFn: () => client.routing.trace({ deal: {}, rules: [rule], fallback: null }),
    staleTime: 60_000,
  })

export const versionsQuery = infiniteQueryOptions({
  queryKey: ['routing', 'versions'],
  queryFn: ({ pageParam }) =>
    client.routing_versions.list({ limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }) => next_cursor,
})

export const routingChangesQuery = infiniteQueryOptions({
  queryKey: ['routing', 'changes'],
  queryFn: ({ pageParam }) =>
    client.routing_changes.list({ limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }) => next_cursor,
})

export const routingChangeQuery = (change_id: string) =>
  queryOptions({
    queryKey: ['routing', 'change', change_id],
    queryFn: () => client.routing_changes.get({ change_id }),
  })

export const incomingQuery = (state: IncomingState) =>
  infiniteQueryOptions({
    queryKey: ['routing', 'incoming', state],
    queryFn: ({ pageParam }) =>
      client.incoming_deals.list({ state, limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

const mostCounted = 50

/** How many deals wait for a person; beyond some that it is many says enough. */
export const waitingQuery = queryOptions({
  queryKey: ['routing', 'waiting'],
  queryFn: () => client.incoming_deals.list({ state: 'waiting', limit: mostCounted }),
  staleTime: 60_000,
  select: ({ data, next_cursor }) => (next_cursor === null ? String(data.length) : `${mostCounted}+`),
})

const peopleQuery = queryOptions({ queryKey: ['people'], queryFn: api.people, staleTime: 300_000 })
const teamsQuery = queryOptions({
  queryKey: ['teams', ''],
  queryFn: () => client.teams.list({}),
  staleTime: 300_000,
})

type Choice = { value: string; label: string }
export type Names = {
  people: Choice[]
  teams: Choice[]
  person(id: string): string
  team(id: string): string
}

/** Whom rules may name: those who are here for choosing, everybody for reading. */
export function useNames(): Names {
  const people = useQuery(peopleQuery).data?.data ?? []
  const teams = useQuery(teamsQuery).data?.data ?? []
  const here = (list: { id: string; name: string; active: boolean }[]) =>
    list.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }))
  const named = (list: { id: string; name: string; active: boolean }[], id: string) => {
    const found = list.find((one) => one.id === id)
    if (!found) return ''
    return found.active ? found.name : i18n.t('{name} (no longer here)', { name: found.name })
  }
  return {
    people: here(people),
    teams: here(teams),
    person: (id) => named(people, id),
    team: (id) => named(teams, id),
  }
}

export const refreshRouting = () => queries.invalidateQueries({ queryKey: ['routing'] })

/** Reads again what others did to the rules and the queue, at once. */
export function useFreshRouting(): void {
  useSignals(
    useCallback((signals: Signal[]) => {
      if (signals.some(({ type }) => /^(routing|incoming_deal|approval)\./.test(type))) void refreshRouting()
    }, []),
  )
}
