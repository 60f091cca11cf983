import { queryOptions } from '@tanstack/react-query'
import { client } from '../api.ts'
import { isProblem } from '../problem.ts'
import type { Written } from './design-edits.ts'

/** What is being written for a pipeline; null where nobody has begun. */
export const readDraft = (pipeline: string) =>
  client.drafts.get({ pipeline }).catch((error: unknown) => {
    if (isProblem(error) && error.status === 404) return null
    throw error
  })

export const draftQuery = (pipeline: string) =>
  queryOptions({
    queryKey: ['draft', pipeline],
    queryFn: () => readDraft(pipeline),
    // Read when the page opens; from then on the page itself knows, and asks when others save.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

export const sourceQuery = (definition_id: string) =>
  queryOptions({
    queryKey: ['definition-source', definition_id],
    queryFn: () => client.definitions.get({ definition_id }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const libraryQuery = queryOptions({
  queryKey: ['fields'],
  queryFn: async () => (await client.fields.list()).data,
})

export type Migrate = 'all' | 'grandfather'

export const checkQuery = (pipeline: string, { source, stage_map }: Written, migrate: Migrate) =>
  queryOptions({
    queryKey: ['definition-check', pipeline, source, stage_map, migrate],
    queryFn: () => client.definitions.check({ pipeline, source, stage_map, migrate }),
    staleTime: 60_000,
    gcTime: 60_000,
  })

/** What is said of the design of a text, held against the deals of its pipeline; counted over all of them, so asked seldom. */
export const lintQuery = (source: string) =>
  queryOptions({
    queryKey: ['definition-findings', source],
    queryFn: () => client.definition_findings.create({ source }),
    staleTime: 300_000,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
  })

export const impactQuery = ({ source, stage_map }: Written, migrate: Migrate) =>
  queryOptions({
    queryKey: ['change-preview', source, stage_map, migrate],
    queryFn: () => client.change_plans.preview({ definition: source, stage_map, migrate }),
    staleTime: 30_000,
    gcTime: 60_000,
  })
