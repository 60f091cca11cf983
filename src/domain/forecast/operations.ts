import { setImmediate as breathe } from 'node:timers/promises'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, unwrap } from '../../platform/problem.ts'
import { holds, sightOf } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { atOnce, gently } from '../../stats/gently.ts'
import type { Chances, MotionModel } from '../../stats/motion-model.ts'
import { edgesIn, type FiscalCalendar, periodOf, readPeriod } from '../../values/fiscal-calendar.ts'
import { dayOf, type Instant } from '../../values/instant.ts'
import { type Money, minorOf } from '../../values/money.ts'
import { currentDeal } from '../deals/index.ts'
import {
  dayNumber,
  type History,
  type Lineages,
  readHistory,
  restatedHistory,
  restatedPlace,
} from '../history/index.ts'
import { DealId } from '../ledger/index.ts'
import { readQuotas } from '../quotas/index.ts'
import { readRates } from '../rates/index.ts'
import { permitOn } from '../rights/index.ts'
import { estimateForecast, expectedIn } from './estimate-forecast.ts'
import { betsOnDeals, type DealBet, expectedOf } from './expected-deals.ts'
import { Forecast, ForecastRequest, type Prospect, WinChance } from './forecast.ts'
import { learnWins } from './kept-history.ts'
import { knownBasis, learningModel, learningShared } from './learning.ts'
import { asking, chancesAhead } from './outlook.ts'
import {
  type Basis,
  isWithin,
  keyingStays,
  keysOf,
  openDeal,
  placed,
  placesOf,
  type Plan,
  situationOf,
  type Facts,
} from './situation.ts'
import { type ScopedFigures, scopedTo } from './scoped.ts'
import { stageChances } from './stage-chances.ts'
import * as store from './store.ts'
import { winChances } from './win-chances.ts'
import { fittingWinModel, shortageNote } from './win-model.ts'
import { sizeIn, type Sizing, sizingOn, worthWhenWon } from './worth.ts'

export const getForecast = operation({
  name: 'forecasts.get',
  http: 'GET /forecasts',
  access: 'forecast:read',
  effect: 'read',
  cost: 5,
  mcp: {
    tool: 'get_forecast',
    hint: 'expected adds up over pipelines; p10, p50 and p90 are low, likely and high and do not',
  },
  summary: 'What a period will bring, per pipeline and in all: closed, open, new business, and how sure that is',
  input: ForecastRequest,
  output: Forecast,
  async run(context, request) {
    const { situation, model, luck } = await readProspect(context, request)
    return estimateForecast(situation, model, luck, await madeChances(situation, model))
  },
})

/** All that a forecast is estimated from: what was read, and what history and past forecasts teach of it. */
export async function readProspect(
  context: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>,
  request: z.output<typeof ForecastRequest>,
) {
  const facts = await readFacts(context, request)
  const { plans, as_of, whole } = facts
  const sizing = sizingOn(facts.exchange)
  const stays = () => gently(keyingStays(facts.stays, plans, sizing), breathe)
  const { history, model } = await learnWins(context.tx, context.workspace_id, { plans, as_of, sizing, whole, stays })
  const luck = await gently(learningShared(facts, history), breathe)
  await breathe()
  return { facts, situation: situationOf(facts), model, luck }
}

/** What a forecast will ask for, made piece by piece: of a year ahead and many sizes it takes its time. */
async function madeChances(situation: Prospect, model: MotionModel): Promise<Chances> {
  const chances = chancesAhead(situation, model)
  await gently(chances.making(asking(situation)), breathe)
  return chances
}

