import { amountRatios } from '../../stats/amount-ratio.ts'
import type { Arrivals, Bet } from '../../stats/bet.ts'
import { binned, chanceOfReaching, type Distribution, quantileOf } from '../../stats/distribution.ts'
import { enoughClosed, type HazardModel } from '../../stats/hazards.ts'
import { type ArrivalRate, estimateArrivals, newWins } from '../../stats/new-business.ts'
import { sumDistribution } from '../../stats/sum-distribution.ts'
import { everDays, type WinTable, winProbability, winTable } from '../../stats/win-probability.ts'
import { digitsOf, type Money, minorOf, moneyOf } from '../../values/money.ts'
import { dayNumber } from '../history/index.ts'
import type { AmountMeasure } from '../pipelines/index.ts'
import type { Forecast, ForecastPart, ForecastSituation, OpenDeal } from './forecast.ts'
import { fitWinModel, shortageNote } from './win-model.ts'

export const dependenceStatement = 'deals are taken as independent of each other'

/**
 * What the period will bring per pipeline and in all: closed so far, expected from open deals, expected from deals
 * still to come, and the distribution of their sum. Expected values add up to the cent; quantiles do not.
 */
export function estimateForecast(
  situation: ForecastSituation,
  model: HazardModel = fitWinModel(situation.stays, situation.pipelines, situation.as_of),
): Forecast {
  const { as_of, currency, measure, period } = situation
  const outlook = outlookOn(situation, model)
  const { missing, until } = outlook
  const parts = situation.pipelines.filter(({ shown }) => shown).map((plan) => partOf(plan, situation, outlook))
  const pipelines = parts.map((part) => ({
    pipeline: part.pipeline,
    name: part.name,
    measure: part.measure,
    ...partFigures(part, currency, missing === null),
  }))
  return {
    period: period.key,
    as_of,
    currency,
    measure,
    dependence: dependenceStatement,
    total: totalFigures(parts, pipelines, currency, { missing, ahead: until > 0, measure }),
    pipelines,
  }
}

/** What all pipelines share: the days ahead and what history says. */
type Outlook = {
  now: number
  /** Days from now until the period begins and until it ends; 0 when that is over. */
  from: number
  until: number
  model: HazardModel
  ratios: Map<string, number>
  rates: ArrivalRate[]
  /** Why there is no forecast at all; null when there is one. */
  missing: string | null
}

function outlookOn(situation: ForecastSituation, model: HazardModel): Outlook {
  const { as_of, period, pipelines } = situation
  const now = dayNumber(as_of)
  const until = Math.max(dayNumber(period.until) - now, 0)
  const why = until > everDays ? 'no forecast: the period ends more than two years ahead' : shortageNote(model.n_closed)
  const keys = pipelines.map(({ key }) => key)
  return {
    now,
    from: Math.min(Math.max(dayNumber(period.from) - now, 0), until),
    until,
    model,
    ratios: amountRatios(situation.amount_pairs, keys),
    rates: estimateArrivals(situation.entries, { as_of: now, recorded_from: situation.recorded_from }),
    // A period that is over needs no history: it is what it is.
    missing: until === 0 ? null : why,
  }
}

/** One pipeline's share of the sum, before it is added up. */
type Part = {
  pipeline: string
  name: string
  measure: AmountMeasure
  closed: bigint
  closed_count: number
  open_value: bigint
  open_count: number
  open_without_amount: number
  bets: Bet[]
  /** Open deals that nobody has put an amount to: each is worth what a win of the pipeline is. */
  unvalued: Arrivals[]
  created: Arrivals[]
  transferred: Arrivals[]
  quota: bigint | null
  n_closed: number
  note: string | null
  unconverted: Money[]
}

