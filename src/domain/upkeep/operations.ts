import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { notFound, Problem, unwrap } from '../../platform/problem.ts'
import { seesWhole } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { Id } from '../../values/id.ts'
import { plusDays } from '../../values/instant.ts'
import { type ApprovalSubject, approvalsAbout, isDecidedByOthers, requestApproval } from '../approvals/index.ts'
import { readLibrary } from '../fields/index.ts'
import { likeness } from '../linter/index.ts'
import {
  criteriaOf,
  type Lifecycle,
  Pipeline,
  pipelineOf,
  readPipeline,
  readPipelines,
  saveLifecycle,
} from '../pipelines/index.ts'
import { reviewStates } from '../reviews/index.ts'
import { permitOn } from '../rights/index.ts'
import { candidatesFor, type Used } from './candidates.ts'
import { decideLifecycle, questionOf } from './decide-lifecycle.ts'
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
  summary:
    'Let a pipeline take no new deals (sunset), put it away (archived), or bring it back; others decide where a policy says so',
  input: PipelineChange,
  output: Pipeline.extend({
    /** What was put to those who decide; the pipeline is as it was until they have. */
    approval_id: Id('apr').nullable(),
  }).meta({ id: 'UpdatedPipeline' }),
  async run(context, { pipeline, lifecycle }) {
    const { tx, workspace_id, actor, unchanged } = context
    const found = await readPipeline(tx, workspace_id, pipeline)
    if (!found) throw notFound('pipeline')
    await permitOn(context, 'configure', { pipeline_id: found.id })
    if (!seesWhole(actor, found.id))
      throw new Problem(
        'forbidden',
        `You see only some of the deals of ${found.name}, so you cannot say what becomes of them.`,
        'pipeline-part-sight',
      )
    const row = await lockedFor(context, found.id, lifecycle)
    const question = questionOf(row.lifecycle, lifecycle)
    if (question !== null && (await isDecidedByOthers(context, row.id, question))) {
      const approval_id = await ask(context, row, question)
      return { ...(await shown(context, row)), approval_id }
    }
    if (lifecycle === row.lifecycle) unchanged()
    await setLifecycle(context, row, lifecycle)
    return { ...(await shown(context, { ...row, lifecycle })), approval_id: null }
  },
})

/** What a vote on the life of a pipeline brings about, in its transaction. */
const lifecycleSubject = (lifecycle: Lifecycle): ApprovalSubject => ({
  async beforeApproval(context, { pipeline_id }) {
    await lockedFor(context, pipeline_id, lifecycle)
  },
  async decided(context, { pipeline_id, state }) {
    if (state !== 'approved') return
    const row = await lockedFor(context, pipeline_id, lifecycle)
    if (row.lifecycle !== lifecycle) await setLifecycle(context, row, lifecycle)
  },
})

export const lifecycleSubjects = { sunset: lifecycleSubject('sunset'), archive: lifecycleSubject('archived') }

type Found = NonNullable<Awaited<ReturnType<typeof readPipeline>>>

/** A pipeline that nobody adds a deal to until this transaction ends; refused where it cannot go there in its life. */
async function lockedFor({ tx, workspace_id }: Context, id: string, to: Lifecycle): Promise<Found> {
  await store.lockPipeline(tx, workspace_id, id)
  const row = await readPipeline(tx, workspace_id, id)
  if (!row) throw notFound('pipeline')
  unwrap(decideLifecycle({ ...row, ...(await store.readOpenKeys(tx, workspace_id, id)) }, to))
  return row
}

/** Takes a pipeline on in its life on behalf of another operation; nobody adds a deal to it until that commits. */
export async function takeOn(context: Context, pipeline_id: string, to: Lifecycle): Promise<void> {
  const row = await lockedFor(context, pipeline_id, to)
  if (row.lifecycle !== to) await setLifecycle(context, row, to)
}

async function setLifecycle({ tx, workspace_id, record }: Context, row: Found, lifecycle: Lifecycle): Promise<void> {
  await saveLifecycle(tx, workspace_id, row.id, lifecycle)
  record({
    type: 'pipeline.lifecycle_set',
    subject: row.id,
    version: row.version,
    data: { key: row.key, name: row.name, before: { lifecycle: row.lifecycle }, after: { lifecycle } },
  })
}

/** Puts it to those who decide; once, however often it is asked. */
async function ask(context: Context, { id, name }: Found, question: 'sunset' | 'archive'): Promise<string> {
  const asked = (await approvalsAbout(context, question, [id])).get(id) ?? []
  const waiting = asked.find(({ state }) => state === 'open')
  if (waiting) {
    context.unchanged()
    return waiting.id
  }
  const title = question === 'sunset' ? `Let ${name} take no new deals` : `Put ${name} away`
  return requestApproval(context, { subject_kind: question, subject_id: id, pipeline_id: id, title })
}

async function shown({ tx, workspace_id, now }: Context, row: Found) {
  const library = await readLibrary(tx, workspace_id)
  const { currency } = await settingsAt(tx, workspace_id, now)
  return pipelineOf(row, row.definition, library, currency)
}
