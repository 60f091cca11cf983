import { setImmediate as breathe } from 'node:timers/promises'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, unwrap } from '../../platform/problem.ts'
import { holds, sightOf } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import type { HazardModel } from '../../stats/hazards.ts'
import { edgesIn, periodOf, readPeriod } from '../../values/fiscal-calendar.ts'
import { dayOf, type Instant } from '../../values/instant.ts'
import { currentDeal } from '../deals/index.ts'
import { readStanding, readStayRows } from '../history/index.ts'
import { DealId } from '../ledger/index.ts'
import { readQuotas } from '../quotas/index.ts'
import { readRates } from '../rates/index.ts'
import { permitOn } from '../rights/index.ts'
import { estimateForecast } from './estimate-forecast.ts'
import { Forecast, ForecastRequest, WinChance } from './forecast.ts'
import { keyedStays, keysOf, openDeal, placed, placesOf, type Plan, situationOf, type Facts } from './situation.ts'
import { stageChances } from './stage-chances.ts'
import * as store from './store.ts'
import { winChances } from './win-chances.ts'
import { fitWinModel, shortageNote } from './win-model.ts'

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
    const situation = situationOf(await readFacts(context, request))
    await breathe()
    const model = fitWinModel(situation.stays, situation.pipelines, situation.as_of)
    await breathe()
    return estimateForecast(situation, model)
  },
})

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
    const model = await currentModel(context, plans)
    const said = { ...deal, deal_id: deal.id, pipeline_id: deal.pipeline.id, stage: deal.stage.key }
    const standing = placed(said, placesOf(plans))
    const [chance] = winChances(model, [openDeal(standing, keysOf(plans))], now, plans)
    if (chance) return chance
    const note = shortageNote(model.n_closed) ?? 'no chance: the pipeline no longer has the stage of this deal'
    return { ...unknown, n_closed: model.n_closed, note }
  },
})

/** The last models, by all that they depend on: reading the whole ledger for every deal that is opened is too slow. */
const kept = new Map<string, HazardModel>()
const mostKept = 50

/**
 * What history says now. As of the last change, or of the hour that has begun since: so the same ledger gives the same
 * answer in every process, and only the age of what stands still is up to an hour short.
 */
async function currentModel(
  { tx, workspace_id, now, actor }: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>,
  plans: readonly Plan[],
): Promise<HazardModel> {
  const head = await store.readHead(tx, workspace_id)
  const hour = `${now.slice(0, 13)}:00:00.000Z`
  const as_of = head === undefined || head.at < hour ? hour : head.at
  // Whoever sees only some of the deals learns from those alone.
  const { bound, ...sight } = sightOf(actor)
  const seen = bound ? [sight, [...actor.rights.deals.keys()]] : null
  const key = JSON.stringify([workspace_id, as_of, String(head?.recent), plans, seen])
  const known = kept.get(key)
  if (known) return known
  const stays = keyedStays(await readStayRows(tx, workspace_id, as_of), plans)
  const model = fitWinModel(stays, plans, as_of)
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
  const before = await estimated(facts, pipeline_id)
  if (!before) return none
  const change = (plan: Facts['plans'][number]) => (plan.id === pipeline_id ? { ...plan, ...planned } : plan)
  const after = planned ? await estimated({ ...facts, plans: facts.plans.map(change) }, pipeline_id) : before
  const stages = [...new Set([...before.chances.keys(), ...(after?.chances.keys() ?? [])])]
  const chances = stages.map((stage) => ({
    stage,
    before: before.chances.get(stage) ?? null,
    after: after?.chances.get(stage) ?? null,
  }))
  const { period, currency } = before
  return { period, currency, before: before.expected, after: after?.expected ?? null, chances }
}

/** The figure of one pipeline and the chances of its stages, from the facts. */
async function estimated(facts: Facts, pipeline_id: string) {
  const plan = facts.plans.find(({ id }) => id === pipeline_id)
  if (!plan) return undefined
  await breathe()
  const situation = situationOf(facts)
  await breathe()
  const model = fitWinModel(situation.stays, situation.pipelines, situation.as_of)
  await breathe()
  const { period, currency, pipelines } = estimateForecast(situation, model)
  const { statistics } = stageChances({ ...plan, places: {} }, model, [], 0)
  return {
    period,
    currency,
    expected: pipelines.find(({ pipeline }) => pipeline === plan.key)?.expected ?? null,
    chances: new Map(statistics.map(({ stage, chance }) => [stage, chance])),
  }
}

/** Everything that a forecast is made of, as it was known at its moment; later than now nothing is known. */
async function readFacts(
  context: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>,
  request: z.output<typeof ForecastRequest>,
): Promise<Facts> {
  const { tx, workspace_id, now, actor } = context
  const as_of = request.as_of === undefined || request.as_of > now ? now : request.as_of
  const settings = await settingsAt(tx, workspace_id, as_of)
  const time_zone = await store.readTimeZone(tx, workspace_id)
  const known = await store.readPlans(tx, workspace_id, as_of, request.pipeline)
  const plans = known.filter(({ id }) => holds(actor, 'see_forecast', { pipeline_id: id }))
  const only =
    request.pipeline === undefined ? undefined : known.find(({ id, key }) => [id, key].includes(request.pipeline ?? ''))
  if (request.pipeline !== undefined && !only)
    throw invalid('/pipeline', 'unknown', `There is no pipeline ${request.pipeline} in this workspace.`)
  if (only) await permitOn(context, 'see_forecast', { pipeline_id: only.id })
  const isForeseen = ({ pipeline_id }: { pipeline_id: string }) => holds(actor, 'see_forecast', { pipeline_id })
  const period =
    request.period === undefined
      ? periodOf(dayIn(time_zone, as_of), 'quarter', settings)
      : unwrap(readPeriod(request.period, settings))
  const quotas = await readQuotas(tx, workspace_id, period.key, as_of)
  const stays = (await readStayRows(tx, workspace_id, as_of)).filter(isForeseen)
  // A database inside the process answers without ever letting go of the event loop.
  await breathe()
  const standing = (await readStanding(tx, workspace_id, as_of)).filter(isForeseen)
  await breathe()

  return {
    as_of,
    period: { key: period.key, ...edgesIn(period, time_zone) },
    measure: 'total_contract_value',
    plans: plans.map((plan) => ({
      ...plan,
      quota: quotas.get(plan.id) ?? null,
      shown: only === undefined || only.id === plan.id,
    })),
    stays,
    standing,
    exchange: {
      currency: request.currency ?? settings.currency,
      day: dayOf(as_of),
      rates: await readRates(tx, workspace_id, as_of),
      homes: await store.readHomes(tx, workspace_id),
    },
  }
}

const dayIn = (time_zone: string, moment: Instant): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(time_zone).toPlainDate().toString()
