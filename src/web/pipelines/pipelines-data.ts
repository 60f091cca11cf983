import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** Every pipeline of the workspace, those that are archived too. */
export const everyPipelineQuery = queryOptions({
  queryKey: ['pipelines', 'every'],
  queryFn: async () => (await api.pipelines()).data,
})

/** The definitions that come with the product, to begin from. */
export const shippedQuery = queryOptions({
  queryKey: ['shipped-motions'],
  queryFn: async () => (await import('./shipped.ts')).shipped,
  staleTime: Number.POSITIVE_INFINITY,
})
