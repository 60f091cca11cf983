import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../api.ts'

export type { Rehearsal, Replay, Routed } from '../../client/schema.ts'

/** What is held against the past: a text, and the pipeline whose moves it would have judged. */
export type Rehearsed = { pipeline: string; source: string; stage_map: Record<string, string> }

/** What to replay: a changed pipeline, or one that would be new, with the rule by which deals would go there. */
export type Asked = Parameters<typeof client.rehearsals.create>[0]

/** A rehearsal that is begun by a press of a button; `asked` is what its result is of. */
export function useRehearsal() {
  const [begun, setBegun] = useState<{ id: string; asked: Asked } | null>(null)
  const begin = useMutation({
    mutationFn: async (asked: Asked) => ({ id: (await client.rehearsals.create(asked)).id, asked }),
    onSuccess: setBegun,
  })
  const found = useQuery(rehearsalQuery(begun?.id ?? null))
  const waiting = begin.isPending || (begun !== null && !found.isError && !found.data?.finished_at)
  return { begin, found, waiting, asked: begun?.asked ?? null }
}

/** Asked again until its job is done. */
export const rehearsalQuery = (rehearsal_id: string | null) =>
  queryOptions({
    queryKey: ['rehearsal', rehearsal_id],
    queryFn: () => client.rehearsals.get({ rehearsal_id: rehearsal_id ?? '' }),
    enabled: rehearsal_id !== null,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data && state.data.finished_at === null ? 1_000 : false),
  })
