import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import { settingsAt } from '../../platform/settings.ts'
import type { Instant } from '../../values/instant.ts'
import type { DealState } from '../ledger/index.ts'
import { type Rates, readRates } from '../rates/index.ts'
import type { Around } from './as-it-was.ts'
import type { Replay, Routed } from './rehearsal.ts'

export type Result = { replay: Replay | null; routed: Routed | null }

export type RehearsalRow = {
  id: string
  pipeline_id: string | null
  pipeline_key: string | null
  pipeline_name: string | null
  looks_at: string[]
  source: string
  months: number
  stage_map: Record<string, string>
  rule: string | null
  job_id: string
  created_by: string
  created_by_name: string
  created_at: Instant
  result: Result | null
  finished_at: Instant | null
}

type NewRow = Omit<RehearsalRow, 'pipeline_key' | 'pipeline_name' | 'created_by_name' | 'result' | 'finished_at'>

export async function insertRehearsal(tx: Tx, workspace_id: string, row: NewRow): Promise<void> {
  await insertRows(tx, 'rehearsal', [{ workspace_id, ...row }])
}

export async function readRehearsal(tx: Tx, workspace_id: string, id: string): Promise<RehearsalRow | undefined> {
  const { rows } = await sql<RehearsalRow>`
    select r.id, r.pipeline_id, p.key as pipeline_key, p.name as pipeline_name, r.looks_at, r.source, r.months,
      r.stage_map, r.rule, r.job_id, r.created_by, b.name as created_by_name, r.created_at, r.result, r.finished_at
    from rehearsal r
    left join pipeline p on p.workspace_id = r.workspace_id and p.id = r.pipeline_id
    join person b on b.workspace_id = r.workspace_id and b.id = r.created_by
    where r.workspace_id = ${workspace_id} and r.id = ${id}`.execute(tx)
  return rows[0]
}

/** Answers whether it was still to be written: a job that is handed over again finds its work done. */
export async function saveResult(
  tx: Tx,
  workspace_id: string,
  { id, result, finished_at }: { id: string; result: Result; finished_at: Instant },
): Promise<boolean> {
  const { rows } = await sql`
    update rehearsal set result = ${JSON.stringify(result)}, finished_at = ${finished_at}
    where workspace_id = ${workspace_id} and id = ${id} and finished_at is null returning id`.execute(tx)
  return rows.length > 0
}

/** Deals of a pipeline that people moved forward, or won, since a moment. */
export async function readMovedDeals(
  tx: Tx,
  workspace_id: string,
  pipeline_id: string,
  from: Instant,
): Promise<string[]> {
  const { rows } = await sql<{ deal_id: string }>`
    select distinct deal_id from deal_ledger
    where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and occurred_at >= ${from}
      and kind in ('moved', 'won') and not administrative
    order by deal_id`.execute(tx)
  return rows.map(({ deal_id }) => deal_id)
}

