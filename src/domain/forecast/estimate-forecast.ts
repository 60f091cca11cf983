import { binned, chanceOfReaching, type Distribution, quantileOf } from '../../stats/distribution.ts'
import { enoughClosed } from '../../stats/hazards.ts'
import type { Group } from '../../stats/lucky-part.ts'
import type { Chances, MotionModel } from '../../stats/motion-model.ts'
import { type ArrivalRate, newWins } from '../../stats/new-business.ts'
import type { ChanceMethod } from '../../stats/other-methods.ts'
import type { PastLuck } from '../../stats/past-luck.ts'
import { sharedSums } from '../../stats/shared-sum.ts'
import { usualShock } from '../../stats/shock.ts'
import type { WinTable } from '../../stats/win-probability.ts'
import { digitsOf, type Money, minorOf, moneyOf } from '../../values/money.ts'
import { type AmountMeasure, sumsByKind } from '../pipelines/index.ts'
import type { Forecast, ForecastPart, Prospect, OpenDeal } from './forecast.ts'
import { giantNote, noteOn, type PastOutcomes } from './line-notes.ts'
import { chancesAhead, chanceWithin, type Outlook, outlookOn } from './outlook.ts'
import { minorFrom, type Stakes, sumsOf } from './stakes.ts'
import { atCurrentRates } from './worth.ts'

/** Before any forecast is past. */
const noPast: PastLuck = { shock: usualShock, windows: 0 }

/** How deals are taken to depend on each other; a clause that follows *for the total*. */
export const dependenceStatement = ({ windows }: PastLuck): string =>
  windows === 0
    ? 'deals are taken to share as much luck as is usual, for want of past forecasts'
    : `deals are taken to share as much luck as ${windows} past ${windows === 1 ? 'forecast' : 'forecasts'} of four weeks ${windows === 1 ? 'was' : 'were'} hit by`

/**
 * What the period will bring per pipeline and in all: closed so far, expected from open deals, expected from deals
 * still to come, and the distribution of their sum. Expected values add up to the cent; quantiles do not.
 *
 * @param luck what past forecasts taught of the luck that deals share
 * @param chances of the model, at least for the two edges of the period, where they have been made before
 */
export function estimateForecast(
  situation: Prospect,
  model: MotionModel,
  luck: PastLuck = noPast,
  chances: Chances = chancesAhead(situation, model),
): Forecast {
  const { as_of, currency, measure, period } = situation
  const outlook = outlookOn(situation, model, chances)
  const { missing, until } = outlook
  const parts = situation.pipelines.filter(({ shown }) => shown).map((plan) => partOf(plan, situation, outlook))
  const { each, total } = sharedSums(parts.map(groupOf), luck.shock)
  const pipelines = parts.map((part, i) => ({
    pipeline: part.pipeline,
    name: part.name,
    measure: part.measure,
    method: part.method,
    ...partFigures(part, currency, missing === null ? each[i] : undefined),
  }))
  return {
    period: period.key,
    as_of,
    currency,
    measure,
    dependence: dependenceStatement(luck),
    total: totalFigures(parts, pipelines, currency, { missing, ahead: until > 0, measure, distribution: total }),
    pipelines,
  }
}

/** What one pipeline is expected to bring in the period, the same figure as above without all that stands around it. */
export function expectedIn(situation: Prospect, model: MotionModel, pipeline: string): Money | null {
  const outlook = outlookOn(situation, model)
  const plan = situation.pipelines.find(({ key, shown }) => key === pipeline && shown)
  if (!plan || outlook.missing !== null) return null
  return sumsOf(stakesOf(plan, situation, outlook), situation.currency).expected
}

/** One pipeline's share of the sum, before it is added up. */
type Part = Stakes & {
  pipeline: string
  name: string
  measure: AmountMeasure
  method: ChanceMethod
  closed_count: number
  /** Null where a win has no rate now. */
  closed_today: bigint | null
  open_value: bigint
  open_count: number
  open_without_amount: number
  quota: bigint | null
  n_closed: number
  /** No loss was ever recorded. */
  lossless: boolean
  note: string | null
  unconverted: Money[]
}

const unknownHistory: PastOutcomes = { n_closed: 0, n_won: 0, n_lost: 0 }

type PlanOfPart = Prospect['pipelines'][number]

function stakesOf({ key, revenue_kind }: PlanOfPart, situation: Prospect, outlook: Outlook): Stakes {
  const { until, missing, chances, ratios } = outlook
  const won = ownOf(situation.closed, key).map(({ amount, revenue_kind }) => ({ minor: minorOf(amount), revenue_kind }))
  const closed = won.reduce((sum, { minor }) => sum + minor, 0n)
  const known = { closed, closed_kinds: sumsByKind(won), revenue_kind }
  const table = until === 0 || missing !== null ? undefined : chances.tableOf(key)
  if (table === undefined) return { ...known, bets: [], unvalued: [], created: [], transferred: [] }
  const open = ownOf(situation.open, key)
  return {
    ...known,
    bets: open.flatMap((deal) => betOn(deal, ratios.get(key) ?? 1, outlook)),
    unvalued: unvaluedBets(open.filter(isUnvalued), key, situation, outlook),
    ...arrivalsInto(key, table, situation, outlook),
  }
}

