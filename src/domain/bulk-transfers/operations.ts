import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Page, pageOf, pageQuery } from '../../values/page.ts'
import { readJob, queueJob, type Job } from '../jobs/index.ts'
import { readDeals } from '../ledger/index.ts'
import { givenValues } from '../moves/index.ts'
import { readPipeline, requireWritable } from '../pipelines/index.ts'
import { openDesk } from '../transfers/index.ts'
import { BulkTransfer, BulkTransferDeal, BulkTransferRequest, type Filter, mostDeals, states } from './bulk-transfer.ts'
import * as store from './store.ts'

export const transferDeals = operation({
  name: 'transfers.bulk',
  http: 'POST /transfers',
  status: 202,
  access: 'deals:work',
  effect: 'write',
  cost: 10,
  summary: `Move up to ${mostDeals} deals to another pipeline as a job, each wholly or not at all; or say what would stop them`,
  input: BulkTransferRequest,
  output: BulkTransfer,
  async run(context, { deal_ids, filter, dry_run, ...request }) {
    const { tx, workspace_id, actor, newId, now, record } = context
    const { target } = await openDesk(context, request.to_pipeline)
    if (request.to_stage !== undefined && !target.definition.stages.some(({ key }) => key === request.to_stage))
      throw invalid('/to_stage', 'stage-unknown', `${target.name} has no stage ${request.to_stage}.`)
    requireWritable(target.definition, actor.role, request.fields)
    await givenValues(context, request.fields)
    const ids = deal_ids ? await named(context, deal_ids) : await fitting(context, filter as Filter)
    const id = newId('xfer')
    const job = await queueJob(context, 'transfer', { bulk_transfer_id: id, channel: actor.channel })
    const row = {
      id,
      to_pipeline_id: target.id,
      request,
      dry_run,
      job_id: job.id,
      created_by: actor.id,
      created_at: now,
    }
    await store.insertTransfer(tx, workspace_id, row, ids)
    const after = { to_pipeline: target.key, reason: request.reason ?? null, dry_run, deals: ids.length }
    record({ type: 'bulk_transfer.created', subject: id, version: 1, data: { after } })
    return shown({ ...row, deals: ids.length, moved: 0, refused: 0 }, job)
  },
})

export const getBulkTransfer = operation({
  name: 'transfers.get',
  http: 'GET /transfers/{bulk_transfer_id}',
  access: 'deals:read',
  effect: 'read',
  summary: 'How far a transfer of many deals has come',
  input: z.strictObject({ bulk_transfer_id: Id('xfer') }),
  output: BulkTransfer,
  async run(context, { bulk_transfer_id }) {
    const row = await existing(context, bulk_transfer_id)
    const found = row.job_id === null ? undefined : await readJob(context.tx, context.workspace_id, row.job_id)
    if (!found) throw notFound('transfer')
    return shown(row, found.job)
  },
})

export const listBulkTransferDeals = operation({
  name: 'transfers.deals',
  http: 'GET /transfers/{bulk_transfer_id}/deals',
  access: 'deals:read',
  effect: 'read',
  summary: 'The deals of such a transfer: moved, refused and why, or still waiting',
  input: z.strictObject({
    bulk_transfer_id: Id('xfer'),
    state: z.enum(states).optional(),
    ...pageQuery(z.tuple([z.string().regex(/^\d{1,6}$/)])),
  }),
  output: Page(BulkTransferDeal),
  async run(context, { bulk_transfer_id, state, limit, cursor }) {
    const { id } = await existing(context, bulk_transfer_id)
    const after = cursor === undefined ? -1 : Number(cursor[0])
    const rows = await store.readDealsOf(context.tx, context.workspace_id, id, { state, after, limit })
    const page = pageOf(rows, limit, ({ position }) => [String(position)])
    return {
      ...page,
      data: page.data.map(({ position: _, number, ...one }) => ({ ...one, key: `D-${number}` })),
    }
  },
})

/** A transfer is there for whoever began it, and for those who read the audit. */
async function existing({ tx, workspace_id, actor }: Context, id: string): Promise<store.BulkTransferRow> {
  const row = await store.readTransfer(tx, workspace_id, id)
  if (!row || (row.created_by !== actor.id && !actor.access.has('audit:read'))) throw notFound('transfer')
  return row
}

async function named({ tx, workspace_id }: Context, deal_ids: readonly string[]): Promise<string[]> {
  const deals = await readDeals(tx, workspace_id, deal_ids)
  const ids = new Map(deals.flatMap(({ id, number }) => [[id, id] as const, [`D-${number}`, id] as const]))
  const unknown = deal_ids.findIndex((one) => !ids.has(one))
  if (unknown >= 0)
    throw invalid(`/deal_ids/${unknown}`, 'unknown', `There is no deal ${deal_ids[unknown]} in this workspace.`)
  return [...new Set(deal_ids.map((one) => ids.get(one) ?? one))]
}

async function fitting({ tx, workspace_id, actor }: Context, { pipeline, stage, owner }: Filter): Promise<string[]> {
  const found = await readPipeline(tx, workspace_id, pipeline)
  if (!found) throw invalid('/filter/pipeline', 'unknown', `There is no pipeline ${pipeline} in this workspace.`)
  if (stage !== undefined && !found.definition.stages.some(({ key }) => key === stage))
    throw invalid('/filter/stage', 'unknown', `${found.name} has no stage ${stage}.`)
  const filter = { pipeline_id: found.id, stage, owner_id: owner === 'me' ? actor.id : owner }
  const ids = await store.readOpenIds(tx, workspace_id, filter, mostDeals)
  if (ids.length === 0) throw new Problem('refused', 'No open deal fits this filter.', 'nothing-to-transfer')
  if (ids.length > mostDeals)
    throw invalid('/filter', 'too-many', `More than ${mostDeals} deals fit; narrow the filter, or name some of them.`)
  return ids
}

const shown = (row: Omit<store.BulkTransferRow, 'created_by'>, job: Job): BulkTransfer => ({
  id: row.id,
  to_pipeline: row.request.to_pipeline,
  dry_run: row.dry_run,
  deals: row.deals,
  moved: row.moved,
  refused: row.refused,
  job,
  created_at: row.created_at,
})