export const getWinChance = operation({
  name: 'deals.chance',
  http: 'GET /deals/{deal_id}/chance',
  access: 'forecast:read',
  effect: 'read',
  cost: 2,
  summary: 'How likely a deal is won, ever and by its close date, and on what that rests',
  input: z.strictObject({ deal_id: DealId }),
  output: WinChance,
  async run(context, { deal_id }) {
    const { tx, workspace_id, now } = context
    const deal = await currentDeal(context, deal_id)
    const none = { ever: null, by_close_date: null, n: 0, n_closed: 0, pooled: false, reasons: [] }
    const unknown = { ...none, deal_id: deal.id, close_date: deal.close_date }
    if (deal.outcome !== null) return { ...unknown, note: `closed: ${deal.outcome}` }
    const plans = await store.readPlans(tx, workspace_id, now)
    await permitOn(context, 'see_forecast', {
      pipeline_id: deal.pipeline.id,
      id: deal.id,
      owner_id: deal.owner?.id ?? null,
    })
    const sizing = await store.readSizing(tx, workspace_id, now)
    const model = await currentModel(context, plans, sizing)
    const said = { ...deal, deal_id: deal.id, pipeline_id: deal.pipeline.id, stage: deal.stage.key }
    const standing = placed(said, placesOf(plans))
    const { amount, counted } = deal
    const size = amount && sizeIn(sizing, { amount_minor: minorOf(amount), currency: amount.currency, counted })
    const open = openDeal(standing, keysOf(plans), { amount: null, has_amount: amount !== null, size })
    const [chance] = winChances(model, [open], { as_of: now, pipelines: plans, currency: sizing.currency })
    if (chance) return chance
    const note = shortageNote(model.n_closed) ?? 'no chance: the pipeline no longer has the stage of this deal'
    return { ...unknown, n_closed: model.n_closed, note }
  },
})

/** The last models, by all that they depend on: reading the whole ledger for every deal that is opened is too slow. */
const kept = new Map<string, MotionModel>()
const mostKept = 50

/**
 * What history says now. As of the last change, or of the hour that has begun since: so the same ledger gives the same
 * answer in every process, and only the age of what stands still is up to an hour short.
 */
async function currentModel(
  { tx, workspace_id, now, actor }: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>,
  plans: readonly Plan[],
  sizing: Sizing,
): Promise<MotionModel> {
  const head = await store.readHead(tx, workspace_id)
  const hour = `${now.slice(0, 13)}:00:00.000Z`
  const as_of = head === undefined || head.at < hour ? hour : head.at
  // Whoever sees only some of the deals learns from those alone.
  const { bound, ...sight } = sightOf(actor)
  const seen = bound ? [sight, [...actor.rights.deals.keys()]] : null
  const key = JSON.stringify([workspace_id, as_of, String(head?.recent), plans, seen, sizing.by])
  const known = kept.get(key)
  if (known) return known
  const stays = async () => {
    const { rows } = await readHistory(tx, workspace_id, as_of, { anew: true, open_of: [] })
    return gently(keyingStays(rows, plans, sizing), breathe)
  }
  const { model } = await learnWins(tx, workspace_id, { plans, as_of, sizing, whole: !bound, stays })
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '')
  kept.set(key, model)
  return model
}

/**
 * What a pipeline is expected to bring in the current quarter, and what with other stages: history and open deals read
 * through `places`. Nothing where the one who asks may not see its forecast; the same twice where nothing is planned.
 */
export async function expectedAfter(
  context: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>,
  pipeline_id: string,
  planned: Pick<Plan, 'stages' | 'places'> | undefined,
) {
  const none = { period: null, currency: null, before: null, after: null, chances: [] }
  if (!holds(context.actor, 'see_forecast', { pipeline_id })) return none
  const facts = await readFacts(context, { pipeline: pipeline_id })
  const basis = knownBasis(facts)
  const before = await estimated(facts, basis, pipeline_id)
  if (!before) return none
  const change = (plan: Facts['plans'][number]) => (plan.id === pipeline_id ? { ...plan, ...planned } : plan)
  const differs = planned !== undefined && facts.plans.some((plan) => plan.id === pipeline_id && !reads(plan, planned))
  const after = differs ? await estimated({ ...facts, plans: facts.plans.map(change) }, basis, pipeline_id) : before
  const stages = [...new Set([...before.chances.keys(), ...(after?.chances.keys() ?? [])])]
  const chances = stages.map((stage) => ({
    stage,
    before: before.chances.get(stage) ?? null,
    after: after?.chances.get(stage) ?? null,
  }))
  const { period, currency } = before
  return { period, currency, before: before.expected, after: after?.expected ?? null, chances }
}

/**
 * What each pipeline is expected to bring in the current quarter, and what it would be if the past of deals counted for
 * other pipelines and the open ones among them stood there: only the models differ, not a deal nor an amount.
 */
export async function expectedUnder(context: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>, to_be: Lineages) {
  const facts = await readFacts(context, {})
  const { rows, won } = restatedHistory({ rows: facts.stays, won: facts.won, open: [] }, to_be)
  const open = facts.open.map((deal) => restatedPlace(deal, to_be, dayNumber(facts.as_of)))
  const before = await expectedInAll(facts)
  const after = await expectedInAll({ ...facts, stays: rows, won, open })
  const pipelines = facts.plans.map(({ key, name }) => ({
    pipeline: key,
    name,
    before: before.get(key) ?? null,
    after: after.get(key) ?? null,
  }))
  return { period: facts.period.key, currency: facts.exchange.currency, pipelines }
}

