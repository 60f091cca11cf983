import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { seesWhole } from '../../platform/rights.ts'
import { loadRule } from '../../values/rule/load-rule.ts'
import { Id } from '../../values/id.ts'
import { readLibrary } from '../fields/index.ts'
import { queueJob } from '../jobs/index.ts'
import { dealLanguage, type LibraryField, readDefinition, readPipeline, readPipelines } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { asOfToday, NewRehearsal, Rehearsal } from './rehearsal.ts'
import * as store from './store.ts'

export const createRehearsal = operation({
  name: 'rehearsals.create',
  http: 'POST /rehearsals',
  access: 'pipelines:configure',
  effect: 'write',
  status: 202,
  cost: 20,
  mcp: { tool: 'rehearse_definition', hint: 'Answers a job; read the rehearsal when it is done' },
  summary:
    'Replay the moves of past months through a definition: what it would have stopped, and how many were won anyway',
  input: NewRehearsal,
  output: Rehearsal,
  async run(context, { pipeline, definition: source, months, stage_map, rule }) {
    const { tx, workspace_id, now, actor, newId, record } = context
    const library = await readLibrary(tx, workspace_id)
    const read = readDefinition({ text: source }, library)
    if (!read.ok) throw new Problem('invalid', read.refusal.message, read.refusal.code, read.refusal.details ?? {})
    const row = pipeline === undefined ? undefined : await readPipeline(tx, workspace_id, pipeline)
    if (pipeline !== undefined && !row)
      throw invalid('/pipeline', 'unknown', `There is no pipeline ${pipeline} in this workspace.`)
    if (row) await permitOn(context, 'configure', { pipeline_id: row.id })
    const known = read.value.definition.stages.map(({ key }) => key)
    const strange = Object.entries(stage_map).find(([, to]) => !known.includes(to))
    if (strange)
      throw invalid(
        `/stage_map/${strange[0]}`,
        'unknown',
        `The definition has no stage ${strange[1]}; it has ${known.join(', ')}.`,
      )
    checkRule(rule, { wanted: row === undefined, library })

    const looks_at = row ? [row.id] : (await readPipelines(tx, workspace_id)).map(({ id }) => id)
    refusePartSight(context, looks_at)
    const id = newId('rhs')
    const job = await queueJob(context, 'rehearsal', { rehearsal_id: id })
    await store.insertRehearsal(tx, workspace_id, {
      id,
      pipeline_id: row?.id ?? null,
      looks_at,
      source,
      months,
      stage_map,
      rule: rule ?? null,
      job_id: job.id,
      created_by: actor.id,
      created_at: now,
    })
    const after = { definition: read.value.definition.key, pipeline_id: row?.id ?? null, months, rule: rule ?? null }
    record({ type: 'rehearsal.requested', subject: id, version: 1, data: { after } })
    return {
      id,
      pipeline: row ? { id: row.id, key: row.key, name: row.name } : null,
      months,
      job_id: job.id,
      created_by: { id: actor.id, name: actor.name },
      created_at: now,
      finished_at: null,
      replay: null,
      routed: null,
      as_of_today: asOfToday,
    }
  },
})

export const getRehearsal = operation({
  name: 'rehearsals.get',
  http: 'GET /rehearsals/{rehearsal_id}',
  access: 'pipelines:configure',
  effect: 'read',
  mcp: { tool: 'get_rehearsal' },
  summary: 'What a rehearsal found, once its job is done',
  input: z.strictObject({ rehearsal_id: Id('rhs') }),
  output: Rehearsal,
  async run(context, { rehearsal_id }) {
    const row = await store.readRehearsal(context.tx, context.workspace_id, rehearsal_id)
    if (!row) throw notFound('rehearsal')
    if (row.pipeline_id !== null) await permitOn(context, 'configure', { pipeline_id: row.pipeline_id })
    refusePartSight(context, row.looks_at)
    const { id, months, job_id, created_at, finished_at, result } = row
    const { pipeline_id, pipeline_key, pipeline_name } = row
    return {
      id,
      pipeline: pipeline_id === null ? null : { id: pipeline_id, key: pipeline_key ?? '', name: pipeline_name ?? '' },
      months,
      job_id,
      created_by: { id: row.created_by, name: row.created_by_name },
      created_at,
      finished_at,
      replay: result?.replay ?? null,
      routed: result?.routed ?? null,
      as_of_today: asOfToday,
    }
  },
})

/** A new pipeline needs a rule that says which deals are its own; for one that exists there is nothing to say. */
function checkRule(rule: string | undefined, { wanted, library }: { wanted: boolean; library: LibraryField[] }): void {
  if (rule === undefined && wanted)
    throw invalid(
      '/rule',
      'missing',
      'Name the pipeline that the definition changes, or a rule for the deals of a new one.',
    )
  if (rule !== undefined && !wanted)
    throw invalid(
      '/rule',
      'not-wanted',
      'A rule is for a pipeline that is new; leave it out where a pipeline is named.',
    )
  if (rule === undefined) return
  const loaded = loadRule(dealLanguage(library), rule)
  if (!loaded.ok) throw invalid('/rule', loaded.refusal.code, loaded.refusal.message)
}

/** Shares of only some of the deals would say nothing, and what was found names deals. */
function refusePartSight({ actor }: Pick<Context, 'actor'>, pipeline_ids: readonly string[]): void {
  if (pipeline_ids.every((id) => seesWhole(actor, id))) return
  throw new Problem(
    'forbidden',
    'A rehearsal looks at every deal of the pipelines concerned, and you see only some of them.',
    'rehearsal-part-sight',
  )
}
