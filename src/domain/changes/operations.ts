import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { type AnyOperation, operation } from '../../platform/operation.ts'
import { notFound, Problem, unwrap } from '../../platform/problem.ts'
import { seesWhole } from '../../platform/rights.ts'
import { differenceOf } from '../../values/difference.ts'
import { Id } from '../../values/id.ts'
import { Page, pageOf, pageQuery } from '../../values/page.ts'
import { approvalsAbout, cancelApprovals, requestApproval } from '../approvals/index.ts'
import { dropDraft, readDraft, StageMapInput } from '../drafts/index.ts'
import { readLibrary } from '../fields/index.ts'
import { impactOf, nextDefinition, type Proposal, proposalOf, whatsNew } from '../impact/index.ts'
import {
  createPipeline,
  getPipeline,
  type Migrate,
  Pipeline,
  readDefinition,
  readPipeline,
  readSource,
  refuseArchived,
  type ReferenceSource,
  sameDefinition,
  unwrapDefinition,
} from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import {
  ChangePlan,
  ChangeRequest,
  ChangeSummary,
  changeStates,
  NewChange,
  Note,
  PlanRequest,
  ProposedPlan,
} from './change-request.ts'
import { decideOpen } from './decide-change.ts'
import { end, found, isDecidedBy, locked, planOf, rollBack, stale } from './jobs.ts'
import { keptPlan, keyOf, newPipelinePlan, summaryOf, textOf, titleOf, withoutItself } from './planning.ts'
import * as store from './store.ts'

const change_request_id = Id('chg')

