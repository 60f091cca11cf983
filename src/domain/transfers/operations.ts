import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Ours } from '../../values/text.ts'
import { staleDeal } from '../deals/index.ts'
import { giveEvidence } from '../evidence/index.ts'
import { DealId, lockedDeal, readDeals, readStateAt, saveChange, type StoredDeal } from '../ledger/index.ts'
import { givenValues, readSituations, readStep, type Situation } from '../moves/index.ts'
import {
  readDefinitionOf,
  readPipeline,
  readPipelines,
  readVersions,
  requireWritable,
  unreadable,
} from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { readChance, readStatistics } from '../stage-statistics/index.ts'
import { readTransferMaps } from '../transfer-maps/index.ts'
import { decideReturn } from './decide-return.ts'
import { type CheckedTransfer, decideTransfer, type Target } from './decide-transfer.ts'
import { placeOf } from './place-of.ts'
import { previewTransfer } from './preview-transfer.ts'
import { Transfer, TransferPreview, TransferRequest } from './transfer.ts'

export const transferDeal = operation({
  name: 'transfers.create',
  http: 'POST /deals/{deal_id}/transfers',
  access: 'deals:work',
  effect: 'write',
  mcp: {
    tool: 'transfer_deal',
    hint: "Say to_pipeline and one of the transfer reasons of the deal's own pipeline; the plan names both",
  },
  summary: 'Move a deal to another pipeline: the same deal with its whole past, its money with it',
  input: TransferRequest,
  output: Transfer,
  version: ({ deal_version }) => deal_version,
  async run(context, { deal_id, deal_version, to_pipeline, ...request }) {
    const { tx, workspace_id, newId, actor } = context
    const deal = await lockedDeal(context, deal_id)
    if (deal_version !== undefined && deal_version !== deal.version) throw await staleDeal(context, deal)
    const desk = await openDesk(context, to_pipeline)
    await permitPassage(context, deal, desk)
    requireWritable(desk.target.definition, actor.role, request.fields)
    const situation = await situationOf(context, deal)
    const given = await givenValues(context, request.fields)
    const target = targetFor(desk, deal)
    const decided = unwrap(decideTransfer(situation, target, { ...request, given }, context.now))
    const { after, landing, fields, gates } = decided
    const id = newId('led')
    const from = placeOf(await pipelineOf(context, deal), situation.definition, deal.stage)
    const to = placeOf(target, target.definition, after.stage)
    const { reason = null, note = null, evidence = [] } = request
    await saveChange(context, {
      before: deal,
      after,
      id,
      kind: 'transferred',
      type: 'deal.transferred',
      chance: await readChance(tx, workspace_id, target.id, after.stage),
      reason,
      data: { transfer_id: id, ...passageOf(from, to), stage_by: landing.by, reason, note },
    })
    await giveEvidence(context, { ...deal, ...after }, evidence)
    return {
      id,
      deal_id: deal.id,
      deal_version: after.version,
      kind: 'transferred' as const,
      from,
      to,
      stage_by: landing.by,
      renamed: fields.renamed,
      carried: Object.keys(after.carried),
      returned: fields.returned,
      reason,
      note,
      reversal_of: null,
      owed: after.owed,
      gates,
      transferred_by: actor.id,
      transferred_at: context.now,
    }
  },
})

export const previewTransferOfDeal = operation({
  name: 'transfers.preview',
  http: 'POST /deals/{deal_id}/transfers/preview',
  status: 200,
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  summary: 'Would this deal go to another pipeline, where would it land, and what does that ask for? Nothing changes',
  input: TransferRequest,
  output: TransferPreview,
  async run(context, { deal_id, to_pipeline, ...request }) {
    const [deal] = await readDeals(context.tx, context.workspace_id, [deal_id])
    if (!deal) throw notFound('deal')
    const desk = await openDesk(context, to_pipeline)
    requireWritable(desk.target.definition, context.actor.role, request.fields)
    const given = await givenValues(context, request.fields)
    const previews = await previewsOf(context, desk, [deal], { ...request, given })
    const preview = previews.get(deal.id)
    if (!preview) throw notFound('deal')
    return preview
  },
})

