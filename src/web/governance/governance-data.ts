import { queryOptions } from '@tanstack/react-query'
import type { ApprovalPolicy } from '../../client/schema.ts'
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

/** Whether pipelines are to take no new deals or be put away, as far as that waits for a decision. */
export const lifeQuestionsQuery = queryOptions({
  queryKey: ['governance', 'life-questions'],
  async queryFn() {
    const { data } = await client.approvals.list({ queue: 'all', limit: 100 })
    return data.filter(({ subject }) => subject.kind === 'sunset' || subject.kind === 'archive')
  },
})

/** Who decides on routing and hand-off rules, which are of all pipelines. */
export const routingPolicyQuery = queryOptions({
  queryKey: ['governance', 'routing-policy'],
  queryFn: () => client.routing_policy.get(),
})

/** Who decides on such a thing of a pipeline, asked when somebody looks. */
export const policyQuery = (pipeline: string, subject_kind: ApprovalPolicy['subject_kind']) =>
  queryOptions({
    queryKey: ['governance', 'policy', pipeline, subject_kind],
    queryFn: () => client.approval_policies.get({ pipeline, subject_kind }),
  })

/** The newest of what was proposed to change in a pipeline. */
export const changesOfQuery = (pipeline: string) =>
  queryOptions({
    queryKey: ['changes', 'of', pipeline],
    queryFn: async () => (await client.change_requests.list({ pipeline, limit: 50 })).data,
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
