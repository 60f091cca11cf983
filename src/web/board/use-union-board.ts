import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api } from '../api.ts'
import { type Signal, useSignals } from '../live.ts'
import type { BoardStage, UnionBoard } from '../wire.ts'
import { phaseNames } from '../names.ts'
import { extended } from './board-cache.ts'

type Phases = Pick<UnionBoard, 'as_of' | 'suspected'> & { stages: BoardStage[] }

/** All pipelines by phase, kept current by one refetch per burst of signals; a phase is a column like a stage. */
export function useUnionBoard(as_of: string | undefined) {
  const cache = useQueryClient()
  const queryKey = ['board', 'all', as_of]
  const query = useQuery({ queryKey, queryFn: async () => phasesOf(await api.unionBoard(as_of)) })
  useSignals(
    useCallback(
      (signals: Signal[]) => {
        if (!as_of && signals.some(({ subject }) => subject.startsWith('deal_')))
          void cache.invalidateQueries({ queryKey: ['board', 'all'] })
      },
      [as_of, cache],
    ),
  )
  const loadMore = useCallback(
    async (phase: string, cursor: string) => {
      const more = await api.unionPhase(phase, cursor)
      cache.setQueryData<Phases>(['board', 'all', as_of], (board) => board && extended(board, phase, more))
    },
    [as_of, cache],
  )
  return { query, loadMore }
}

const phasesOf = ({ as_of, suspected, phases }: UnionBoard): Phases => ({
  as_of,
  suspected,
  stages: phases.map((phase) => ({
    ...phase,
    name: phaseNames()[phase.key],
    phase: phase.key,
    usual_days: null,
    slow_days: null,
    very_slow_days: null,
    older_version: null,
    belongs_to: null,
  })),
})
