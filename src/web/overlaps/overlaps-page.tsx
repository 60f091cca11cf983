import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { Overlap } from '../../client/schema.ts'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { stateNames } from './overlap-words.ts'
import { PairCard } from './pair-card.tsx'
import { ResolveDialog } from './resolve-dialog.tsx'

const MergeDialog = lazy(() => import('../account-merges/merge-dialog.tsx').then((m) => ({ default: m.MergeDialog })))

const states = ['open', 'same_deal', 'co_sell', 'different'] as const
export type OverlapState = (typeof states)[number]

/** Deals that may be counted twice, pair by pair, and what was said of others. */
export function OverlapsPage() {
  const asked = useSearch({ strict: false }) as { state?: string }
  const state = states.find((one) => one === asked.state) ?? 'open'
  const navigate = useNavigate()
  const canWork = useMe().access.includes('deals:work')
  const [resolving, setResolving] = useState<{ pair: Overlap; as: 'same_deal' | 'co_sell' } | null>(null)
  const [merging, merge] = useState<{ account_id: string; other_id: string } | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['overlaps', state],
    queryFn: ({ pageParam }) => client.overlaps.list({ state, limit: 20, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const pairs = query.data?.pages.flatMap(({ data }) => data) ?? []
  const names = stateNames()
  return (
    <div className="mx-auto grid max-w-[1100px] grid-cols-1 gap-3 p-3 md:p-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-lg font-semibold">{i18n.t('Suspected duplicates')}</h1>
        <nav aria-label={i18n.t('What was said of them')} className="flex gap-1 overflow-x-auto">
          {states.map((one) => (
            <button
              aria-current={one === state ? 'page' : undefined}
              className="flex h-8 shrink-0 items-center rounded-md px-3 text-mute hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
              key={one}
              onClick={() =>
                void navigate({ to: '/overlaps', search: one === 'open' ? {} : { state: one }, replace: true })
              }
              type="button"
            >
              {names[one]}
            </button>
          ))}
        </nav>
      </div>
      {state === 'open' && (
        <p className="text-mute">
          {i18n.t(
            'Both deals of a pair are counted until somebody says what they are. Totals say so beside themselves.',
          )}
        </p>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && (
        <Loading label={i18n.t('Loading the pairs')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {query.isSuccess && pairs.length === 0 && (
        <EmptyState title={state === 'open' ? i18n.t('Nothing is suspected') : i18n.t('No pair was said to be that')}>
          {state === 'open' &&
            i18n.t('Deals of one customer, for the same product at the same time, appear here by themselves.')}
        </EmptyState>
      )}
      <div className="grid grid-cols-1 gap-3">
        {pairs.map((pair) => (
          <PairCard
            canWork={canWork}
            key={pair.id}
            onMerge={(account_id, other_id) => merge({ account_id, other_id })}
            onResolve={(as) => setResolving({ pair, as })}
            pair={pair}
          />
        ))}
      </div>
      {query.hasNextPage && (
        <div className="flex justify-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {i18n.t('Show more')}
          </Button>
        </div>
      )}
      {resolving && <ResolveDialog {...resolving} onClose={() => setResolving(null)} />}
      <Suspense>{merging && <MergeDialog {...merging} onClose={() => merge(null)} />}</Suspense>
    </div>
  )
}
