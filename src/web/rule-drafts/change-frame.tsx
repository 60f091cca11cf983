import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'

type Props<T> = { back: ReactNode; query: UseQueryResult<T>; children: (change: T) => ReactNode }

/** The page of one proposed set of rules: the way back to the others, and what stands there until it is read. */
export function ChangeFrame<T>({ back, query, children }: Props<T>) {
  return (
    <div className="mx-auto grid max-w-[1300px] grid-cols-1 gap-4 p-3 md:p-5">
      {back}
      {query.isPending && (
        <Loading label={i18n.t('Loading the proposed change')}>
          <Skeleton className="h-96" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && children(query.data)}
    </div>
  )
}