function partOf(plan: ForecastSituation['pipelines'][number], situation: ForecastSituation, outlook: Outlook): Part {
  const { from, until, missing } = outlook
  const own = <T extends { pipeline: string }>(list: readonly T[]) =>
    list.filter(({ pipeline }) => pipeline === plan.key)
  const hazards = outlook.model.pipelines.find(({ key }) => key === plan.key)
  const table =
    hazards === undefined || until === 0 || missing !== null ? null : winTable(hazards, until, [from, until])
  const closed = own(situation.closed).map(({ amount }) => minorOf(amount))
  const open = own(situation.open)
  const astray = open.filter(({ stage }) => !plan.stages.some(({ key }) => key === stage))
  const n_closed = hazards?.n_closed ?? 0
  const arrivals = table === null ? { created: [], transferred: [] } : arrivalsInto(plan.key, table, situation, outlook)
  return {
    pipeline: plan.key,
    name: plan.name,
    measure: plan.measure,
    closed: closed.reduce((sum, minor) => sum + minor, 0n),
    closed_count: closed.length,
    open_value: open.reduce((sum, { amount }) => sum + (amount === null ? 0n : minorOf(amount)), 0n),
    open_count: open.length,
    open_without_amount: open.filter(isUnvalued).length,
    bets: table === null ? [] : open.flatMap((deal) => betOn(deal, table, outlook.ratios.get(plan.key) ?? 1, outlook)),
    unvalued: table === null ? [] : unvaluedBets(open.filter(isUnvalued), table, situation, outlook),
    ...arrivals,
    quota: plan.quota === null ? null : minorOf(plan.quota),
    n_closed,
    note: noteOn(plan, n_closed, astray.length, outlook),
    unconverted: own(situation.unconverted).map(({ amount }) => amount),
  }
}

function betOn(deal: OpenDeal, table: WinTable, ratio: number, outlook: Outlook): Bet[] {
  if (deal.amount === null) return []
  return [{ chance: chanceWithin(deal, table, outlook), amount: Number(deal.amount.amount) * ratio }]
}

const isUnvalued = ({ amount, has_amount }: OpenDeal) => amount === null && !has_amount

/**
 * Deals without an amount, as one lot: about as many are won as their chances add up to, each worth what a win of this
 * pipeline was. Poisson in place of the sum of coins, which is a little too wide and never too narrow.
 */
function unvaluedBets(
  deals: readonly OpenDeal[],
  table: WinTable,
  { won }: ForecastSituation,
  outlook: Outlook,
): Arrivals[] {
  if (deals.length === 0) return []
  const mean_count = deals.reduce((sum, deal) => sum + chanceWithin(deal, table, outlook), 0)
  return [{ mean_count, dispersion: 0, amounts: amountsOf(won, table.pipeline, outlook.now) }]
}

/** Won between the two edges of the period ahead. */
function chanceWithin(deal: OpenDeal, table: WinTable, { now, from, until }: Outlook): number {
  const age_days = Math.max(now - dayNumber(deal.entered_stage_at), 0)
  const by = (horizon_days: number) => winProbability(table, { stage: deal.stage, age_days, horizon_days }) ?? 0
  return by(until) - (from === 0 ? 0 : by(from))
}

