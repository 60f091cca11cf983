import { sql } from 'kysely'
import { insertRows, updateRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { DealState } from '../ledger/index.ts'
import type { OverlapReason } from './compare-purchases.ts'
import type { Takeable } from './decide-resolution.ts'
import type { State } from './overlap.ts'
import type { Bond } from './counted.ts'
import { few, type OpenDeal } from './suspect.ts'

export type OverlapRow = {
  id: string
  version: number
  deal_id: string
  other_id: string
  likeness: number
  reasons: OverlapReason[]
  found_at: string
  /** Who said so; null where it was found. */
  named_by: string | null
  state: State
  kept_id: string | null
  gone_version: number | null
  kept_version: number | null
  taken: Takeable[]
  note: string | null
  resolved_by: string | null
  resolved_at: string | null
  resolved_name: string | null
}

const columns =
  sql.raw(`o.id, o.version, o.deal_id, o.other_id, o.likeness, o.reasons, o.found_at, o.named_by, o.state, o.kept_id,
  o.gone_version, o.kept_version, o.taken, o.note, o.resolved_by, o.resolved_at, p.name as resolved_name
  from overlap o left join person p on p.workspace_id = o.workspace_id and p.id = o.resolved_by`)

/** Whether both deals of a pair still stand for money; a suspicion about one that was lost has settled itself. */
const bothStand = sql`(select count(*) from deal d where d.workspace_id = o.workspace_id and d.id in (o.deal_id, o.other_id)
  and (d.outcome is null or d.outcome = 'won')) = 2`

export type OverlapFilter = {
  state: State | 'any'
  deal_id?: string | undefined
  limit: number
  cursor?: string | undefined
}

/** Pairs, the newest first; one more than asked for. */
export async function readOverlaps(tx: Tx, workspace_id: string, filter: OverlapFilter): Promise<OverlapRow[]> {
  const { state, deal_id, limit, cursor } = filter
  const { rows } = await sql<OverlapRow>`
    select ${columns} where o.workspace_id = ${workspace_id}
      ${state === 'any' ? sql`` : sql`and o.state = ${sql.lit(state)}`}
      ${state === 'open' ? sql`and ${bothStand}` : sql``}
      ${deal_id === undefined ? sql`` : sql`and (o.deal_id = ${deal_id} or o.other_id = ${deal_id})`}
      ${cursor === undefined ? sql`` : sql`and o.id < ${cursor}`}
    order by o.id desc limit ${limit + 1}`.execute(tx)
  return rows
}

export async function readOverlap(tx: Tx, workspace_id: string, id: string): Promise<OverlapRow | undefined> {
  const { rows } =
    await sql<OverlapRow>`select ${columns} where o.workspace_id = ${workspace_id} and o.id = ${id}`.execute(tx)
  return rows[0]
}

/** Locks a pair until the transaction ends, so that two people do not resolve it in two ways. */
export async function lockOverlap(tx: Tx, workspace_id: string, id: string): Promise<OverlapRow | undefined> {
  await sql`select from overlap where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return readOverlap(tx, workspace_id, id)
}

export type Beside = {
  id: string
  number: bigint
  version: number
  name: string
  account: { id: string; name: string; domain: string | null } | null
  partner: { id: string; name: string; domain: string | null } | null
  pipeline: { id: string; key: string; name: string }
  stage: { key: string; name: string }
  outcome: DealState['outcome']
  counted: boolean
  amount_minor: bigint | null
  currency: string
  close_date: string | null
  owner: { id: string; name: string } | null
  source: string | null
  next_step: string | null
  products: string[]
  contacts: number
  activities: number
  created_at: string
}

/** Deals as they are laid beside one another, by their ids. */
export async function readBeside(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<Map<string, Beside>> {
  const account = (alias: string) =>
    sql.raw(`case when ${alias}.id is null then null
      else jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name, 'domain', ${alias}.domain) end`)
  const count = (table: string) =>
    sql.raw(`(select count(*)::int from ${table} c where c.workspace_id = d.workspace_id and c.deal_id = d.id)`)
  const { rows } = await sql<Beside>`
    select d.id, d.number, d.version, d.name, d.outcome, d.counted, d.amount_minor, d.currency, d.close_date, d.source,
      d.next_step, d.created_at, ${account('a')} as account, ${account('b')} as partner,
      jsonb_build_object('id', p.id, 'key', p.key, 'name', p.name) as pipeline,
      jsonb_build_object('key', d.stage, 'name', coalesce((select s ->> 'name'
        from jsonb_array_elements(f.body -> 'stages') s where s ->> 'key' = d.stage), d.stage)) as stage,
      case when w.id is null then null else jsonb_build_object('id', w.id, 'name', w.name) end as owner,
      array(select distinct r.name from line_item l
        join product r on r.workspace_id = l.workspace_id and r.id = l.product_id
        where l.workspace_id = d.workspace_id and l.deal_id = d.id order by r.name) as products,
      ${count('deal_contact')} as contacts, ${count('activity')} as activities
    from deal d
    join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
    join definition f on f.workspace_id = d.workspace_id and f.id = d.definition_id
    left join account a on a.workspace_id = d.workspace_id and a.id = d.account_id
    left join account b on b.workspace_id = d.workspace_id and b.id = d.partner_account_id
    left join person w on w.workspace_id = d.workspace_id and w.id = d.owner_id
    where d.workspace_id = ${workspace_id} and d.id = any(${ids}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The open deals of these accounts, the newest of each first, no more than say that there are many. */
export async function readOpenOn(tx: Tx, workspace_id: string, account_ids: readonly string[]): Promise<OpenDeal[]> {
  const { rows } = await sql<OpenDeal>`
    select d.id, d.account_id, d.close_date, d.revenue_kind,
      array(select distinct l.product_id::text from line_item l
        where l.workspace_id = ${workspace_id} and l.deal_id = d.id) as product_ids,
      (select max(l.term * case l.period when 'year' then 12 when 'quarter' then 3 else 1 end) from line_item l
        where l.workspace_id = ${workspace_id} and l.deal_id = d.id and l.kind = 'recurring') as months
    from unnest(${account_ids}::text[]) as wanted(id)
    cross join lateral (
      select * from deal d where d.workspace_id = ${workspace_id} and d.account_id = wanted.id and d.outcome is null
      order by d.id desc limit ${sql.lit(few + 1)}) d`.execute(tx)
  return rows
}

export async function readAccounts(tx: Tx, workspace_id: string, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; name: string; domain: string | null; country: string | null }>`
    select id, name, domain, country from account
    where workspace_id = ${workspace_id} and id = any(${ids}::text[]) order by id`.execute(tx)
  return rows
}

export async function readProductIds(
  tx: Tx,
  workspace_id: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; key: string }>`
    select id, key from product where workspace_id = ${workspace_id} and key = any(${keys}::text[])`.execute(tx)
  return new Map(rows.map(({ id, key }) => [key, id]))
}

