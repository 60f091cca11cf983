import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMoment, usePipelines } from '../data.ts'
import { exactMoney, wholeNumber } from '../format.ts'
import { sizeOf } from '../money.ts'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { PickMenu } from '../ui/menu.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { Bridge, BridgeDeal } from '../wire.ts'
import { i18n } from '../words.ts'
import { type Asked, bridgeDealsQuery } from './movement-data.ts'
import { type Bucket, bucketHints, bucketNames, signedMoney, whatHappened } from './movement-words.ts'

type Props = {
  asked: Asked
  bridge: Bridge
  /** The bar that is shown; undefined for all of them. */
  bucket: Bucket | undefined
  onPick: (bucket: Bucket | undefined) => void
}

/** The deals behind a bar, or behind all of them: as each was, as it is, and what that brought. */
export function MovementDeals({ asked, bridge, bucket, onPick }: Props) {
  const query = useInfiniteQuery(bridgeDealsQuery(asked, bucket))
  const names = bucketNames()
  const bars = bridge.buckets.filter(({ deals }) => deals > 0)
  const count = bars.reduce((sum, bar) => (bucket === undefined || bar.bucket === bucket ? sum + bar.deals : sum), 0)
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <section aria-labelledby="movement-deals" className="panel min-w-0 p-4 md:p-5">
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 grow">
          <h2 className="text-[15px] font-semibold" id="movement-deals">
            {bucket === undefined ? i18n.t('The deals behind it') : names[bucket]}
          </h2>
          <p className="text-mute">
            {i18n.t('{count, plural, one {# deal} other {# deals}}', { count })}
            {bucket !== undefined && `, ${bucketHints()[bucket]}`}
          </p>
        </div>
        <div className="no-print">
          <PickMenu
            choices={[
              { value: 'all', label: i18n.t('All bars') },
              ...bars.map((bar) => ({ value: bar.bucket, label: names[bar.bucket], hint: wholeNumber(bar.deals) })),
            ]}
            label={i18n.t('Bar')}
            onPick={(value) => onPick(value === 'all' ? undefined : (value as Bucket))}
            shown={bucket === undefined ? i18n.t('All bars') : names[bucket]}
            value={bucket ?? 'all'}
          />
        </div>
      </div>
      {query.isPending && (
        <Loading label={i18n.t('Loading the deals')}>
          <Skeleton className="mt-2 h-40" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {rows.length > 0 && <Table rows={rows} />}
      {query.data && rows.length === 0 && <p className="mt-2 text-mute">{i18n.t('No deal is in this bar.')}</p>}
      {query.hasNextPage && (
        <div className="no-print mt-2">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {i18n.t('Show more')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Table({ rows }: { rows: BridgeDeal[] }) {
  return (
    <div className="relative mt-2 overflow-x-auto">
      <table className="w-full min-w-160 text-left">
        <thead>
          <tr className="text-xs text-mute">
            <Head left>{i18n.t('Deal')}</Head>
            <Head left>{i18n.t('Bar')}</Head>
            <Head left>{i18n.t('What happened')}</Head>
            <Head left>{i18n.t('Owner')}</Head>
            <Head>{i18n.t('Before')}</Head>
            <Head>{i18n.t('After')}</Head>
            <Head>{i18n.t('Change')}</Head>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.deal.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row }: { row: BridgeDeal }) {
  const { byKey, marks } = usePipelines()
  const { now } = useMoment()
  const { deal, bucket, from, to, before, after, change } = row
  const stands = to ?? from
  const nameOf = (key: string) => byKey.get(key)?.name ?? key
  return (
    <tr className="border-t border-line hover:bg-sunken/60">
      <th className="py-1.5 pr-4 font-normal" scope="row">
        <span className="flex min-w-0 items-center gap-2">
          {stands && <Mark mark={marks.get(stands.pipeline)} size="small" />}
          <Link className="font-medium hover:underline" params={{ deal: deal.key }} to="/deals/$deal">
            {deal.name}
          </Link>
        </span>
      </th>
      <td className="py-1.5 pr-4 whitespace-nowrap">{bucketNames()[bucket]}</td>
      <td className="py-1.5 pr-4 text-mute">{whatHappened(row, nameOf, now)}</td>
      <td className="py-1.5 pr-4 whitespace-nowrap text-mute">{stands?.owner?.name ?? '–'}</td>
      <Cell>
        <Amount className="text-mute" money={before} />
      </Cell>
      <Cell>
        <Amount className="text-mute" money={after} />
      </Cell>
      <Cell>
        <span className={sizeOf(change) === 0 ? 'text-mute' : 'font-medium'} title={exactMoney(change)}>
          {signedMoney(change)}
        </span>
      </Cell>
    </tr>
  )
}

const Head = ({ children, left }: { children: ReactNode; left?: boolean }) => (
  <th className={`py-1 pr-4 font-medium whitespace-nowrap ${left ? '' : 'text-right'}`} scope="col">
    {children}
  </th>
)
const Cell = ({ children }: { children: ReactNode }) => (
  <td className="num py-1.5 pr-4 text-right whitespace-nowrap">{children}</td>
)
