import type { Context } from '../../platform/context.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import { holds, type PipelineRight, type Place } from '../../platform/rights.ts'
import { rolesWith } from '../people/index.ts'
import { readPipeline } from '../pipelines/index.ts'
import * as store from './store.ts'

type Asking = Pick<Context, 'tx' | 'workspace_id' | 'actor'>

/**
 * Refuses what this person may not do in a pipeline, or on one deal in it, saying who can grant it. Only that a role may
 * do it at all was asked before. What one may not see is not refused but not there: row-level security sees to that.
 */
export async function permitOn(context: Asking, right: PipelineRight, place: Place): Promise<void> {
  if (holds(context.actor, right, place)) return
  throw await missingRight(context, right, place.pipeline_id)
}

/** As above, for a deal of which only the id is known; one that they may not see is unknown. */
export async function permitOnDeal(context: Asking, right: PipelineRight, deal_id: string): Promise<void> {
  if (context.actor.rights.pipelines.size === 0) return
  const place = await store.readPlaceOf(context.tx, context.workspace_id, deal_id)
  if (!place) throw invalid('/deal_id', 'unknown', 'There is no such deal in this workspace.')
  await permitOn(context, right, place)
}

async function missingRight({ tx, workspace_id }: Asking, right: PipelineRight, pipeline_id: string): Promise<Problem> {
  const pipeline = await readPipeline(tx, workspace_id, pipeline_id)
  const holders = rolesWith('rights:administer')
  const where = pipeline ? `in the pipeline ${pipeline.name}` : 'in that pipeline'
  const message = `You do not have the right ${right} ${where}, or not on this deal; ask someone who is ${holders.join(' or ')} to grant it.`
  const named = pipeline && { id: pipeline.id, key: pipeline.key, name: pipeline.name }
  return new Problem('forbidden', message, 'pipeline-right', { right, pipeline: named ?? null, roles: holders })
}
