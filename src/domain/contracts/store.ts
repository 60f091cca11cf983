import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Day, Instant } from '../../values/instant.ts'
import { type ContractLine, type ContractState, renewalDays } from './contract.ts'

type Named = { id: string; name: string }

export type ContractRow = {
  id: string
  version: number
  deal_id: string
  account_id: string | null
  starts_on: Day
  ends_on: Day
  currency: string
  annual_minor: bigint
  value_minor: bigint
  lines: ContractLine[]
  renews_id: string | null
  withdrawn_at: Instant | null
  opened_at: Instant
}

/** Whose it is says its deal: an account may have gone into another one since. */
const columns = sql.raw(`c.id, c.version, c.deal_id, d.account_id, c.starts_on, c.ends_on, c.currency, c.annual_minor,
  c.value_minor, c.lines, c.renews_id, c.withdrawn_at, c.opened_at`)

const ofDeal = sql`join deal d on d.workspace_id = c.workspace_id and d.id = c.deal_id`

export type ShownRow = ContractRow & {
  state: ContractState
  deal: { id: string; key: string; name: string }
  pipeline: Named & { key: string }
  account: (Named & { domain: string | null }) | null
  renewed_by: string | null
}

export type ContractFilter = {
  id?: string | undefined
  state?: ContractState | 'any' | undefined
  deal_id?: string | undefined
  account_id?: string | undefined
  pipeline_id?: string | undefined
  ends_from?: Day | undefined
  ends_to?: Day | undefined
  in_force_on?: Day | undefined
  after?: readonly [Day, string] | undefined
  limit: number
}

/** Contracts as they stand on a day, those that end first before the others. */
export async function readContracts(
  tx: Tx,
  workspace_id: string,
  today: Day,
  asked: ContractFilter,
): Promise<ShownRow[]> {
  const { id, state = 'any', deal_id, account_id, pipeline_id, ends_from, ends_to, in_force_on, after, limit } = asked
  const [day, last] = after ?? []
  const { rows } = await sql<ShownRow>`
    select * from (
      select ${columns}, n.id as renewed_by,
        jsonb_build_object('id', d.id, 'key', 'D-' || d.number, 'name', d.name) as deal,
        jsonb_build_object('id', p.id, 'key', p.key, 'name', p.name) as pipeline,
        case when a.id is null then null
          else jsonb_build_object('id', a.id, 'name', a.name, 'domain', a.domain) end as account,
        case when c.withdrawn_at is not null then 'withdrawn' when n.id is not null then 'renewed'
          when r.open then 'up_for_renewal' when c.ends_on < ${today}::date then 'churned'
          when c.ends_on < ${today}::date + ${sql.lit(renewalDays)} then 'up_for_renewal' else 'in_force' end as state
      from contract c
      ${ofDeal}
      join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
      left join account a on a.workspace_id = c.workspace_id and a.id = d.account_id
      left join lateral (
        select n.id from contract n where n.workspace_id = ${workspace_id} and n.renews_id = c.id
          and n.withdrawn_at is null order by n.id limit 1) n on true
      cross join lateral (
        select exists (select from deal_link l join deal o on o.workspace_id = ${workspace_id} and o.id = l.deal_id
          where l.workspace_id = ${workspace_id} and l.other_id = c.deal_id and l.kind = 'renews'
            and o.outcome is null) as open) r
      where c.workspace_id = ${workspace_id}
        ${id === undefined ? sql`` : sql`and c.id = ${id}`}
        ${deal_id === undefined ? sql`` : sql`and c.deal_id = ${deal_id}`}
        ${account_id === undefined ? sql`` : sql`and d.account_id = ${account_id}`}
        ${pipeline_id === undefined ? sql`` : sql`and d.pipeline_id = ${pipeline_id}`}
        ${ends_from === undefined ? sql`` : sql`and c.ends_on >= ${ends_from}::date`}
        ${ends_to === undefined ? sql`` : sql`and c.ends_on <= ${ends_to}::date`}
        ${
          in_force_on === undefined
            ? sql``
            : sql`and c.withdrawn_at is null and c.starts_on <= ${in_force_on}::date and c.ends_on >= ${in_force_on}::date`
        }
        ${day === undefined ? sql`` : sql`and (c.ends_on, c.id) > (${day}::date, ${last})`}) found
    ${state === 'any' ? sql`` : sql`where state = ${state}`}
    order by ends_on, id limit ${limit}`.execute(tx)
  return rows
}

export async function lockContract(
  tx: Tx,
  workspace_id: string,
  by: { id: string } | { deal_id: string },
): Promise<ContractRow | undefined> {
  const which = 'id' in by ? sql`c.id = ${by.id}` : sql`c.deal_id = ${by.deal_id}`
  const { rows } = await sql<ContractRow>`
    select ${columns} from contract c ${ofDeal} where c.workspace_id = ${workspace_id} and ${which} for update of c`.execute(
    tx,
  )
  return rows[0]
}

export async function readContract(tx: Tx, workspace_id: string, id: string): Promise<ContractRow | undefined> {
  const { rows } = await sql<ContractRow>`
    select ${columns} from contract c ${ofDeal} where c.workspace_id = ${workspace_id} and c.id = ${id}`.execute(tx)
  return rows[0]
}

