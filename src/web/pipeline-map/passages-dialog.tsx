import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { client } from '../api.ts'
import { oneDecimal, shortDay } from '../format.ts'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { EditWay } from './edit-way.tsx'
import { kindNames, type MapEdge, type Window } from './map-data.ts'

type Props = { edge: MapEdge; names: ReadonlyMap<string, string>; window: Window; onClose: () => void }

/** What one way of the map counts: its deals and hand-offs, those that wait, and the rules that lead there. */
export function PassagesDialog({ edge, names, window, onClose }: Props) {
  const query = useInfiniteQuery({
    queryKey: ['passages', edge.id, window],
    queryFn: ({ pageParam }) =>
      client.pipeline_map.passages({ edge: edge.id, ...window, cursor: pageParam, limit: 50 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? []
  const way = { from: names.get(edge.from) ?? edge.from, to: names.get(edge.to) ?? edge.to }
  return (
    <Dialog
      description={i18n.t('{kind}; {n, plural, one {# deal} other {# deals}} in the period, {waiting} waiting', {
        kind: kindNames()[edge.kind],
        n: edge.deals,
        waiting: edge.waiting,
      })}
      onClose={onClose}
      open
      title={i18n.t('{from} → {to}', way)}
      width="wide"
    >
      <EditWay edge={edge} />
      {query.isPending && (
        <Loading label={i18n.t('Loading the deals')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <p className="text-mute">
          {edge.declared.length > 0
            ? i18n.t('A rule leads this way, and no deal has gone it in this period.')
            : i18n.t('No deal went this way in this period.')}
        </p>
      )}
      <ul className="max-h-[55vh] divide-y divide-line overflow-y-auto">
        {rows.map((row) => (
          <Passage key={row.id} row={row} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="mt-3">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {i18n.t('Show more')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}

type Row = Awaited<ReturnType<typeof client.pipeline_map.passages>>['data'][number]

function Passage({ row: { at, deal, from_deal, state, owner, amount, days } }: { row: Row }) {
  const named = deal ?? from_deal
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2">
      <span className="min-w-0 grow">
        {named ? (
          <Link className="text-accent underline" params={{ deal: named.key }} to="/deals/$deal">
            {named.name}
          </Link>
        ) : (
          i18n.t('No deal yet')
        )}{' '}
        <span className="text-xs text-mute">
          {[named?.key, owner?.name, deal && from_deal ? i18n.t('from {deal}', { deal: from_deal.key }) : '']
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {state && <span className="rounded-full bg-sunken px-2 py-0.5 text-xs text-mute">{stateNames()[state]}</span>}
      {days !== null && <span className="num text-xs text-mute">{i18n.t('{n} d', { n: oneDecimal(days) })}</span>}
      <Amount className="text-right" money={amount} />
      <span className="num w-20 text-right text-mute">{shortDay(at, new Date().toISOString())}</span>
    </li>
  )
}

const stateNames = (): Record<NonNullable<Row['state']>, string> => ({
  proposed: i18n.t('proposed'),
  blocked: i18n.t('blocked'),
  waiting: i18n.t('waits'),
  accepted: i18n.t('accepted'),
  rejected: i18n.t('rejected'),
  returned: i18n.t('returned'),
})