/**
 * A forecast, and beside it what groups of its deals are expected to bring, each by its name. Groups learn from the same
 * history and hold no business that is still to come.
 */
export async function foresee(
  context: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>,
  request: z.output<typeof ForecastRequest>,
  groups: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<{ forecast: Forecast; groups: Map<string, ScopedFigures> }> {
  const facts = await readFacts(context, request)
  const model = await gently(learningModel(facts), breathe)
  await breathe()
  const whole = situationOf(facts)
  const chances = await madeChances(whole, model)
  const forecast = estimateForecast(whole, model, undefined, chances)
  const found = new Map<string, ScopedFigures>()
  for (const [name, deals] of groups) {
    await breathe()
    const { expected, p10, p50, p90, note } = estimateForecast(
      scopedTo(deals, facts, whole),
      model,
      undefined,
      chances,
    ).total
    found.set(name, { expected, p10, p50, p90, note })
  }
  return { forecast, groups: found }
}

async function expectedInAll(facts: Facts): Promise<Map<string, Money | null>> {
  const model = await gently(learningModel(facts), breathe)
  await breathe()
  const situation = situationOf(facts)
  const found = new Map<string, Money | null>()
  for (const { key } of facts.plans) {
    found.set(key, expectedIn(situation, model, key))
    await breathe()
  }
  return found
}

/** A forecast taken apart, in minor units: what each deal is expected to bring, and what of it no deal brings. */
export type ForecastOfDeals = {
  /** Of every open deal, and of those won in the period what they brought. */
  deals: ReadonlyMap<string, bigint>
  /** Expected from deals yet to come, with the cents of rounding; by the pipeline's id. */
  to_come: ReadonlyMap<string, bigint>
}

/** The forecast of a period as it was known at a moment, deal by deal: it adds up to what `forecasts.get` expects. */
export async function forecastOfDeals(
  context: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>,
  request: { period: string; as_of: Instant; currency: string; calendar: FiscalCalendar },
): Promise<ForecastOfDeals | { missing: string }> {
  const facts = await readFacts(context, request)
  const { plans, as_of, exchange, period } = facts
  const stays = await gently(keyingStays(facts.stays, plans, sizingOn(exchange)), breathe)
  const model = await gently(fittingWinModel(stays, plans, as_of), breathe)
  await breathe()
  const situation = situationOf(facts)
  const { bets, missing } = betsOnDeals(situation, model)
  if (missing !== null) return { missing }
  const deals = new Map([...bets].map(([id, bet]) => [id, expectedOf(bet, exchange.currency)]))
  const closed = facts.won.filter(({ closed_at }) => isWithin(closed_at, period))
  for (const deal of closed) deals.set(deal.deal_id, minorOf(worthWhenWon(deal, exchange) ?? nothingIn(exchange)))
  const own = Map.groupBy([...facts.open, ...closed], ({ pipeline_id }) => pipeline_id)
  const to_come = new Map<string, bigint>()
  for (const { id, key } of plans) {
    await breathe()
    const known = (own.get(id) ?? []).reduce((sum, { deal_id }) => sum + (deals.get(deal_id) ?? 0n), 0n)
    to_come.set(id, minorOf(expectedIn(situation, model, key) ?? nothingIn(exchange)) - known)
  }
  return { deals, to_come }
}

/**
 * What is bet on each open deal of a pipeline in a period, as it was known at a moment; by the deal's id. As a model that
 * is kept says it: what stands still is up to an hour younger than in a forecast.
 */
export async function betsAt(
  context: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>,
  request: { period: string; as_of: Instant; currency: string; pipeline: string; calendar: FiscalCalendar },
): Promise<{ bets: ReadonlyMap<string, DealBet> } | { missing: string }> {
  const facts = await readFacts(context, request)
  const model = await gently(learningModel(facts), breathe)
  await breathe()
  const { bets, missing } = betsOnDeals(situationOf(facts), model)
  return missing === null ? { bets } : { missing }
}

const nothingIn = ({ currency }: Facts['exchange']): Money => ({ amount: '0', currency })

type Reading = Pick<Plan, 'stages' | 'places'>

/** Whether history reads the same with other stages: their keys, phases and order, and what belongs where. */
function reads(now: Reading, then: Reading): boolean {
  const keys = new Set([...Object.keys(now.places), ...Object.keys(then.places)])
  return (
    now.stages.length === then.stages.length &&
    now.stages.every(({ key, phase }, i) => key === then.stages[i]?.key && phase === then.stages[i]?.phase) &&
    [...keys].every((key) => (now.places[key] ?? key) === (then.places[key] ?? key))
  )
}

/** The figure of one pipeline and the chances of its stages, from the facts. */
async function estimated(facts: Facts, basis: Basis, pipeline_id: string) {
  const plan = facts.plans.find(({ id }) => id === pipeline_id)
  if (!plan) return undefined
  const model = await gently(learningModel(facts), breathe)
  await breathe()
  const situation = situationOf(facts, basis)
  await breathe()
  const { statistics } = atOnce(stageChances({ ...plan, places: {} }, model, [], { now: 0, sizes: new Map() }))
  return {
    period: situation.period.key,
    currency: situation.currency,
    expected: expectedIn(situation, model, plan.key),
    chances: new Map(statistics.map(({ stage, chance }) => [stage, chance])),
  }
}

/**
 * Everything that a forecast is made of, as it was known at its moment; later than now nothing is known. The days of its
 * period are those of the calendar of then, unless it is compared with another and both are of the same days.
 */
async function readFacts(
  context: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>,
  request: z.output<typeof ForecastRequest> & { calendar?: FiscalCalendar },
): Promise<Facts> {
  const { tx, workspace_id, now, actor } = context
  const as_of = request.as_of === undefined || request.as_of > now ? now : request.as_of
  const settings = await settingsAt(tx, workspace_id, as_of)
  const time_zone = await store.readTimeZone(tx, workspace_id)
  const known = await store.readPlans(tx, workspace_id, as_of, request.pipeline === undefined ? [] : [request.pipeline])
  const plans = known.filter(({ id }) => holds(actor, 'see_forecast', { pipeline_id: id }))
  const only =
    request.pipeline === undefined ? undefined : known.find(({ id, key }) => [id, key].includes(request.pipeline ?? ''))
  if (request.pipeline !== undefined && !only)
    throw invalid('/pipeline', 'unknown', `There is no pipeline ${request.pipeline} in this workspace.`)
  if (only) await permitOn(context, 'see_forecast', { pipeline_id: only.id })
  const period =
    request.period === undefined
      ? periodOf(dayIn(time_zone, as_of), 'quarter', settings)
      : unwrap(readPeriod(request.period, request.calendar ?? settings))
  const quotas = await readQuotas(tx, workspace_id, period.key, as_of)
  const anew = as_of !== now || sightOf(actor).bound
  const shown = plans.filter(({ id }) => only === undefined || only.id === id).map(({ id }) => id)
  const history = await readHistory(tx, workspace_id, as_of, { anew, open_of: shown })
  // A database inside the process answers without ever letting go of the event loop.
  await breathe()

  return {
    as_of,
    period: { key: period.key, ...edgesIn(period, time_zone) },
    measure: 'total_contract_value',
    plans: plans.map((plan) => ({
      ...plan,
      quota: quotas.get(plan.id) ?? null,
      shown: shown.includes(plan.id),
    })),
    ...foreseen(history, actor),
    whole: !anew && hiddenFrom(actor).size === 0,
    exchange: {
      currency: request.currency ?? settings.currency,
      day: dayOf(as_of),
      rates: await readRates(tx, workspace_id, as_of),
      homes: await store.readHomes(tx, workspace_id),
    },
  }
}

/** Of the deals of pipelines alone whose forecast is for this reader; the very same lists where all are. */
function foreseen({ rows, won, open }: History, actor: Context['actor']): Pick<Facts, 'stays' | 'won' | 'open'> {
  const hidden = hiddenFrom(actor)
  if (hidden.size === 0) return { stays: rows, won, open }
  const of = <One extends { pipeline_id: string }>(list: readonly One[]) =>
    list.filter(({ pipeline_id }) => !hidden.has(pipeline_id))
  return { stays: of(rows), won: of(won), open: of(open) }
}

const hiddenFrom = (actor: Context['actor']): Set<string> =>
  new Set([...actor.rights.pipelines.keys()].filter((pipeline_id) => !holds(actor, 'see_forecast', { pipeline_id })))

const dayIn = (time_zone: string, moment: Instant): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(time_zone).toPlainDate().toString()