const mostDeals = 500

export const previewTransfers = operation({
  name: 'transfers.preview_many',
  http: 'POST /transfers/preview',
  status: 200,
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  summary: 'What would stop each of these deals on the way to another pipeline? Nothing changes',
  input: z.strictObject({
    deal_ids: z.array(DealId).min(1, 'name at least one deal').max(mostDeals, `at most ${mostDeals} deals at once`),
    ...TransferRequest.pick({ to_pipeline: true, to_stage: true, reason: true, note: true, fields: true }).shape,
  }),
  output: z.object({ data: z.array(TransferPreview.extend({ deal_id: Id('deal'), key: Ours, name: z.string() })) }),
  async run(context, { deal_ids, to_pipeline, ...request }) {
    const deals = await readDeals(context.tx, context.workspace_id, deal_ids)
    const isNamed = ({ id, number }: StoredDeal, named: string) => id === named || `D-${number}` === named
    const unknown = deal_ids.findIndex((one) => !deals.some((deal) => isNamed(deal, one)))
    if (unknown >= 0)
      throw invalid(`/deal_ids/${unknown}`, 'unknown', `There is no deal ${deal_ids[unknown]} in this workspace.`)
    const desk = await openDesk(context, to_pipeline)
    requireWritable(desk.target.definition, context.actor.role, request.fields)
    const given = await givenValues(context, request.fields)
    const previews = await previewsOf(context, desk, deals, { ...request, given })
    return {
      data: deals.flatMap(({ id, number, name }) => {
        const preview = previews.get(id)
        return preview ? [{ deal_id: id, key: `D-${number}`, name, ...preview }] : []
      }),
    }
  },
})

export const reverseTransfer = operation({
  name: 'transfers.reverse',
  http: 'POST /deals/{deal_id}/transfers/{transfer_id}/reversal',
  access: 'deals:work',
  effect: 'write',
  summary: 'Undo a transfer of your own while nothing came after it: the deal stands where it stood, as it was',
  input: z.strictObject({ deal_id: DealId, transfer_id: Id('led') }),
  output: Transfer,
  version: ({ deal_version }) => deal_version,
  async run(context, { deal_id, transfer_id }) {
    const { tx, workspace_id, newId, actor } = context
    const deal = await lockedDeal(context, deal_id)
    const step = await readStep(tx, workspace_id, deal.id, transfer_id)
    if (!step) throw notFound('transfer of this deal')
    const before = await readStateAt(tx, workspace_id, deal, step.version - 1)
    const source = await readPipeline(tx, workspace_id, (before ?? deal).pipeline_id)
    if (!source) throw notFound('pipeline')
    const versions = await readVersions(tx, workspace_id, [source.id])
    const published_at = versions.find(({ id }) => id === source.definition_id)?.published_at ?? step.recorded_at
    const stands = { ...source, published_at }
    const after = unwrap(decideReturn({ deal, step, before: before ?? deal, source: stands }, actor.id))
    const id = newId('led')
    const from = placeOf(
      await pipelineOf(context, deal),
      await readDefinitionOf(tx, workspace_id, deal.definition_id),
      deal.stage,
    )
    const to = placeOf(source, await readDefinitionOf(tx, workspace_id, after.definition_id), after.stage)
    await saveChange(context, {
      before: deal,
      after,
      id,
      kind: 'reversed',
      type: 'deal.reversed',
      chance: await readChance(tx, workspace_id, after.pipeline_id, after.stage),
      reversal_of: step.id,
      data: { transfer_id: id, ...passageOf(from, to), reversal_of: step.id },
    })
    return {
      id,
      deal_id: deal.id,
      deal_version: after.version,
      kind: 'reversed' as const,
      from,
      to,
      stage_by: null,
      renamed: [],
      carried: Object.keys(after.carried),
      returned: [],
      reason: null,
      note: null,
      reversal_of: step.id,
      owed: after.owed,
      gates: [],
      transferred_by: actor.id,
      transferred_at: context.now,
    }
  },
})

