import type { Method, Target } from '../../stats/backtest/history.ts'
import { type Money, moneyOf } from '../../values/money.ts'
import type { Instant } from '../../values/instant.ts'
import type { Backtest } from './backtest.ts'
import { dayAt } from './decide-origins.ts'
import { decideRecord, type Decided, type Tried } from './decide-record.ts'
import type { Found, SaidOnce } from './try-methods.ts'

/** What is kept of a backtest, pipelines by their id: keys may come to mean something else. */
export type Kept = Pick<
  Backtest,
  'currency' | 'measure' | 'deals' | 'closed_deals' | 'without_rate' | 'note' | 'results'
> & {
  as_of: Instant
}

/** One line of what was said, short since there are thousands of them. */
export type SaidRow = [
  horizon: number,
  origin: string,
  target: Target,
  scope: string,
  method: Method,
  expected: number,
  low: number,
  likely: number,
  high: number,
  happened: number,
]

export const totalScope = 'total'

export const rowOf = (one: SaidOnce): SaidRow => [
  one.horizon,
  dayAt(one.origin),
  one.target,
  one.scope,
  one.method,
  ...([one.expected, one.low, one.likely, one.high, one.happened].map(rounded) as [
    number,
    number,
    number,
    number,
    number,
  ]),
]

/** Thousandths, which no currency divides further. */
const rounded = (amount: number) => Math.round(amount * 1_000) / 1_000

/** The results of one horizon from what the threads found. */
export function resultOf(
  { scores, said }: Found,
  { horizon, origins, closed }: { horizon: number; origins: readonly number[]; closed: ReadonlyMap<string, number> },
): Backtest['results'][number] {
  const own = scores.filter((score) => score.horizon === horizon)
  const scopes = [...new Set(own.map(({ scope }) => scope))]
  return {
    horizon_days: horizon,
    origins: origins.map(dayAt),
    note: null,
    scores: own.map(({ horizon: _, ...score }) => score),
    records: scopes.map((scope) => {
      const tried = triedIn(
        said.filter((one) => one.horizon === horizon && one.target === 'all' && one.scope === scope),
      )
      const closed_deals = closed.get(scope) ?? 0
      const decided = decideRecord(tried, { horizon, closed: closed_deals })
      return recordOf(decided, own, { scope, horizon, closed_deals })
    }),
  }
}

const triedIn = (said: readonly SaidOnce[]): Tried[] =>
  [...Map.groupBy(said, ({ method }) => method)].map(([method, some]) => ({
    method,
    losses: new Map(some.map(({ origin, crps }) => [origin, crps])),
  }))

function recordOf(
  { verdict, method, best }: Decided,
  scores: Found['scores'],
  { scope, horizon, closed_deals }: { scope: string; horizon: number; closed_deals: number },
): Backtest['results'][number]['records'][number] {
  const of = (wanted: Method | null) =>
    scores.find((score) => score.target === 'all' && score.scope === scope && score.method === wanted)
  const chosen = of(method)
  return {
    scope,
    horizon_days: horizon,
    method,
    verdict,
    best,
    against_stage_weighted: changeOf(chosen?.crps, of('stage_weighted')?.crps),
    against_model: changeOf(chosen?.crps, of('model')?.crps),
    best_against_model: changeOf(of(best)?.crps, of('model')?.crps),
    bias: chosen?.bias ?? null,
    coverage80: chosen?.coverage80 ?? null,
    forecasts: chosen?.forecasts ?? 0,
    windows: chosen?.windows ?? 0,
    closed_deals,
  }
}

const changeOf = (to: number | null | undefined, from: number | null | undefined): number | null =>
  to === null || to === undefined || !from ? null : to / from - 1

/** Major units as money, in whole minor units. */
export function moneyFrom(amount: number, currency: string, digits: number): Money {
  return moneyOf(BigInt(Math.round(amount * 10 ** digits)), currency)
}