export const changeOperations = (sources: readonly ReferenceSource[]): AnyOperation[] => [
  operation({
    name: 'change_requests.list',
    http: 'GET /change-requests',
    access: 'pipelines:read',
    effect: 'read',
    mcp: { tool: 'list_change_requests' },
    summary: 'What was proposed to change in pipelines, newest first, and what became of it',
    input: z.strictObject({
      pipeline: z.string().max(100).optional(),
      state: z.enum(changeStates).optional(),
      ...pageQuery(z.tuple([change_request_id])),
    }),
    output: Page(ChangeSummary),
    async run(context, { pipeline: named, state, limit, cursor }) {
      const { tx, workspace_id } = context
      const pipeline = named === undefined ? undefined : await existing(context, named)
      const filter = { pipeline_id: pipeline?.id, state, after: cursor?.[0], limit }
      const page = pageOf(await store.readChanges(tx, workspace_id, filter), limit, ({ id }) => [id])
      return { ...page, data: await summariesOf(context, page.data) }
    },
  }),
  operation({
    name: 'change_requests.get',
    http: 'GET /change-requests/{change_request_id}',
    access: 'pipelines:read',
    effect: 'read',
    summary: 'One proposed change, with its file, its approvals and what was said about it',
    input: z.strictObject({ change_request_id }),
    output: ChangeRequest,
    version: ({ version }) => version,
    run: (context, { change_request_id }) => shown(context, change_request_id),
  }),
  operation({
    name: 'change_requests.create',
    http: 'POST /change-requests',
    access: 'pipelines:configure',
    effect: 'write',
    cost: 5,
    summary: 'Propose the next version of a pipeline; who decides says its approval policy',
    input: NewChange,
    output: ChangeRequest,
    version: ({ version }) => version,
    run: async (context, given) => shown(context, await proposeChange(context, given, sources)),
  }),
  operation({
    name: 'change_requests.plan',
    http: 'GET /change-requests/{change_request_id}/plan',
    access: 'pipelines:read',
    effect: 'read',
    cost: 5,
    summary: 'What a proposed change would do now: to stages and their deals, gates, figures, and what refers to it',
    input: z.strictObject({ change_request_id }),
    output: ChangePlan,
    async run(context, { change_request_id }) {
      const change = await found(context, change_request_id)
      if (!(await isDecidedBy(context, change))) await permitted(context, change.pipeline_id)
      const decided = change.state !== 'open' && change.state !== 'approved' && change.state !== 'stale'
      if (decided) return { token: change.plan_token, stale: false, changes: [], ...change.plan }
      const { planned, faults } = await planOf(context, change, sources)
      const changes = [...whatsNew(change.plan.fingerprint, planned.fingerprint), ...faults]
      const { token, ...plan } = withoutItself(planned, change.id)
      return { token, stale: token !== change.plan_token, changes, ...plan }
    },
  }),
  operation({
    name: 'change_requests.rollback',
    http: 'POST /change-requests/{change_request_id}/rollback',
    access: 'pipelines:configure',
    effect: 'write',
    summary:
      'Take a published change back: the version before it is published again, and deals go back to where they were',
    input: z.strictObject({
      change_request_id,
      reason: Note.optional(),
      /** Where deals of stages go that the older version does not have; without it, to the nearest stage before. */
      stage_map: StageMapInput.default({}),
    }),
    output: ChangeRequest,
    version: ({ version }) => version,
    async run(context, { change_request_id, ...given }) {
      const change = await locked(context, change_request_id)
      const pipeline = await permitted(context, change.pipeline_id)
      return shown(context, await rollBack(context, change, pipeline, given))
    },
  }),
  operation({
    name: 'change_requests.replan',
    http: 'POST /change-requests/{change_request_id}/plans',
    access: 'pipelines:configure',
    effect: 'write',
    cost: 5,
    summary: 'Plan a change anew that is stale, on what is there now; whoever approved the old plan is asked again',
    input: z.strictObject({ change_request_id }),
    output: ChangeRequest,
    version: ({ version }) => version,
    async run(context, { change_request_id }) {
      const { tx, workspace_id, record, unchanged } = context
      const change = await locked(context, change_request_id)
      const pipeline = await permitted(context, change.pipeline_id)
      unwrap(decideOpen({ key: keyOf(change), state: change.state }))
      const { planned, faults } = await planOf(context, change, sources)
      if (faults.length > 0) throw new Problem('refused', faults[0] ?? '', 'version-refused', { changes: faults })
      if (planned.token === change.plan_token && change.state !== 'stale') {
        unchanged()
        return shown(context, change.id)
      }
      const { token, ...plan } = withoutItself(planned, change.id)
      const version = change.version + 1
      const news = { state: 'open' as const, based_on: pipeline.definition_id, plan: keptPlan(plan), plan_token: token }
      await store.updateChange(tx, workspace_id, { id: change.id, version }, news)
      const before = { state: change.state, plan: change.plan_token }
      const data = { key: keyOf(change), before, after: { state: 'open', plan: token } }
      record({ type: 'change_request.planned', subject: change.id, version, data })
      await cancelApprovals(context, 'change_request', change.id)
      await ask(context, change.id, change)
      return shown(context, change.id)
    },
  }),
  operation({
    name: 'change_requests.withdraw',
    http: 'POST /change-requests/{change_request_id}/withdrawal',
    access: 'pipelines:configure',
    effect: 'write',
    summary: 'Take back a proposed change that is not published',
    input: z.strictObject({ change_request_id, reason: Note.optional() }),
    output: ChangeRequest,
    version: ({ version }) => version,
    async run(context, { change_request_id, reason }) {
      const change = await locked(context, change_request_id)
      if (change.created_by !== context.actor.id) await permitted(context, change.pipeline_id)
      unwrap(decideOpen({ key: keyOf(change), state: change.state }))
      await end(context, change, 'withdrawn', reason ?? null)
      await cancelApprovals(context, 'change_request', change.id)
      return shown(context, change.id)
    },
  }),
  operation({
    name: 'change_comments.create',
    http: 'POST /change-requests/{change_request_id}/comments',
    access: 'pipelines:read',
    effect: 'write',
    summary: 'Say something about a proposed change',
    input: z.strictObject({ change_request_id, body: Note }),
    output: ChangeRequest,
    async run(context, { change_request_id, body }) {
      const { tx, workspace_id, newId, now, actor, record } = context
      const change = await found(context, change_request_id)
      const comment = { id: newId('cmt'), change_request_id, person_id: actor.id, body, commented_at: now }
      await store.insertComment(tx, workspace_id, comment)
      const data = { key: keyOf(change), after: { comment: comment.id, body } }
      record({ type: 'change_request.commented', subject: change.id, version: change.version, data })
      return shown(context, change.id)
    },
  }),
  operation({
    name: 'change_plans.preview',
    http: 'POST /change-plans',
    status: 200,
    access: 'pipelines:configure',
    effect: 'read',
    cost: 5,
    mcp: { tool: 'plan_pipeline_change', hint: 'The key in the definition says which pipeline; nothing is written' },
    summary: 'What would a definition do, as a new pipeline or as the next version of one? Nothing is asked for yet',
    input: PlanRequest,
    output: ProposedPlan,
    run: (context, given) => preview(context, given, sources),
  }),
  operation({
    ...createPipeline,
    summary:
      'Create a pipeline from its definition file, YAML or JSON; where it is there, this proposes a change of it',
    output: Pipeline.extend({
      /** The change that was asked for, where the pipeline was there already. */
      change_request: ChangeSummary.nullable(),
    }).meta({ id: 'CreatedPipeline' }),
    async run(context, { source }: { source: string }) {
      const read = readDefinition({ text: source }, await readLibrary(context.tx, context.workspace_id))
      const key = read.ok ? read.value.definition.key : ''
      const pipeline = await readPipeline(context.tx, context.workspace_id, key)
      if (!pipeline || pipeline.key !== key)
        return { ...(await createPipeline.run(context, { source })), change_request: null }
      await permitted(context, key)
      const current = await readSource(context.tx, context.workspace_id, pipeline.definition_id)
      if (current?.source === source) {
        context.unchanged()
        return { ...(await getPipeline.run(context, { pipeline: key })), change_request: null }
      }
      const given = { source, stage_map: {}, migrate: 'all' as const }
      const id = await openChange(context, pipeline, given, sources)
      const [change_request = null] = await summariesOf(context, [await found(context, id)])
      return { ...(await getPipeline.run(context, { pipeline: key })), change_request }
    },
  }),
]