function arrivalsInto(
  pipeline: string,
  table: WinTable,
  { won }: ForecastSituation,
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
function amountsOf(won: ForecastSituation['won'], key: string, now: number): number[] {
  const past = won.filter(({ day }) => day <= now)
  const own = past.filter(({ pipeline }) => pipeline === key)
  const recent = own.filter(({ day }) => day > now - 365)
  const chosen = [recent, own].find((wins) => wins.length >= fewWins) ?? past
  return chosen.map(({ amount }) => amount)
}
const fewWins = 8

function noteOn(
  { quota_without_rate: quota }: ForecastSituation['pipelines'][number],
  n_closed: number,
  astray: number,
  { until, missing }: Outlook,
): string | null {
  // A period that is over, or out of sight, rests on no history.
  const rests = until > 0 && until <= everDays
  const notes = [
    until > everDays ? missing : null,
    rests ? shortageNote(n_closed) : null,
    rests && astray > 0 ? `left out: open deals in stages that the pipeline no longer has (${astray})` : null,
    quota === null ? null : `its quota of ${quota.amount} ${quota.currency} has no rate`,
  ].filter((note) => note !== null)
  return notes.length === 0 ? null : notes.join('; ')
}

function partFigures(part: Part, currency: string, known: boolean): ForecastPart {
  const { closed, quota } = part
  const money = (minor: bigint) => moneyOf(minor, currency)
  const plain = {
    closed: money(closed),
    closed_count: part.closed_count,
    open_value: money(part.open_value),
    open_count: part.open_count,
    open_without_amount: part.open_without_amount,
    quota: quota === null ? null : money(quota),
    n_closed: part.n_closed,
    note: part.note,
    unconverted: part.unconverted,
  }
  if (!known) return { ...plain, ...noForecast }
  const open = minorFrom(
    part.bets.reduce((sum, { chance, amount }) => sum + chance * amount, 0) + expectedOf(part.unvalued),
    currency,
  )
  const created = minorFrom(expectedOf(part.created), currency)
  const transferred = minorFrom(expectedOf(part.transferred), currency)
  return {
    ...plain,
    open: money(open),
    new_business: money(created + transferred),
    new_business_parts: { created: money(created), transferred: money(transferred) },
    expected: money(closed + open + created + transferred),
    ...spread(distributionOf([part]), quota, currency),
  }
}

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
  p10: null,
  p50: null,
  p90: null,
  chance: null,
  distribution: [],
}

function totalFigures(
  parts: readonly Part[],
  figures: readonly ForecastPart[],
  currency: string,
  { missing, ahead, measure }: { missing: string | null; ahead: boolean; measure: AmountMeasure },
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
    open_value: summed(({ open_value }) => open_value),
    open_count: parts.reduce((sum, part) => sum + part.open_count, 0),
    open_without_amount: parts.reduce((sum, part) => sum + part.open_without_amount, 0),
    quota: quota === null ? null : moneyOf(quota, currency),
    n_closed: parts.reduce((sum, part) => sum + part.n_closed, 0),
    unconverted: addedUp(parts.flatMap((part) => part.unconverted)),
  }
  const others = parts.filter((part) => part.measure !== measure).map(({ pipeline }) => pipeline)
  if (missing !== null) return { ...plain, ...noForecast, note: missing }
  const notes = [
    few.length > 0 && ahead ? `too little history of their own, so all pipelines speak for: ${few.join(', ')}` : null,
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
    note: notes.length === 0 ? null : notes.join('; '),
    ...spread(distributionOf(parts), quota, currency),
  }

  function addedUp(amounts: readonly Money[]): Money[] {
    const sums = new Map<string, bigint>()
    for (const money of amounts) sums.set(money.currency, (sums.get(money.currency) ?? 0n) + minorOf(money))
    return [...sums].map(([code, minor]) => moneyOf(minor, code))
  }
}

/** The sum over parts, deals being independent: the convolution of the parts' distributions, made in one go. */
function distributionOf(parts: readonly Part[]): { distribution: Distribution; closed: bigint } {
  return {
    distribution: sumDistribution({
      bets: parts.flatMap(({ bets }) => bets),
      arrivals: parts.flatMap(({ unvalued, created, transferred }) => [...unvalued, ...created, ...transferred]),
    }),
    closed: parts.reduce((sum, { closed }) => sum + closed, 0n),
  }
}

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

function expectedOf(arrivals: readonly Arrivals[]): number {
  return arrivals.reduce((sum, { mean_count, amounts }) => {
    if (amounts.length === 0) return sum
    return sum + (mean_count * amounts.reduce((all, amount) => all + amount, 0)) / amounts.length
  }, 0)
}

const minorFrom = (amount: number, currency: string): bigint => BigInt(Math.round(amount * 10 ** digitsOf(currency)))
