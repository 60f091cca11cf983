import { queryOptions } from '@tanstack/react-query'
import { client } from '../api.ts'
import { queries } from '../query.ts'

export type { Lineage, LineagePlan } from '../../client/schema.ts'

/** One part as it is written: the pipelines by key, an empty rule for all that are left. */
export type Part = { from: string; to: string; rule: string; stages: Record<string, string> }

export type Asked = Parameters<typeof client.lineages.plan>[0]['parts']

/** As the server is asked: a rule that nobody wrote is none. */
export const askedOf = (parts: readonly Part[]): Asked =>
  parts.map(({ from, to, rule, stages }) => ({
    from,
    to,
    stages,
    ...(rule.trim() === '' ? {} : { rule: rule.trim() }),
  }))

/** Asked again while deals are on their way. */
export const lineagesQuery = queryOptions({
  queryKey: ['lineages'],
  queryFn: async () => (await client.lineages.list({ limit: 50 })).data,
  refetchInterval: ({ state }) => (state.data?.some(({ job }) => job.finished_at === null) ? 1_000 : false),
})

/** Boards, totals, forecasts and pipelines all read otherwise afterwards. */
export const refreshAll = () => queries.invalidateQueries()
