import { useQuery } from '@tanstack/react-query'
import { Track } from '../../charts/track.tsx'
import { shortDay } from '../../format.ts'
import { sizeOf } from '../../money.ts'
import { ErrorState, Loading, Skeleton } from '../../ui/states.tsx'
import { i18n } from '../../words.ts'
import { type Method, originsQuery } from './accuracy-data.ts'
import { methodNames, trackFinding } from './accuracy-words.ts'

type Props = {
  asked: Parameters<typeof originsQuery>[0]
  method: Method
  name: string
  tick: (value: number) => string
  currency: string
  measure: string
}

/** What a method would have said on each day, beside what happened. */
export function SaidPanel({ asked, method, name, tick, currency, measure }: Props) {
  const query = useQuery(originsQuery(asked))
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data)
    return (
      <Loading label={i18n.t('Loading what would have been said')}>
        <Skeleton className="h-72" />
      </Loading>
    )
  const { data } = query
  const last = data.data.at(-1)?.origin ?? ''
  const points = data.data.flatMap(({ origin, happened, methods }) => {
    const said = methods.find((one) => one.method === method)
    if (!said) return []
    const { low, likely, high } = said
    return [
      {
        key: origin,
        label: shortDay(origin, last),
        low: sizeOf(low),
        likely: sizeOf(likely),
        high: sizeOf(high),
        happened: sizeOf(happened),
      },
    ]
  })
  const inside = points.filter(({ low, high, happened }) => happened >= low && happened <= high).length
  const words = { method: methodNames()[method], name }
  const subtitle = i18n.t('Won in the {days} days after each day, {measure}, in {currency}, {n} days', {
    days: asked.horizon_days,
    measure,
    currency,
    n: points.length,
  })
  const columns = [
    i18n.t('Day'),
    i18n.t('Low'),
    i18n.t('Likely'),
    i18n.t('High'),
    i18n.t('Happened'),
    i18n.t('Currency'),
  ]
  return (
    <Track
      points={points}
      subtitle={subtitle}
      table={{
        columns,
        rows: points.map(({ key, low, likely, high, happened }) => [key, low, likely, high, happened, currency]),
      }}
      tick={tick}
      title={trackFinding(inside, points.length, words)}
    />
  )
}