const ownOf = <T extends { pipeline: string }>(list: readonly T[], key: string) =>
  list.filter(({ pipeline }) => pipeline === key)

function partOf(plan: PlanOfPart, situation: Prospect, outlook: Outlook): Part {
  const open = ownOf(situation.open, plan.key)
  const astray = open.filter(({ stage }) => !plan.stages.some(({ key }) => key === stage))
  const history = outlook.model.pipelines.find(({ key }) => key === plan.key) ?? unknownHistory
  const stakes = stakesOf(plan, situation, outlook)
  return {
    ...stakes,
    pipeline: plan.key,
    name: plan.name,
    measure: plan.measure,
    method: plan.method?.method ?? 'model',
    closed_count: ownOf(situation.closed, plan.key).length,
    closed_today: atCurrentRates(ownOf(situation.closed, plan.key)),
    open_value: open.reduce((sum, { amount }) => sum + (amount === null ? 0n : minorOf(amount)), 0n),
    open_count: open.length,
    open_without_amount: open.filter(isUnvalued).length,
    quota: plan.quota === null ? null : minorOf(plan.quota),
    n_closed: history.n_closed,
    lossless: history.n_lost === 0,
    note: noteOn(plan, { history, stakes, astray: astray.length }, outlook),
    unconverted: ownOf(situation.unconverted, plan.key).map(({ amount }) => amount),
  }
}

function betOn(deal: OpenDeal, ratio: number, outlook: Outlook): Stakes['bets'] {
  if (deal.amount === null) return []
  const { amount, revenue_kind } = deal
  return [{ chance: chanceWithin(deal, outlook), amount: Number(amount.amount) * ratio, revenue_kind }]
}

const isUnvalued = ({ amount, has_amount }: OpenDeal) => amount === null && !has_amount

/**
 * Deals without an amount, as one lot of each kind: about as many are won as their chances add up to, each worth what a win of this
 * pipeline was. Poisson in place of the sum of coins, which is a little too wide and never too narrow.
 */
function unvaluedBets(
  deals: readonly OpenDeal[],
  pipeline: string,
  { won }: Prospect,
  outlook: Outlook,
): Stakes['unvalued'] {
  if (deals.length === 0) return []
  const amounts = amountsOf(won, pipeline, outlook.now)
  return [...Map.groupBy(deals, ({ revenue_kind }) => revenue_kind)].map(([revenue_kind, own]) => {
    const mean_count = own.reduce((sum, deal) => sum + chanceWithin(deal, outlook), 0)
    return { mean_count, dispersion: 0, amounts, revenue_kind }
  })
}

function arrivalsInto(
  pipeline: string,
  table: WinTable,
  { won }: Prospect,
  { now, from, until, rates }: Outlook,
): Pick<Part, 'created' | 'transferred'> {
  const amounts = amountsOf(won, pipeline, now)
  const by = (way: ArrivalRate['by']) =>
    rates
      .filter((rate) => rate.pipeline === pipeline && rate.by === way)
      .map((rate) => {
        const { mean_count, dispersion } = newWins(rate, table, until)
        const before = from === 0 ? 0 : newWins(rate, table, from).mean_count
        return { mean_count: mean_count - before, dispersion, amounts }
      })
  return { created: by('created'), transferred: by('transferred') }
}

/** Worth of a win still to come: this pipeline's wins of the last year, or where these are few, all of its wins, or all. */
export function amountsOf(won: Prospect['won'], key: string, now: number): number[] {
  const past = won.filter(({ day }) => day <= now)
  const own = past.filter(({ pipeline }) => pipeline === key)
  const recent = own.filter(({ day }) => day > now - 365)
  const chosen = [recent, own].find((wins) => wins.length >= fewWins) ?? past
  return chosen.map(({ amount }) => amount)
}
const fewWins = 8

/** @param distribution of what may come on top of what is closed; none where there is no forecast */
function partFigures(part: Part, currency: string, distribution: Distribution | undefined): ForecastPart {
  const { closed, quota } = part
  const money = (minor: bigint) => moneyOf(minor, currency)
  const plain = {
    closed: money(closed),
    closed_count: part.closed_count,
    closed_at_current_rates: part.closed_today === null ? null : money(part.closed_today),
    open_value: money(part.open_value),
    open_count: part.open_count,
    open_without_amount: part.open_without_amount,
    quota: quota === null ? null : money(quota),
    n_closed: part.n_closed,
    note: part.note,
    unconverted: part.unconverted,
  }
  if (distribution === undefined) return { ...plain, ...noForecast }
  return { ...plain, ...sumsOf(part, currency), ...spread({ distribution, closed }, quota, currency) }
}

const periodOver = 'the period is over: what was won in it is all that there is'

const measureWords: Record<AmountMeasure, string> = {
  total_contract_value: 'total contract value',
  annual: 'annual value',
  first_year: 'first-year value',
  one_time: 'one-time value',
}

