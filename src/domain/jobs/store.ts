import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Job } from './job.ts'

export async function readJob(tx: Tx, workspace_id: string, id: string): Promise<Job | undefined> {
  const { rows } = await sql<Job>`
    select id, kind, status, done, total, result, error, created_at, finished_at from job
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
  return rows[0]
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
