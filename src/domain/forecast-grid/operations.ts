import type { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, unwrap } from '../../platform/problem.ts'
import { holds } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import {
  edgesIn,
  type FiscalCalendar,
  monthsOf,
  type Period,
  type PeriodKind,
  periodOf,
  quartersOf,
  readPeriod,
} from '../../values/fiscal-calendar.ts'
import { fiscalYearOf } from '../../values/fiscal-year.ts'
import { dayOf, type Instant } from '../../values/instant.ts'
import { type Money, minorOf, moneyOf } from '../../values/money.ts'
import { levelAbove, readAdjustments } from '../adjustments/index.ts'
import { type Exchange, foresee, readHomes, readTimeZone, worthToday } from '../forecast/index.ts'
import { type Definition, readDefinitionOf, readPipeline, readPipelines } from '../pipelines/index.ts'
import { readQuotaList } from '../quotas/index.ts'
import { readRates } from '../rates/index.ts'
import { permitOn } from '../rights/index.ts'
import { readPlaces, readTeams } from '../teams/index.ts'
import { aimsOf } from './aims.ts'
import { ForecastGrid, GridRequest } from './grid.ts'
import { type Line, linesOf, type Named } from './lines.ts'
import { type Model, rowOf } from './row-of.ts'
import { type Worth, worthOf } from './standing.ts'
import * as store from './store.ts'

export const getForecastGrid = operation({
  name: 'forecast_grid.get',
  http: 'GET /forecast-grid',
  access: 'forecast:read',
  effect: 'read',
  cost: 5,
  mcp: {
    tool: 'get_forecast_grid',
    hint: 'cumulative is what is called in the end; original is what it was before somebody adjusted it, with the reason',
  },
  summary: 'What people call for a period, person by person up the line of the date: beside the model and the quota',
  input: GridRequest,
  output: ForecastGrid,
  run: async (context, request) => (await readGrid(context, request)).grid,
})

type Reading = Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>

/** A grid, and of each of its rows the deals behind it. */
export async function readGrid(
  context: Reading,
  request: z.output<typeof GridRequest>,
): Promise<{ grid: z.input<typeof ForecastGrid>; deals: Map<string, readonly Worth[]>; time_zone: string }> {
  const { tx, workspace_id, now, actor } = context
  const as_of = request.as_of === undefined || request.as_of > now ? now : request.as_of
  const settings = await settingsAt(tx, workspace_id, as_of)
  const time_zone = await readTimeZone(tx, workspace_id)
  const { pipelines, only } = await pipelinesFor(context, request.pipeline)
  const kind = only ? kindOf((await readDefinitionOf(tx, workspace_id, only.definition_id)).forecast) : 'quarter'
  const period =
    request.period === undefined
      ? periodOf(dayIn(time_zone, as_of), kind, settings)
      : unwrap(readPeriod(request.period, settings))
  const currency = request.currency ?? settings.currency
  const exchange: Exchange = {
    currency,
    day: dayOf(as_of),
    rates: await readRates(tx, workspace_id, as_of),
    homes: await readHomes(tx, workspace_id),
  }
  const pipeline_ids = pipelines.map(({ id }) => id)
  const edges = edgesIn(period, time_zone)
  const standing = await store.readStanding(tx, workspace_id, { as_of, pipeline_ids, edges })
  const deals = standing
    .filter(({ deal_id, pipeline_id, owner_id }) =>
      holds(actor, 'see_forecast', { pipeline_id, id: deal_id, owner_id }),
    )
    .map((deal) => worthOf(deal, exchange))
  const quotas = await readQuotaList(tx, workspace_id, {}, as_of)
  const entries = await readAdjustments(tx, workspace_id, { period: period.key, pipeline_id: only?.id }, as_of)
  const isShown = ({ pipeline_id, person_id }: { pipeline_id: string; person_id: string }) =>
    pipeline_ids.includes(pipeline_id) && holds(actor, 'see_forecast', { pipeline_id, owner_id: person_id })
  const without: Money[] = []
  const worth = (money: Money) => worthToday(money, exchange) ?? (without.push(money), null)
  const places = await readPlaces(tx, workspace_id, as_of)
  const teller = request.said_by === 'me' ? actor.id : request.said_by
  const isSaid = (author_id: string) => teller === undefined || levelAbove(places, author_id, teller) !== null
  const said = entries
    .filter(({ by }) => isSaid(by.id))
    .filter(({ pipeline, person }) => isShown({ pipeline_id: pipeline.id, person_id: person.id }))
    .flatMap((entry) => {
      const amount = entry.amount && worth(entry.amount)
      if (entry.amount !== null && amount === null) return []
      return [{ ...entry, worth: amount === null ? 0n : minorOf(amount) }]
    })
  const inScope = quotas.filter(
    ({ pipeline, person }) =>
      (pipeline === null ? only === undefined : pipeline_ids.includes(pipeline.id)) &&
      (pipeline === null || person === null || isShown({ pipeline_id: pipeline.id, person_id: person.id })),
  )
  const named = new Set(
    inScope.filter(({ period: key }) => key === period.key).flatMap(({ person }) => person?.id ?? []),
  )
  const lines = linesOf(
    {
      period,
      time_zone,
      periods: request.rows === 'periods' ? partsOf(period, settings) : [],
      pipelines,
      deals,
      entries: said,
      places,
      teams: (await readTeams(tx, workspace_id, as_of)).filter(({ active }) => active),
      named,
    },
    request.rows,
  )
  const models = await modelsOf(context, lines, { ...request, period: period.key, as_of, currency })
  const aims = aimsOf(lines, inScope, { pipelines: new Set(pipeline_ids), whole: only === undefined, worth })
  const grid = {
    period: period.key,
    starts: period.starts,
    ends: period.ends,
    as_of,
    currency,
    rows_by: request.rows,
    pipeline: only ? { id: only.id, key: only.key, name: only.name } : null,
    rows: lines.map((line) => rowOf(line, models.get(line.key), aims.get(line.key) ?? null, currency)),
    unconverted: addedUp([...deals.flatMap((deal) => deal.unconverted ?? []), ...without]),
    notes: notesOn(lines, request.rows),
  }
  return { grid, deals: new Map(lines.map(({ key, deals }) => [key, deals])), time_zone }
}

