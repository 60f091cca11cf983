import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Page, pageOf, pageQuery } from '../../values/page.ts'
import { isDecidedByOthers } from '../approvals/index.ts'
import { queueJob, readJob } from '../jobs/index.ts'
import { type Lifecycle, readPipelines } from '../pipelines/index.ts'
import { takeOn } from '../upkeep/index.ts'
import { Lineage, LineagePlan, LineageQuestion, LineageRequest } from './lineage.ts'
import { partRow, planOf } from './plan.ts'
import { routeAlong, routeBack } from './propose-routing.ts'
import { type Parts, permitWhole, readParts, requireLineage, sortDeals } from './sort-deals.ts'
import * as store from './store.ts'

const planLineage = operation({
  name: 'lineages.plan',
  http: 'POST /lineage-plans',
  status: 200,
  access: 'pipelines:configure',
  effect: 'read',
  cost: 20,
  mcp: { tool: 'plan_lineage', hint: 'parts: from, to and a rule over the deal, the rest last without one' },
  summary:
    'What splitting or merging pipelines would do: which deals go where, whose history counts for which, and the forecast',
  input: LineageQuestion,
  output: LineagePlan,
  async run(context, { parts: asked }) {
    const parts = await readParts(context, asked)
    return planOf(context, parts, await sortDeals(context, parts))
  },
})

const listLineages = operation({
  name: 'lineages.list',
  http: 'GET /lineages',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'Every split and merge of pipelines, newest first',
  input: z.strictObject({ ...pageQuery(z.tuple([Id('lng')])) }),
  output: Page(Lineage),
  async run(context, { limit, cursor }) {
    const { tx, workspace_id } = context
    const rows = await store.readLineages(tx, workspace_id, { after: cursor?.[0], limit: limit + 1 })
    const page = pageOf(rows, limit, ({ id }) => [id])
    return { ...page, data: await shownAll(context, page.data) }
  },
})

const getLineage = operation({
  name: 'lineages.get',
  http: 'GET /lineages/{lineage_id}',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'One split or merge of pipelines, and how far it has come',
  input: z.strictObject({ lineage_id: Id('lng') }),
  output: Lineage,
  version: ({ version }) => version,
  run: (context, { lineage_id }) => existing(context, lineage_id),
})

const createLineage = operation({
  name: 'lineages.create',
  http: 'POST /lineages',
  status: 202,
  access: 'pipelines:configure',
  effect: 'write',
  cost: 20,
  summary:
    'Split a pipeline or merge several: open deals are moved as a job, past ones count as history of the new one',
  input: LineageRequest,
  output: Lineage,
  version: ({ version }) => version,
  async run(context, { parts: asked, summary, sunset, routing }) {
    const { tx, workspace_id, actor, newId, now, record } = context
    await store.lockActs(tx, workspace_id)
    const parts = await readParts(context, asked)
    const lifecycles = sunset ? await letRunOut(context, parts) : {}
    const sorted = await sortDeals(context, parts)
    const taken = sorted.flatMap(({ deal, part }) => (part ? [{ deal, part }] : []))
    if (taken.length === 0)
      throw new Problem('refused', 'No deal fits any part, so there is nothing to split or merge.', 'nothing-to-move')
    const id = newId('lng')
    const job = await queueJob(context, 'lineage', { lineage_id: id })
    const routing_change_id = await routeAlong(context, parts, { summary, routing })
    const said = { kind: parts.kind, summary, parts: parts.parts.map(partRow), lifecycles }
    const row = { id, ...said, job_id: job.id, routing_change_id }
    await store.insertLineage(tx, workspace_id, { ...row, created_by: actor.id, created_at: now })
    const deals = taken.map(({ deal, part }) => ({
      deal_id: deal.id,
      from_pipeline_id: part.from.id,
      to_pipeline_id: part.to.id,
      state: deal.outcome === null ? ('waiting' as const) : ('past' as const),
    }))
    await store.insertDeals(tx, workspace_id, id, deals, now)
    const after = {
      kind: parts.kind,
      parts: parts.parts.map(({ from, to, text }) => ({ from: from.key, to: to.key, rule: text })),
      open: deals.filter(({ state }) => state === 'waiting').length,
      past: deals.filter(({ state }) => state === 'past').length,
      routing_change_id,
    }
    record({ type: 'lineage.begun', subject: id, version: 1, data: { summary, before: null, after } })
    return existing(context, id)
  },
})

const undoLineage = operation({
  name: 'lineages.undo',
  http: 'POST /lineages/{lineage_id}/undo',
  status: 202,
  access: 'pipelines:configure',
  effect: 'write',
  cost: 10,
  summary:
    'Undo a split or merge: deals that are still open stand again where they stood, and no past counts elsewhere',
  input: z.strictObject({ lineage_id: Id('lng') }),
  output: Lineage,
  version: ({ version }) => version,
  async run(context, { lineage_id }) {
    const { tx, workspace_id, actor, now, record } = context
    await store.lockActs(tx, workspace_id)
    const row = requireLineage(await store.lockLineage(tx, workspace_id, lineage_id))
    const pipelines = await permitAll(context, row)
    const found = await readJob(tx, workspace_id, row.job_id)
    if (row.undone_at !== null) throw new Problem('conflict', 'This was undone already.', 'lineage-undone')
    const later = await store.readLater(tx, workspace_id, row)
    if (later)
      throw new Problem(
        'conflict',
        `"${later.summary}" came after it and holds deals of it; undo that first.`,
        'lineage-later',
        {
          lineage: later,
        },
      )
    const archived = pipelines.find(
      ({ id, lifecycle }) => lifecycle === 'archived' && row.parts.some(({ from }) => from === id),
    )
    if (archived)
      throw new Problem(
        'refused',
        `${archived.name} is archived and holds no open deals; bring it back to sunset first.`,
        'pipeline-archived',
      )
    if (row.state === 'moving' && found && found.job.finished_at === null)
      throw new Problem(
        'conflict',
        'Its deals are still being moved; cancel that job, or wait for it.',
        'lineage-moving',
      )
    await bringBack(context, row)
    const job = await queueJob(context, 'lineage_undo', { lineage_id })
    const version = row.version + 1
    const routing_change_id = await routeBack(context, row.routing_change_id, row.summary)
    const undone = { job_id: job.id, routing_change_id, undone_by: actor.id, undone_at: now }
    const change = { ...row, ...undone, state: 'undoing' as const, version }
    await store.updateLineage(tx, workspace_id, change)
    const data = { summary: row.summary, before: { state: row.state }, after: { state: 'undoing' } }
    record({ type: 'lineage.undoing', subject: lineage_id, version, data })
    return existing(context, lineage_id)
  },
})

