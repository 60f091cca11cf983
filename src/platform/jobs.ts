import { CompiledQuery, sql } from 'kysely'
import { PgBoss } from 'pg-boss'
import type { Instant } from '../values/instant.ts'
import type { Clock } from './clock.ts'
import { isConnectionLost } from './database/connection-lost.ts'
import type { Database, Tx } from './database/open.ts'
import { plainPool } from './database/plain-pool.ts'
import type { Log } from './log.ts'
import type { Follower } from './sequencer.ts'

/** A job as its handler sees it: what to do, and how to say how far it has come. */
export type Task = {
  database: Database
  workspace_id: string
  job_id: string
  actor_id: string | null
  input: Record<string, unknown>
  now(): Instant
  /** Says how much is done, in the transaction of that part where there is one. */
  progress(done: number, total: number, tx?: Tx): Promise<void>
  /** True once somebody asked to cancel; a handler stops between two whole parts. */
  cancelled(): Promise<boolean>
}

/** Does a job, or the rest of it: a handler may be called again after a crash. Answers the job's result. */
export type JobHandler = (task: Task) => Promise<Record<string, unknown>>

/** Something that falls due by itself, looked at on a rhythm; its own effects say whether it was done already. */
export type Tick = {
  name: string
  every_seconds: number
  run(task: { database: Database; now: Instant }): Promise<void>
}

export type Jobs = {
  /** Sends what `job.queued` events ask for; the event's position is the singleton key, so a job is sent once. */
  follower: Follower
  /** Runs every tick, then waits until no job is left; for the simulated clock. */
  runDue(): Promise<void>
  close(): Promise<void>
}

const queue = 'work'

export async function startJobs(
  database: Database,
  handlers: Record<string, JobHandler>,
  ticks: readonly Tick[],
  { clock, log }: { clock: Clock; log: Log },
): Promise<Jobs> {
  const { owner } = database
  const db = plainPool(database.pool)
  const boss = new PgBoss({
    backend: database.embedded ? 'pglite' : 'postgres',
    db: { executeSql: async (text, values) => db.query(text, values) },
    schedule: false,
    reindex: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'))
  await boss.start()
  // A handler that fails has ended its job; handed over again is only what a server left behind when it died, or lost the
  // database in the middle of.
  await boss.createQueue(queue, { retryLimit: 100, expireInSeconds: 3600, heartbeatSeconds: 10 })
  await boss.work<{ workspace_id: string; job_id: string }>(queue, { pollingIntervalSeconds: 0.5 }, async (taken) => {
    for (const { data } of taken) await work(data.workspace_id, data.job_id)
  })

  const work = async (workspace_id: string, job_id: string) => {
    const job = await begin(owner, workspace_id, job_id)
    const handler = job && handlers[job.kind]
    if (!job || !handler) return
    try {
      const result = await handler({
        database,
        workspace_id,
        job_id,
        actor_id: job.actor_id,
        input: job.input,
        now: clock.now,
        async progress(done, total, tx) {
          await sql`update job set done = ${done}, total = ${total}
            where workspace_id = ${workspace_id} and id = ${job_id}`.execute(tx ?? owner)
        },
        cancelled: async () => (await readJob(owner, workspace_id, job_id))?.cancel_requested ?? true,
      })
      const ended = (await readJob(owner, workspace_id, job_id))?.cancel_requested && result.cancelled === true
      await end(owner, workspace_id, job_id, { status: ended ? 'cancelled' : 'done', result, now: clock.now() })
    } catch (error) {
      log.error({ err: error, job_id }, 'job')
      // Nothing is wrong with the job: it is handed over again, and goes on where it was.
      if (isConnectionLost(error)) throw error
      const message = error instanceof Error ? error.message : String(error)
      await end(owner, workspace_id, job_id, { status: 'failed', error: message, now: clock.now() })
    }
  }

  // A tick that takes longer than its rhythm is left alone until it is through: a second one beside it would do the same
  // work again, and a dozen of them would take every connection.
  const running = new Map<Tick, Promise<void>>()
  const runOnce = (tick: Tick): Promise<void> => {
    const one = running.get(tick) ?? tick.run({ database, now: clock.now() })
    running.set(tick, one)
    return one.finally(() => {
      if (running.get(tick) === one) running.delete(tick)
    })
  }
  const timers = ticks.map((tick) => {
    const look = () => {
      if (!running.has(tick)) runOnce(tick).catch((err: unknown) => log.warn({ err }, tick.name))
    }
    const timer = setInterval(look, tick.every_seconds * 1000)
    timer.unref()
    return timer
  })

  return {
    follower: {
      name: 'jobs',
      keeps: true,
      async read(workspace_id, events, tx) {
        const db = { executeSql: async (text: string, values: unknown[] = []) => rowsOf(tx, text, values) }
        for (const { type, subject, position } of events) {
          if (type !== 'job.queued') continue
          await boss.send(queue, { workspace_id, job_id: subject }, { singletonKey: `${workspace_id} ${position}`, db })
        }
      },
    },
    async runDue() {
      for (const tick of ticks) {
        // What runs already took its moment before the clock was set.
        await running.get(tick)?.catch(() => {})
        await runOnce(tick)
      }
      while (await anyOpen(owner)) await new Promise((wake) => setTimeout(wake, 100))
    },
    async close() {
      for (const timer of timers) clearInterval(timer)
      await Promise.allSettled(running.values())
      await boss.stop({ graceful: true, timeout: 10_000, close: false })
    },
  }
}

/** Inside the follower's transaction: PGlite has one connection, and the cursor must move with what was sent. */
async function rowsOf(tx: Tx, text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
  const { rows } = await tx.executeQuery(CompiledQuery.raw(text, values))
  return { rows }
}

type JobRow = {
  kind: string
  status: string
  input: Record<string, unknown>
  actor_id: string | null
  cancel_requested: boolean
}

async function readJob(owner: Tx, workspace_id: string, job_id: string): Promise<JobRow | undefined> {
  const { rows } = await sql<JobRow>`
    select kind, status, input, actor_id, cancel_requested from job
    where workspace_id = ${workspace_id} and id = ${job_id}`.execute(owner)
  return rows[0]
}

/** A job that ended is not done again, however often the queue hands it over. */
async function begin(owner: Tx, workspace_id: string, job_id: string): Promise<JobRow | undefined> {
  const job = await readJob(owner, workspace_id, job_id)
  if (!job || !['queued', 'running'].includes(job.status)) return undefined
  await sql`update job set status = 'running' where workspace_id = ${workspace_id} and id = ${job_id}`.execute(owner)
  return job
}

type End = { status: 'done' | 'failed' | 'cancelled'; result?: Record<string, unknown>; error?: string; now: Instant }

async function end(
  owner: Tx,
  workspace_id: string,
  job_id: string,
  { status, result, error, now }: End,
): Promise<void> {
  await sql`update job set status = ${status}, result = ${result ? JSON.stringify(result) : null},
    error = ${error ?? null}, finished_at = ${now}
    where workspace_id = ${workspace_id} and id = ${job_id}`.execute(owner)
}

async function anyOpen(owner: Tx): Promise<boolean> {
  const { rows } = await sql`select from job where status in ('queued', 'running') limit 1`.execute(owner)
  return rows.length > 0
}