export async function readOpenDeals(tx: Tx, workspace_id: string, pipeline_id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from deal where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and outcome is null
    order by id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Deals that began since a moment, wherever. */
export async function readBegunDeals(tx: Tx, workspace_id: string, from: Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from deal where workspace_id = ${workspace_id} and created_at >= ${from} and outcome is distinct from 'void'
    order by id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** The state of a deal after a move, with where it stood before. */
export type MoveRow = Omit<DealState, 'number' | 'created_at'> & {
  kind: 'moved' | 'won'
  reason: string | null
  occurred_at: Instant
  imported: boolean
  from_stage: string
  from_entered_at: Instant
}

const state = sql.raw(
  `name account_id partner_account_id source pipeline_id definition_id stage entered_stage_at outcome outcome_reason closed_at
  amount_minor currency close_date category owner_id fields owed carried revenue_kind amount_measure frozen_rate counted
  next_step wait_until`
    .split(/\s+/)
    .map((column) => `l.${column}`)
    .join(', '),
)

/** The moves of these deals within a pipeline since a moment; what was undone was never made. */
export async function readMoves(
  tx: Tx,
  workspace_id: string,
  { pipeline_id, deal_ids, from }: { pipeline_id: string; deal_ids: readonly string[]; from: Instant },
): Promise<MoveRow[]> {
  // By the deals alone: a join of the ledger with itself is planned badly while a server knows nothing of its size.
  const { rows } = await sql<MoveRow>`
    select l.deal_id as id, l.version, ${state}, l.kind, l.reason, l.occurred_at, l.from_stage, l.from_entered_at,
      (select e.channel = 'import' from event e where e.workspace_id = l.workspace_id and e.id = l.event_id) as imported
    from (
      select l.*, lag(l.stage) over w as from_stage, lag(l.entered_stage_at) over w as from_entered_at,
        lag(l.pipeline_id) over w as from_pipeline
      from deal_ledger l
      where l.workspace_id = ${workspace_id} and l.deal_id = any(${deal_ids}::text[])
      window w as (partition by l.deal_id order by l.version)) l
    where l.pipeline_id = ${pipeline_id} and l.from_pipeline = ${pipeline_id}
      and l.kind in ('moved', 'won') and not l.administrative and l.occurred_at >= ${from}
      and l.id not in (
        select r.reversal_of from deal_ledger r
        where r.workspace_id = ${workspace_id} and r.deal_id = any(${deal_ids}::text[]) and r.reversal_of is not null)
    order by l.deal_id, l.version`.execute(tx)
  return rows
}

/** How these deals were when they began. */
export async function readBeginnings(
  tx: Tx,
  workspace_id: string,
  deal_ids: readonly string[],
): Promise<Map<string, Omit<DealState, 'number' | 'created_at'> & { occurred_at: Instant }>> {
  const { rows } = await sql<Omit<DealState, 'number' | 'created_at'> & { occurred_at: Instant }>`
    select l.deal_id as id, l.version, ${state}, l.occurred_at from deal_ledger l
    where l.workspace_id = ${workspace_id} and l.deal_id = any(${deal_ids}::text[]) and l.version = 1`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What was ever recorded around deals, by the deal's id. */
export async function readAround(
  tx: Tx,
  workspace_id: string,
  deal_ids: readonly string[],
): Promise<Map<string, Around>> {
  const contact = (role: string) =>
    sql.raw(`jsonb_build_object('contact_id', k.id, 'role', ${role}, 'name', k.name, 'title', k.title, 'email', k.email,
      'fields', k.fields)`)
  const { rows } = await sql<Around & { id: string }>`
    select d.id,
      (select coalesce(jsonb_agg(jsonb_build_object('criterion', e.criterion, 'kind', e.kind, 'url', e.url, 'held_on',
          e.held_on, 'given_at', e.given_at)), '[]')
        from evidence e where e.workspace_id = d.workspace_id and e.deal_id = d.id) as evidence,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'created_at', t.created_at, 'due_on', t.due_on, 'held_at', t.held_at,
          'done_at', t.done_at, 'criterion', t.criterion)), '[]')
        from activity t where t.workspace_id = d.workspace_id and t.deal_id = d.id) as activities,
      (select coalesce(jsonb_agg(${contact('c.role')}), '[]')
        from deal_contact c join contact k on k.workspace_id = c.workspace_id and k.id = c.contact_id
        where c.workspace_id = d.workspace_id and c.deal_id = d.id) as contacts,
      (select coalesce(jsonb_agg(jsonb_build_object('at', v.recorded_at, 'change', v.change, 'contact', ${contact('v.role')})), '[]')
        from (
          select e.workspace_id, e.recorded_at, 'added' as change, e.data #>> '{after,contact_id}' as contact_id,
            e.data #>> '{after,role}' as role
          from event e where e.workspace_id = d.workspace_id and e.subject = d.id and e.type = 'deal.contact_added'
          union all
          select e.workspace_id, e.recorded_at, 'removed', e.data #>> '{before,contact_id}', r.role
          from event e cross join lateral jsonb_array_elements_text(e.data #> '{before,roles}') as r (role)
          where e.workspace_id = d.workspace_id and e.subject = d.id and e.type = 'deal.contact_removed') v
        join contact k on k.workspace_id = v.workspace_id and k.id = v.contact_id
        where v.role is not null) as contact_changes
    from deal d where d.workspace_id = ${workspace_id} and d.id = any(${deal_ids}::text[])`.execute(tx)
  return new Map(rows.map(({ id, ...around }) => [id, around]))
}

/** In what money amounts are told and rules compare. */
export type Exchange = { home: string; rates: Rates }

/** The currency of the workspace and its rates at a moment. */
export async function exchangeOf(tx: Tx, workspace_id: string, at: Instant): Promise<Exchange> {
  const { currency } = await settingsAt(tx, workspace_id, at)
  return { home: currency, rates: await readRates(tx, workspace_id, at) }
}
