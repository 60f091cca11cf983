import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Job } from './job.ts'

/** A job and who began it; null where nobody did, as with what falls due by itself. */
export async function readJob(
  tx: Tx,
  workspace_id: string,
  id: string,
): Promise<{ job: Job; actor_id: string | null } | undefined> {
  const { rows } = await sql<Job & { actor_id: string | null }>`
    select id, kind, status, done, total, result, error, created_at, finished_at, actor_id from job
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
  const [row] = rows
  if (row === undefined) return undefined
  const { actor_id, ...job } = row
  return { job, actor_id }
}

export type NewJob = Pick<Job, 'id' | 'kind' | 'created_at'> & { input: Record<string, unknown>; actor_id: string }

export async function insertJob(tx: Tx, workspace_id: string, job: NewJob): Promise<void> {
  await sql`insert into job (workspace_id, id, kind, status, input, actor_id, created_at) values
    (${workspace_id}, ${job.id}, ${job.kind}, 'queued', ${JSON.stringify(job.input)}, ${job.actor_id}, ${job.created_at})`.execute(
    tx,
  )
}

export async function requestCancellation(tx: Tx, workspace_id: string, id: string): Promise<void> {
  await sql`update job set cancel_requested = true where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}
