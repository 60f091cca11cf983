import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { client } from '../api.ts'
import { ago } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { saidOf } from './notification-words.ts'
import { type Notification, notificationsQuery, refreshNotifications, unreadQuery } from './notifications-data.ts'

const failed = (error: unknown) => say({ title: sentenceOf(error), tone: 'bad' })

/** Everything that one was told of, the newest first; opening one reads it. */
export function NotificationsPage() {
  const list = useInfiniteQuery(notificationsQuery)
  const { data: unread = 0 } = useQuery(unreadQuery)
  const navigate = useNavigate()
  const readAll = useMutation({
    mutationFn: () => client.notifications.read_all(),
    onError: failed,
    onSettled: refreshNotifications,
  })
  const all = list.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <div className="mx-auto grid max-w-3xl grid-cols-1 gap-3 p-3 md:p-5">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-lg font-semibold">{i18n.t('Notifications')}</h1>
        <span className="ml-auto flex gap-2">
          <Button disabled={unread === 0 || readAll.isPending} onClick={() => readAll.mutate()}>
            {i18n.t('Mark all as read')}
          </Button>
          <Button
            look="quiet"
            onClick={() => void navigate({ to: '/settings/$section', params: { section: 'notifications' } })}
          >
            {i18n.t('What I am told of')}
          </Button>
        </span>
      </div>
      {list.isPending && (
        <Loading label={i18n.t('Reading what is new')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && all.length === 0 && (
        <EmptyState title={i18n.t('Nothing yet')}>
          {i18n.t('When something is due, or somebody gives you a deal, you are told here.')}
        </EmptyState>
      )}
      {all.length > 0 && (
        <ul className="panel divide-y divide-line">
          {all.map((one) => (
            <Row key={one.id} of={one} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {i18n.t('Show more')}
        </Button>
      )}
    </div>
  )
}

function Row({ of }: { of: Notification }) {
  const navigate = useNavigate()
  const now = new Date().toISOString()
  const { title, detail } = saidOf(of, now)
  const isNew = of.read_at === null
  const set = useMutation({
    mutationFn: (read: boolean) => client.notifications.update({ notification_id: of.id, read }),
    onError: failed,
    onSettled: refreshNotifications,
  })
  const open = () => {
    if (isNew) set.mutate(true)
    void navigate({ to: of.link })
  }
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <span aria-hidden="true" className={`mt-1.5 size-2 shrink-0 rounded-full ${isNew ? 'bg-accent' : ''}`} />
      <button className="min-w-0 grow text-left hover:underline" onClick={open} type="button">
        <span className={isNew ? 'font-medium' : ''}>
          {isNew && <span className="sr-only">{i18n.t('New:')} </span>}
          {title}
        </span>
        {detail !== null && <span className="block text-mute">{detail}</span>}
        <span className="block text-xs text-mute">{ago(of.created_at, now)}</span>
      </button>
      <Button disabled={set.isPending} look="quiet" onClick={() => set.mutate(isNew)} size="small">
        {isNew ? i18n.t('Mark as read') : i18n.t('Mark as new')}
      </Button>
    </li>
  )
}
