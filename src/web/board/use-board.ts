import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { announce } from '../announce.ts'
import { api } from '../api.ts'
import { type Signal, useSignals } from '../live.ts'
import { i18n } from '../words.ts'
import { arrivals, extended, merged } from './board-cache.ts'

export const boardQuery = (pipeline: string, as_of: string | undefined) =>
  queryOptions({ queryKey: ['board', pipeline, as_of], queryFn: () => api.board(pipeline, as_of) })

/**
 * The board of a pipeline, kept current: signals of other people's changes are answered by one refetch, what moved is
 * marked for its animation and said once, and the card in the hand (`hold`) is left alone.
 */
export function useBoard(pipeline: string, as_of: string | undefined) {
  const cache = useQueryClient()
  const options = boardQuery(pipeline, as_of)
  const held = useRef<string | null>(null)
  const running = useRef(false)
  const waiting = useRef(new Set<string>())
  const [arrived, setArrived] = useState<ReadonlySet<string>>(new Set())
  const query = useQuery({
    ...options,
    // Laid over what is shown here, where the answer arrives: what the page writes into the cache itself is whole.
    queryFn: async () => {
      const fresh = await api.board(pipeline, as_of)
      const old = cache.getQueryData(options.queryKey)
      return old ? merged(old, fresh, new Set(), held.current) : fresh
    },
  })

  const catchUp = useCallback(async () => {
    if (running.current) return
    running.current = true
    while (waiting.current.size > 0) {
      const changed = waiting.current
      waiting.current = new Set()
      const fresh = await api.board(pipeline, as_of).catch(() => null)
      const old = cache.getQueryData(options.queryKey)
      if (!fresh || !old) break
      const moved = arrivals(old, fresh).filter(({ deal }) => changed.has(deal.id))
      cache.setQueryData(options.queryKey, merged(old, fresh, changed, held.current))
      if (moved.length === 0) continue
      setArrived(new Set(moved.map(({ deal }) => deal.id)))
      announce(
        moved.map(({ deal, stage }) => i18n.t('{deal} is now in {stage}', { deal: deal.name, stage })).join('. '),
      )
    }
    running.current = false
  }, [pipeline, as_of, cache])

  useSignals(
    useCallback(
      (signals: Signal[]) => {
        if (as_of) return
        const shown = new Map(
          cache
            .getQueryData(options.queryKey)
            ?.stages.flatMap((column) => column.deals.map((deal) => [deal.id, deal.version])),
        )
        for (const { subject, version } of signals)
          if (subject.startsWith('deal_') && (shown.get(subject) ?? 0) < version) waiting.current.add(subject)
        void catchUp()
      },
      [as_of, catchUp],
    ),
  )

  const loadMore = useCallback(
    async (stage: string, cursor: string) => {
      const more = await api.boardStage(pipeline, stage, cursor)
      cache.setQueryData(options.queryKey, (board) => board && extended(board, stage, more))
    },
    [pipeline, as_of, cache],
  )

  const hold = useCallback((id: string | null) => {
    held.current = id
  }, [])

  return { query, arrived, loadMore, hold }
}