const resumeLineage = operation({
  name: 'lineages.resume',
  http: 'POST /lineages/{lineage_id}/resumption',
  status: 202,
  access: 'pipelines:configure',
  effect: 'write',
  cost: 10,
  summary: 'Go on with a split or merge, or with its undo, whose job was cancelled or failed',
  input: z.strictObject({ lineage_id: Id('lng') }),
  output: Lineage,
  version: ({ version }) => version,
  async run(context, { lineage_id }) {
    const { tx, workspace_id, record } = context
    const row = requireLineage(await store.lockLineage(tx, workspace_id, lineage_id))
    await permitAll(context, row)
    const found = await readJob(tx, workspace_id, row.job_id)
    if (row.state === 'done' || row.state === 'undone')
      throw new Problem('conflict', `It is ${row.state}; nothing is left to go on with.`, 'lineage-ended')
    if (found && found.job.finished_at === null)
      throw new Problem(
        'conflict',
        'Its deals are still being moved; cancel that job, or wait for it.',
        'lineage-moving',
      )
    const job = await queueJob(context, row.state === 'moving' ? 'lineage' : 'lineage_undo', { lineage_id })
    const version = row.version + 1
    await store.updateLineage(tx, workspace_id, { ...row, job_id: job.id, version })
    const data = { summary: row.summary, before: { state: row.state }, after: { state: row.state } }
    record({ type: 'lineage.resumed', subject: lineage_id, version, data })
    return existing(context, lineage_id)
  },
})

export const lineageOperations = [planLineage, listLineages, getLineage, createLineage, undoLineage, resumeLineage]

/** Refuses whoever may not say what becomes of all deals of the pipelines of a lineage; answers those. */
async function permitAll(context: Context, { parts }: store.LineageRow) {
  const named = new Set(parts.flatMap(({ from, to }) => [from, to]))
  const pipelines = (await readPipelines(context.tx, context.workspace_id)).filter(({ id }) => named.has(id))
  if (pipelines.length < named.size) throw notFound('lineage')
  for (const one of pipelines) await permitWhole(context, one)
  return pipelines
}

/** Pipelines of which all deals go take no new ones; answers what they were before. */
async function letRunOut(context: Context, { parts }: Parts): Promise<Record<string, Lifecycle>> {
  const before: Record<string, Lifecycle> = {}
  for (const { from, rule } of parts) {
    if (rule !== null || from.lifecycle !== 'active') continue
    if (await isDecidedByOthers(context, from.id, 'sunset'))
      throw new Problem(
        'refused',
        `Others decide whether ${from.name} takes no new deals; ask them at PATCH /pipelines/${from.key}, and send sunset: false here.`,
        'decided-by-others',
      )
    before[from.id] = from.lifecycle
    await takeOn(context, from.id, 'sunset')
  }
  return before
}

/** What was let run out by this is as it was before, unless somebody has changed it since. */
async function bringBack(context: Context, { lifecycles }: store.LineageRow): Promise<void> {
  const pipelines = await readPipelines(context.tx, context.workspace_id)
  for (const one of pipelines) {
    const was = lifecycles[one.id]
    if (was !== undefined && one.lifecycle === 'sunset') await takeOn(context, one.id, was)
  }
}

const existing = async (context: Context, id: string): Promise<Lineage> => {
  const row = requireLineage(await store.readLineage(context.tx, context.workspace_id, id))
  const [shown] = await shownAll(context, [row])
  return requireLineage(shown)
}

async function shownAll({ tx, workspace_id }: Context, rows: readonly store.LineageRow[]): Promise<Lineage[]> {
  const counts = await store.countDeals(
    tx,
    workspace_id,
    rows.map(({ id }) => id),
  )
  const pipelines = new Map((await readPipelines(tx, workspace_id)).map(({ id, key, name }) => [id, { id, key, name }]))
  const named = (id: string) => pipelines.get(id) ?? { id, key: id, name: '' }
  const shown: Lineage[] = []
  for (const row of rows) {
    const found = await readJob(tx, workspace_id, row.job_id)
    const { waiting = 0, moved = 0, past = 0, stayed = 0, back = 0 } = counts.get(row.id) ?? {}
    shown.push({
      id: row.id,
      version: row.version,
      kind: row.kind,
      summary: row.summary,
      state: row.state,
      parts: row.parts.map(({ from, to, rule, stages }) => ({ from: named(from), to: named(to), rule, stages })),
      open: { waiting, moved, stayed, back },
      past,
      job: requireLineage(found).job,
      routing_change_id: row.routing_change_id,
      created_by: { id: row.created_by, name: row.created_by_name },
      created_at: row.created_at,
      undone_by: row.undone_by === null ? null : { id: row.undone_by, name: row.undone_by_name ?? '' },
      undone_at: row.undone_at,
    })
  }
  return shown
}
