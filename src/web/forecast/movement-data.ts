import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { api } from '../api.ts'
import type { WaterfallStep, Tone } from '../charts/waterfall.tsx'
import { useContext, useMe, usePeriod } from '../data.ts'
import { compactMoney, wholeNumber } from '../format.ts'
import { sizeOf } from '../money.ts'
import { daysOf } from '../period.ts'
import type { Bridge, Me } from '../wire.ts'
import { i18n } from '../words.ts'
import { startOfDay } from '../zone.ts'
import { tickIn } from './forecast-data.ts'
import type { MovementSearch } from './movement-search.ts'
import { type Bucket, bucketNames, signedMoney } from './movement-words.ts'

export type Asked = Parameters<typeof api.bridge>[0]

export const bridgeQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['bridge', asked],
    queryFn: () => api.bridge(asked),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })

export const bridgeDealsQuery = (asked: Asked, bucket: Bucket | undefined) =>
  infiniteQueryOptions({
    queryKey: ['bridge-deals', asked, bucket],
    queryFn: ({ pageParam }) => api.bridgeDeals({ ...asked, bucket, limit: 25, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 60_000,
  })

/** The bridge that the address asks for. */
export function useMovement() {
  const search = useSearch({ strict: false }) as MovementSearch
  const { as_of, ccy } = useContext()
  const { workspace, person } = useMe()
  const period = usePeriod()
  const measure = search.measure === 'expected' ? 'expected' : 'open'
  const since = search.since ?? 'week'
  const to = endOf(search.until, workspace.time_zone) ?? as_of
  const asked: Asked = {
    period,
    measure,
    currency: ccy,
    to,
    pipeline: search.in,
    from: startOf(since, period, to, workspace),
    ...whoseOf(search.whose, person.id),
  }
  const query = useQuery(bridgeQuery(asked))
  const currency = query.data?.currency ?? ccy ?? workspace.currency
  return { query, asked, search, since, measure, period, currency, tick: tickIn(currency) } as const
}

/** A team begins with `team_`; everything else is a person. */
function whoseOf(whose: string | undefined, me: string): Pick<Asked, 'owner' | 'team'> {
  if (whose === undefined) return {}
  if (whose.startsWith('team_')) return { team: whose }
  return { owner: whose === 'me' ? me : whose }
}

/** The first moment after a day, which is over then. */
function endOf(day: string | undefined, time_zone: string): string | undefined {
  if (day === undefined || !isDay(day)) return undefined
  return startOfDay(new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10), time_zone)
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** Undefined for what the server takes by itself: the seven days before. */
function startOf(since: string, period: string, as_of: string | undefined, workspace: Me['workspace']) {
  const { time_zone } = workspace
  const now = as_of ?? new Date().toISOString()
  if (since === 'month')
    return startOfDay(new Date(Date.parse(now) - 30 * 86_400_000).toISOString().slice(0, 10), time_zone)
  const begins = since === 'period' ? daysOf(period, workspace).from : since
  if (!isDay(begins)) return undefined
  const start = startOfDay(begins, time_zone)
  // A period that has not begun has no past to compare with.
  return since === 'period' && start > now ? undefined : start
}

/** The bars that moved the figure, between where it stood and where it stands. */
export function stepsOf({ start, end, buckets }: Bridge): WaterfallStep[] {
  if (!start || !end) return []
  const names = bucketNames()
  const total = (key: string, name: string, money: typeof start): WaterfallStep => ({
    key,
    name,
    kind: 'total',
    tone: 'total',
    amount: sizeOf(money),
    label: compactMoney(money),
  })
  return [
    total('start', i18n.t('Before'), start),
    ...buckets
      .filter(({ amount }) => sizeOf(amount) !== 0)
      .map(({ bucket, deals, amount }): WaterfallStep => {
        const name = deals > 0 ? `${names[bucket]} (${wholeNumber(deals)})` : names[bucket]
        return {
          key: bucket,
          name,
          kind: 'change',
          tone: toneOf(bucket, amount),
          amount: sizeOf(amount),
          label: signedMoney(amount),
        }
      }),
    total('end', i18n.t('After'), end),
  ]
}

function toneOf(bucket: Bucket, amount: { amount: string }): Tone {
  if (bucket === 'won' || bucket === 'lost') return bucket
  return amount.amount.startsWith('-') ? 'down' : 'up'
}
