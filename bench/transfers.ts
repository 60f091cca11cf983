import { sql } from 'kysely'
import { transferMany } from '../src/domain/bulk-transfers/index.ts'
import { createPipeline } from '../src/domain/pipelines/index.ts'
import type { Context } from '../src/platform/context.ts'
import { boundByNothing } from '../src/platform/rights.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { accessOf } from '../src/domain/people/index.ts'
import { startTestServer } from '../test/server.ts'
import { fill, pipelineFile, stageKeys } from './fill.ts'

/**
 * How fast many deals go to another pipeline, gates asked of each, beside raw SQL that writes the same rows in batches as
 * large. `node bench/transfers.ts [DEALS]` with TEST_DATABASE_URL for PostgreSQL; the goal there is 1,000 deals a second.
 */
const deals = Number(process.argv[2] ?? 5_000)
const batch = 500

const server = await startTestServer()
const { database, workspace_id, owner } = server
const now = () => new Date().toISOString()
const write = <T>(work: (context: Context) => Promise<T>) =>
  inTransaction(
    database,
    {
      actor: {
        id: owner.id,
        name: 'Owner',
        role: 'owner',
        workspace_id,
        channel: 'api',
        access: accessOf('owner'),
        rights: boundByNothing,
      },
      effect: 'write',
      name: 'bench',
      now: now(),
    },
    work,
  )

const { deal_ids } = await fill(database, deals)
const other = pipelineFile.replace('key: board\nname: Board under load', 'key: other\nname: Another board')
await write((context) => createPipeline.run(context, { source: other }))
await sql`analyze`.execute(database.owner)
await server.settled()

const { rows } = await sql<{ id: string }>`
  select id from deal where workspace_id = ${workspace_id} and outcome is null and id = any(${deal_ids}::text[])
  order by id limit ${sql.lit(deals)}`.execute(database.owner)
const ids = rows.map(({ id }) => id)
const answer = await fetch(`${server.url}/api/v1/transfers`, {
  method: 'POST',
  headers: { authorization: `Bearer ${owner.key}`, 'content-type': 'application/json' },
  body: JSON.stringify({ deal_ids: ids, to_pipeline: 'other', reason: 'bigger', note: 'Bench', dry_run: true }),
})
const { id: dry } = (await answer.json()) as { id: string }
await server.settled()
for (let waits = 0; waits < 300 && !(await ended(dry)); waits++) await new Promise((wake) => setTimeout(wake, 100))

// What looks for duplicates among new deals is no part of this.
for (let waits = 0; waits < 600 && (await looking()); waits++) await new Promise((wake) => setTimeout(wake, 100))

// The same deals again, and this time they go: by the job's own hand, so that no queue is measured.
await sql`update bulk_transfer set dry_run = false, moved = 0, refused = 0 where id = ${dry}`.execute(database.owner)
await sql`update bulk_transfer_deal set state = 'waiting' where bulk_transfer_id = ${dry}`.execute(database.owner)
const started = performance.now()
const result = await transferMany({
  database,
  workspace_id,
  job_id: `job_${'0'.repeat(26)}`,
  actor_id: owner.id,
  input: { bulk_transfer_id: dry, channel: 'api' },
  now,
  progress: async () => undefined,
  cancelled: async () => false,
})
const ours = ids.length / ((performance.now() - started) / 1000)
const raw = await rawly(ids)
console.log(
  `${result['moved']} of ${ids.length} deals in ${stageKeys.length} stages went to another pipeline: ` +
    `${ours.toFixed(0)}/s; raw SQL ${raw.toFixed(0)}/s; ratio ${(ours / raw).toFixed(2)}`,
)
await server.server.close()
await database.close()

async function ended(id: string): Promise<boolean> {
  const { rows } = await sql<{ left: number }>`
    select deals - moved - refused as left from bulk_transfer where id = ${id}`.execute(database.owner)
  return rows[0]?.left === 0
}

async function looking(): Promise<boolean> {
  const { rows } = await sql`select from overlap_due limit 1`.execute(database.owner)
  return rows.length > 0
}

/** Closes a ledger row, appends the next, updates the deal and writes an event with its outbox row: nothing else. */
async function rawly(all: readonly string[]): Promise<number> {
  const begun = performance.now()
  for (let at = 0; at < all.length; at += batch) {
    const some = all.slice(at, at + batch)
    await database.owner.transaction().execute(async (tx) => {
      await sql`update deal_ledger set until = now() where workspace_id = ${workspace_id}
        and deal_id = any(${some}::text[]) and until = 'infinity'`.execute(tx)
      await sql`update deal set version = version + 1, entered_stage_at = now(), updated_at = now()
        where workspace_id = ${workspace_id} and id = any(${some}::text[])`.execute(tx)
      await sql`insert into event (workspace_id, id, type, subject, version, actor_id, channel, request_id, data,
          recorded_at, salt, digest)
        select workspace_id, 'evt_' || substr(id, 6) || 'r', 'deal.transferred', id, version, ${owner.id}, 'api', null,
          jsonb_build_object('name', name), now(), 'aa', 'aa'
        from deal where workspace_id = ${workspace_id} and id = any(${some}::text[])`.execute(tx)
      await sql`insert into outbox (workspace_id, event_id) select workspace_id, 'evt_' || substr(id, 6) || 'r'
        from deal where workspace_id = ${workspace_id} and id = any(${some}::text[])`.execute(tx)
      await sql`insert into deal_ledger
        select (jsonb_populate_record(l, jsonb_build_object('version', l.version + 1, 'id', l.id || 'r',
          'event_id', 'evt_' || substr(l.deal_id, 6) || 'r', 'until', 'infinity', 'occurred_at', now(),
          'recorded_at', now()))).*
        from deal d join deal_ledger l on l.workspace_id = d.workspace_id and l.deal_id = d.id
          and l.version = d.version - 1
        where d.workspace_id = ${workspace_id} and d.id = any(${some}::text[])`.execute(tx)
    })
  }
  return all.length / ((performance.now() - begun) / 1000)
}
