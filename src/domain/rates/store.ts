import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
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

/**
 * The rates to convert by. Where a day's rate was given several times the newest holds; with `as_of`, the newest that
 * was known then. A day whose rates all came later (history is often brought along with its rates) keeps the newest.
 */
export async function readRates(tx: Tx, workspace_id: string, as_of?: Instant): Promise<Rates> {
  const knownThen = as_of === undefined ? sql`` : sql`(recorded_at <= ${as_of}) desc,`
  const { rows } = await sql<{ currency: string; valid_from: string; per_euro: string }>`
    select distinct on (currency, valid_from) currency, valid_from, per_euro::text as per_euro
    from rate where workspace_id = ${workspace_id}
    order by currency, valid_from, ${knownThen} recorded_at desc`.execute(tx)
  const rates = new Map<string, { valid_from: string; per_euro: string }[]>()
  for (const { currency, ...rate } of rows) {
    const own = rates.get(currency)
    if (own) own.push(rate)
    else rates.set(currency, [rate])
  }
  return rates
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

export async function insertRate(tx: Tx, workspace_id: string, rate: Rate): Promise<void> {
  await insertRows(tx, 'rate', [{ workspace_id, ...rate }])
}

/** Gives a workspace that is being founded the rates that ship; as the database's owner, since nobody is in it yet. */
export async function loadShippedRates(owner: Tx, workspace_id: string, now: Instant): Promise<void> {
  const rows = shippedRates.map((rate) => ({ workspace_id, ...rate, recorded_at: now }))
  await insertRows(owner, 'rate', rows)
}