/** Which of these deals have line items, so that their amount follows from them. */
export async function readComputed(tx: Tx, workspace_id: string, deal_ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ deal_id: string }>`
    select distinct deal_id from line_item
    where workspace_id = ${workspace_id} and deal_id = any(${deal_ids}::text[])`.execute(tx)
  return new Set(rows.map(({ deal_id }) => deal_id))
}

/** What an undo puts back: the facts of a deal as a version of its ledger has them, with that row's id. */
export async function readVersion(
  tx: Tx,
  workspace_id: string,
  deal_id: string,
  version: number,
): Promise<(Partial<DealState> & { ledger_id: string }) | undefined> {
  const { rows } = await sql<Partial<DealState> & { ledger_id: string }>`
    select id as ledger_id, name, account_id, partner_account_id, source, amount_minor, currency, close_date, owner_id,
      next_step, outcome, outcome_reason, closed_at, category, frozen_rate
    from deal_ledger where workspace_id = ${workspace_id} and deal_id = ${deal_id} and version = ${version}`.execute(tx)
  return rows[0]
}

export type FoundPair = Pick<
  OverlapRow,
  'id' | 'deal_id' | 'other_id' | 'likeness' | 'reasons' | 'found_at' | 'named_by'
>

/** Keeps pairs that are not known yet; answers the ids of those that are new. What is open says its newest reasons. */
export async function insertPairs(tx: Tx, workspace_id: string, pairs: readonly FoundPair[]): Promise<Set<string>> {
  if (pairs.length === 0) return new Set()
  const ids = pairs.map(({ deal_id }) => deal_id)
  const { rows: known } = await sql<Pick<OverlapRow, 'id' | 'deal_id' | 'other_id' | 'reasons' | 'state'>>`
    select id, deal_id, other_id, reasons, state from overlap where workspace_id = ${workspace_id}
      and (deal_id = any(${ids}::text[]) or other_id = any(${ids}::text[]))`.execute(tx)
  const there = new Map(
    known.flatMap((row) => [[`${row.deal_id} ${row.other_id}`, row] as const, [`${row.other_id} ${row.deal_id}`, row]]),
  )
  const fresh = pairs.filter(({ deal_id, other_id }) => !there.has(`${deal_id} ${other_id}`))
  await insertRows(
    tx,
    'overlap',
    fresh.map((pair) => ({ workspace_id, version: 1, state: 'open', taken: [], ...pair })),
  )
  const restated = pairs.flatMap(({ deal_id, other_id, reasons, likeness }) => {
    const row = there.get(`${deal_id} ${other_id}`)
    const same = row === undefined || row.state !== 'open' || row.reasons.join() === reasons.join()
    return same ? [] : [{ workspace_id, id: row.id, reasons, likeness }]
  })
  await updateRows(tx, 'overlap', ['workspace_id', 'id'], restated)
  return new Set(fresh.map(({ id }) => id))
}

