import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { holds, seesWhole } from '../../platform/rights.ts'
import { dayOf } from '../../values/instant.ts'
import { digitsOf } from '../../values/money.ts'
import { pageOf } from '../../values/page.ts'
import { Id } from '../../values/id.ts'
import { queueJob } from '../jobs/index.ts'
import { type PipelineRow, readPipelines } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import {
  Backtest,
  BacktestOrigins,
  BacktestPage,
  BacktestQuery,
  type BacktestSummary,
  ForecastRecords,
  NewBacktest,
  OriginsQuery,
} from './backtest.ts'
import { decideOrigins } from './decide-origins.ts'
import { type Kept, moneyFrom, totalScope } from './findings.ts'
import * as store from './store.ts'

const createBacktest = operation({
  name: 'backtests.create',
  http: 'POST /backtests',
  access: 'forecast:read',
  effect: 'write',
  status: 202,
  cost: 50,
  summary: 'Hold every method of forecasting against your own past: what each would have said, and what came',
  input: NewBacktest,
  output: Backtest,
  async run(context, { pipelines: named, horizon_days, origins }) {
    const { tx, workspace_id, now, actor, newId, record } = context
    const known = await readPipelines(tx, workspace_id)
    const wanted = named === undefined ? known.filter(isWhole(actor)) : await pipelinesNamed(context, known, named)
    if (wanted.length === 0)
      throw new Problem(
        'refused',
        'There is no pipeline of which you see all deals and the forecast.',
        'nothing-to-test',
      )
    const horizons = [...new Set(horizon_days)].toSorted((a, b) => a - b)
    if (origins) unwrap(decideOrigins(origins, horizons, dayOf(now)))
    const id = newId('bkt')
    const job = await queueJob(context, 'backtest', { backtest_id: id })
    const pipeline_ids = wanted.map((one) => one.id)
    const row = {
      id,
      pipeline_ids,
      horizons,
      job_id: job.id,
      created_by: actor.id,
      created_at: now,
      origins: origins ? [...new Set(origins)].toSorted() : null,
    }
    await store.insertBacktest(tx, workspace_id, row)
    record({ type: 'backtest.requested', subject: id, version: 1, data: { after: { pipeline_ids, horizons } } })
    const { status, done, total, error } = job
    return told(
      { ...row, status, done, total, error, created_by_name: actor.name, finished_at: null, result: null },
      wanted,
    )
  },
})

const listBacktests = operation({
  name: 'backtests.list',
  http: 'GET /backtests',
  access: 'forecast:read',
  effect: 'read',
  summary: 'Backtests, the newest first; those alone of whose pipelines you see all deals',
  input: BacktestQuery,
  output: BacktestPage,
  async run({ tx, workspace_id, actor }, { limit, cursor }) {
    const rows = await store.readBacktests(tx, workspace_id, { hidden: hiddenFrom(actor), limit, cursor })
    const pipelines = await readPipelines(tx, workspace_id)
    const page = pageOf(rows, limit, ({ created_at, id }) => [created_at, id])
    return { ...page, data: page.data.map((row) => summaryOf(row, pipelines)) }
  },
})

const getBacktest = operation({
  name: 'backtests.get',
  http: 'GET /backtests/{backtest_id}',
  access: 'forecast:read',
  effect: 'read',
  summary: 'The scores of every method, per pipeline and in all, and which of them earned its place',
  input: z.strictObject({ backtest_id: Id('bkt') }),
  output: Backtest,
  async run(context, { backtest_id }) {
    const row = await existing(context, backtest_id)
    return told(row, await readPipelines(context.tx, context.workspace_id))
  },
})

const getOrigins = operation({
  name: 'backtests.origins',
  http: 'GET /backtests/{backtest_id}/origins',
  access: 'forecast:read',
  effect: 'read',
  summary: 'What every method would have said on each day, and what happened; `pooled` takes all as one pipeline',
  input: OriginsQuery,
  output: BacktestOrigins,
  async run(context, { backtest_id, horizon_days, target, scope }) {
    const { tx, workspace_id } = context
    const { result, horizons } = await existing(context, backtest_id)
    if (!horizons.includes(horizon_days))
      throw invalid('/horizon_days', 'unknown', `This backtest looks ${horizons.join(', ')} days ahead.`)
    const pipelines = await readPipelines(tx, workspace_id)
    const of = pipelines.find(({ id, key }) => [id, key].includes(scope))?.id ?? scope
    const tested = result?.results.flatMap(({ records }) => records.map((record) => record.scope)) ?? []
    if (result && tested.length > 0 && !tested.includes(of))
      throw invalid('/scope', 'unknown', `Expected total or a pipeline of this backtest; ${scope} is none.`)
    const currency = result?.currency ?? 'EUR'
    const said = await store.readSaid(tx, workspace_id, { id: backtest_id, horizon: horizon_days, target, scope: of })
    const money = (amount: number) => moneyFrom(amount, currency, digitsOf(currency))
    const data = [...Map.groupBy(said, ([, origin]) => origin)].map(([origin, some]) => ({
      origin,
      happened: money(some[0]?.[9] ?? 0),
      methods: some.map(([, , , , method, expected, low, likely, high]) => ({
        method,
        expected: money(expected),
        low: money(low),
        likely: money(likely),
        high: money(high),
      })),
    }))
    const measure = result?.measure ?? 'total_contract_value'
    return { backtest_id, horizon_days, target, scope, currency, measure, data }
  },
})

