import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { IncomingDeal } from '../../client/schema.ts'
import { useMe } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Loading, NoPermission, Skeleton } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { i18n } from '../words.ts'
import { DismissDialog } from './dismiss-dialog.tsx'
import { IncomingCard } from './incoming-card.tsx'
import { PlaceDialog } from './place-dialog.tsx'
import { type IncomingState, incomingQuery } from './routing-data.ts'
import { incomingStates } from './routing-words.ts'

/** Deals that were handed in: those that no rule took wait for a person here, and none is lost. */
export function IncomingTab() {
  if (!useMe().access.includes('deals:work'))
    return <NoPermission sentence={i18n.t('Incoming deals are for those who work on deals.')} />
  return <Queue />
}

function Queue() {
  const [state, setState] = useState<IncomingState>('waiting')
  const [deciding, decide] = useState<{ one: IncomingDeal; as: 'place' | 'dismiss' } | null>(null)
  const query = useInfiniteQuery(incomingQuery(state))
  const list = query.data?.pages.flatMap(({ data }) => data) ?? []
  const close = () => decide(null)
  return (
    <div className="grid grid-cols-1 gap-3">
      <Tabs
        label={i18n.t('What became of them')}
        onPick={(next) => setState(next as IncomingState)}
        tabs={Object.entries(incomingStates()).map(([value, label]) => ({ value, label }))}
        value={state}
      />
      {query.isPending && (
        <Loading label={i18n.t('Loading the incoming deals')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && list.length === 0 && (
        <EmptyState title={state === 'waiting' ? i18n.t('Nothing waits') : i18n.t('None of this kind')}>
          {state === 'waiting' &&
            i18n.t(
              'A deal that is handed in by a form or another system, and that no rule takes, waits here for a person.',
            )}
        </EmptyState>
      )}
      {list.length > 0 && (
        <ul className="panel divide-y divide-line">
          {list.map((one) => (
            <IncomingCard
              key={one.id}
              of={one}
              onDismiss={() => decide({ one, as: 'dismiss' })}
              onPlace={() => decide({ one, as: 'place' })}
            />
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
      {deciding?.as === 'place' && <PlaceDialog of={deciding.one} onClose={close} />}
      {deciding?.as === 'dismiss' && <DismissDialog of={deciding.one} onClose={close} />}
    </div>
  )
}
