import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { Account } from '../../client/schema.ts'
import { accountQuery, belongingsQuery, countOf } from '../account-merges/merges-data.ts'
import { MergesList } from '../account-merges/merges-list.tsx'
import { useMe, usePipelines } from '../data.ts'
import { useShortcuts } from '../shortcuts.ts'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { Deal } from '../wire.ts'
import { i18n } from '../words.ts'

const MergeDialog = lazy(() => import('../account-merges/merge-dialog.tsx').then((m) => ({ default: m.MergeDialog })))

/** Who a customer or partner is, its deals in every pipeline, its contacts, and accounts that turned out to be it. */
export function AccountPage() {
  const { account: id = '' } = useParams({ strict: false })
  const query = useQuery(accountQuery(id))
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data)
    return (
      <Loading label={i18n.t('Loading the account')}>
        <Skeleton className="m-5 h-60" />
      </Loading>
    )
  return <Page account={query.data} key={query.data.id} />
}

function Page({ account }: { account: Account }) {
  const canWork = useMe().access.includes('deals:work')
  const belongings = useQuery(belongingsQuery(account.id))
  const [merging, setMerging] = useState(false)
  const mayMerge = canWork && account.merged_into === undefined
  const group = i18n.t('The account')
  useShortcuts(
    mayMerge ? [{ keys: 'M', label: i18n.t('Merge with another account'), group, run: () => setMerging(true) }] : [],
  )
  const { deals, contacts } = belongings.data ?? {}
  return (
    <div className="mx-auto grid max-w-[1300px] grid-cols-1 gap-3 p-3 md:p-5 lg:grid-cols-12">
      <Head account={account} mayMerge={mayMerge} onMerge={() => setMerging(true)} />
      <section aria-labelledby="account-deals" className="panel min-w-0 self-start p-4 lg:col-span-7">
        <Title count={deals && countOf(deals)} id="account-deals">
          {i18n.t('Deals')}
        </Title>
        {belongings.isError && <ErrorState error={belongings.error} onRetry={() => void belongings.refetch()} />}
        {deals?.data.length === 0 && <p className="text-mute">{i18n.t('It has no deal.')}</p>}
        <ul className="divide-y divide-line">
          {deals?.data.map((deal) => (
            <DealRow deal={deal} key={deal.id} />
          ))}
        </ul>
      </section>
      <div className="grid min-w-0 content-start gap-3 lg:col-span-5">
        <section aria-labelledby="account-merges" className="panel p-4">
          <Title id="account-merges">{i18n.t('Accounts that are this one')}</Title>
          <MergesList account_id={account.id} canWork={canWork} />
        </section>
        <section aria-labelledby="account-contacts" className="panel p-4">
          <Title count={contacts && countOf(contacts)} id="account-contacts">
            {i18n.t('Contacts')}
          </Title>
          {contacts?.data.length === 0 && <p className="text-mute">{i18n.t('It has no contact.')}</p>}
          <ul className="grid gap-1">
            {contacts?.data.map(({ id, name, title, email }) => (
              <li className="wrap-anywhere" key={id}>
                {name} <span className="text-mute">{[title, email].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <Suspense>{merging && <MergeDialog account_id={account.id} onClose={() => setMerging(false)} />}</Suspense>
    </div>
  )
}

type HeadProps = { account: Account; mayMerge: boolean; onMerge: () => void }

function Head({ account, mayMerge, onMerge }: HeadProps) {
  const into = useQuery({ ...accountQuery(account.merged_into ?? ''), enabled: account.merged_into !== undefined }).data
  const { name, kind, domain, country, owner, merged_into } = account
  const facts = [
    kind === 'partner' ? i18n.t('Partner') : i18n.t('Customer'),
    domain,
    country,
    owner && i18n.t('owned by {name}', { name: owner.name }),
  ]
  return (
    <header className="panel grid gap-2 p-4 md:px-5 lg:col-span-12">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-60 flex-1">
          <h1 className="text-xl font-semibold wrap-anywhere">{name}</h1>
          <p className="text-mute">{facts.filter(Boolean).join(' · ')}</p>
        </div>
        <Link
          className="flex h-8 items-center text-accent hover:underline"
          search={{ account: account.id }}
          to="/contracts"
        >
          {i18n.t('Its contracts')}
        </Link>
        {mayMerge && (
          <Button onClick={onMerge}>
            {i18n.t('Merge with another account…')}{' '}
            <kbd aria-hidden="true" className="text-xs text-mute max-md:hidden">
              M
            </kbd>
          </Button>
        )}
      </div>
      {merged_into !== undefined && (
        <p className="rounded-md bg-risk-soft px-3 py-2 text-risk">
          {i18n.t('It went into another account, and all that hung on it with it:')}{' '}
          <Link className="underline" params={{ account: merged_into }} to="/accounts/$account">
            {into?.name ?? i18n.t('that account')}
          </Link>
        </p>
      )}
    </header>
  )
}

function DealRow({ deal }: { deal: Deal }) {
  const { marks } = usePipelines()
  return (
    <li className="flex items-center gap-3 py-2">
      <Mark mark={marks.get(deal.pipeline.key)} size="small" />
      <span className="min-w-0 grow">
        <Link className="block truncate font-medium hover:underline" params={{ deal: deal.key }} to="/deals/$deal">
          {deal.name} <span className="num text-xs font-normal text-mute">{deal.key}</span>
        </Link>
        <span className="block truncate text-xs text-mute">
          {deal.pipeline.name}: {deal.outcome ? outcomeNames()[deal.outcome] : deal.stage.name}
        </span>
      </span>
      <Amount className="shrink-0 font-medium" money={deal.amount} />
    </li>
  )
}

const outcomeNames = (): Record<NonNullable<Deal['outcome']>, string> => ({
  won: i18n.t('won'),
  lost: i18n.t('lost'),
  transferred: i18n.t('transferred'),
  void: i18n.t('void'),
})

function Title({ id, count, children }: { id: string; count?: string | undefined; children: string }) {
  return (
    <h2 className="mb-1 flex items-baseline gap-2 text-[15px] font-semibold" id={id}>
      {children}
      {count !== undefined && <span className="num text-xs font-normal text-mute">{count}</span>}
    </h2>
  )
}
