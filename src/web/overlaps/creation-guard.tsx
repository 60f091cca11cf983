import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TypedAccount } from '../accounts/account-field.tsx'
import { client } from '../api.ts'
import { closeWindow } from '../shell/windows.ts'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { i18n } from '../words.ts'
import { reasonNames } from './overlap-words.ts'

type Props = {
  account: TypedAccount
  pipeline: string
  close_date: string
  onAccount: (account: { id: string; name: string }) => void
}

/** Says to somebody who is about to open a deal that it may be there already, or its customer under another name. */
export function CreationGuard({ account, pipeline, close_date, onAccount }: Props) {
  const draft = {
    ...(account.id === null ? { account_name: account.name } : { account_id: account.id }),
    ...(pipeline ? { pipeline } : {}),
    ...(close_date ? { close_date } : {}),
  }
  const { data } = useQuery({
    queryKey: ['suspected', draft],
    queryFn: () => client.overlaps.preview(draft),
    retry: false,
  })
  if (!data) return null
  const { accounts, deals, hidden } = data
  const others = account.id === null ? accounts.slice(0, 3) : []
  if (others.length + deals.length === 0 && !hidden) return null
  const names = reasonNames()
  return (
    <div className="grid gap-2 rounded-md bg-risk-soft px-3 py-2.5" data-guard role="status">
      {others.length > 0 && (
        <div>
          <p className="font-medium text-risk">{i18n.t('Is the customer here already?')}</p>
          <ul className="mt-1 grid gap-1">
            {others.map(({ account: { id, name, domain } }) => (
              <li className="flex items-center gap-2" key={id}>
                <span className="min-w-0 grow truncate">
                  {name} {domain && <span className="text-mute">{domain}</span>}
                </span>
                <Button onClick={() => onAccount({ id, name })} size="small" type="button">
                  {i18n.t('Use this one')}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {deals.length > 0 && (
        <div>
          <p className="font-medium text-risk">
            {i18n.t(
              '{count, plural, one {This may be a deal that is here already} other {This may be one of # deals that are here already}}',
              {
                count: deals.length,
              },
            )}
          </p>
          <ul className="mt-1 grid gap-1">
            {deals.slice(0, 3).map(({ deal, reasons }) => (
              <li className="grid grid-cols-[1fr_auto] gap-x-3" key={deal.id}>
                <Link
                  className="min-w-0 truncate underline-offset-2 hover:underline"
                  onClick={closeWindow}
                  params={{ deal: deal.key }}
                  to="/deals/$deal"
                >
                  <span className="num text-mute">{deal.key}</span> {deal.name}
                </Link>
                <Amount money={deal.amount} />
                <span className="col-span-2 text-xs text-mute">
                  {[deal.pipeline.name, deal.owner?.name, ...reasons.map((reason) => names[reason])]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {hidden && (
        <p className="text-xs text-mute">
          {i18n.t('This customer has an open deal that you may not see. Ask before you open another one.')}
        </p>
      )}
    </div>
  )
}
