import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { notFound } from '../../platform/problem.ts'
import { holds } from '../../platform/rights.ts'
import { type PipelineRow, readPipeline, readPipelines } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { type Evidence, ForecastMethod, methodInUse, NewForecastMethod } from './method.ts'
import * as store from './store.ts'

const listMethods = operation({
  name: 'forecast_methods.list',
  http: 'GET /forecast-methods',
  access: 'forecast:read',
  effect: 'read',
  summary: 'By which method the chances of each pipeline are reckoned: the record’s, or the one that somebody chose',
  input: z.strictObject({}),
  output: z.object({ data: z.array(ForecastMethod) }),
  async run({ tx, workspace_id, actor, now }) {
    const words = await store.readMethods(tx, workspace_id, now)
    const known = await readPipelines(tx, workspace_id)
    const seen = known.filter(({ id }) => holds(actor, 'see_forecast', { pipeline_id: id }))
    return { data: seen.map((pipeline) => shown(pipeline, words.get(pipeline.id) ?? {})) }
  },
})

const setMethod = operation({
  name: 'forecast_methods.set',
  http: 'PUT /pipelines/{pipeline}/forecast-method',
  access: 'forecast:configure',
  effect: 'write',
  summary:
    'Choose the method of a pipeline from now on, or leave it to the record; forecasts of before stay as they were',
  input: NewForecastMethod,
  output: ForecastMethod,
  async run(context, { pipeline: named, method, reason }) {
    const { tx, workspace_id, actor, now, record, unchanged } = context
    const pipeline = await readPipeline(tx, workspace_id, named)
    if (!pipeline) throw notFound('pipeline')
    await permitOn(context, 'configure', { pipeline_id: pipeline.id })
    const words = (await store.readMethods(tx, workspace_id, now)).get(pipeline.id) ?? {}
    const before = words.person?.method ?? 'automatic'
    if (before === method) {
      unchanged()
      return shown(pipeline, words)
    }
    const chosen = method === 'automatic' ? null : method
    const row = { pipeline_id: pipeline.id, chosen_by: 'person' as const, valid_from: now, set_by: actor.id }
    await store.insertMethod(tx, workspace_id, { ...row, method: chosen, reason })
    const data = { key: pipeline.key, reason, before: { method: before }, after: { method } }
    record({ type: 'forecast_method.set', subject: pipeline.id, version: 1, data })
    const set_by = { id: actor.id, name: actor.name }
    return shown(pipeline, {
      ...words,
      person: { method: chosen, reason, valid_from: now, evidence: null, set_by },
    })
  },
})

export const forecastMethodOperations = [listMethods, setMethod]

function shown({ id, key, name }: Pick<PipelineRow, 'id' | 'key' | 'name'>, words: store.Words): ForecastMethod {
  const { method, chosen_by, chosen } = methodInUse(words)
  const { record } = words
  return {
    pipeline: { id, key, name },
    method,
    chosen_by,
    reason: chosen?.reason ?? null,
    set_by: chosen?.set_by ?? null,
    valid_from: chosen?.valid_from ?? null,
    record: record?.method && record.evidence ? { method: record.method, ...record.evidence } : null,
  }
}

/** Keeps what a backtest found, where it speaks for another method of a pipeline than the last one did. */
export async function recordMethods(
  { tx, workspace_id, now, record }: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'record'>,
  backtest_id: string,
  found: ReadonlyMap<string, Evidence>,
): Promise<void> {
  const words = await store.readMethods(tx, workspace_id, now)
  for (const [pipeline_id, evidence] of found) {
    const before = words.get(pipeline_id)?.record?.method ?? 'model'
    if (before === evidence.method) continue
    const row = { pipeline_id, chosen_by: 'record' as const, valid_from: now, backtest_id }
    await store.insertMethod(tx, workspace_id, { ...row, ...evidence })
    const data = { backtest_id, before: { method: before }, after: { method: evidence.method } }
    record({ type: 'forecast_method.recorded', subject: pipeline_id, version: 1, data })
  }
}
