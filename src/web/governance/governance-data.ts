import { queryOptions } from '@tanstack/react-query'
import { client } from '../api.ts'
import { pipelinesQuery } from '../data.ts'
import { queries } from '../query.ts'

export type { DesignFinding, Review, ReviewState, Upkeep } from '../../client/schema.ts'

export const upkeepQuery = queryOptions({
  queryKey: ['governance', 'upkeep'],
  queryFn: async () => (await client.upkeep.list()).data,
})

export const reviewsQuery = queryOptions({
  queryKey: ['governance', 'reviews'],
  queryFn: async () => (await client.reviews.list()).data,
})

export const reviewsOfQuery = (pipeline: string) =>
  queryOptions({
    queryKey: ['governance', 'reviews', pipeline],
    queryFn: async () => (await client.pipeline_reviews.list({ pipeline })).data,
  })

/** Counted over every deal of the pipeline on the server, so it is asked seldom. */
export const findingsQuery = (pipeline: string) =>
  queryOptions({
    queryKey: ['governance', 'findings', pipeline],
    queryFn: () => client.pipeline_findings.list({ pipeline }),
    staleTime: 300_000,
    refetchOnWindowFocus: false,
  })

/** Also what archived pipelines say, which the other pages leave out. */
export const charterQuery = (pipeline: string) =>
  queryOptions({ queryKey: ['governance', 'charter', pipeline], queryFn: () => client.pipelines.get({ pipeline }) })

export const refreshGovernance = () =>
  Promise.all([
    queries.invalidateQueries({ queryKey: ['governance'] }),
    queries.invalidateQueries({ queryKey: pipelinesQuery.queryKey }),
  ])
