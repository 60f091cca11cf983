import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useContext, useMe, usePeriod } from '../data.ts'
import type { Point } from '../charts/curve-layout.ts'
import { compactMoney } from '../format.ts'
import { sizeOf } from '../money.ts'
import type { ForecastPart } from '../wire.ts'

type Asked = { period: string; as_of: string | undefined; currency: string | undefined }

export const forecastQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['forecast', asked],
    queryFn: () => api.forecast(asked),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })

/** The forecast of the period, currency and moment in the address. */
export function useForecast() {
  const { as_of, ccy } = useContext()
  const period = usePeriod()
  const { workspace } = useMe()
  const query = useQuery(forecastQuery({ period, as_of, currency: ccy }))
  const currency = query.data?.currency ?? ccy ?? workspace.currency
  return { query, period, currency, tick: tickIn(currency) }
}

/** Writes a size on an axis: `€1.25M`. */
export const tickIn = (currency: string) => (value: number) => compactMoney({ amount: String(value), currency })

/** The bars of a distribution as a curve: the chance of each bar over its width, at its middle. */
export function pointsOf({ distribution }: ForecastPart): Point[] {
  return distribution.flatMap(({ from, to, chance }) => {
    const width = sizeOf(to) - sizeOf(from)
    return width > 0 ? [{ value: sizeOf(from) + width / 2, density: chance / width }] : []
  })
}
