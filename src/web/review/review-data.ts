import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { AnswerOf, InputOf } from '../../client/client.ts'
import { client } from '../api.ts'
import { type Signal, useSignals } from '../live.ts'
import { queries } from '../query.ts'

export type Agenda = AnswerOf<'deal_reviews.agenda'>
export type Review = AnswerOf<'deal_reviews.get'>
export type ReviewMark = Review['deals'][number]['mark']
export type AgendaAsked = InputOf<'deal_reviews.agenda'>
/** A deal to talk about; of an agenda that nobody has begun to walk through without a mark. */
export type Talked = Agenda['deals'][number] & { mark?: ReviewMark }
export type Reason = Talked['reasons'][number]

export const agendaQuery = (asked: AgendaAsked) =>
  queryOptions({ queryKey: ['review', 'agenda', asked], queryFn: () => client.deal_reviews.agenda(asked) })

export const reviewQuery = (id: string) =>
  queryOptions({
    queryKey: ['review', id],
    queryFn: () => client.deal_reviews.get({ deal_review_id: id }),
    // Whoever is kept from some pipelines hears no signals of reviews.
    refetchInterval: ({ state }) => (state.data?.state === 'under_way' ? 20_000 : false),
  })

export const pastQuery = (pipeline: string) =>
  infiniteQueryOptions({
    queryKey: ['review', 'past', pipeline],
    queryFn: ({ pageParam }) =>
      client.deal_reviews.list({ pipeline, limit: 10, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })

/** Reads a review again as soon as anybody marks something in it, or does something to a deal. */
export function useFreshReview(id: string | undefined): void {
  useSignals(
    useCallback(
      (signals: Signal[]) => {
        if (signals.some(({ type }) => type.startsWith('deal_review.')))
          void queries.invalidateQueries({ queryKey: ['review', 'past'] })
        const about = signals.some(({ type, subject }) => subject === id || /^(deal|activity|submission)\./.test(type))
        if (id !== undefined && about) void queries.invalidateQueries({ queryKey: ['review', id] })
        if (id === undefined && signals.some(({ type }) => /^deal_review\.(began|ended)$/.test(type)))
          void queries.invalidateQueries({ queryKey: ['review', 'agenda'] })
      },
      [id],
    ),
  )
}

/** Puts what became of one deal into the review that is on the screen; answers what was there, to put it back. */
export function showMark(id: string, deal_id: string, change: (mark: ReviewMark) => ReviewMark): Review | undefined {
  const { queryKey } = reviewQuery(id)
  const before = queries.getQueryData(queryKey)
  queries.setQueryData(queryKey, (old) => {
    if (!old) return old
    const deals = old.deals.map((one) => (one.deal.id === deal_id ? { ...one, mark: change(one.mark) } : one))
    const count = (has: (mark: ReviewMark) => boolean) => deals.filter(({ mark }) => has(mark)).length
    return {
      ...old,
      deals,
      reviewed_count: count(({ reviewed_at }) => reviewed_at !== null),
      decisions_count: count(({ decision }) => decision !== null),
      tasks_count: deals.reduce((sum, { mark }) => sum + mark.tasks.length, 0),
    }
  })
  return before
}