/** Where deals go to, looked up once for all of them: the pipeline, the maps that lead there, the chances of its stages. */
export type Desk = {
  target: Omit<Target, 'map'>
  maps: Map<string, { stages: Record<string, string>; fields: Record<string, string> }>
  chances: Map<string, number | null>
}

/** Throws 400 where there is no such pipeline, or none that whoever asks may know of. */
export async function openDesk({ tx, workspace_id, now, actor }: Context, to_pipeline: string): Promise<Desk> {
  const found = await readPipeline(tx, workspace_id, to_pipeline)
  if (!found) throw invalid('/to_pipeline', 'unknown', `There is no pipeline ${to_pipeline} in this workspace.`)
  const { id, key, name, lifecycle, definition_id, definition } = found
  const maps = (await readTransferMaps(tx, workspace_id, now)).filter((map) => map.to_pipeline_id === id)
  const statistics = await readStatistics(tx, workspace_id, [id])
  return {
    target: { id, key, name, lifecycle, definition_id, definition, unreadable: unreadable(definition, actor.role) },
    maps: new Map(maps.map((map) => [map.pipeline_id, map])),
    chances: new Map(statistics.map(({ stage, chance }) => [stage, chance])),
  }
}

export const targetFor = ({ target, maps }: Desk, { pipeline_id }: StoredDeal): Target => ({
  ...target,
  map: maps.get(pipeline_id) ?? null,
})

/** Refuses whoever may not work on the deal, take it out of its pipeline, or bring it into the other one. */
export async function permitPassage(context: Context, deal: StoredDeal, { target }: Desk): Promise<void> {
  await permitOn(context, 'work', deal)
  await permitOn(context, 'transfer_out', deal)
  await permitOn(context, 'transfer_in', { pipeline_id: target.id })
}

async function previewsOf(
  context: Context,
  desk: Desk,
  deals: readonly StoredDeal[],
  request: CheckedTransfer,
): Promise<Map<string, TransferPreview>> {
  const { tx, workspace_id, now } = context
  const situations = await readSituations(tx, workspace_id, deals, now)
  const pipelines = new Map((await readPipelines(tx, workspace_id)).map((one) => [one.id, one]))
  const previews = new Map<string, TransferPreview>()
  for (const deal of deals) {
    const [situation, from] = [situations.get(deal.id), pipelines.get(deal.pipeline_id)]
    if (!situation || !from) continue
    const barred = await refusalOfPassage(context, deal, desk)
    const target = targetFor(desk, deal)
    previews.set(deal.id, previewTransfer(seenBy(context, situation), { from, target, barred }, request, now))
  }
  return previews
}

async function refusalOfPassage(context: Context, deal: StoredDeal, desk: Desk): Promise<Problem | null> {
  try {
    await permitPassage(context, deal, desk)
    return null
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

async function situationOf(context: Context, deal: StoredDeal): Promise<Situation> {
  const { tx, workspace_id, now } = context
  const situation = (await readSituations(tx, workspace_id, [deal], now)).get(deal.id)
  if (!situation) throw notFound('deal')
  return seenBy(context, situation)
}

/** A value that whoever asks may not read is told to nobody, and is not opened to them elsewhere. */
export const seenBy = ({ actor }: Pick<Context, 'actor'>, situation: Situation): Situation => ({
  ...situation,
  unreadable: unreadable(situation.definition, actor.role),
})

async function pipelineOf({ tx, workspace_id }: Context, { pipeline_id }: StoredDeal) {
  const found = await readPipeline(tx, workspace_id, pipeline_id)
  if (!found) throw notFound('pipeline')
  return found
}

type Place = ReturnType<typeof placeOf>
/** Both ends of the way, for the event. */
export const passageOf = (from: Place, to: Place) => ({
  from_pipeline: from.pipeline.key,
  to_pipeline: to.pipeline.key,
  from_stage: from.stage,
  to_stage: to.stage,
})
