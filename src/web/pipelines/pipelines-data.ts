import { queryOptions } from '@tanstack/react-query'
import { api, client } from '../api.ts'

/** Every pipeline of the workspace, those that are archived too. */
export const everyPipelineQuery = queryOptions({
  queryKey: ['pipelines', 'every'],
  queryFn: async () => (await api.pipelines()).data,
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

/** The definitions that come with the product, to begin from. */
export const shippedQuery = queryOptions({
  queryKey: ['shipped-motions'],
  queryFn: async () => (await import('./shipped.ts')).shipped,
  staleTime: Number.POSITIVE_INFINITY,
})
