import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { readLibrary } from '../fields/index.ts'
import { readPipeline, readPipelines, type PipelineRow } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { faultsOf } from './check-map.ts'
import * as store from './store.ts'
import { TransferMap, TransferMapName, TransferMapRequest } from './transfer-map.ts'

export const listTransferMaps = operation({
  name: 'transfer_maps.list',
  http: 'GET /transfer-maps',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'Where deals land that go from one pipeline to another, for every pair that was mapped',
  input: z.strictObject({}),
  output: z.object({ data: z.array(TransferMap) }),
  run: async (context) => ({ data: await shownMaps(context) }),
})

export const getTransferMap = operation({
  name: 'transfer_maps.get',
  http: 'GET /transfer-maps/{from_pipeline}/{to_pipeline}',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'Where deals land that go from this pipeline to that one, as declared; 404 where nobody declared it',
  input: TransferMapName,
  output: TransferMap,
  async run(context, { from_pipeline, to_pipeline }) {
    const named = ({ id, key }: { id: string; key: string }, name: string) => id === name || key === name
    const found = (await shownMaps(context)).find(
      (map) => named(map.from_pipeline, from_pipeline) && named(map.to_pipeline, to_pipeline),
    )
    if (!found) throw notFound('transfer map')
    return found
  },
})

export const setTransferMap = operation({
  name: 'transfer_maps.set',
  http: 'PUT /transfer-maps/{from_pipeline}/{to_pipeline}',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Say where deals land that go from one pipeline to another: stage for stage, field for field',
  input: TransferMapRequest,
  output: TransferMap,
  async run(context, { from_pipeline, to_pipeline, stages, fields }) {
    const { tx, workspace_id, now, newId, actor, record, unchanged } = context
    const from = await existing(context, '/from_pipeline', from_pipeline)
    const to = await existing(context, '/to_pipeline', to_pipeline)
    if (from.id === to.id) throw invalid('/to_pipeline', 'pipeline-same', 'A map leads from one pipeline to another.')
    await permitOn(context, 'configure', { pipeline_id: from.id })
    await permitOn(context, 'configure', { pipeline_id: to.id })
    const [fault, ...more] = faultsOf(
      { stages, fields },
      from.definition,
      to.definition,
      await readLibrary(tx, workspace_id),
    )
    if (fault) throw new Problem('invalid', fault.detail, 'map-invalid', { errors: [fault, ...more] })
    await store.lockMaps(tx, workspace_id)
    const maps = await store.readTransferMaps(tx, workspace_id, now)
    const before = maps.find((map) => map.pipeline_id === from.id && map.to_pipeline_id === to.id)
    if (before && sameMap(before, { stages, fields })) {
      unchanged()
      return shown(before, from, to)
    }
    if (before) await store.endMap(tx, workspace_id, before.id, now)
    const row = { id: newId('tmap'), pipeline_id: from.id, to_pipeline_id: to.id, stages, fields, valid_from: now }
    await store.insertMap(tx, workspace_id, { ...row, created_by: actor.id })
    const data = {
      from_pipeline: from.key,
      to_pipeline: to.key,
      before: before ? { stages: before.stages, fields: before.fields } : null,
      after: { stages, fields },
    }
    record({ type: 'transfer_map.set', subject: row.id, version: 1, data })
    return shown(row, from, to)
  },
})

async function existing({ tx, workspace_id }: Context, pointer: string, named: string) {
  const found = await readPipeline(tx, workspace_id, named)
  if (!found) throw invalid(pointer, 'unknown', `There is no pipeline ${named} in this workspace.`)
  return found
}

/** A map is there for those who see both of its pipelines. */
async function shownMaps({ tx, workspace_id, now }: Context): Promise<TransferMap[]> {
  const pipelines = new Map((await readPipelines(tx, workspace_id)).map((one) => [one.id, one]))
  return (await store.readTransferMaps(tx, workspace_id, now)).flatMap((row) => {
    const [from, to] = [pipelines.get(row.pipeline_id), pipelines.get(row.to_pipeline_id)]
    return from && to ? [shown(row, from, to)] : []
  })
}

const shown = (row: store.TransferMapRow, from: PipelineRow, to: PipelineRow): TransferMap => ({
  id: row.id,
  from_pipeline: { id: from.id, key: from.key, name: from.name },
  to_pipeline: { id: to.id, key: to.key, name: to.name },
  stages: row.stages,
  fields: row.fields,
  valid_from: row.valid_from,
})

const sorted = (map: Record<string, string>) =>
  JSON.stringify(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)))
const sameMap = (a: Pick<TransferMap, 'stages' | 'fields'>, b: Pick<TransferMap, 'stages' | 'fields'>) =>
  sorted(a.stages) === sorted(b.stages) && sorted(a.fields) === sorted(b.fields)
