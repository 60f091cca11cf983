import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid } from '../../platform/problem.ts'
import { readPipeline } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { NewQuota, Quota, QuotaQuery } from './quota.ts'
import * as store from './store.ts'

export const listQuotas = operation({
  name: 'quotas.list',
  http: 'GET /quotas',
  access: 'forecast:read',
  effect: 'read',
  summary: 'What each pipeline is to win in a period',
  input: QuotaQuery,
  output: z.object({ data: z.array(Quota) }),
  run: async ({ tx, workspace_id, now }, { as_of = now, ...filter }) => ({
    data: await store.readQuotaList(tx, workspace_id, filter, as_of),
  }),
})

export const createQuota = operation({
  name: 'quotas.create',
  http: 'POST /quotas',
  access: 'forecast:configure',
  effect: 'write',
  summary: 'Say what a pipeline is to win in a period; what was agreed before stays readable as of then',
  input: NewQuota,
  output: Quota,
  run: (context, given) => setQuota(context, given),
})

/** Adds a dated quota; also for a company that is loaded with the quotas it had. */
export async function setQuota(context: Context, given: NewQuota): Promise<Quota> {
  const { tx, workspace_id, newId, now, record } = context
  const { pipeline: named, period, amount, valid_from = now } = given
  const pipeline = await readPipeline(tx, workspace_id, named)
  if (!pipeline) throw invalid('/pipeline', 'unknown', `There is no pipeline ${named} in this workspace.`)
  await permitOn(context, 'configure', { pipeline_id: pipeline.id })
  const { id, key, name } = pipeline
  const quota: Quota = { id: newId('quo'), pipeline: { id, key, name }, period, amount, valid_from }
  await store.insertQuota(tx, workspace_id, quota)
  record({ type: 'quota.set', subject: quota.id, version: 1, data: { after: quota } })
  return quota
}
