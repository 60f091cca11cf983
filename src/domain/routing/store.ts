import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { KnownParty } from './route-deals.ts'
import type { Fallback, RoutingRule } from './routing.ts'

type Named = { id: string; name: string }

export type VersionRow = {
  version: number
  rules: RoutingRule[]
  fallback: Fallback | null
  change_id: string
  published_by: Named
  published_at: Instant
}

const named = (table: string) => sql.raw(`jsonb_build_object('id', ${table}.id, 'name', ${table}.name)`)

const versions = sql`
  select v.number as version, v.rules, v.fallback, v.change_id, ${named('p')} as published_by, v.published_at
  from routing_version v join person p on p.workspace_id = v.workspace_id and p.id = v.published_by`

/** The newest versions first. */
export async function readVersions(
  tx: Tx,
  workspace_id: string,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`${versions} where v.workspace_id = ${workspace_id}
    ${before === undefined ? sql`` : sql`and v.number < ${before}`} order by v.number desc limit ${limit}`.execute(tx)
  return rows
}

/** What is published; undefined before anything was. */
export async function readCurrent(tx: Tx, workspace_id: string): Promise<VersionRow | undefined> {
  const [current] = await readVersions(tx, workspace_id, { limit: 1 })
  return current
}

/** Nobody else publishes until the transaction ends. */
export async function lockRouting(tx: Tx, workspace_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('routing ' || ${workspace_id}, 0))`.execute(tx)
}

export async function insertVersion(
  tx: Tx,
  workspace_id: string,
  { rules, fallback, ...row }: Omit<VersionRow, 'version' | 'published_by'> & { number: number; published_by: string },
): Promise<void> {
  await insertRows(tx, 'routing_version', [{ workspace_id, ...row, rules, fallback }])
}

export type RoutingRow = {
  deal_id: string
  decided_by: 'rule' | 'fallback' | 'person' | 'handoff'
  routing_version: number | null
  position: number | null
  rule: string | null
  rule_name: string | null
  because: string[]
  person_id: string | null
  decided_at: Instant
}

export async function insertRoutings(tx: Tx, workspace_id: string, rows: readonly RoutingRow[]): Promise<void> {
  await insertRows(
    tx,
    'deal_routing',
    rows.map((row) => ({ workspace_id, ...row })),
  )
}

export type KnownRouting = RoutingRow & { person: Named | null }

export async function readRouting(tx: Tx, workspace_id: string, deal_id: string): Promise<KnownRouting | undefined> {
  const { rows } = await sql<KnownRouting>`
    select r.*, case when p.id is not null then ${named('p')} end as person
    from deal_routing r left join person p on p.workspace_id = r.workspace_id and p.id = r.person_id
    where r.workspace_id = ${workspace_id} and r.deal_id = ${deal_id}`.execute(tx)
  return rows[0]
}

/** Which of these accounts had bought before a moment. */
export async function readCustomers(
  tx: Tx,
  workspace_id: string,
  account_ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ account_id: string }>`
    select distinct account_id from deal
    where workspace_id = ${workspace_id} and outcome = 'won' and account_id = any(${account_ids}::text[])`.execute(tx)
  return new Set(rows.map(({ account_id }) => account_id))
}

/** How many open deals of a pipeline each of these people owns. */
export async function readOpenCounts(
  tx: Tx,
  workspace_id: string,
  pipeline_id: string,
  people: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ owner_id: string; open: number }>`
    select owner_id, count(*)::int as open from deal
    where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and outcome is null
      and owner_id = any(${people}::text[]) group by owner_id`.execute(tx)
  return new Map(rows.map(({ owner_id, open }) => [owner_id, open]))
}

export type Turn = { rule: string; last_person_id: string | null; given: number }

/**
 * Whose turn was last in some rules, kept from everybody else until the transaction ends: two deals that come in at once
 * are given one after the other. In order of the rules, so that two batches never wait for each other.
 */
export async function lockTurns(tx: Tx, workspace_id: string, rules: readonly string[]): Promise<Map<string, Turn>> {
  const names = rules.toSorted()
  await sql`insert into routing_turn (workspace_id, rule)
    select ${workspace_id}, r.rule from unnest(${names}::text[]) with ordinality as r (rule, nth) order by r.nth
    on conflict (workspace_id, rule) do nothing`.execute(tx)
  const { rows } = await sql<Turn>`select rule, last_person_id, given::int as given from routing_turn
    where workspace_id = ${workspace_id} and rule = any(${names}::text[]) order by rule for update`.execute(tx)
  return new Map(rows.map((row) => [row.rule, row]))
}

export async function saveTurns(tx: Tx, workspace_id: string, turns: readonly Turn[]): Promise<void> {
  for (const { rule, last_person_id, given } of turns)
    await sql`update routing_turn set last_person_id = ${last_person_id}, given = ${given}
      where workspace_id = ${workspace_id} and rule = ${rule}`.execute(tx)
}

export type PastRow = {
  id: string
  number: bigint
  name: string
  pipeline: string
  created_at: Instant
  account_id: string | null
  partner_account_id: string | null
  source: string | null
  amount_minor: bigint | null
  currency: string
  close_date: string | null
  fields: Record<string, unknown>
  revenue_kind: string
  next_step: string | null
  owner: string | null
  channel: string
  customer: boolean
}

/** Deals that began since a moment, each as it was when it began, the newest first. */
export async function readPast(
  tx: Tx,
  workspace_id: string,
  { since, limit, id }: { since: Instant; limit: number; id?: string },
): Promise<PastRow[]> {
  const { rows } = await sql<PastRow>`
    select d.id, d.number, l.name, p.key as pipeline, d.created_at, l.account_id, l.partner_account_id, l.source,
      l.amount_minor, l.currency, l.close_date, l.fields, l.revenue_kind, l.next_step, o.email as owner, e.channel,
      exists (select from deal w where w.workspace_id = d.workspace_id and w.account_id = l.account_id
        and w.outcome = 'won' and w.closed_at < d.created_at) as customer
    from deal d
    join deal_ledger l on l.workspace_id = d.workspace_id and l.deal_id = d.id and l.version = 1
    join pipeline p on p.workspace_id = l.workspace_id and p.id = l.pipeline_id
    join event e on e.workspace_id = l.workspace_id and e.id = l.event_id
    left join person o on o.workspace_id = l.workspace_id and o.id = l.owner_id
    where d.workspace_id = ${workspace_id} and d.created_at >= ${since} ${id === undefined ? sql`` : sql`and d.id = ${id}`}
    order by d.created_at desc, d.id desc limit ${limit}`.execute(tx)
  return rows
}

/** Accounts as rules look at them, by id. */
export async function readParties(tx: Tx, workspace_id: string, ids: readonly (string | null)[]) {
  const { rows } = await sql<KnownParty>`
    select id, name, domain, country, kind, owner_id, fields from account
    where workspace_id = ${workspace_id} and id = any(${ids.filter((one) => one !== null)}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

export async function countWaiting(tx: Tx, workspace_id: string): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from incoming_deal where workspace_id = ${workspace_id} and state = 'waiting'`.execute(
    tx,
  )
  return rows[0]?.waiting ?? 0
}
