import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import { foldedText } from '../../values/text.ts'
import type { Account, AccountKind } from './account.ts'
import type { KnownAccount } from './plan-accounts.ts'

type AccountRow = Omit<Account, 'owner'> & { owner_id: string | null; owner_name: string | null; name_key: string }

const columns = sql.raw(`a.id, a.name, a.name_key, a.domain, a.kind, a.country, a.owner_id, p.name as owner_name,
  a.fields, a.version, a.created_at
  from account a left join person p on p.workspace_id = a.workspace_id and p.id = a.owner_id`)

const accountOf = ({ owner_id, owner_name, name_key, ...rest }: AccountRow): Account => ({
  ...rest,
  owner: owner_id === null ? null : { id: owner_id, name: owner_name ?? '' },
})

export type AccountFilter = {
  q?: string | undefined
  kind?: AccountKind | undefined
  domain?: string | undefined
  limit: number
  cursor?: [string, string] | undefined
}

export type ListedAccount = { account: Account; name_key: string }

/** Accounts by name, one more than asked for. */
export async function readAccounts(tx: Tx, workspace_id: string, filter: AccountFilter): Promise<ListedAccount[]> {
  const { kind, domain, limit, cursor } = filter
  const part = filter.q === undefined ? null : foldedText(filter.q)
  const { rows } = await sql<AccountRow>`
    select ${columns} where a.workspace_id = ${workspace_id}
      ${kind === undefined ? sql`` : sql`and a.kind = ${kind}`}
      ${domain === undefined ? sql`` : sql`and a.domain = ${domain}`}
      ${part === null ? sql`` : sql`and (strpos(a.name_key, ${part}) > 0 or strpos(a.domain, ${part}) > 0)`}
      ${cursor === undefined ? sql`` : sql`and (a.name_key, a.id) > (${cursor[0]}, ${cursor[1]})`}
    order by a.name_key, a.id limit ${limit + 1}`.execute(tx)
  return rows.map((row) => ({ account: accountOf(row), name_key: row.name_key }))
}

export async function readAccount(tx: Tx, workspace_id: string, id: string): Promise<Account | undefined> {
  const { rows } = await sql<AccountRow>`
    select ${columns} where a.workspace_id = ${workspace_id} and a.id = ${id}`.execute(tx)
  return rows[0] && accountOf(rows[0])
}

/** Reads an account and keeps others from changing it until this transaction ends. */
export async function lockAccount(tx: Tx, workspace_id: string, id: string): Promise<Account | undefined> {
  await sql`select from account where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return readAccount(tx, workspace_id, id)
}

export async function readAccountByDomain(tx: Tx, workspace_id: string, domain: string): Promise<Account | undefined> {
  const { rows } = await sql<AccountRow>`
    select ${columns} where a.workspace_id = ${workspace_id} and a.domain = ${domain}`.execute(tx)
  return rows[0] && accountOf(rows[0])
}

/** The accounts that have one of these domains or names, oldest first. */
export async function readAccountsLike(
  tx: Tx,
  workspace_id: string,
  { domains, names }: { domains: string[]; names: string[] },
): Promise<KnownAccount[]> {
  const { rows } = await sql<KnownAccount>`
    select id, name, domain, version from account
    where workspace_id = ${workspace_id} and (domain = any(${domains}) or name_key = any(${names.map(foldedText)}))
    order by id`.execute(tx)
  return rows
}

/** Two imports that create the same company wait for each other: the second one then finds it. */
export async function lockNewAccounts(tx: Tx, workspace_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`accounts ${workspace_id}`}, 0))`.execute(tx)
}

export async function insertAccounts(tx: Tx, workspace_id: string, accounts: readonly Account[]): Promise<void> {
  const rows = accounts.map(({ owner, ...account }) => ({
    workspace_id,
    ...account,
    name_key: foldedText(account.name),
    owner_id: owner?.id ?? null,
  }))
  await insertRows(tx, 'account', rows)
}

export async function updateAccount(tx: Tx, workspace_id: string, account: Account): Promise<void> {
  const { id, name, domain, kind, country, owner, fields, version } = account
  await sql`update account set name = ${name}, name_key = ${foldedText(name)}, domain = ${domain}, kind = ${kind},
      country = ${country}, owner_id = ${owner?.id ?? null}, fields = ${JSON.stringify(fields)}, version = ${version}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

/** Writes domains that became known, each with the version that follows. */
export async function nameDomains(
  tx: Tx,
  workspace_id: string,
  named: readonly { id: string; domain: string }[],
): Promise<void> {
  await sql`update account set domain = given.domain, version = version + 1
    from unnest(${named.map(({ id }) => id)}::text[], ${named.map(({ domain }) => domain)}::text[]) as given(id, domain)
    where account.workspace_id = ${workspace_id} and account.id = given.id`.execute(tx)
}
