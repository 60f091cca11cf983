import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { Fan } from '../charts/fan-layout.ts'
import type { Table } from '../charts/table.ts'
import { useContext, useMe, usePeriod } from '../data.ts'
import { compactMoney } from '../format.ts'
import { minus, sizeOf } from '../money.ts'
import type { ForecastPath, Money } from '../wire.ts'
import { i18n } from '../words.ts'

export type Way = ForecastPath['total']
type Asked = { period: string; as_of: string | undefined; currency: string | undefined }

const pathQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['forecast', 'path', asked],
    queryFn: () => api.forecastPath(asked),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })

/** The way of the period in the address so far, and where it leads. */
export function usePath() {
  const { as_of, ccy } = useContext()
  const { workspace } = useMe()
  const query = useQuery(pathQuery({ period: usePeriod(), as_of, currency: ccy }))
  return { query, day: dayIn(workspace.time_zone) }
}

/** Writes a moment as its day by the clocks of the workspace: `2 Dec`. */
const dayIn = (timeZone: string) => (at: number) =>
  new Intl.DateTimeFormat(i18n.locale || 'en', { day: 'numeric', month: 'short', timeZone }).format(at)

export function fanOf({ closed, ahead, quota }: Way, { from, until, as_of }: ForecastPath): Fan {
  const at = (moment: string) => Date.parse(moment)
  return {
    from: at(from),
    until: at(until),
    now: Math.min(at(as_of), at(until)),
    closed: closed.map((point) => ({ at: at(point.at), value: sizeOf(point.amount) })),
    ahead: ahead.map((point) => ({
      at: at(point.at),
      low: sizeOf(point.p10),
      likely: sizeOf(point.p50),
      high: sizeOf(point.p90),
    })),
    quota: quota && sizeOf(quota),
  }
}

/** The same as a table: what was won by each moment, then low, likely, high and expected. */
export function tableOf({ closed, ahead }: Way, { currency }: ForecastPath, day: (at: number) => string): Table {
  return {
    columns: [
      i18n.t('Until'),
      i18n.t('Closed'),
      i18n.t('Low'),
      i18n.t('Likely'),
      i18n.t('High'),
      i18n.t('Expected'),
      i18n.t('Currency'),
    ],
    rows: [
      ...closed.map(({ at, amount }) => [day(Date.parse(at)), amount.amount, null, null, null, null, currency]),
      ...ahead.map(({ at, p10, p50, p90, expected }) => [
        // An end is the first moment of the next day; people call it by the last one that belongs to it.
        day(Date.parse(at) - 1),
        null,
        p10.amount,
        p50.amount,
        p90.amount,
        expected.amount,
        currency,
      ]),
    ],
  }
}

/** What was won so far, and what still leads to the likely end. */
export function pathFinding({ closed, ahead }: Way, period: string): string {
  const won = closed.at(-1)?.amount
  const end = ahead.at(-1)
  if (!end) return won ? i18n.t('{amount} won in {period}', { amount: compactMoney(won), period }) : period
  if (!won) return i18n.t('{period} will likely bring {amount}', { period, amount: compactMoney(end.p50) })
  const more = minus(end.p50, won) as Money | null
  if (more && Math.abs(sizeOf(more)) < 0.001 * sizeOf(end.p50))
    return i18n.t('{amount} won so far in {period}, and likely little more by its end', {
      amount: compactMoney(won),
      period,
    })
  return i18n.t('{amount} won so far in {period}, and likely {more} more by its end', {
    amount: compactMoney(won),
    period,
    more: more ? compactMoney(more) : compactMoney(end.p50),
  })
}