type Found = Named & { definition_id: string }

/** Those of which this reader sees a forecast; an archived one has nothing to call. */
async function pipelinesFor(
  context: Reading,
  asked: string | undefined,
): Promise<{ pipelines: Found[]; only: Found | undefined }> {
  const { tx, workspace_id, actor } = context
  if (asked !== undefined) {
    const only = await readPipeline(tx, workspace_id, asked)
    if (!only) throw invalid('/pipeline', 'unknown', `There is no pipeline ${asked} in this workspace.`)
    await permitOn(context, 'see_forecast', { pipeline_id: only.id })
    return { pipelines: [only], only }
  }
  const all = await readPipelines(tx, workspace_id)
  const pipelines = all.filter(
    ({ id, lifecycle }) => lifecycle !== 'draft' && holds(actor, 'see_forecast', { pipeline_id: id }),
  )
  return { pipelines, only: undefined }
}

const kinds: Record<Definition['forecast']['period'], PeriodKind> = {
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
}

/** The kind of period that a pipeline forecasts in. */
export const kindOf = ({ period }: Pick<Definition['forecast'], 'period'>): PeriodKind => kinds[period]

const dayIn = (time_zone: string, moment: Instant): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(time_zone).toPlainDate().toString()

/** The quarters of a year, the months of a quarter; other periods have no parts that fit into them. */
function partsOf(period: Period, calendar: FiscalCalendar): Period[] {
  if (period.kind === 'quarter') return monthsOf(period, calendar)
  return period.kind === 'year' ? quartersOf(fiscalYearOf(period.starts, calendar)) : [period]
}

type Asked = { period: string; pipeline?: string | undefined; as_of: Instant; currency: string }

/** What the model says of every row; of one that has nothing open, what is closed is all that there is. */
async function modelsOf(context: Reading, lines: readonly Line[], asked: Asked): Promise<Map<string, Model>> {
  const { period, pipeline, as_of, currency } = asked
  const request = { period, pipeline, as_of, currency }
  const people = lines.filter(({ kind }) => kind !== 'total' && kind !== 'pipeline' && kind !== 'period')
  const groups = new Map(people.map(({ key, deals }) => [key, new Set(deals.map(({ deal_id }) => deal_id))]))
  const { forecast, groups: found } = await foresee(context, request, groups)
  const models = new Map<string, Model>()
  for (const [key, figures] of found) models.set(key, { ...figures, with_new_business: false })
  for (const { key, kind, pipeline, period: of } of lines) {
    if (kind === 'total') models.set(key, { ...forecast.total, with_new_business: true })
    const part = forecast.pipelines.find((one) => one.pipeline === pipeline?.key)
    if (kind === 'pipeline' && part) models.set(key, { ...part, with_new_business: true })
    if (kind === 'period') {
      const { forecast } = await foresee(context, { ...request, period: of.key }, new Map())
      models.set(key, { ...forecast.total, with_new_business: true })
    }
  }
  return models
}

function addedUp(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, bigint>()
  for (const money of amounts) sums.set(money.currency, (sums.get(money.currency) ?? 0n) + minorOf(money))
  return [...sums].map(([code, minor]) => moneyOf(minor, code))
}

function notesOn(lines: readonly Line[], rows: z.output<typeof GridRequest>['rows']): string[] {
  const once = new Set<string>()
  const twice = lines.some(({ kind, person }) => {
    if (rows !== 'teams' || kind !== 'person' || !person) return false
    const seen = once.has(person.id)
    once.add(person.id)
    return seen
  })
  return [
    ...(rows === 'pipelines' || rows === 'periods'
      ? []
      : [
          'likely values of people and teams are of the deals that are there; of the total, also of those still to come',
        ]),
    ...(twice ? ['somebody in two teams stands in both, and counts once in the total'] : []),
  ]
}
