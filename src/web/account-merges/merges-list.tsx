import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { AccountMerge } from '../../client/schema.ts'
import { shortDay } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { i18n } from '../words.ts'
import { isPartable, mergesQuery, part } from './merges-data.ts'

/** Accounts that went into this one or that it went into, what came along, and the way back. */
export function MergesList({ account_id, canWork }: { account_id: string; canWork: boolean }) {
  const merges = useQuery(mergesQuery(account_id)).data ?? []
  if (merges.length === 0) return <p className="text-mute">{i18n.t('No other account went into this one.')}</p>
  return (
    <ul className="divide-y divide-line">
      {merges.map((merge) => (
        <Row account_id={account_id} canWork={canWork} key={merge.id} merge={merge} />
      ))}
    </ul>
  )
}

type RowProps = { merge: AccountMerge; account_id: string; canWork: boolean }

function Row({ merge, account_id, canWork }: RowProps) {
  const { kept, gone, deals, contacts, activities, by, at, undo_until, undone_at } = merge
  const now = new Date().toISOString()
  const other = gone.id === account_id ? kept : gone
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2" data-merged={merge.id}>
      <div className="min-w-0 grow">
        <p className={undone_at ? 'text-mute line-through' : ''}>
          {gone.id === account_id ? i18n.t('It went into') : i18n.t('Into it went')}{' '}
          <Link className="text-accent underline" params={{ account: other.id }} to="/accounts/$account">
            {other.name}
          </Link>
        </p>
        <p className="text-xs text-mute">
          {i18n.t(
            '{deals, plural, one {# deal} other {# deals}}, {contacts, plural, one {# contact} other {# contacts}}, {activities, plural, one {# activity} other {# activities}} came along; by {name}, {day}',
            { deals, contacts, activities, name: by.name, day: shortDay(at, now) },
          )}
          {undone_at !== null && ` · ${i18n.t('parted on {day}', { day: shortDay(undone_at, now) })}`}
        </p>
      </div>
      {canWork && isPartable(merge) && (
        <Button
          aria-label={i18n.t('Undo: {gone} is an account of its own', { gone: gone.name })}
          onClick={() => void part(merge)}
          size="small"
          title={i18n.t('until {day}', { day: shortDay(undo_until, now) })}
        >
          {i18n.t('Undo')}
        </Button>
      )}
    </li>
  )
}
