import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { createClient, type InputOf } from '../../client/client.ts'
import { queries } from '../query.ts'
import { i18n } from '../words.ts'

export type { WebhookDelivery, WebhookEndpoint, WebhookEndpointWithSecret } from '../../client/schema.ts'

/** Apart from the client of the other pages, so that nothing of this is loaded before it is looked at. */
export const client = createClient({ base: '' })

export type EventTypes = InputOf<'webhook_endpoints.create'>['event_types']

export const endpointsQuery = queryOptions({
  queryKey: ['webhooks', 'endpoints'],
  queryFn: async () => (await client.webhook_endpoints.list({ limit: 200 })).data,
})

export const eventTypesQuery = queryOptions({
  queryKey: ['webhooks', 'types'],
  queryFn: async () => (await client.event_types.list()).data,
  staleTime: 300_000,
})

/** The log of an endpoint; while it is looked at it follows what is sent. */
export const deliveriesQuery = (endpoint_id: string) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', 'deliveries', endpoint_id],
    queryFn: ({ pageParam }) => client.webhook_deliveries.list({ endpoint_id, limit: 20, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchInterval: 3_000,
  })

export const refreshWebhooks = () => queries.invalidateQueries({ queryKey: ['webhooks'] })

export const stateNames = () => ({
  pending: i18n.t('Waiting'),
  delivered: i18n.t('Delivered'),
  failed: i18n.t('Failed'),
  cancelled: i18n.t('Given up'),
})

export const disabledReasons = () => ({
  by_person: i18n.t('Switched off.'),
  gone: i18n.t('Its receiver answered 410: it wants nothing more.'),
  failing: i18n.t('It answered nothing well for five days.'),
  right_lost: i18n.t('Its owner may not configure webhooks any more.'),
})
