import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useContext, useMe, usePeriod } from '../data.ts'
import type { Point } from '../charts/curve-layout.ts'
import { compactMoney } from '../format.ts'
import { sizeOf } from '../money.ts'
import { daysOf } from '../period.ts'
import type { ForecastPart, Me } from '../wire.ts'
import { startOfDay } from '../zone.ts'

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

/** The filter of a list for deals that were closed within a quarter, by the clocks of the workspace. */
export function closedWithin(period: string, workspace: Me['workspace']) {
  const { time_zone } = workspace
  const { from, until } = daysOf(period, workspace)
  return { closed_from: startOfDay(from, time_zone), closed_before: startOfDay(until, time_zone) }
}

/** Writes a size on an axis: `€1.25M`. */
export const tickIn = (currency: string) => (value: number) => compactMoney({ amount: String(value), currency })

/** The bars of a distribution as a curve: the chance of each bar over its width, at its middle. */
export function pointsOf({ distribution }: ForecastPart): Point[] {
  // The outermost bars also hold all that lies beyond them, so their height would say too much.
  const bars = distribution.length > 10 ? distribution.slice(1, -1) : distribution
  const points = bars.flatMap(({ from, to, chance }) => {
    const width = sizeOf(to) - sizeOf(from)
    return width > 0 ? [{ value: sizeOf(from) + width / 2, density: chance / width }] : []
  })
  return points.map(({ value, density }, at) => ({ value, density: smoothed(points, at, density) }))
}

/** Bars hold unequal numbers of the grid's cells, which shows as dents; each is drawn as a mean with its neighbours. */
function smoothed(points: Point[], at: number, density: number): number {
  const before = points[at - 1]?.density ?? density
  const after = points[at + 1]?.density ?? density
  return (before + 2 * density + after) / 4
}