/** Takes suspicions of these deals back that nothing speaks for any more and that nobody touched. Answers those. */
export async function withdrawPairs(
  owner: Tx,
  workspace_id: string,
  deal_ids: readonly string[],
  standing: readonly Pick<FoundPair, 'deal_id' | 'other_id'>[],
): Promise<Pick<OverlapRow, 'id' | 'deal_id' | 'other_id'>[]> {
  const keys = standing.map(({ deal_id, other_id }) => `${deal_id} ${other_id}`)
  const { rows } = await sql<Pick<OverlapRow, 'id' | 'deal_id' | 'other_id'>>`
    delete from overlap o where o.workspace_id = ${workspace_id} and o.state = 'open' and o.version = 1
      and (o.deal_id = any(${deal_ids}::text[]) or o.other_id = any(${deal_ids}::text[]))
      and o.named_by is null and (o.deal_id || ' ' || o.other_id) <> all(${keys}::text[])
      and (select count(*) from deal d where d.workspace_id = o.workspace_id and d.id in (o.deal_id, o.other_id)
        and d.outcome is null) = 2
    returning id, deal_id, other_id`.execute(owner)
  return rows
}

export async function readPair(tx: Tx, workspace_id: string, a: string, b: string): Promise<OverlapRow | undefined> {
  const { rows } = await sql<OverlapRow>`
    select ${columns} where o.workspace_id = ${workspace_id}
      and ((o.deal_id = ${a} and o.other_id = ${b}) or (o.deal_id = ${b} and o.other_id = ${a}))`.execute(tx)
  return rows[0]
}