/** Keeps the contract of a deal, or brings it up to date. */
export async function saveContract(tx: Tx, workspace_id: string, row: ContractRow): Promise<void> {
  const { id, version, deal_id, account_id, starts_on, ends_on, currency, renews_id, withdrawn_at, opened_at } = row
  const [annual, value, lines] = [String(row.annual_minor), String(row.value_minor), JSON.stringify(row.lines)]
  if (version > 1) {
    await sql`update contract set version = ${version}, account_id = ${account_id}, starts_on = ${starts_on},
        ends_on = ${ends_on}, currency = ${currency}, annual_minor = ${annual}, value_minor = ${value},
        lines = ${lines}, renews_id = ${renews_id}, withdrawn_at = ${withdrawn_at}
      where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
    return
  }
  await sql`insert into contract (workspace_id, id, version, deal_id, account_id, starts_on, ends_on, currency,
      annual_minor, value_minor, lines, renews_id, withdrawn_at, opened_at)
    values (${workspace_id}, ${id}, ${version}, ${deal_id}, ${account_id}, ${starts_on}, ${ends_on}, ${currency},
      ${annual}, ${value}, ${lines}, ${renews_id}, ${withdrawn_at}, ${opened_at})`.execute(tx)
}

/** The contract of the deal that another deal renews. */
export async function readRenewed(tx: Tx, workspace_id: string, deal_id: string): Promise<ContractRow | undefined> {
  const { rows } = await sql<ContractRow>`
    select ${columns} from deal_link l join contract c on c.workspace_id = l.workspace_id and c.deal_id = l.other_id
    ${ofDeal}
    where l.workspace_id = ${workspace_id} and l.deal_id = ${deal_id} and l.kind = 'renews'
      and c.withdrawn_at is null
    order by c.ends_on desc, c.id desc limit 1`.execute(tx)
  return rows[0]
}

/** The deal that another deal renews, where it was won and nobody has looked for its contract yet. */
export async function readRenewedDue(tx: Tx, workspace_id: string, deal_id: string): Promise<string | undefined> {
  const { rows } = await sql<{ deal_id: string }>`
    select u.deal_id from deal_link l
    join contract_due u on u.workspace_id = l.workspace_id and u.deal_id = l.other_id
    where l.workspace_id = ${workspace_id} and l.deal_id = ${deal_id} and l.kind = 'renews'
    order by u.deal_id limit 1`.execute(tx)
  return rows[0]?.deal_id
}

export type HeldRow = Pick<
  ContractRow,
  'account_id' | 'deal_id' | 'starts_on' | 'ends_on' | 'currency' | 'annual_minor'
>

/** Contracts that held on one of two days. */
export async function readHeld(tx: Tx, workspace_id: string, from: Day, to: Day): Promise<HeldRow[]> {
  const { rows } = await sql<HeldRow>`
    select d.account_id, c.deal_id, c.starts_on, c.ends_on, c.currency, c.annual_minor from contract c ${ofDeal}
    where c.workspace_id = ${workspace_id} and c.withdrawn_at is null
      and ((c.starts_on <= ${from}::date and c.ends_on >= ${from}::date)
        or (c.starts_on <= ${to}::date and c.ends_on >= ${to}::date))`.execute(tx)
  return rows
}

export type NamedParty = {
  account: (Named & { domain: string | null }) | null
  deal: { id: string; key: string; name: string } | null
}

/** Accounts, and deals of contracts without one, by their ids. */
export async function readParties(tx: Tx, workspace_id: string, ids: readonly string[]) {
  const { rows } = await sql<NamedParty & { id: string }>`
    select a.id, jsonb_build_object('id', a.id, 'name', a.name, 'domain', a.domain) as account, null::jsonb as deal
    from account a where a.workspace_id = ${workspace_id} and a.id = any(${ids}::text[])
    union all
    select d.id, null, jsonb_build_object('id', d.id, 'key', 'D-' || d.number, 'name', d.name)
    from deal d where d.workspace_id = ${workspace_id} and d.id = any(${ids}::text[])`.execute(tx)
  return new Map(rows.map(({ id, account, deal }): [string, NamedParty] => [id, { account, deal }]))
}

/** The day that it is for a workspace. */
export async function readToday(tx: Tx, workspace_id: string, now: Instant): Promise<Day> {
  const { rows } = await sql<{ today: Day }>`
    select (${now}::timestamptz at time zone w.time_zone)::date as today from workspace w
    where w.id = ${workspace_id}`.execute(tx)
  return rows[0]?.today ?? now.slice(0, 10)
}

export type Due = { workspace_id: string; deal_id: string; actor_id: string | null }

export async function insertDue(owner: Tx, workspace_id: string, due: ReadonlyMap<string, string | null>) {
  await sql`insert into contract_due (workspace_id, deal_id, actor_id)
    select ${workspace_id}, due.id, due.actor_id
    from unnest(${[...due.keys()]}::text[], ${[...due.values()]}::text[]) as due(id, actor_id)
    where exists (select from line_item l where l.workspace_id = ${workspace_id} and l.deal_id = due.id
        and l.kind = 'recurring')
      or exists (select from contract c where c.workspace_id = ${workspace_id} and c.deal_id = due.id)
    on conflict do nothing`.execute(owner)
}

/** What is due in any workspace, behind the last that was read. */
export async function readDue(owner: Tx, { limit, after }: { limit: number; after: Due | undefined }): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select workspace_id, deal_id, actor_id from contract_due
    ${after === undefined ? sql`` : sql`where (workspace_id, deal_id) > (${after.workspace_id}, ${after.deal_id})`}
    order by workspace_id, deal_id limit ${sql.lit(limit)}`.execute(owner)
  return rows
}

/** False where another server took it just now. */
export async function takeDue(tx: Tx, workspace_id: string, deal_id: string): Promise<boolean> {
  const { rows } = await sql`delete from contract_due where workspace_id = ${workspace_id} and deal_id = ${deal_id}
    returning deal_id`.execute(tx)
  return rows.length > 0
}

export async function dropDue(owner: Tx, workspace_id: string, deal_id: string): Promise<void> {
  await sql`delete from contract_due where workspace_id = ${workspace_id} and deal_id = ${deal_id}`.execute(owner)
}
