import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { readPeople } from '../people/index.ts'
import { readPipeline } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { ApprovalPolicy, NewPolicy, type Policy, pipelineKinds, type SubjectKind, usualPolicy } from './approval.ts'
import * as store from './store.ts'

const Named = z.strictObject({
  pipeline: z.string().max(100),
  subject_kind: z.enum(pipelineKinds).default('change_request'),
})

const getPolicy = operation({
  name: 'approval_policies.get',
  http: 'GET /pipelines/{pipeline}/approval-policy',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'Who decides on changes of a pipeline, and how many must agree',
  input: Named,
  output: ApprovalPolicy,
  async run(context, { pipeline, subject_kind }) {
    return shownPolicy(context, await existing(context, pipeline), subject_kind)
  },
})

const setPolicy = operation({
  name: 'approval_policies.set',
  http: 'PUT /pipelines/{pipeline}/approval-policy',
  access: 'rights:administer',
  effect: 'write',
  summary: 'Say who decides on changes of a pipeline from now on; what was asked before keeps its policy',
  input: NewPolicy.safeExtend(Named.shape),
  output: ApprovalPolicy,
  async run(context, { pipeline: named, subject_kind, needed, role, person_ids }) {
    const { tx, workspace_id, actor, now, record, unchanged } = context
    const pipeline = await existing(context, named)
    await permitOn(context, 'configure', { pipeline_id: pipeline.id })
    const people = new Set((await readPeople(tx, workspace_id)).map(({ id }) => id))
    for (const [i, id] of (person_ids ?? []).entries())
      if (!people.has(id)) throw invalid(`/person_ids/${i}`, 'unknown', 'There is no such person in this workspace.')
    const held = await store.readPolicy(tx, workspace_id, pipeline.id, subject_kind, now)
    const before = held ?? (doneUnasked.has(subject_kind) ? null : usualPolicy)
    const after: Policy = { needed, by_role: role ?? null, by_people: person_ids ?? null }
    if (before !== null && JSON.stringify(plain(before)) === JSON.stringify(plain(after))) {
      unchanged()
      return shownPolicy(context, pipeline, subject_kind)
    }
    const row = { ...after, pipeline_id: pipeline.id, subject_kind, valid_from: now, set_by: actor.id }
    await store.insertPolicy(tx, workspace_id, row)
    const data = { key: pipeline.key, subject_kind, before: before && plain(before), after: plain(after) }
    record({ type: 'approval_policy.set', subject: pipeline.id, version: 1, data })
    return shownPolicy(context, pipeline, subject_kind)
  },
})

const removePolicy = operation({
  name: 'approval_policies.remove',
  http: 'POST /pipelines/{pipeline}/approval-policy/removal',
  status: 200,
  access: 'rights:administer',
  effect: 'write',
  summary: 'Have changes of a pipeline decided on as usual again; what was asked before keeps its policy',
  input: Named,
  output: ApprovalPolicy,
  async run(context, { pipeline: named, subject_kind }) {
    const { tx, workspace_id, actor, now, record, unchanged } = context
    const pipeline = await existing(context, named)
    await permitOn(context, 'configure', { pipeline_id: pipeline.id })
    const before = await store.readPolicy(tx, workspace_id, pipeline.id, subject_kind, now)
    if (before === undefined) {
      unchanged()
      return shownPolicy(context, pipeline, subject_kind)
    }
    const about = { pipeline_id: pipeline.id, subject_kind, valid_from: now, set_by: actor.id }
    await store.insertPolicy(tx, workspace_id, { needed: null, by_role: null, by_people: null, ...about })
    const data = { key: pipeline.key, subject_kind, before: plain(before), after: null }
    record({ type: 'approval_policy.removed', subject: pipeline.id, version: 1, data })
    return shownPolicy(context, pipeline, subject_kind)
  },
})

export const policyOperations = [getPolicy, setPolicy, removePolicy]

/** What whoever configures a pipeline does alone, as long as nobody said that others decide on it. */
const doneUnasked: ReadonlySet<SubjectKind> = new Set(['sunset', 'archive'])

/** Whether somebody said who decides on such a subject of a pipeline; what is asked only then is done at once else. */
export const isDecidedByOthers = async (
  { tx, workspace_id, now }: Omit<Asking, 'actor'>,
  pipeline_id: string,
  kind: SubjectKind,
): Promise<boolean> => (await store.readPolicy(tx, workspace_id, pipeline_id, kind, now)) !== undefined

type Asking = Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>

/** Who decides on such a subject of a pipeline now. */
export const policyOf = async (
  { tx, workspace_id, now }: Asking,
  pipeline_id: string,
  kind: SubjectKind,
): Promise<Policy> => (await store.readPolicy(tx, workspace_id, pipeline_id, kind, now)) ?? usualPolicy

/** A policy as events and answers say it. */
export const plain = ({ needed, by_role, by_people }: Policy) => ({ needed, role: by_role, person_ids: by_people })

async function existing({ tx, workspace_id }: Asking, named: string) {
  const found = await readPipeline(tx, workspace_id, named)
  if (!found) throw notFound('pipeline')
  return found
}

async function shownPolicy(
  { tx, workspace_id, now }: Asking,
  { id, key, name }: { id: string; key: string; name: string },
  subject_kind: (typeof pipelineKinds)[number],
): Promise<z.input<typeof ApprovalPolicy>> {
  const row = await store.readPolicy(tx, workspace_id, id, subject_kind, now)
  const { needed, by_role, by_people } = row ?? usualPolicy
  const names = new Map((await readPeople(tx, workspace_id)).map((person) => [person.id, person.name]))
  return {
    pipeline: { id, key, name },
    subject_kind,
    needed,
    role: by_role,
    people: by_people?.map((one) => ({ id: one, name: names.get(one) ?? '' })) ?? null,
    valid_from: row?.valid_from ?? null,
  }
}
