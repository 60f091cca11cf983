import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client } from '../api.ts'
import { queries } from '../query.ts'

export type { Notification, NotificationPreferences } from '../../client/schema.ts'

/** Told by ticks and jobs, which send no signal: looked at every half minute. */
export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'unread'],
  queryFn: async () => (await client.notifications.list({ unread: 'true', limit: 1 })).unread,
  refetchInterval: 30_000,
})

export const notificationsQuery = infiniteQueryOptions({
  queryKey: ['notifications', 'list'],
  queryFn: ({ pageParam }) => client.notifications.list({ limit: 30, cursor: pageParam }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
})

export const preferencesQuery = queryOptions({
  queryKey: ['notifications', 'preferences'],
  queryFn: () => client.notification_preferences.get(),
})

export const refreshNotifications = () => queries.invalidateQueries({ queryKey: ['notifications'] })