const noForecast = {
  open: null,
  new_business: null,
  new_business_parts: null,
  expected: null,
  by_revenue_kind: null,
  p10: null,
  p50: null,
  p90: null,
  chance: null,
  distribution: [],
}

type TotalFacts = { missing: string | null; ahead: boolean; measure: AmountMeasure; distribution: Distribution }

function totalFigures(
  parts: readonly Part[],
  figures: readonly ForecastPart[],
  currency: string,
  { missing, ahead, measure, distribution }: TotalFacts,
): ForecastPart {
  const summed = (of: (figure: ForecastPart) => Money | null | undefined): Money =>
    moneyOf(
      figures.reduce((sum, figure) => {
        const money = of(figure)
        return money === null || money === undefined ? sum : sum + minorOf(money)
      }, 0n),
      currency,
    )
  const without = parts.filter(({ quota }) => quota === null).map(({ pipeline }) => pipeline)
  const quota =
    parts.length === 0 || without.length > 0 ? null : parts.reduce((sum, part) => sum + (part.quota ?? 0n), 0n)
  const few = parts.filter((part) => part.n_closed < enoughClosed).map(({ pipeline }) => pipeline)
  const plain = {
    closed: summed(({ closed }) => closed),
    closed_count: parts.reduce((sum, part) => sum + part.closed_count, 0),
    closed_at_current_rates: parts.some(({ closed_today }) => closed_today === null)
      ? null
      : summed(({ closed_at_current_rates }) => closed_at_current_rates),
    open_value: summed(({ open_value }) => open_value),
    open_count: parts.reduce((sum, part) => sum + part.open_count, 0),
    open_without_amount: parts.reduce((sum, part) => sum + part.open_without_amount, 0),
    quota: quota === null ? null : moneyOf(quota, currency),
    n_closed: parts.reduce((sum, part) => sum + part.n_closed, 0),
    unconverted: addedUp(parts.flatMap((part) => part.unconverted)),
  }
  const others = parts.filter((part) => part.measure !== measure).map(({ pipeline }) => pipeline)
  const lossless = parts
    .filter((part) => part.lossless && part.n_closed >= enoughClosed)
    .map(({ pipeline }) => pipeline)
  if (missing !== null) return { ...plain, ...noForecast, note: missing }
  const notes = [
    ahead ? null : periodOver,
    few.length > 0 && ahead ? `too little history of their own, so all pipelines speak for: ${few.join(', ')}` : null,
    lossless.length > 0 && ahead
      ? `no loss was ever recorded, so chances are too high if lost deals stay open: ${lossless.join(', ')}`
      : null,
    giantNote(parts.flatMap(({ bets }) => bets)),
    without.length > 0 && without.length < parts.length
      ? `no quota in all, as these have none: ${without.join(', ')}`
      : null,
    others.length > 0
      ? `not all amounts are ${measureWords[measure]}, and added as they are: ${others.join(', ')}`
      : null,
  ].filter((note) => note !== null)
  return {
    ...plain,
    open: summed(({ open }) => open),
    new_business: summed(({ new_business }) => new_business),
    new_business_parts: {
      created: summed(({ new_business_parts }) => new_business_parts?.created),
      transferred: summed(({ new_business_parts }) => new_business_parts?.transferred),
    },
    expected: summed(({ expected }) => expected),
    by_revenue_kind: {
      new: summed(({ by_revenue_kind }) => by_revenue_kind?.new),
      expansion: summed(({ by_revenue_kind }) => by_revenue_kind?.expansion),
      renewal: summed(({ by_revenue_kind }) => by_revenue_kind?.renewal),
    },
    note: notes.length === 0 ? null : notes.join('; '),
    ...spread({ distribution, closed: parts.reduce((sum, { closed }) => sum + closed, 0n) }, quota, currency),
  }

  function addedUp(amounts: readonly Money[]): Money[] {
    const sums = new Map<string, bigint>()
    for (const money of amounts) sums.set(money.currency, (sums.get(money.currency) ?? 0n) + minorOf(money))
    return [...sums].map(([code, minor]) => moneyOf(minor, code))
  }
}

/** What of a part may come on top of what is closed. */
const groupOf = ({ bets, unvalued, created, transferred }: Part): Group => ({
  bets,
  arrivals: [...unvalued, ...created, ...transferred],
})

const bars = 60

function spread(
  { distribution, closed }: { distribution: Distribution; closed: bigint },
  quota: bigint | null,
  currency: string,
): Pick<ForecastPart, 'p10' | 'p50' | 'p90' | 'chance' | 'distribution'> {
  // What is closed is exact; only what may come on top is a float.
  const money = (amount: number) => moneyOf(closed + minorFrom(amount, currency), currency)
  const missing = quota === null ? null : Number(quota - closed) / 10 ** digitsOf(currency)
  return {
    p10: money(quantileOf(distribution, 0.1)),
    p50: money(quantileOf(distribution, 0.5)),
    p90: money(quantileOf(distribution, 0.9)),
    chance: missing === null ? null : chanceOfReaching(distribution, missing),
    distribution: binned(distribution, bars).map(({ from, to, chance }) => ({
      from: money(from),
      to: money(to),
      chance,
    })),
  }
}
