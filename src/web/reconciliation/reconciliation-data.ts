import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useMoment } from '../data.ts'

/** Replays the whole ledger on the server, so it is asked seldom. */
export function useReconciliation() {
  const { as_of } = useMoment()
  return useQuery({
    queryKey: ['reconciliation', as_of],
    queryFn: () => api.reconciliation(as_of),
    staleTime: 900_000,
    refetchOnWindowFocus: false,
  })
}