/** Asks for the next version of a pipeline, the draft where none is sent; answers the id of the request. */
export async function proposeChange(
  context: Context,
  given: NewChange,
  sources: readonly ReferenceSource[],
): Promise<string> {
  const pipeline = await permitted(context, given.pipeline)
  const draft = await readDraft(context.tx, context.workspace_id, pipeline.id)
  if (given.definition === undefined && !draft)
    throw new Problem('refused', `${pipeline.name} has no draft; send a definition, or save one first.`, 'no-draft')
  const source = given.definition === undefined ? (draft?.source ?? '') : textOf(given.definition)
  const stage_map = given.definition === undefined ? { ...draft?.stage_map, ...given.stage_map } : given.stage_map
  // The draft becomes the request, so the plan does not name it as something that refers to the old version.
  if (given.definition === undefined || draft?.source === source) await dropDraft(context, pipeline)
  return openChange(context, pipeline, { ...given, source, stage_map }, sources)
}

type Found = NonNullable<Awaited<ReturnType<typeof readPipeline>>>

async function existing({ tx, workspace_id }: Context, named: string): Promise<Found> {
  const pipeline = await readPipeline(tx, workspace_id, named)
  if (!pipeline) throw notFound('pipeline')
  return pipeline
}

/** Whoever plans a change of a pipeline sees all of its deals, else the plan would be of some. */
async function permitted(context: Context, named: string): Promise<Found> {
  const pipeline = await existing(context, named)
  await permitOn(context, 'configure', { pipeline_id: pipeline.id })
  if (!seesWhole(context.actor, pipeline.id))
    await permitOn(context, 'see', { pipeline_id: pipeline.id, owner_id: null })
  return pipeline
}

type Given = {
  source: string
  stage_map: Record<string, string>
  migrate: Migrate
  effective_at?: string | null | undefined
  title?: string | undefined
  reason?: string | undefined
  plan?: string | undefined
}

