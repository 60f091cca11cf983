import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { unreadQuery } from './notifications-data.ts'

const most = 99

/** How much one was told of and has not read; leads to all of it. */
export function Bell() {
  const { data: unread = 0 } = useQuery(unreadQuery)
  return (
    <Link
      aria-label={i18n.t(
        '{n, plural, =0 {Notifications, nothing new} one {Notifications, # new} other {Notifications, # new}}',
        { n: unread },
      )}
      className="relative grid size-8 place-items-center rounded-md text-mute hover:bg-sunken hover:text-ink"
      to="/notifications"
    >
      <Icon name="bell" />
      {unread > 0 && (
        <span
          aria-hidden="true"
          className="absolute top-0 right-0 min-w-4 rounded-full bg-accent px-1 text-center text-[10px] leading-4 font-semibold text-accent-ink"
        >
          {unread > most ? `${most}+` : unread}
        </span>
      )}
    </Link>
  )
}
