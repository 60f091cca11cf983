import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { type KnownRates, knownRates, ratesAt, type RecordedRate } from './known-rates.ts'
import type { Rate, Rates } from './rate.ts'
import { shippedRates } from './shipped.ts'

/** numeric is written as it was given, trailing zeros included. */
const columns = sql.raw('currency, per_euro::text as per_euro, valid_from, source, recorded_at')

export type RateFilter = { currency?: string | undefined; limit: number; cursor?: [string, string] | undefined }

/** The rates in force, by currency, the newest day first; one more than asked for. */
export async function readRateList(tx: Tx, workspace_id: string, filter: RateFilter): Promise<Rate[]> {
  const { currency, limit, cursor } = filter
  const [code, day] = cursor ?? []
  const { rows } = await sql<Rate>`
    select distinct on (currency, valid_from) ${columns} from rate where workspace_id = ${workspace_id}
      ${currency === undefined ? sql`` : sql`and currency = ${currency}`}
      ${code === undefined ? sql`` : sql`and (currency > ${code} or (currency = ${code} and valid_from < ${day}::date))`}
    order by currency, valid_from desc, recorded_at desc limit ${limit + 1}`.execute(tx)
  return rows
}

/** What is known of the rates of the workspaces that were last asked for, each by its stamp. */
const kept = new Map<string, { stamp: string; known: KnownRates }>()
const mostKept = 12

/**
 * The rates to convert by, at a moment or now. Kept from one reading to the next: 25 years of every currency are some
 * 200,000 rates. They are read a currency at a time, so that a database in this process answers in between.
 */
export async function readRates(tx: Tx, workspace_id: string, as_of?: Instant): Promise<Rates> {
  const stamp = await readStamp(tx, workspace_id)
  const before = kept.get(workspace_id)
  if (stamp !== null && before?.stamp === stamp) return ratesAt(before.known, as_of)
  const known = await readKnown(tx, workspace_id)
  if (stamp !== null) {
    kept.delete(workspace_id)
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '')
    kept.set(workspace_id, { stamp, known })
  }
  return ratesAt(known, as_of)
}

async function readStamp(tx: Tx, workspace_id: string): Promise<string | null> {
  const { rows } = await sql<{
    stamp: string
  }>`select stamp from rate_stamp where workspace_id = ${workspace_id}`.execute(tx)
  return rows[0]?.stamp ?? null
}

async function readKnown(tx: Tx, workspace_id: string): Promise<KnownRates> {
  // From currency to currency along the key, instead of past every rate.
  const { rows: currencies } = await sql<{ currency: string }>`
    with recursive c as (
      (select currency from rate where workspace_id = ${workspace_id} order by currency limit 1)
      union all
      select (select r.currency from rate r where r.workspace_id = ${workspace_id} and r.currency > c.currency
        order by r.currency limit 1) from c where c.currency is not null)
    select currency from c where currency is not null`.execute(tx)
  const known = new Map<string, ReturnType<typeof knownRates>>()
  for (const { currency } of currencies) {
    const { rows } = await sql<RecordedRate>`
      select valid_from, per_euro::text as per_euro, recorded_at from rate
      where workspace_id = ${workspace_id} and currency = ${currency} order by valid_from, recorded_at`.execute(tx)
    known.set(currency, knownRates(rows))
    await breathe()
  }
  return known
}

/** The rates in force of some currencies from one day to another, both within. */
export async function readRatesBetween(
  tx: Tx,
  workspace_id: string,
  currencies: readonly string[],
  [first, last]: [string, string],
): Promise<Pick<Rate, 'currency' | 'valid_from' | 'per_euro' | 'source'>[]> {
  const { rows } = await sql<Rate>`
    select distinct on (currency, valid_from) currency, valid_from, per_euro::text as per_euro, source from rate
    where workspace_id = ${workspace_id} and currency = any(${currencies}::text[])
      and valid_from between ${first}::date and ${last}::date
    order by currency, valid_from, recorded_at desc`.execute(tx)
  return rows
}

/** The rates of some currencies on one day: what a single amount needs, without reading years of them. */
export async function readDayRates(
  tx: Tx,
  workspace_id: string,
  currencies: readonly string[],
  day: string,
): Promise<Rates> {
  if (currencies.length === 0) return new Map()
  const { rows } = await sql<{ currency: string; valid_from: string; per_euro: string }>`
    select c.currency, r.valid_from, r.per_euro::text as per_euro
    from unnest(${[...new Set(currencies)]}::text[]) as c(currency)
    cross join lateral (
      select valid_from, per_euro from rate
      where workspace_id = ${workspace_id} and currency = c.currency and valid_from <= ${day}::date
      order by valid_from desc, recorded_at desc limit 1) r`.execute(tx)
  return new Map(rows.map(({ currency, ...rate }) => [currency, [rate]]))
}

/** One load after the other: a rate that two of them bring is then known to the second. */
export async function lockRates(tx: Tx, workspace_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('rates ' || ${workspace_id}, 0))`.execute(tx)
}

/** As many as a database in this process takes in well under a quarter of a second. */
const mostAtOnce = 4_000

/** Records rates, and that there are other ones now; `stamp` is a new text. */
export async function insertRates(tx: Tx, workspace_id: string, rates: readonly Rate[], stamp: string): Promise<void> {
  await sql`insert into rate_stamp (workspace_id, stamp) values (${workspace_id}, ${stamp})
    on conflict (workspace_id) do update set stamp = excluded.stamp`.execute(tx)
  for (let i = 0; i < rates.length; i += mostAtOnce) {
    await insertRows(
      tx,
      'rate',
      rates.slice(i, i + mostAtOnce).map((rate) => ({ workspace_id, ...rate })),
    )
    await breathe()
  }
}

/** Gives a workspace that is being founded the rates that ship; as the database's owner, since nobody is in it yet. */
export async function loadShippedRates(owner: Tx, workspace_id: string, now: Instant): Promise<void> {
  const rates = shippedRates.map((rate) => ({ ...rate, recorded_at: now }))
  await insertRates(owner, workspace_id, rates, `shipped ${now}`)
}