/** Writes a request with its plan, and asks those who decide; answers its id. */
async function openChange(context: Context, pipeline: Found, given: Given, sources: readonly ReferenceSource[]) {
  const { tx, workspace_id, newId, now, actor, record } = context
  const { source, stage_map, migrate, effective_at = null, title, reason = null } = given
  refuseArchived(pipeline)
  const definition = await nextDefinition(context, pipeline, given)
  const proposal = await proposalOf(context, pipeline, { definition, source, stage_map, migrate })
  if (proposal.current_source === source && sameDefinition(pipeline.definition, definition))
    throw new Problem('refused', `${pipeline.name} is like this already.`, 'no-change')
  const same = await requested(context, proposal)
  if (same)
    throw new Problem('conflict', `${keyOf(same)} asks for the same and waits.`, 'change-exists', {
      change_request: same.id,
    })
  const { token, ...plan } = await impactOf(context, proposal, sources)
  if (given.plan !== undefined && given.plan !== token)
    throw stale(['The pipeline, its deals or the file changed since that plan was made.'], token)
  const id = newId('chg')
  const row = {
    id,
    pipeline_id: pipeline.id,
    title: title ?? titleOf(plan, pipeline.name),
    reason,
    state: 'open' as const,
    based_on: pipeline.definition_id,
    source,
    body: definition,
    stage_map,
    migrate,
    effective_at,
    plan: keptPlan(plan),
    plan_token: token,
    created_by: actor.id,
    created_at: now,
  }
  await store.insertChange(tx, workspace_id, row)
  const change = await found(context, id)
  const after = { title: row.title, reason, state: 'open', summary: plan.summary, migrate, stage_map, effective_at }
  const data = { key: keyOf(change), pipeline: pipeline.key, before: null, after }
  record({ type: 'change_request.opened', subject: id, version: 1, data })
  await ask(context, id, change)
  return id
}

/** Puts a change to those who decide, as its author's question whoever plans it anew: else the author could answer. */
async function ask(context: Context, subject_id: string, change: store.ChangeRow): Promise<void> {
  const { pipeline_id, title, created_by: requested_by } = change
  const harmless = !(await store.hasDeals(context.tx, context.workspace_id, pipeline_id))
  const subject = { subject_kind: 'change_request', subject_id, pipeline_id, title } as const
  await requestApproval(context, { ...subject, requested_by, harmless })
}

/** A request that waits and asks for the same. */
async function requested(
  { tx, workspace_id }: Context,
  { pipeline, definition, source, stage_map, migrate }: Proposal,
) {
  const pending = await store.readPending(tx, workspace_id, pipeline.id)
  return pending.find(
    (one) =>
      one.migrate === migrate &&
      one.source === source &&
      differenceOf({ map: one.stage_map }, { map: stage_map }) === null &&
      sameDefinition(one.body, definition),
  )
}

async function preview(
  context: Context,
  given: z.output<typeof PlanRequest>,
  sources: readonly ReferenceSource[],
): Promise<z.input<typeof ProposedPlan>> {
  const { tx, workspace_id } = context
  const source = textOf(given.definition)
  const { stage_map, migrate } = given
  const first = unwrapDefinition(source, await readLibrary(tx, workspace_id)).definition
  const known = await readPipeline(tx, workspace_id, first.key)
  if (!known || known.key !== first.key) return newPipelinePlan(first)
  const pipeline = await permitted(context, known.id)
  const definition = await nextDefinition(context, pipeline, { source, stage_map, migrate })
  const proposal = await proposalOf(context, pipeline, { definition, source, stage_map, migrate })
  const same = proposal.current_source === source
  const { fingerprint: _, ...plan } = await impactOf(context, proposal, sources)
  const waiting = same ? undefined : await requested(context, proposal)
  const based_on = { id: pipeline.definition_id, version: pipeline.version }
  return {
    change: same ? 'none' : 'change',
    pipeline: { id: pipeline.id, key: pipeline.key, name: pipeline.name },
    based_on,
    requested: waiting?.id ?? null,
    ...withoutItself(plan, waiting?.id ?? ''),
  }
}

async function shown(context: Context, id: string): Promise<z.input<typeof ChangeRequest>> {
  const change = await found(context, id)
  const approvals = (await approvalsAbout(context, 'change_request', [id])).get(id) ?? []
  const comments = await store.readComments(context.tx, context.workspace_id, id)
  return {
    ...summaryOf(change, approvals),
    source: change.source,
    approvals,
    comments: comments.map(({ person_id, person_name, ...rest }) => ({
      ...rest,
      person: { id: person_id, name: person_name },
    })),
  }
}

async function summariesOf(context: Context, rows: readonly store.ChangeRow[]) {
  const ids = rows.map(({ id }) => id)
  const about = await approvalsAbout(context, 'change_request', ids)
  return rows.map((row) => summaryOf(row, about.get(row.id) ?? []))
}
