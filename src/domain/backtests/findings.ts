import type { Method, Target } from '../../stats/backtest/history.ts'
import { chanceMethods } from '../../stats/other-methods.ts'
import { type Money, moneyOf } from '../../values/money.ts'
import type { Instant } from '../../values/instant.ts'
import type { Evidence } from '../forecast-methods/index.ts'
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
      const here = said.filter((one) => one.horizon === horizon && one.scope === scope)
      const triedOn = (target: Target) => triedIn(here.filter((one) => one.target === target))
      const closed_deals = closed.get(scope) ?? 0
      const decided = decideRecord(triedOn('all'), { horizon, closed: closed_deals })
      const open = decideRecord(triedOn('open').filter(isChance), { horizon, closed: closed_deals })
      return { ...recordOf(decided, own, { scope, horizon, closed_deals }), open_deals: openRecord(open, own, scope) }
    }),
  }
}

const isChance = ({ method }: Tried) => (chanceMethods as readonly Method[]).includes(method)

function openRecord({ verdict, method }: Decided, scores: Found['scores'], scope: string): Opened {
  const of = (wanted: Method) =>
    scores.find((score) => score.target === 'open' && score.scope === scope && score.method === wanted)
  return {
    method: chanceMethods.find((one) => one === method) ?? 'model',
    verdict,
    against_model: changeOf(of(method)?.crps, of('model')?.crps),
    windows: of(method)?.windows ?? 0,
  }
}

type Opened = NonNullable<Backtest['results'][number]['records'][number]['open_deals']>

/**
 * For each pipeline the method that its forecasts should be made by: another one than the model where every horizon that
 * could be judged speaks for that same one. A chance is one for all horizons, as boards show it.
 */
export function methodsFound(results: Kept['results']): Map<string, Evidence> {
  const found = new Map<string, Evidence>()
  const records = results.flatMap((one) => one.records).filter(({ scope }) => scope !== totalScope)
  for (const [scope, own] of Map.groupBy(records, (one) => one.scope)) {
    const judged = own.flatMap(({ open_deals, horizon_days }) =>
      open_deals === null || open_deals.verdict.startsWith('too_few') ? [] : [{ ...open_deals, horizon_days }],
    )
    const [first] = judged
    if (first === undefined) continue
    const agreed = judged.every(({ method }) => method === first.method)
    const { horizon_days, windows, against_model } = first
    found.set(scope, {
      method: agreed ? first.method : 'model',
      horizon_days,
      windows,
      against_model: against_model ?? 0,
    })
  }
  return found
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
): Omit<Backtest['results'][number]['records'][number], 'open_deals'> {
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
