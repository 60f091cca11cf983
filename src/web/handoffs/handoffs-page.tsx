import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { type Signal, useSignals } from '../live.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { HandoffCard } from './handoff-card.tsx'

const views = {
  mine: { state: 'open', mine: 'true' },
  sent: { state: 'any', sent: 'true' },
  open: { state: 'open' },
  all: { state: 'any' },
} as const
type View = keyof typeof views

/** What is handed from one pipeline to another: what waits for me, what I sent, and all that there is. */
export function HandoffsPage() {
  const asked = useSearch({ strict: false }) as { view?: string }
  const view = (Object.keys(views) as View[]).find((one) => one === asked.view) ?? 'mine'
  const navigate = useNavigate()
  const canWork = useMe().access.includes('deals:work')
  const query = useInfiniteQuery({
    queryKey: ['handoffs', 'list', view],
    queryFn: ({ pageParam }) => client.handoffs.list({ ...views[view], limit: 20, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  useSignals(again)
  const list = query.data?.pages.flatMap(({ data }) => data) ?? []
  const now = new Date(query.dataUpdatedAt || Date.now()).toISOString()
  const names: Record<View, string> = {
    mine: i18n.t('For me'),
    sent: i18n.t('From me'),
    open: i18n.t('Waiting'),
    all: i18n.t('All'),
  }
  return (
    <div className="mx-auto grid max-w-[1100px] grid-cols-1 gap-3 p-3 md:p-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-lg font-semibold">{i18n.t('Hand-offs')}</h1>
        <nav aria-label={i18n.t('Which hand-offs')} className="flex gap-1 overflow-x-auto">
          {(Object.keys(views) as View[]).map((one) => (
            <button
              aria-current={one === view ? 'page' : undefined}
              className="flex h-8 shrink-0 items-center rounded-md px-3 text-mute hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
              key={one}
              onClick={() =>
                void navigate({ to: '/handoffs', search: one === 'mine' ? {} : { view: one }, replace: true })
              }
              type="button"
            >
              {names[one]}
            </button>
          ))}
        </nav>
        <Link
          className="text-accent hover:underline md:ml-auto"
          params={{ tab: 'handoff-rules' }}
          to="/governance/$tab"
        >
          {i18n.t('Hand-off rules')}
        </Link>
      </div>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && (
        <Loading label={i18n.t('Loading the hand-offs')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {query.isSuccess && list.length === 0 && <Nothing view={view} />}
      <div className="grid grid-cols-1 gap-3">
        {list.map((handoff) => (
          <HandoffCard canWork={canWork} handoff={handoff} key={handoff.id} now={now} />
        ))}
      </div>
      {query.hasNextPage && (
        <div className="flex justify-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {i18n.t('Show more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Nothing({ view }: { view: View }) {
  const titles: Record<View, string> = {
    mine: i18n.t('Nothing waits for you'),
    sent: i18n.t('Nothing was handed over by you'),
    open: i18n.t('Nothing waits to be accepted'),
    all: i18n.t('Nothing was handed over yet'),
  }
  return (
    <EmptyState title={titles[view]}>
      {i18n.t('H on a deal opens a follow-on deal in another pipeline; rules do so by themselves.')}
    </EmptyState>
  )
}

function again(signals: Signal[]): void {
  if (signals.some(({ type }) => type.startsWith('handoff.')))
    void queries.invalidateQueries({ queryKey: ['handoffs'] })
}