/** What was only found is now said by somebody too. */
export async function nameOverlap(
  tx: Tx,
  workspace_id: string,
  { id, version, named_by }: { id: string; version: number; named_by: string },
): Promise<void> {
  await sql`update overlap set version = ${version}, named_by = ${named_by}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export type Settled = Pick<
  OverlapRow,
  'version' | 'state' | 'kept_id' | 'gone_version' | 'kept_version' | 'taken' | 'note' | 'resolved_by' | 'resolved_at'
>

export async function updateOverlap(tx: Tx, workspace_id: string, id: string, settled: Settled): Promise<void> {
  const { version, state, kept_id, gone_version, kept_version, taken, note, resolved_by, resolved_at } = settled
  await sql`update overlap set version = ${version}, state = ${state}, kept_id = ${kept_id},
      gone_version = ${gone_version}, kept_version = ${kept_version}, taken = ${taken}::text[], note = ${note},
      resolved_by = ${resolved_by}, resolved_at = ${resolved_at}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export type SuspectedRow = { pipeline_id: string; currency: string; deals: number; amount_minor: bigint }

/** Open deals that may be counted twice, by pipeline and currency. */
export async function readSuspected(tx: Tx, workspace_id: string): Promise<SuspectedRow[]> {
  const { rows } = await sql<Omit<SuspectedRow, 'amount_minor'> & { amount_minor: string }>`
    select d.pipeline_id, d.currency, count(*)::int as deals, coalesce(sum(d.amount_minor), 0)::text as amount_minor
    from deal d
    where d.workspace_id = ${workspace_id} and d.outcome is null and d.counted and d.id in (
      select o.deal_id from overlap o
      join deal e on e.workspace_id = o.workspace_id and e.id = o.other_id
      where o.workspace_id = ${workspace_id} and o.state = 'open' and e.counted
        and (e.outcome is null or e.outcome = 'won'))
    group by d.pipeline_id, d.currency`.execute(tx)
  return rows.map((row) => ({ ...row, amount_minor: BigInt(row.amount_minor) }))
}

export type Due = { workspace_id: string; deal_id: string; actor_id: string | null }

export async function insertDue(
  owner: Tx,
  workspace_id: string,
  due: ReadonlyMap<string, string | null>,
): Promise<void> {
  await sql`insert into overlap_due (workspace_id, deal_id, actor_id)
    select ${workspace_id}, d.id, due.actor_id
    from unnest(${[...due.keys()]}::text[], ${[...due.values()]}::text[]) as due(id, actor_id)
    join deal d on d.workspace_id = ${workspace_id} and d.id = due.id
    on conflict do nothing`.execute(owner)
}

/** Notes which of these deals are part of something that was resolved, so that what is counted may change. */
export async function insertRecounts(
  owner: Tx,
  workspace_id: string,
  due: ReadonlyMap<string, string | null>,
): Promise<void> {
  await sql`insert into overlap_due (workspace_id, deal_id, actor_id, recount)
    select ${workspace_id}, due.id, due.actor_id, true
    from unnest(${[...due.keys()]}::text[], ${[...due.values()]}::text[]) as due(id, actor_id)
    where exists (select from overlap o where o.workspace_id = ${workspace_id} and o.deal_id = due.id and ${bonds})
      or exists (select from overlap o where o.workspace_id = ${workspace_id} and o.other_id = due.id and ${bonds})
    on conflict (workspace_id, deal_id) do update set recount = true`.execute(owner)
}

const bonds = sql`o.state in ('co_sell', 'same_deal')`

/** Deals of one workspace around which to recount, locked; they stay in the list to be looked at. */
export async function takeRecounts(owner: Tx, limit: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    update overlap_due d set recount = false from (
      select workspace_id, deal_id from overlap_due
      where workspace_id = (select min(workspace_id) from overlap_due where recount) and recount
      order by deal_id limit ${sql.lit(limit)} for update skip locked) taken
    where d.workspace_id = taken.workspace_id and d.deal_id = taken.deal_id
    returning d.workspace_id, d.deal_id, d.actor_id`.execute(owner)
  return rows
}

/** All that was said of these deals, of those they were said to be with, and so on. */
export async function readBonds(
  tx: Tx,
  workspace_id: string,
  deal_ids: readonly string[],
): Promise<(Bond & { id: string })[]> {
  const { rows } = await sql<Bond & { id: string }>`
    with recursive near (deal_id) as (
      select asked.id::id from unnest(${deal_ids}::text[]) as asked(id)
      union
      select beside.id from near cross join lateral (
        select o.other_id as id from overlap o
        where o.workspace_id = ${workspace_id} and o.deal_id = near.deal_id and ${bonds}
        union all
        select o.deal_id from overlap o
        where o.workspace_id = ${workspace_id} and o.other_id = near.deal_id and ${bonds}) beside)
    select o.id, o.state as as, o.kept_id,
      case when o.kept_id = o.deal_id then o.other_id else o.deal_id end as gone_id
    from near join overlap o on o.workspace_id = ${workspace_id} and o.deal_id = near.deal_id and ${bonds}
    order by o.id`.execute(tx)
  return rows
}

/** Which of these deals are open or won. */
export async function readStanding(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from deal where workspace_id = ${workspace_id} and id = any(${ids}::text[])
      and (outcome is null or outcome = 'won')`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** The open deals of accounts, for the whole of them to be looked at again. */
export async function readOpenIds(owner: Tx, workspace_id: string, account_ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from deal where workspace_id = ${workspace_id} and account_id = any(${account_ids}::text[])
      and outcome is null`.execute(owner)
  return rows.map(({ id }) => id)
}

/** Takes deals that are due, of one workspace, out of the list. */
export async function takeDue(owner: Tx, limit: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    delete from overlap_due d using (
      select workspace_id, deal_id from overlap_due
      where workspace_id = (select min(workspace_id) from overlap_due)
      order by deal_id limit ${sql.lit(limit)} for update skip locked) taken
    where d.workspace_id = taken.workspace_id and d.deal_id = taken.deal_id
    returning d.workspace_id, d.deal_id, d.actor_id`.execute(owner)
  return rows
}

export async function readAccountsOf(owner: Tx, workspace_id: string, deal_ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`
    select distinct account_id from deal where workspace_id = ${workspace_id} and id = any(${deal_ids}::text[])
      and account_id is not null and outcome is null`.execute(owner)
  return rows.map(({ account_id }) => account_id)
}
