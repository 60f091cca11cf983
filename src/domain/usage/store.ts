import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { idsWithin } from '../accounts/index.ts'
import type { UsageReading } from './usage.ts'

export type NewReading = UsageReading & { recorded_by: string }

/** What is known of these accounts, metrics and moments. */
export async function readKnown(
  tx: Tx,
  workspace_id: string,
  keys: readonly Pick<UsageReading, 'account_id' | 'metric' | 'at'>[],
): Promise<UsageReading[]> {
  const { rows } = await sql<UsageReading>`
    select r.account_id, r.metric, r.value, r.at, r.recorded_at
    from unnest(${keys.map((one) => one.account_id)}::text[], ${keys.map((one) => one.metric)}::text[],
      ${keys.map((one) => one.at)}::timestamptz[]) as k (account_id, metric, at)
    join usage_reading r on r.workspace_id = ${workspace_id} and r.account_id = k.account_id
      and r.metric = k.metric and r.at = k.at`.execute(tx)
  return rows
}

/** Nobody else records usage until the transaction ends: of two who send the same reading, the second finds it. */
export async function lockUsage(tx: Tx, workspace_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('usage ' || ${workspace_id}, 0))`.execute(tx)
}

export async function insertReadings(tx: Tx, workspace_id: string, rows: readonly NewReading[]): Promise<void> {
  await insertRows(
    tx,
    'usage_reading',
    rows.map((row) => ({ workspace_id, ...row })),
  )
}

/** Readings of an account and of those that went into it, the newest first; of one moment its own. */
export async function readReadings(
  tx: Tx,
  workspace_id: string,
  asked: {
    account_id: string
    metric?: string | undefined
    before?: readonly [Instant, string] | undefined
    limit: number
  },
): Promise<UsageReading[]> {
  const { account_id, metric, before, limit } = asked
  const [at, name] = before ?? []
  const { rows } = await sql<UsageReading>`
    select distinct on (at, metric) account_id, metric, value, at, recorded_at from usage_reading
    where workspace_id = ${workspace_id} and account_id in ${idsWithin(workspace_id, account_id)}
      ${metric === undefined ? sql`` : sql`and metric = ${metric}`}
      ${at === undefined ? sql`` : sql`and (at, metric) < (${at}::timestamptz, ${name})`}
    order by at desc, metric desc, account_id = ${account_id} desc, account_id limit ${limit}`.execute(tx)
  return rows
}

/** The accounts of these domains that stand by themselves, by domain. */
export async function readAccountIds(
  tx: Tx,
  workspace_id: string,
  domains: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; domain: string }>`
    select id, domain from account where workspace_id = ${workspace_id} and domain = any(${domains}::text[])
      and merged_into is null`.execute(tx)
  return new Map(rows.map(({ id, domain }) => [domain, id]))
}