const getRecord = operation({
  name: 'forecasts.record',
  http: 'GET /forecasts/record',
  access: 'forecast:read',
  effect: 'read',
  mcp: {
    tool: 'get_forecast_record',
    hint: 'A negative against_stage_weighted is so much nearer to what came; windows is how many do not overlap',
  },
  summary: 'How good forecasts would have been by the last backtest, and which method earned its place where',
  input: z.strictObject({}),
  output: ForecastRecords,
  async run({ tx, workspace_id, actor }) {
    const known = await readPipelines(tx, workspace_id)
    const wanted = known.filter(isWhole(actor)).map(({ id }) => id)
    const latest = await store.readLatest(tx, workspace_id, { wanted, hidden: hiddenFrom(actor) })
    if (!latest)
      return { backtest_id: null, as_of: null, note: 'no backtest yet: POST /backtests begins one', data: [] }
    const { id, result } = latest
    const { results, as_of, note } = keyed(result, known)
    const notes = results.flatMap((one) => one.note ?? [])
    const data = results.flatMap(({ records }) => records)
    return { backtest_id: id, as_of, note: note ?? (data.length === 0 ? (notes[0] ?? null) : null), data }
  },
})

export const backtestOperations = [createBacktest, listBacktests, getBacktest, getOrigins, getRecord]

type Seer = Pick<Context, 'actor'>['actor']

/** Sums over all deals of a pipeline are for those who see all of them, and its forecast. */
const isWhole =
  (actor: Seer) =>
  ({ id }: Pick<PipelineRow, 'id'>): boolean =>
    seesWhole(actor, id) && holds(actor, 'see_forecast', { pipeline_id: id })

const hiddenFrom = (actor: Seer): string[] => [...actor.rights.pipelines.keys()].filter((id) => !isWhole(actor)({ id }))

async function pipelinesNamed(context: Context, known: readonly PipelineRow[], named: readonly string[]) {
  const found = new Map<string, PipelineRow>()
  for (const [i, name] of named.entries()) {
    const one = known.find(({ id, key }) => [id, key].includes(name))
    if (!one) throw invalid(`/pipelines/${i}`, 'unknown', `There is no pipeline ${name} in this workspace.`)
    await permitOn(context, 'see_forecast', { pipeline_id: one.id })
    if (!seesWhole(context.actor, one.id))
      throw new Problem(
        'forbidden',
        `A backtest looks at every deal of a pipeline, and of ${one.name} you see only some.`,
        'backtest-part-sight',
      )
    found.set(one.id, one)
  }
  return [...found.values()]
}

async function existing({ tx, workspace_id, actor }: Context, id: string) {
  const row = await store.readBacktest(tx, workspace_id, id)
  if (!row?.pipeline_ids.every((one) => isWhole(actor)({ id: one }))) throw notFound('backtest')
  return row
}

function summaryOf(row: store.BacktestRow, pipelines: readonly PipelineRow[]): z.input<typeof BacktestSummary> {
  const { id, horizons, job_id, status, done, total, error, created_at, finished_at } = row
  return {
    id,
    pipelines: pipelines
      .filter((one) => row.pipeline_ids.includes(one.id))
      .map(({ id, key, name }) => ({ id, key, name })),
    horizon_days: horizons,
    job_id,
    status,
    done,
    total,
    error,
    created_at,
    finished_at,
    created_by: { id: row.created_by, name: row.created_by_name },
  }
}

function told(
  row: store.BacktestRow & { result: Kept | null },
  pipelines: readonly PipelineRow[],
): z.input<typeof Backtest> {
  const nothing = {
    as_of: null,
    currency: null,
    measure: 'total_contract_value' as const,
    deals: null,
    closed_deals: null,
    without_rate: [],
    note: null,
    results: [],
  }
  return { ...summaryOf(row, pipelines), ...(row.result ? keyed(row.result, pipelines) : nothing) }
}

/** Pipelines by the keys that they have now. */
function keyed(result: Kept, pipelines: readonly PipelineRow[]): Kept {
  const keys = new Map(pipelines.map(({ id, key }) => [id, key]))
  const named = <One extends { scope: string }>(one: One): One => ({
    ...one,
    scope: one.scope === totalScope ? one.scope : (keys.get(one.scope) ?? one.scope),
  })
  return {
    ...result,
    results: result.results.map(({ records, scores, ...rest }) => ({
      ...rest,
      records: records.map(named),
      scores: scores.map(named),
    })),
  }
}
