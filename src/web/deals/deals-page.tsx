import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Age } from '../age.tsx'
import { api } from '../api.ts'
import { useNarrow } from '../board/use-narrow.ts'
import { BulkBar } from '../bulk/bulk-bar.tsx'
import { chosenOf, withIds } from '../bulk/chosen.ts'
import { useContext, useMe, usePipelines } from '../data.ts'
import { exactMoney, shortDay } from '../format.ts'
import { categoryNames } from '../names.ts'
import { keepTrail } from '../trail.ts'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { Deal } from '../wire.ts'
import { i18n } from '../words.ts'
import { Filters } from './filters.tsx'
import { type Listed, listedOf } from './listed.ts'

/** The deals behind a figure: a list by pipeline, outcome, owner, dates or words. */
export function DealsPage() {
  const { as_of } = useContext()
  const listed = listedOf(useSearch({ strict: false }))
  const navigate = useNavigate()
  const narrow = useNarrow()
  const canWork = useMe().access.includes('deals:work')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const query = useInfiniteQuery({
    queryKey: ['deals', listed],
    queryFn: ({ pageParam }) => api.deals({ ...listed, cursor: pageParam, limit: 50 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const deals = query.data?.pages.flatMap(({ data }) => data) ?? []
  const picked = deals.filter(({ id }) => chosen.has(id))
  const picking: Picking | null = canWork
    ? { chosen, onPick: (ids, on) => setChosen((old) => withIds(old, ids, on)) }
    : null
  const set = (change: Listed) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, ...change }) as never, replace: true })
  return (
    <div className="mx-auto max-w-[1500px] p-3 md:p-5">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-4">
        <h1 className="text-lg font-semibold">{i18n.t('Deals')}</h1>
        <Link className="text-mute hover:text-ink hover:underline" to="/overlaps">
          {i18n.t('Suspected duplicates')}
        </Link>
      </div>
      {as_of && (
        <p className="mb-2 text-mute">
          {i18n.t('This list shows deals as they are now, whatever moment is chosen above.')}
        </p>
      )}
      <Filters listed={listed} onChange={set} />
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && (
        <Loading label={i18n.t('Loading the deals')}>
          <Skeleton className="mt-3 h-80" />
        </Loading>
      )}
      {query.isSuccess && deals.length === 0 && (
        <EmptyState title={i18n.t('No deal is like that')}>{i18n.t('Take a filter away to see more.')}</EmptyState>
      )}
      {deals.length > 0 && (
        <section className="panel mt-3 overflow-x-auto px-4 py-2">
          {narrow ? <Rows deals={deals} picking={picking} /> : <Table deals={deals} picking={picking} />}
        </section>
      )}
      {chosen.size > 0 && <BulkBar deals={picked.map(chosenOf)} onClear={() => setChosen(new Set())} />}
      {query.hasNextPage && (
        <div className="mt-3 flex justify-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {i18n.t('Show more')}
          </Button>
        </div>
      )}
    </div>
  )
}

type Picking = { chosen: ReadonlySet<string>; onPick: (ids: string[], on: boolean) => void }

type PickProps = { label: string; on: boolean; onPick: (on: boolean) => void }

const Pick = ({ label, on, onPick }: PickProps) => (
  <input
    aria-label={label}
    checked={on}
    className="size-4 shrink-0 accent-(--accent)"
    onChange={({ target }) => onPick(target.checked)}
    type="checkbox"
  />
)

type ListProps = { deals: Deal[]; picking: Picking | null }

