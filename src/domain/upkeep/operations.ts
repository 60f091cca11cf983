import { z } from 'zod'
import { operation } from '../../platform/operation.ts'
import { notFound, Problem, unwrap } from '../../platform/problem.ts'
import { seesWhole } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { plusDays } from '../../values/instant.ts'
import { readLibrary } from '../fields/index.ts'
import { likeness } from '../linter/index.ts'
import { criteriaOf, Pipeline, pipelineOf, readPipeline, readPipelines, saveLifecycle } from '../pipelines/index.ts'
import { reviewStates } from '../reviews/index.ts'
import { permitOn } from '../rights/index.ts'
import { candidatesFor, type Used } from './candidates.ts'
import { decideLifecycle } from './decide-lifecycle.ts'
import * as store from './store.ts'
import { PipelineChange, Upkeep } from './upkeep.ts'

export const listUpkeep = operation({
  name: 'upkeep.list',
  http: 'GET /upkeep',
  access: 'pipelines:read',
  effect: 'read',
  cost: 5,
  mcp: { tool: 'list_upkeep', hint: 'Candidates say which pipelines to merge or to retire, and why' },
  summary: 'What each pipeline costs, how it is used, when its review is due, and which to merge or retire',
  input: z.strictObject({}),
  output: z.object({ data: z.array(Upkeep) }),
  async run(context) {
    const { tx, workspace_id, now } = context
    const pipelines = await readPipelines(tx, workspace_id)
    const uses = await store.readUse(tx, workspace_id, plusDays(now, -365))
    const reviews = await reviewStates(context, pipelines)
    const used = pipelines.flatMap(({ id, key, name, lifecycle, definition }): Used[] => {
      const use = uses.get(id)
      if (!use) return []
      const others = pipelines.filter((other) => other.key !== key)
      const alike = Object.fromEntries(others.map((other) => [other.key, likeness(definition, other.definition)]))
      return [{ key, name, lifecycle, ...use, likeness: alike }]
    })
    const data = pipelines.flatMap(({ id, key, name, lifecycle, definition, definition_id, version }) => {
      const [use, own] = [uses.get(id), used.find((one) => one.key === key)]
      const review = reviews.find(({ pipeline }) => pipeline.id === id)
      if (!use || !own) return []
      const { open, begun, won, lost, owners, grants, changed_at, last_begun_at } = use
      return [
        {
          pipeline: { id, key, name },
          lifecycle,
          definition: { id: definition_id, version },
          owner: definition.charter.owner,
          reason_to_be_separate: definition.charter.reason_to_be_separate,
          open_deals: open,
          begun,
          won,
          lost,
          owners,
          grants,
          changed_at,
          last_begun_at,
          stages: definition.stages.length,
          criteria: criteriaOf(definition).length,
          fields: definition.fields.length,
          review_due_on: review?.due_on ?? null,
          review_days_late: review?.days_late ?? null,
          candidates: candidatesFor(own, used, now),
        },
      ]
    })
    return { data }
  },
})

export const updatePipeline = operation({
  name: 'pipelines.update',
  http: 'PATCH /pipelines/{pipeline}',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Let a pipeline take no new deals (sunset), put it away (archived), or bring it back',
  input: PipelineChange,
  output: Pipeline,
  async run(context, { pipeline, lifecycle }) {
    const { tx, workspace_id, now, actor, record, unchanged } = context
    const found = await readPipeline(tx, workspace_id, pipeline)
    if (!found) throw notFound('pipeline')
    await permitOn(context, 'configure', { pipeline_id: found.id })
    if (!seesWhole(actor, found.id))
      throw new Problem(
        'forbidden',
        `You see only some of the deals of ${found.name}, so you cannot say what becomes of them.`,
        'pipeline-part-sight',
      )
    await store.lockPipeline(tx, workspace_id, found.id)
    const row = (await readPipeline(tx, workspace_id, found.id)) ?? found
    const open = await store.readOpenKeys(tx, workspace_id, row.id)
    unwrap(decideLifecycle({ ...row, ...open }, lifecycle))
    const library = await readLibrary(tx, workspace_id)
    const { currency } = await settingsAt(tx, workspace_id, now)
    if (lifecycle === row.lifecycle) unchanged()
    await saveLifecycle(tx, workspace_id, row.id, lifecycle)
    record({
      type: 'pipeline.lifecycle_set',
      subject: row.id,
      version: row.version,
      data: { key: row.key, name: row.name, before: { lifecycle: row.lifecycle }, after: { lifecycle } },
    })
    return pipelineOf({ ...row, lifecycle }, row.definition, library, currency)
  },
})
