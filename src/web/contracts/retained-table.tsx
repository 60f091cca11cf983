import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { client } from '../api.ts'
import { exactMoney } from '../format.ts'
import { Table } from '../settings/table.tsx'
import { Button } from '../ui/button.tsx'
import { ErrorState, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { type Figure, partNames, partsOf, termDay } from './contract-words.ts'

type Props = { from: string; to: string; figure: Figure }

/** The accounts that a figure of retention is made of, with what each brought in a year on both days. */
export function RetainedTable({ from, to, figure }: Props) {
  const part = partsOf[figure]
  const names = partNames()
  const query = useInfiniteQuery({
    queryKey: ['retention', from, to, part],
    queryFn: ({ pageParam }) => client.retained_accounts.list({ from, to, change: part, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (query.isPending) return <Skeleton className="h-32" />
  const list = query.data.pages.flatMap(({ data }) => data)
  if (list.length === 0) return <p className="text-mute">{i18n.t('{part}: nobody', { part: names[part] })}</p>
  return (
    <div className="grid gap-2" data-retained={part}>
      <h3 className="font-medium">{names[part]}</h3>
      <Table heads={[i18n.t('Account'), termDay(from), termDay(to), i18n.t('Change')]} label={names[part]}>
        {list.map(({ account, deal, was, is, change }) => (
          <tr key={account?.id ?? deal?.id ?? ''}>
            <td>
              {account ? (
                <Link className="hover:underline" search={{ account: account.id, from, to, figure }} to="/contracts">
                  {account.name}
                </Link>
              ) : deal ? (
                <Link className="hover:underline" params={{ deal: deal.key }} to="/deals/$deal">
                  {deal.name} <span className="num text-xs text-mute">{deal.key}</span>
                </Link>
              ) : (
                '–'
              )}
            </td>
            <td className="num">{exactMoney(was)}</td>
            <td className="num">{exactMoney(is)}</td>
            <td>{names[change]}</td>
          </tr>
        ))}
      </Table>
      {query.hasNextPage && (
        <Button className="justify-self-center" onClick={() => void query.fetchNextPage()}>
          {i18n.t('Show more')}
        </Button>
      )}
    </div>
  )
}