function Table({ deals, picking }: ListProps) {
  const { marks } = usePipelines()
  const { today } = useMe().workspace
  const head = [
    i18n.t('Deal'),
    i18n.t('Account'),
    i18n.t('Stage'),
    i18n.t('Category'),
    i18n.t('Owner'),
    i18n.t('Close date'),
    i18n.t('Amount'),
  ]
  return (
    <table className="w-full min-w-180 text-left">
      <thead>
        <tr className="text-xs text-mute">
          {picking && (
            <th className="w-6 py-1.5 pr-3">
              <Pick
                label={i18n.t('Choose all that are shown')}
                on={deals.every(({ id }) => picking.chosen.has(id))}
                onPick={(on) =>
                  picking.onPick(
                    deals.map(({ id }) => id),
                    on,
                  )
                }
              />
            </th>
          )}
          {head.map((name, index) => (
            <th className={`py-1.5 font-medium ${index === 6 ? 'text-right' : 'pr-4'}`} key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {deals.map((deal) => (
          <tr className="border-t border-line hover:bg-sunken/60" key={deal.id}>
            {picking && (
              <td className="py-2 pr-3">
                <Pick
                  label={i18n.t('Choose {deal}', { deal: deal.name })}
                  on={picking.chosen.has(deal.id)}
                  onPick={(on) => picking.onPick([deal.id], on)}
                />
              </td>
            )}
            <th className="max-w-80 py-2 pr-4 font-normal" scope="row">
              <Link
                className="flex items-center gap-2 hover:underline"
                onClick={() => keepTrail(deals.map(({ key }) => key))}
                params={{ deal: deal.key }}
                to="/deals/$deal"
              >
                <Mark mark={marks.get(deal.pipeline.key)} size="small" />
                <span className="truncate font-medium">{deal.name}</span>
                <span className="num text-xs whitespace-nowrap text-mute">{deal.key}</span>
              </Link>
            </th>
            <td className="max-w-48 truncate py-2 pr-4">
              {deal.account ? (
                <Link className="hover:underline" params={{ account: deal.account.id }} to="/accounts/$account">
                  {deal.account.name}
                </Link>
              ) : (
                '–'
              )}
            </td>
            <td className="max-w-56 py-2 pr-4 whitespace-nowrap">
              <span className="flex items-center gap-2">
                <span className="truncate" title={deal.stage.name}>
                  {deal.stage.name}
                </span>{' '}
                <Outcome outcome={deal.outcome} />
                {deal.ageing && deal.ageing.state !== 'fresh' && (
                  <span className="text-xs">
                    <Age deal={deal} now={today} />
                  </span>
                )}
              </span>
            </td>
            <td className="py-2 pr-4 whitespace-nowrap text-mute">{categoryNames()[deal.category]}</td>
            <td className="py-2 pr-4 whitespace-nowrap">{deal.owner?.name ?? '–'}</td>
            <td className="num py-2 pr-4 whitespace-nowrap">
              {deal.close_date ? shortDay(deal.close_date, today) : '–'}
            </td>
            <td className="num py-2 text-right whitespace-nowrap" title={deal.amount ? exactMoney(deal.amount) : ''}>
              <Amount money={deal.amount} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A phone has no room for columns. */
function Rows({ deals, picking }: ListProps) {
  const { marks } = usePipelines()
  const { today } = useMe().workspace
  return (
    <ul className="divide-y divide-line">
      {deals.map((deal) => (
        <li className="flex items-start gap-3" key={deal.id}>
          {picking && (
            <span className="pt-2.5">
              <Pick
                label={i18n.t('Choose {deal}', { deal: deal.name })}
                on={picking.chosen.has(deal.id)}
                onPick={(on) => picking.onPick([deal.id], on)}
              />
            </span>
          )}
          <Link
            className="grid min-w-0 grow gap-0.5 py-2"
            onClick={() => keepTrail(deals.map(({ key }) => key))}
            params={{ deal: deal.key }}
            to="/deals/$deal"
          >
            <span className="flex items-start gap-2">
              <Mark mark={marks.get(deal.pipeline.key)} size="small" />
              <span className="line-clamp-2 min-w-0 grow leading-tight font-medium">{deal.name}</span>
              <Amount className="shrink-0 font-medium" money={deal.amount} />
            </span>
            <span className="flex gap-2 text-xs text-mute">
              <span className="min-w-0 grow truncate">
                {deal.stage.name} <Outcome outcome={deal.outcome} />
              </span>
              {deal.ageing && deal.ageing.state !== 'fresh' && <Age deal={deal} now={today} tight />}
              <span className="num shrink-0">{deal.close_date && shortDay(deal.close_date, today)}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Outcome({ outcome }: { outcome: Deal['outcome'] }) {
  if (!outcome) return null
  const words = {
    won: i18n.t('won'),
    lost: i18n.t('lost'),
    transferred: i18n.t('transferred'),
    void: i18n.t('void'),
  }
  const tone = outcome === 'won' ? 'bg-won-soft text-won' : outcome === 'lost' ? 'bg-lost-soft text-lost' : 'bg-sunken'
  return <span className={`ml-1 rounded px-1.5 text-xs ${tone}`}>{words[outcome]}</span>
}
