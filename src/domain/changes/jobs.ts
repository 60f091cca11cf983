import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/open.ts'
import type { Tick } from '../../platform/jobs.ts'
import { notFound, Problem, unwrap } from '../../platform/problem.ts'
import { holds, seesWhole } from '../../platform/rights.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { approvalsAbout, type ApprovalSubject } from '../approvals/index.ts'
import { declareFields, readLibrary } from '../fields/index.ts'
import { bindingOf, impactOf, type Planned, proposalOf, whatsNew } from '../impact/index.ts'
import { queueJob } from '../jobs/index.ts'
import type { MigrationInput } from '../migrations/index.ts'
import { rolesWith, systemFor } from '../people/index.ts'
import {
  checkNextVersion,
  type Definition,
  fieldsOf,
  insertVersion,
  lockPipeline,
  nearestKept,
  readDefinitionOf,
  readPipeline,
  readSource,
  readVersions,
  refuseArchived,
  type ReferenceSource,
} from '../pipelines/index.ts'
import { dateOf, decideRollback } from './decide-change.ts'
import { keyOf } from './planning.ts'
import * as store from './store.ts'

/** Another version came in between, so what was decided on is not what would be done. */
const overtaken = (key: string) =>
  new Problem('conflict', `${key} was changed since this was planned; plan it again.`, 'stale-plan', {
    changes: [`${key} has another version by now.`],
  })

/**
 * Makes a decided request the next version of its pipeline, in this one transaction: the version, what it declares, the
 * pipeline that new deals begin in, and the job that brings open deals along. Refused where the pipeline has another
 * version by now, or where deals are still on their way into it.
 */
async function publishChange(
  context: Context,
  change: store.ChangeRow,
  how: { self_approved: boolean },
): Promise<void> {
  const { tx, workspace_id, now, record } = context
  const { id, pipeline_id, pipeline_key } = change
  const current = await lockPipeline(tx, workspace_id, pipeline_id)
  if (current !== change.based_on) throw overtaken(pipeline_key)
  const pipeline = await readPipeline(tx, workspace_id, pipeline_id)
  if (pipeline) refuseArchived(pipeline)
  await requireSettled(context, change)
  const definition = { ...change.body, stage_map: { ...change.body.stage_map, ...change.stage_map } }
  const published = await addVersion(context, { pipeline_id, definition, source: change.source })
  const job_id =
    change.migrate === 'all'
      ? await bringAlong(context, { pipeline_id, definition_id: published.id, back_from: null, only_back: false })
      : null
  const version = change.version + 1
  const news = { state: 'published' as const, definition_id: published.id, job_id, published_at: now }
  await store.updateChange(tx, workspace_id, { id, version }, news)
  record({
    type: 'change_request.published',
    subject: id,
    version,
    data: {
      key: keyOf(change),
      pipeline: pipeline_key,
      before: { state: change.state, version: change.based_on_version },
      after: { state: 'published', version: published.version, ...how },
    },
  })
  await markOvertaken(context, change)
}

/** What was approved for a later date was decided on against the version before: it is stale now, not on that date. */
async function markOvertaken(context: Context, { pipeline_id, pipeline_key }: store.ChangeRow): Promise<void> {
  const pending = await store.readPending(context.tx, context.workspace_id, pipeline_id)
  for (const { id, state } of pending) {
    if (state !== 'approved') continue
    const change = await locked(context, id)
    if (change.state === 'approved') await markStale(context, change, overtaken(pipeline_key).message)
  }
}

/** One migration of a pipeline at a time: two would pass deals on while the first still looks for them. */
async function requireSettled({ tx, workspace_id }: Context, { pipeline_id, pipeline_key }: store.ChangeRow) {
  if (await store.isMigrating(tx, workspace_id, pipeline_id))
    throw new Problem(
      'conflict',
      `Deals of ${pipeline_key} are still being brought along to its newest version; try again when that is done.`,
      'migration-running',
    )
}

type Next = { pipeline_id: string; definition: Definition; source: string }

/** Adds the next version of a pipeline, with the fields that it declares. */
async function addVersion(context: Context, { pipeline_id, definition, source }: Next) {
  const { tx, workspace_id, newId, now, actor, record } = context
  const library = await readLibrary(tx, workspace_id)
  await declareFields(context, unwrap(fieldsOf(definition, library)).added)
  const versions = await readVersions(tx, workspace_id, [pipeline_id])
  const last = versions.at(-1)
  const id = newId('def')
  const version = (last?.version ?? 0) + 1
  const row = { id, pipeline_id, version, definition, source, published_at: now, published_by: actor.id }
  await insertVersion(tx, workspace_id, row)
  record({
    type: 'definition.published',
    subject: pipeline_id,
    version,
    data: { key: definition.key, name: definition.name, before: last?.definition ?? null, after: definition },
  })
  return { id, version }
}

async function bringAlong(context: Context, input: MigrationInput): Promise<string> {
  return (await queueJob(context, 'migration', input)).id
}

