import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Day, Instant } from '../../values/instant.ts'

export type NewDue = {
  event_id: string
  deal_id: string | null
  deal_version: number | null
  account_id: string | null
  metric: string | null
  actor_id: string | null
  happened_at: Instant
}

export async function insertDue(owner: Tx, workspace_id: string, rows: readonly NewDue[]): Promise<void> {
  if (rows.length === 0) return
  const { rows: known } = await sql<{ event_id: string }>`
    select event_id from handoff_due where workspace_id = ${workspace_id}
      and event_id = any(${rows.map(({ event_id }) => event_id)}::text[])`.execute(owner)
  const there = new Set(known.map(({ event_id }) => event_id))
  const fresh = rows.filter(({ event_id }) => !there.has(event_id))
  await insertRows(
    owner,
    'handoff_due',
    fresh.map((row) => ({ workspace_id, ...row })),
  )
}

/** Something that happened, with the deal as it left it. */
export type Due = NewDue & {
  workspace_id: string
  pipeline: string | null
  stage: string | null
  /** Of the ledger row: how the deal came there. */
  kind: string | null
  /** It was taken back meanwhile. */
  undone: boolean
}

/** What is due in any workspace, the oldest first, behind the last that was read. */
export async function readDue(owner: Tx, { limit, after }: { limit: number; after: Due | undefined }): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select u.*, p.key as pipeline, l.stage, l.kind,
      exists (select from deal_ledger r where r.workspace_id = u.workspace_id and r.deal_id = u.deal_id
        and r.reversal_of = l.id) as undone
    from handoff_due u
    left join deal_ledger l on l.workspace_id = u.workspace_id and l.deal_id = u.deal_id and l.version = u.deal_version
    left join pipeline p on p.workspace_id = l.workspace_id and p.id = l.pipeline_id
    ${after === undefined ? sql`` : sql`where (u.happened_at, u.event_id) > (${after.happened_at}::timestamptz, ${after.event_id})`}
    order by u.happened_at, u.event_id limit ${sql.lit(limit)}`.execute(owner)
  return rows
}

/** False where another server took it just now. */
export async function takeDue(tx: Tx, workspace_id: string, event_id: string): Promise<boolean> {
  const { rows } = await sql`delete from handoff_due where workspace_id = ${workspace_id} and event_id = ${event_id}
    returning event_id`.execute(tx)
  return rows.length > 0
}

export async function dropDue(owner: Tx, workspace_id: string, event_ids: readonly string[]): Promise<void> {
  await sql`delete from handoff_due where workspace_id = ${workspace_id}
    and event_id = any(${event_ids}::text[])`.execute(owner)
}

/** The newest deal of an account in a pipeline, open or won. */
export async function readNewestOf(
  tx: Tx,
  workspace_id: string,
  { account_id, pipeline, outcome }: { account_id: string; pipeline: string; outcome: 'won' | null },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select d.id from deal d join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
    where d.workspace_id = ${workspace_id} and d.account_id = ${account_id} and p.key = ${pipeline}
      and ${outcome === null ? sql`d.outcome is null` : sql`d.outcome = 'won'`}
    order by coalesce(d.closed_at, d.created_at) desc, d.id desc limit 1`.execute(tx)
  return rows[0]?.id
}

export type Ending = { workspace_id: string; id: string; deal_id: string; account_id: string | null; ends_on: Day }

/**
 * Contracts of a workspace that end within so many days, that nothing renews or is about to, and for which no such
 * hand-off was opened.
 */
export async function readEnding(
  owner: Tx,
  workspace_id: string,
  { today, days, rule, pipeline }: { today: Day; days: number; rule: string; pipeline: string | undefined },
): Promise<Ending[]> {
  const { rows } = await sql<Ending>`
    select c.workspace_id, c.id, c.deal_id, c.account_id, c.ends_on from contract c
    join deal d on d.workspace_id = c.workspace_id and d.id = c.deal_id
    join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
    where c.workspace_id = ${workspace_id} and c.withdrawn_at is null
      and c.ends_on <= ${today}::date + ${days}::int and c.ends_on >= ${today}::date
      ${pipeline === undefined ? sql`` : sql`and p.key = ${pipeline}`}
      and not exists (select from contract n where n.workspace_id = c.workspace_id and n.renews_id = c.id
        and n.withdrawn_at is null)
      and not exists (select from deal_link l
        join deal r on r.workspace_id = l.workspace_id and r.id = l.deal_id and r.outcome is null
        where l.workspace_id = c.workspace_id and l.other_id = c.deal_id and l.kind = 'renews')
      and not exists (select from handoff h where h.workspace_id = c.workspace_id and h.rule = ${rule}
        and h.occasion = c.id)
    order by c.ends_on, c.id limit 500`.execute(owner)
  return rows
}

/** Workspaces that have hand-off rules. */
export async function readRuledWorkspaces(owner: Tx): Promise<string[]> {
  const { rows } = await sql<{ workspace_id: string }>`
    select distinct workspace_id from handoff_version order by workspace_id`.execute(owner)
  return rows.map(({ workspace_id }) => workspace_id)
}

/** Nobody else fires rules for the usage of an account until the transaction ends. */
export async function lockAccountUsage(tx: Tx, workspace_id: string, account_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('usage of ' || ${account_id} || ${workspace_id}, 0))`.execute(
    tx,
  )
}
