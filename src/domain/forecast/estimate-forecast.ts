import { amountRatios } from '../../stats/amount-ratio.ts'
import type { Bet } from '../../stats/bet.ts'
import { binned, chanceOfReaching, type Distribution, quantileOf } from '../../stats/distribution.ts'
import { enoughClosed, type HazardModel } from '../../stats/hazards.ts'
import type { Group } from '../../stats/lucky-part.ts'
import { type ArrivalRate, estimateArrivals, newWins } from '../../stats/new-business.ts'
import type { PastLuck } from '../../stats/past-luck.ts'
import { sharedSums } from '../../stats/shared-sum.ts'
import { usualShock } from '../../stats/shock.ts'
import { everDays, type WinTable, winProbability, winTable } from '../../stats/win-probability.ts'
import { digitsOf, type Money, minorOf, moneyOf } from '../../values/money.ts'
import { dayNumber } from '../history/index.ts'
import { type AmountMeasure, sumsByKind } from '../pipelines/index.ts'
import type { Forecast, ForecastPart, Prospect, OpenDeal } from './forecast.ts'
import { minorFrom, type Stakes, sumsOf } from './stakes.ts'
import { historyNote, shortageNote } from './win-model.ts'
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
 */
export function estimateForecast(situation: Prospect, model: HazardModel, luck: PastLuck = noPast): Forecast {
  const { as_of, currency, measure, period } = situation
  const outlook = outlookOn(situation, model)
  const { missing, until } = outlook
  const parts = situation.pipelines.filter(({ shown }) => shown).map((plan) => partOf(plan, situation, outlook))
  const { each, total } = sharedSums(parts.map(groupOf), luck.shock)
  const pipelines = parts.map((part, i) => ({
    pipeline: part.pipeline,
    name: part.name,
    measure: part.measure,
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
export function expectedIn(situation: Prospect, model: HazardModel, pipeline: string): Money | null {
  const outlook = outlookOn(situation, model)
  const plan = situation.pipelines.find(({ key, shown }) => key === pipeline && shown)
  if (!plan || outlook.missing !== null) return null
  return sumsOf(stakesOf(plan, situation, outlook), situation.currency).expected
}

/** What all pipelines share: the days ahead and what history says. */
export type Outlook = {
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

export function outlookOn(situation: Prospect, model: HazardModel): Outlook {
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
type Part = Stakes & {
  pipeline: string
  name: string
  measure: AmountMeasure
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

type PastOutcomes = Parameters<typeof historyNote>[0]
const unknownHistory: PastOutcomes = { n_closed: 0, n_won: 0, n_lost: 0 }

type PlanOfPart = Prospect['pipelines'][number]

function stakesOf({ key, revenue_kind }: PlanOfPart, situation: Prospect, outlook: Outlook): Stakes {
  const { from, until, missing, model, ratios } = outlook
  const hazards = model.pipelines.find((one) => one.key === key)
  const won = ownOf(situation.closed, key).map(({ amount, revenue_kind }) => ({ minor: minorOf(amount), revenue_kind }))
  const closed = won.reduce((sum, { minor }) => sum + minor, 0n)
  const known = { closed, closed_kinds: sumsByKind(won), revenue_kind }
  if (hazards === undefined || until === 0 || missing !== null)
    return { ...known, bets: [], unvalued: [], created: [], transferred: [] }
  const table = winTable(hazards, until, [from, until])
  const open = ownOf(situation.open, key)
  return {
    ...known,
    bets: open.flatMap((deal) => betOn(deal, table, ratios.get(key) ?? 1, outlook)),
    unvalued: unvaluedBets(open.filter(isUnvalued), table, situation, outlook),
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

function betOn(deal: OpenDeal, table: WinTable, ratio: number, outlook: Outlook): Stakes['bets'] {
  if (deal.amount === null) return []
  const { amount, revenue_kind } = deal
  return [{ chance: chanceWithin(deal, table, outlook), amount: Number(amount.amount) * ratio, revenue_kind }]
}

const isUnvalued = ({ amount, has_amount }: OpenDeal) => amount === null && !has_amount

/**
 * Deals without an amount, as one lot of each kind: about as many are won as their chances add up to, each worth what a win of this
 * pipeline was. Poisson in place of the sum of coins, which is a little too wide and never too narrow.
 */
function unvaluedBets(
  deals: readonly OpenDeal[],
  table: WinTable,
  { won }: Prospect,
  outlook: Outlook,
): Stakes['unvalued'] {
  if (deals.length === 0) return []
  const amounts = amountsOf(won, table.pipeline, outlook.now)
  return [...Map.groupBy(deals, ({ revenue_kind }) => revenue_kind)].map(([revenue_kind, own]) => {
    const mean_count = own.reduce((sum, deal) => sum + chanceWithin(deal, table, outlook), 0)
    return { mean_count, dispersion: 0, amounts, revenue_kind }
  })
}

/** Won between the two edges of the period ahead. */
export function chanceWithin(deal: OpenDeal, table: WinTable, { now, from, until }: Outlook): number {
  const age_days = Math.max(now - dayNumber(deal.entered_stage_at), 0)
  const by = (horizon_days: number) => winProbability(table, { stage: deal.stage, age_days, horizon_days }) ?? 0
  return by(until) - (from === 0 ? 0 : by(from))
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

function noteOn(
  { quota_without_rate: quota }: Prospect['pipelines'][number],
  { history, stakes, astray }: { history: PastOutcomes; stakes: Stakes; astray: number },
  { until, missing }: Outlook,
): string | null {
  // A period that is over, or out of sight, rests on no history.
  const rests = until > 0 && until <= everDays
  const notes = [
    until > everDays ? missing : null,
    rests ? historyNote(history) : null,
    giantNote(stakes.bets),
    rests && astray > 0 ? `left out: open deals in stages that the pipeline no longer has (${astray})` : null,
    quota === null ? null : `its quota of ${quota.amount} ${quota.currency} has no rate`,
  ].filter((note) => note !== null)
  return notes.length === 0 ? null : notes.join('; ')
}

/** With fewer open deals than this everybody sees each of them. */
const fewBets = 5

/** One deal that carries more than half of what open deals are expected to bring: the range says what happens without it. */
function giantNote(bets: readonly Bet[]): string | null {
  if (bets.length < fewBets) return null
  const worth = bets.map(({ chance, amount }) => chance * amount)
  const share = Math.max(...worth) / worth.reduce((sum, one) => sum + one, 0)
  if (!(share > 0.5)) return null
  return `one of ${bets.length} open deals carries ${Math.round(100 * share)} % of what they are expected to bring`
}

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
