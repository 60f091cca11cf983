import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import type { IncomingDeal } from '../../client/schema.ts'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { ago, shortDay } from '../format.ts'
import { kindName } from '../names.ts'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { i18n } from '../words.ts'

type Props = { of: IncomingDeal; onPlace: () => void; onDismiss: () => void }

/** What was handed in, why it waits or what became of it: P places it, D dismisses it where it has the keyboard. */
export function IncomingCard({ of: one, onPlace, onDismiss }: Props) {
  const { given, state } = one
  const waits = state === 'waiting'
  const keys: Record<string, () => void> = { p: onPlace, Enter: onPlace, d: onDismiss }
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const at = event.currentTarget
    if (event.target !== at || event.ctrlKey || event.metaKey || event.altKey) return
    const to =
      event.key === 'ArrowDown' ? at.nextElementSibling : event.key === 'ArrowUp' ? at.previousElementSibling : null
    const run = waits ? keys[event.key] : undefined
    if (!(run ?? to)) return
    event.preventDefault()
    event.stopPropagation()
    run?.()
    if (to instanceof HTMLElement) to.focus()
  }
  return (
    <li
      aria-label={given.name}
      className="grid gap-x-4 gap-y-2 p-3 md:grid-cols-[minmax(0,1fr)_auto] md:px-4"
      data-incoming={one.id}
      onKeyDown={onKeyDown}
      tabIndex={0}
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="font-medium wrap-anywhere">{given.name}</span>
          {given.amount && <Amount money={given.amount} />}
        </p>
        <Facts given={given} />
        {waits && one.because !== null && <p className="text-risk">{one.because}</p>}
        {one.deal && (
          <p>
            <Link className="text-accent hover:underline" params={{ deal: one.deal.key }} to="/deals/$deal">
              <span className="num">{one.deal.key}</span> {one.deal.name}
            </Link>
          </p>
        )}
        {one.reason !== null && <p className="wrap-anywhere">“{one.reason}”</p>}
        <Who of={one} />
      </div>
      {waits && (
        <div className="flex gap-2 self-start">
          <Button look="quiet" onClick={onDismiss}>
            {i18n.t('Dismiss…')}{' '}
            <kbd aria-hidden="true" className="max-md:hidden">
              D
            </kbd>
          </Button>
          <Button onClick={onPlace}>
            {i18n.t('Place…')}{' '}
            <kbd aria-hidden="true" className="max-md:hidden">
              P
            </kbd>
          </Button>
        </div>
      )}
    </li>
  )
}

function Facts({ given }: { given: IncomingDeal['given'] }) {
  const { today } = useMe().workspace
  const account = useAccountName(given.account_id)
  const partner = useAccountName(given.partner_account_id)
  const facts = [
    account,
    partner && i18n.t('through {partner}', { partner }),
    given.source && i18n.t('source {source}', { source: given.source }),
    given.revenue_kind && kindName(given.revenue_kind),
    given.close_date && i18n.t('closes {day}', { day: shortDay(given.close_date, today) }),
    given.next_step,
  ].filter(Boolean)
  return facts.length > 0 && <p className="text-mute wrap-anywhere">{facts.join(' · ')}</p>
}

function useAccountName(id: string | undefined): string | undefined {
  const query = useQuery({
    queryKey: ['account', id],
    queryFn: () => client.accounts.get({ account_id: id ?? '' }),
    enabled: id !== undefined,
    staleTime: 300_000,
  })
  return query.data?.name
}

function Who({ of: one }: { of: IncomingDeal }) {
  const now = new Date().toISOString()
  const { decided_by, decided_at, state } = one
  const decided = decided_by !== null && decided_at !== null
  const what = decided && { name: decided_by.name, when: ago(decided_at, now) }
  return (
    <p className="text-xs text-mute">
      {i18n.t('handed in by {name}, {when}', { name: one.received_by.name, when: ago(one.received_at, now) })}
      {what &&
        ` · ${state === 'opened' ? i18n.t('placed by {name}, {when}', what) : i18n.t('dismissed by {name}, {when}', what)}`}
      {state === 'opened' && !decided && ` · ${i18n.t('taken by a rule')}`}
    </p>
  )
}
