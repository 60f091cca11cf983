import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import { foldedText } from '../../values/text.ts'
import type { Account, AccountKind } from './account.ts'
import { type MatchKey, matchKeysOf } from './match-keys.ts'
import type { KnownAccount } from './plan-accounts.ts'
import type { Candidate } from './rank-alike.ts'

type AccountRow = Omit<Account, 'owner' | 'merged_into'> & {
  owner_id: string | null
  owner_name: string | null
  name_key: string
  merged_into: string | null
}

const columns = sql.raw(`a.id, a.name, a.name_key, a.domain, a.kind, a.country, a.owner_id, p.name as owner_name,
  a.fields, a.merged_into, a.version, a.created_at
  from account a left join person p on p.workspace_id = a.workspace_id and p.id = a.owner_id`)

const accountOf = ({ owner_id, owner_name, name_key, merged_into, ...rest }: AccountRow): Account => ({
  ...rest,
  ...(merged_into === null ? {} : { merged_into }),
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
    select ${columns} where a.workspace_id = ${workspace_id} and a.merged_into is null
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

/** Several accounts, locked in the order of their ids so that two such readers cannot deadlock. */
export async function lockAccounts(
  tx: Tx,
  workspace_id: string,
  ids: readonly string[],
): Promise<Map<string, Account>> {
  await sql`select from account where workspace_id = ${workspace_id} and id = any(${ids}::text[])
    order by id for update`.execute(tx)
  const { rows } = await sql<AccountRow>`
    select ${columns} where a.workspace_id = ${workspace_id} and a.id = any(${ids}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, accountOf(row)]))
}

/** Takes an account out of what is listed and found, since it went into another; or brings it back with null. */
export async function partAccount(
  tx: Tx,
  workspace_id: string,
  account: Account,
  merged_into: string | null,
): Promise<void> {
  const { id, domain } = account
  await sql`update account set merged_into = ${merged_into}, domain = ${domain}, version = version + 1
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
  if (merged_into === null) await replaceKeys(tx, workspace_id, [account])
  else await sql`delete from match_key where workspace_id = ${workspace_id} and subject_id = ${id}`.execute(tx)
}

/** The ids of an account and of all that went into it, be it by way of others: for `in`. */
export const idsWithin = (workspace_id: string, account_id: string) => sql`(
  with recursive within (id) as (
    select ${account_id}::id
    union
    select g.id from within join account g on g.workspace_id = ${workspace_id} and g.merged_into = within.id)
  select id from within)`

/** An account or, where it went into another one, that which it lives on in. */
export async function readLiving(tx: Tx, workspace_id: string, id: string): Promise<Account | undefined> {
  const account = await readAccount(tx, workspace_id, id)
  return account?.merged_into === undefined ? account : readLiving(tx, workspace_id, account.merged_into)
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

/** The accounts that have one of these domains or names, oldest first; by its old name, the one that an account went into. */
export async function readAccountsLike(
  tx: Tx,
  workspace_id: string,
  { domains, names }: { domains: string[]; names: string[] },
): Promise<KnownAccount[]> {
  const { rows } = await sql<KnownAccount>`
    select coalesce(k.id, a.id) as id, a.name, coalesce(k.domain, a.domain) as domain, coalesce(k.version, a.version) as version
    from account a
    left join account k on k.workspace_id = a.workspace_id and k.id = a.merged_into and k.merged_into is null
    where a.workspace_id = ${workspace_id} and (a.merged_into is null or k.id is not null)
      and (a.domain = any(${domains}) or a.name_key = any(${names.map(foldedText)}))
    order by a.merged_into nulls first, a.id`.execute(tx)
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
    keyed: true,
  }))
  await insertRows(tx, 'account', rows)
  await insertKeys(tx, workspace_id, accounts)
}

type Named = { id: string; name: string; domain: string | null }

async function insertKeys(tx: Tx, workspace_id: string, accounts: readonly Named[]): Promise<void> {
  const rows = accounts.flatMap((account) =>
    matchKeysOf(account).map((key) => ({ workspace_id, ...key, subject_id: account.id })),
  )
  await insertRows(tx, 'match_key', rows)
}

