import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Contract } from '../../client/schema.ts'
import { client } from '../api.ts'
import { useMe, usePipelines } from '../data.ts'
import { Table } from '../settings/table.tsx'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { type ContractSearch, contractStateLooks, contractStateNames, termDay } from './contract-words.ts'
import { RetentionPanel } from './retention-panel.tsx'

const states = ['any', 'in_force', 'up_for_renewal', 'renewed', 'churned', 'withdrawn'] as const

/** What won recurring deals left behind, and how much of it stays over a period. */
export function ContractsPage() {
  const { access } = useMe()
  return (
    <div className="mx-auto grid max-w-[1300px] grid-cols-1 gap-4 p-3 md:p-5">
      <h1 className="text-lg font-semibold">{i18n.t('Contracts')}</h1>
      {access.includes('forecast:read') && <RetentionPanel />}
      <ContractList />
    </div>
  )
}

function ContractList() {
  const search = useSearch({ strict: false }) as ContractSearch
  const navigate = useNavigate()
  const state = states.find((one) => one === search.state) ?? 'any'
  const account_id = search.account
  const query = useInfiniteQuery({
    queryKey: ['contracts', state, account_id],
    queryFn: ({ pageParam }) =>
      client.contracts.list({ state, ...(account_id ? { account_id } : {}), limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const list = query.data?.pages.flatMap(({ data }) => data) ?? []
  const names = { any: i18n.t('all'), ...contractStateNames() }
  const whose = account_id === undefined ? undefined : (list[0]?.account?.name ?? i18n.t('one account'))
  return (
    <section aria-label={i18n.t('List of contracts')} className="grid grid-cols-1 gap-3" data-contracts>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <nav aria-label={i18n.t('Which contracts')} className="flex gap-1 overflow-x-auto">
          {states.map((one) => (
            <button
              aria-current={one === state ? 'page' : undefined}
              className="flex h-8 shrink-0 items-center rounded-md px-3 text-mute hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
              key={one}
              onClick={() => {
                const { state: _, ...rest } = search
                void navigate({
                  to: '/contracts',
                  search: one === 'any' ? rest : { ...rest, state: one },
                  replace: true,
                })
              }}
              type="button"
            >
              {names[one]}
            </button>
          ))}
        </nav>
        {whose !== undefined && (
          <Button
            onClick={() => {
              const { account: _, ...rest } = search
              void navigate({ to: '/contracts', search: rest, replace: true })
            }}
            size="small"
          >
            {i18n.t('Only {name}: show all', { name: whose })}
          </Button>
        )}
      </div>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && (
        <Loading label={i18n.t('Loading the contracts')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {query.isSuccess && list.length === 0 && (
        <EmptyState title={state === 'any' ? i18n.t('There is no contract yet') : i18n.t('No contract is that')}>
          {i18n.t('A deal with recurring lines leaves one behind when it is won.')}
        </EmptyState>
      )}
      {list.length > 0 && (
        <Table
          heads={[
            i18n.t('Account'),
            i18n.t('Deal'),
            i18n.t('Term'),
            i18n.t('A year'),
            i18n.t('Whole term'),
            i18n.t('State'),
          ]}
          label={i18n.t('Contracts')}
        >
          {list.map((contract) => (
            <Row contract={contract} key={contract.id} />
          ))}
        </Table>
      )}
      {query.hasNextPage && (
        <Button
          className="justify-self-center"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {i18n.t('Show more')}
        </Button>
      )}
    </section>
  )
}

function Row({ contract }: { contract: Contract }) {
  const { marks } = usePipelines()
  const { account, deal, pipeline, starts_on, ends_on, annual, value, state } = contract
  return (
    <tr data-contract={contract.id}>
      <td>{account?.name ?? '–'}</td>
      <td>
        <span className="flex items-center gap-2">
          <Mark mark={marks.get(pipeline.key)} size="small" />
          <Link className="hover:underline" params={{ deal: deal.key }} to="/deals/$deal">
            {deal.name} <span className="num text-xs text-mute">{deal.key}</span>
          </Link>
        </span>
      </td>
      <td className="num whitespace-nowrap">
        {termDay(starts_on)} – {termDay(ends_on)}
      </td>
      <td>
        <Amount money={annual} />
      </td>
      <td>
        <Amount money={value} />
      </td>
      <td>
        <span className={`rounded px-1.5 text-xs whitespace-nowrap ${contractStateLooks[state]}`}>
          {contractStateNames()[state]}
        </span>
      </td>
    </tr>
  )
}
