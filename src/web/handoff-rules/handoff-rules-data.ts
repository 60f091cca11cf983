import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { HandoffRule } from '../../client/schema.ts'
import { client } from '../api.ts'
import { plainCarry } from '../handoffs/carried-list.tsx'
import { type Signal, useSignals } from '../live.ts'
import { queries } from '../query.ts'

export type RuleSet = { rules: HandoffRule[] }

export const handoffRulesQuery = queryOptions({
  queryKey: ['handoff-rules', 'current'],
  queryFn: () => client.handoff_rules.get(),
})

/** What a set of rules would change, and everything that is wrong with it, worked out by the server. */
export const handoffPlanQuery = (set: RuleSet) =>
  queryOptions({
    queryKey: ['handoff-rules', 'plan', set],
    queryFn: () => client.handoff_rules.preview(set),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export const handoffChangesQuery = infiniteQueryOptions({
  queryKey: ['handoff-rules', 'changes'],
  queryFn: ({ pageParam }) =>
    client.handoff_changes.list({ limit: 10, ...(pageParam === null ? {} : { cursor: pageParam }) }),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }) => next_cursor,
})

export const handoffChangeQuery = (change_id: string) =>
  queryOptions({
    queryKey: ['handoff-rules', 'change', change_id],
    queryFn: () => client.handoff_changes.get({ change_id }),
  })

/** The rules of one version that was published; null where it is older than those that are kept at hand. */
export const handoffVersionQuery = (version: number) =>
  queryOptions({
    queryKey: ['handoff-rules', 'version', version],
    queryFn: async () =>
      (await client.handoff_rule_versions.list({ limit: 200 })).data.find((one) => one.version === version) ?? null,
    enabled: version > 0,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** A rule of which nobody said anything yet but where it begins and where it leads. */
export const newRule = (from: string, to: string): HandoffRule => ({
  key: '',
  name: '',
  as: 'handoff',
  mode: 'automatic',
  trigger: { on: 'won', pipeline: from },
  to: { pipeline: to },
  link: 'sourced_from',
  carry: plainCarry,
  credit: { sourced: false },
})

export const refreshHandoffRules = () => queries.invalidateQueries({ queryKey: ['handoff-rules'] })

/** Reads again what others did to the rules, at once. */
export function useFreshHandoffRules(): void {
  useSignals(
    useCallback((signals: Signal[]) => {
      if (signals.some(({ type }) => /^(handoff_rules|approval)\./.test(type))) void refreshHandoffRules()
    }, []),
  )
}