/** Writes anew by what these accounts are found. */
export async function replaceKeys(tx: Tx, workspace_id: string, accounts: readonly Named[]): Promise<void> {
  const ids = accounts.map(({ id }) => id)
  await sql`delete from match_key where workspace_id = ${workspace_id} and subject_id = any(${ids}::text[])`.execute(tx)
  await insertKeys(tx, workspace_id, accounts)
}

/** Some accounts of any workspace whose keys were never written, locked; as the owner. */
export async function lockUnkeyed(owner: Tx, limit: number): Promise<(Named & { workspace_id: string })[]> {
  const { rows } = await sql<Named & { workspace_id: string }>`
    select workspace_id, id, name, domain from account where not keyed and merged_into is null limit ${sql.lit(limit)}
    for update skip locked`.execute(owner)
  return rows
}

export async function markKeyed(owner: Tx, workspace_id: string, ids: readonly string[]): Promise<void> {
  await sql`update account set keyed = true where workspace_id = ${workspace_id} and id = any(${ids}::text[])`.execute(
    owner,
  )
}

/** A key that more accounts than this have says too little to be followed. */
const mostPerKey = 100

/** The accounts that share a key with one of those wanted, each with the place of the wanted one; never by a common key. */
export async function readSharing(
  tx: Tx,
  workspace_id: string,
  wanted: readonly (MatchKey & { at: number })[],
): Promise<(Candidate & { at: number })[]> {
  const [ats, kinds, keys] = [
    wanted.map(({ at }) => at),
    wanted.map(({ kind }) => kind as string),
    wanted.map(({ key }) => key),
  ]
  const { rows } = await sql<Candidate & { at: number }>`
    select distinct w.at, a.id, a.name, a.domain, a.country
    from unnest(${ats}::int[], ${kinds}::text[], ${keys}::text[]) as w(at, kind, key)
    cross join lateral (
      select array_agg(few.subject_id) as ids from (
        select m.subject_id from match_key m
        where m.workspace_id = ${workspace_id} and m.kind = w.kind and m.key = w.key
        limit ${sql.lit(mostPerKey + 1)}) few
      having count(*) <= ${sql.lit(mostPerKey)}) sharing
    join account a on a.workspace_id = ${workspace_id} and a.id = any(sharing.ids)`.execute(tx)
  return rows
}

/** Counting further would cost more than it tells apart. */
const mostCounted = 1_000

/** How many accounts there are, as far as it is counted. */
export async function countAccounts(tx: Tx, workspace_id: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (
    select from account where workspace_id = ${workspace_id} limit 5000) part`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Of how many accounts each of these words is part, as far as it is counted. */
export async function countWords(tx: Tx, workspace_id: string, words: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ word: string; n: number }>`
    select w.word, counted.n from unnest(${words}::text[]) as w(word)
    cross join lateral (
      select count(*)::int as n from (
        select from match_key m where m.workspace_id = ${workspace_id} and m.kind = 'word' and m.key = w.word
        limit ${sql.lit(mostCounted)}) part) counted`.execute(tx)
  return new Map(rows.map(({ word, n }) => [word, n]))
}

export async function updateAccount(tx: Tx, workspace_id: string, account: Account): Promise<void> {
  const { id, name, domain, kind, country, owner, fields, version } = account
  await sql`update account set name = ${name}, name_key = ${foldedText(name)}, domain = ${domain}, kind = ${kind},
      country = ${country}, owner_id = ${owner?.id ?? null}, fields = ${JSON.stringify(fields)}, version = ${version}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
  await replaceKeys(tx, workspace_id, [account])
}

/** Writes domains that became known, each with the version that follows. */
export async function nameDomains(
  tx: Tx,
  workspace_id: string,
  named: readonly { id: string; domain: string }[],
): Promise<void> {
  const { rows } = await sql<Named>`update account set domain = given.domain, version = version + 1
    from unnest(${named.map(({ id }) => id)}::text[], ${named.map(({ domain }) => domain)}::text[]) as given(id, domain)
    where account.workspace_id = ${workspace_id} and account.id = given.id
    returning account.id, account.name, account.domain`.execute(tx)
  await replaceKeys(tx, workspace_id, rows)
}