/** Publishes what was approved for a date that has come. */
export const publishDue: Tick = {
  name: 'publish due changes',
  every_seconds: 10,
  async run({ database, now }) {
    const failed: unknown[] = []
    for (const due of await store.readDue(database.owner, now))
      await publishOne(database, due, now).catch((error: unknown) => failed.push(error))
    if (failed.length > 0) throw failed[0]
  },
}

/**
 * Deals that came back after their pipeline's deals were brought along, reopened or by a merge taken back, are brought
 * along as well: a pipeline whose change said `all` leaves nobody behind.
 */
export const bringStragglers: Tick = {
  name: 'deals left in older versions',
  every_seconds: 60,
  async run({ database, now }) {
    for (const { workspace_id, created_by, input } of await store.readStragglers(database.owner)) {
      const actor = systemFor(workspace_id, created_by)
      const asked = { actor, effect: 'write', name: 'migrations.stragglers', now } as const
      await inTransaction(database, asked, async (context) => {
        await lockPipeline(context.tx, workspace_id, input.pipeline_id)
        if (await store.isMigrating(context.tx, workspace_id, input.pipeline_id)) return context.unchanged()
        await bringAlong(context, input)
      })
    }
  },
}

async function publishOne(database: Database, { workspace_id, id, created_by }: store.DueRow, now: string) {
  const actor = systemFor(workspace_id, created_by)
  const asked = { actor, effect: 'write', name: 'changes.publish', now } as const
  await inTransaction(database, asked, async (context) => {
    const change = await store.lockChange(context.tx, workspace_id, id)
    // Another server was first.
    if (change?.state !== 'approved') return context.unchanged()
    try {
      const about = (await approvalsAbout(context, 'change_request', [id])).get(id) ?? []
      const self_approved = about.some((approval) => approval.self_approved)
      await context.attempt(() => publishChange(context, change, { self_approved }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.code === 'migration-running') return context.unchanged()
      await markStale(context, change, error.message)
    }
  })
}

/** Says that what was approved is not published, and why; whoever asked may plan it anew. */
async function markStale({ tx, workspace_id, record }: Context, change: store.ChangeRow, why: string): Promise<void> {
  const version = change.version + 1
  await store.updateChange(tx, workspace_id, { id: change.id, version }, { state: 'stale' })
  const data = { key: keyOf(change), before: { state: change.state }, after: { state: 'stale', why } }
  record({ type: 'change_request.stale', subject: change.id, version, data })
}

/** What the votes on a change bring about, in their transaction. */
export const changeSubject: ApprovalSubject = {
  async beforeApproval(context, { subject_id }) {
    const change = await locked(context, subject_id)
    const pipeline = await readPipeline(context.tx, context.workspace_id, change.pipeline_id)
    // Who sees some of the deals only is asked about the version, not about which deals those are.
    if (pipeline?.definition_id === change.based_on && !seesWhole(context.actor, pipeline.id)) return
    const { proposal, faults } = await proposalNow(context, change)
    const { token, fingerprint } = await bindingOf(context, proposal)
    if (token === change.plan_token && faults.length === 0) return
    throw stale([...whatsNew(change.plan.fingerprint, fingerprint), ...faults], token)
  },
  async decided(context, { subject_id, state, self_approved }) {
    const { tx, workspace_id, now, record } = context
    const change = await locked(context, subject_id)
    if (state === 'rejected') return end(context, change, 'rejected', null)
    if (dateOf(change.effective_at, now) === null) return publishChange(context, change, { self_approved })
    const version = change.version + 1
    await store.updateChange(tx, workspace_id, { id: change.id, version }, { state: 'approved' })
    const after = { state: 'approved', effective_at: change.effective_at, self_approved }
    const data = { key: keyOf(change), before: { state: change.state }, after }
    record({ type: 'change_request.approved', subject: change.id, version, data })
  },
}

export const stale = (changes: string[], token: string) =>
  new Problem(
    'conflict',
    `This is not any more what was planned: ${changes[0] ?? 'something has changed.'} Look at the plan, and plan again.`,
    'stale-plan',
    { changes, token },
  )

/** The plan of a request as of now, and what keeps it from being the next version of the pipeline as it is now. */
export async function planOf(
  context: Context,
  change: store.ChangeRow,
  sources: readonly ReferenceSource[],
): Promise<{ planned: Planned; faults: string[] }> {
  const { proposal, faults } = await proposalNow(context, change)
  return { planned: await impactOf(context, proposal, sources), faults }
}

/** What a request asks for, held against the pipeline as it is now. */
async function proposalNow(context: Context, change: store.ChangeRow) {
  const { tx, workspace_id } = context
  const pipeline = await readPipeline(tx, workspace_id, change.pipeline_id)
  if (!pipeline) throw notFound('pipeline')
  const { body: definition, source, stage_map, migrate } = change
  const versions = await readVersions(tx, workspace_id, [pipeline.id])
  const before = versions.map((one) => one.definition)
  const faults = checkNextVersion(definition, before, { migrate, stage_map })
  const proposal = await proposalOf(context, pipeline, { definition, source, stage_map, migrate })
  return { proposal, faults: faults.map(({ message, remedy }) => `${message} ${remedy}`) }
}

/**
 * Whether somebody is asked to decide on a change, or has: they see what it would do though they may change nothing, if
 * they see all of the pipeline's deals. Whoever has nothing to do with it is refused unless they may configure.
 */
export async function isDecidedBy(context: Context, { id, pipeline_id }: store.ChangeRow): Promise<boolean> {
  const { actor } = context
  const configures = actor.access.has('pipelines:configure')
  if (configures && holds(actor, 'configure', { pipeline_id })) return false
  const asked = (await approvalsAbout(context, 'change_request', [id])).get(id) ?? []
  const decides = asked.some(({ may_vote, votes }) => may_vote || votes.some(({ person }) => person.id === actor.id))
  if (decides && actor.access.has('deals:read') && seesWhole(actor, pipeline_id)) return true
  if (configures) return false
  const who = `${rolesWith('pipelines:configure').join(', ')} and those who decide on it, where they see all deals there`
  throw new Problem('refused', `What a change would do to deals is shown to ${who}.`, 'not-an-approver')
}

export async function found({ tx, workspace_id }: Context, id: string): Promise<store.ChangeRow> {
  const change = await store.readChange(tx, workspace_id, id)
  if (!change) throw notFound('change request')
  return change
}

/** A request, kept from others until the transaction ends. */
export async function locked({ tx, workspace_id }: Context, id: string): Promise<store.ChangeRow> {
  const change = await store.lockChange(tx, workspace_id, id)
  if (!change) throw notFound('change request')
  return change
}

/** Ends a request that comes to nothing. */
export async function end(
  { tx, workspace_id, record }: Context,
  change: store.ChangeRow,
  state: 'withdrawn' | 'rejected',
  reason: string | null,
): Promise<void> {
  const version = change.version + 1
  await store.updateChange(tx, workspace_id, { id: change.id, version }, { state })
  const data = { key: keyOf(change), before: { state: change.state }, after: { state, reason } }
  record({ type: `change_request.${state}`, subject: change.id, version, data })
}

/** Publishes the version before a change again, under a request of its own, and sends the deals back. */
export async function rollBack(
  context: Context,
  change: store.ChangeRow,
  pipeline: { id: string; name: string; lifecycle: string },
  { reason = null, stage_map }: { reason?: string | undefined | null; stage_map: Record<string, string> },
): Promise<string> {
  const { tx, workspace_id, newId, now, actor, record } = context
  refuseArchived(pipeline)
  const current = await lockPipeline(tx, workspace_id, pipeline.id)
  const { from, to } = unwrap(decideRollback({ ...change, key: keyOf(change) }, current ?? ''))
  const [before, after, old] = await Promise.all([
    readDefinitionOf(tx, workspace_id, from),
    readDefinitionOf(tx, workspace_id, to),
    readSource(tx, workspace_id, to),
  ])
  const gone = before.stages.filter(({ key }) => !after.stages.some((stage) => stage.key === key))
  const nearest = gone.map(({ key }) => [key, nearestKept(after.stages, key, before.stages)])
  const map = { ...(Object.fromEntries(nearest) as Record<string, string>), ...stage_map }
  const [fault] = checkNextVersion(after, [after, before], { migrate: 'all', stage_map: map })
  if (fault) throw new Problem('refused', `${fault.message} ${fault.remedy}`, 'stage-map')
  const source = old?.source ?? ''
  const next = await addVersion(context, { pipeline_id: pipeline.id, definition: { ...after, stage_map: map }, source })
  const only_back = change.migrate === 'grandfather'
  const job = { pipeline_id: pipeline.id, definition_id: next.id, back_from: from, only_back }
  const job_id = await bringAlong(context, job)
  const id = newId('chg')
  const row = {
    id,
    pipeline_id: pipeline.id,
    title: `Take back ${keyOf(change)}: ${change.title}`.slice(0, 160),
    reason,
    state: 'open' as const,
    based_on: from,
    source,
    body: after,
    stage_map: map,
    migrate: change.migrate,
    effective_at: null,
    plan: change.plan,
    plan_token: change.plan_token,
    rollback_of: change.id,
    created_by: actor.id,
    created_at: now,
  }
  await store.insertChange(tx, workspace_id, row)
  const published = { state: 'published' as const, definition_id: next.id, job_id, published_at: now }
  await store.updateChange(tx, workspace_id, { id, version: 1 }, published)
  const version = change.version + 1
  await store.updateChange(tx, workspace_id, { id: change.id, version }, { state: 'rolled_back' })
  const data = { key: keyOf(change), reason, before: { state: change.state }, after: { state: 'rolled_back', by: id } }
  record({ type: 'change_request.rolled_back', subject: change.id, version, data })
  await markOvertaken(context, change)
  return id
}
