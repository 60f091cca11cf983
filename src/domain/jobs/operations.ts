import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Job } from './job.ts'
import * as store from './store.ts'

export const getJob = operation({
  name: 'jobs.get',
  http: 'GET /jobs/{job_id}',
  access: 'workspace:read',
  effect: 'read',
  summary: 'How far a long piece of work has come',
  input: z.strictObject({ job_id: Id('job') }),
  output: Job,
  run: (context, { job_id }) => existing(context, job_id),
})

export const cancelJob = operation({
  name: 'jobs.cancellation',
  http: 'POST /jobs/{job_id}/cancellation',
  // Whoever may begin a job may end it; those of others are found by auditors alone, who may work on every deal.
  access: 'workspace:read',
  effect: 'write',
  summary: 'Ask a job to stop; what is done stays done, whole',
  input: z.strictObject({ job_id: Id('job') }),
  output: Job,
  async run(context, { job_id }) {
    const { tx, workspace_id, record } = context
    const job = await existing(context, job_id)
    if (job.finished_at !== null) throw new Problem('conflict', `This job is already ${job.status}.`, 'job-ended')
    const why = unstoppable[job.kind]
    if (why !== undefined) throw new Problem('conflict', why, 'job-unstoppable')
    await store.requestCancellation(tx, workspace_id, job_id)
    const data = { kind: job.kind, before: { cancel_requested: false }, after: { cancel_requested: true } }
    record({ type: 'job.cancellation_requested', subject: job_id, version: 2, data })
    return job
  },
})

/** Work that would leave things between two states if it stopped half-way, and what to do instead. */
const unstoppable: Readonly<Record<string, string>> = {
  migration: 'Deals would be left in two versions of their pipeline; take the change back instead, when this is done.',
  erasure: 'Half of what is known of a person would be left, and no way back; it goes on to its end.',
  lineage_undo: 'Deals would be left in two pipelines; it goes on to its end, after which the split can be done again.',
}

/**
 * A job is there for whoever began it, since its result says what they may see; and for those who read the audit, which
 * tells of every job.
 */
async function existing({ tx, workspace_id, actor }: Context, job_id: string): Promise<Job> {
  const found = await store.readJob(tx, workspace_id, job_id)
  if (!found || (found.actor_id !== actor.id && !actor.access.has('audit:read'))) throw notFound('job')
  return found.job
}

/**
 * Queues a job with the transaction that asked for it: it runs if, and only if, that transaction commits. What the key
 * that asked was limited to goes along as `key`.
 */
export async function queueJob(
  { tx, workspace_id, actor, newId, now, record }: Context,
  kind: string,
  given: Record<string, unknown>,
): Promise<Job> {
  const id = newId('job')
  const input = actor.key ? { ...given, key: actor.key } : given
  await store.insertJob(tx, workspace_id, { id, kind, input, actor_id: actor.id, created_at: now })
  record({ type: 'job.queued', subject: id, version: 1, data: { kind, after: { kind, status: 'queued' } } })
  return {
    id,
    kind,
    status: 'queued',
    done: 0,
    total: null,
    result: null,
    error: null,
    created_at: now,
    finished_at: null,
  }
}
