import type { ReactNode } from 'react'
import { i18n } from '../words.ts'
import { Button } from './button.tsx'
import { ErrorState, Loading, Skeleton } from './states.tsx'

type Paged<T> = {
  data: { pages: { data: T[] }[] } | undefined
  isPending: boolean
  isError: boolean
  isSuccess: boolean
  error: unknown
  hasNextPage: boolean
  isFetchingNextPage: boolean
  refetch: () => Promise<unknown>
  fetchNextPage: () => Promise<unknown>
}

type Props<T> = {
  query: Paged<T>
  /** What is said while it loads. */
  label: string
  /** What stands there where there is none. */
  empty: ReactNode
  row: (one: T) => ReactNode
}

/** A list that comes page by page, with what stands there while it loads, where it failed and where nothing is. */
export function PagedList<T extends { id: string }>({ query, label, empty, row }: Props<T>) {
  const all = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <>
      {query.isPending && (
        <Loading label={label}>
          <Skeleton className="h-60" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && all.length === 0 && empty}
      {all.length > 0 && (
        <ul className="panel divide-y divide-line">
          {all.map((one) => (
            <li key={one.id}>{row(one)}</li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button
          className="justify-self-center"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {i18n.t('Older ones')}
        </Button>
      )}
    </>
  )
}
