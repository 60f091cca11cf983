import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useMe } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { PilotCard } from './pilot-card.tsx'
import { pilotsQuery } from './pilots-data.ts'

const StartPilot = lazy(() => import('./start-pilot.tsx').then((m) => ({ default: m.StartPilot })))

/** What is tried on a part of the deals, and whether it does better. */
export function PilotsTab() {
  const query = useInfiniteQuery(pilotsQuery)
  const mayStart = useMe().access.includes('pipelines:configure')
  const [starting, start] = useState(false)
  const pilots = query.data?.pages.flatMap(({ data }) => data) ?? []
  const add = mayStart && (
    <Button look="main" onClick={() => start(true)}>
      {i18n.t('Start a pilot')}
    </Button>
  )
  return (
    <div className="grid grid-cols-1 gap-4">
      <header className="flex flex-wrap items-start gap-3">
        <p className="min-w-0 grow basis-60 text-mute">
          <span className="block max-w-prose">
            {i18n.t(
              'A draft or another pipeline is tried on a part of the new deals, beside the way it is. Both are compared by what became of every deal that was sent a way.',
            )}
          </span>
        </p>
        {pilots.length > 0 && add}
      </header>
      {query.isPending && (
        <Loading label={i18n.t('Loading the pilots')}>
          <Skeleton className="h-60" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && pilots.length === 0 && (
        <EmptyState action={add} title={i18n.t('Nothing is tried yet')}>
          {i18n.t('Try the draft of a pipeline on a third of its new deals, before all of them go that way.')}
        </EmptyState>
      )}
      {pilots.length > 0 && (
        <ul className="grid gap-4">
          {pilots.map((pilot) => (
            <PilotCard key={pilot.id} mayDecide={mayStart} of={pilot} />
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
      <Suspense>{starting && <StartPilot onClose={() => start(false)} />}</Suspense>
    </div>
  )
}
