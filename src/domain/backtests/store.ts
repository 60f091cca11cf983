import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { Target } from '../../stats/backtest/history.ts'
import type { Kept, SaidRow } from './findings.ts'
import type { FactRow } from './past-of-deals.ts'

export type BacktestRow = {
  id: string
  pipeline_ids: string[]
  horizons: number[]
  origins: string[] | null
  job_id: string
  status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number | null
  error: string | null
  created_by: string
  created_by_name: string
  created_at: Instant
  finished_at: Instant | null
}

type NewRow = Pick<BacktestRow, 'id' | 'pipeline_ids' | 'horizons' | 'origins' | 'job_id' | 'created_by' | 'created_at'>

const columns = sql`b.id, b.pipeline_ids, b.horizons, b.origins, b.job_id, j.status, j.done, j.total, j.error, b.created_by,
  p.name as created_by_name, b.created_at, b.finished_at`
const joined = sql`backtest b
  join job j on j.workspace_id = b.workspace_id and j.id = b.job_id
  join person p on p.workspace_id = b.workspace_id and p.id = b.created_by`

export async function insertBacktest(
  tx: Tx,
  workspace_id: string,
  { horizons, origins, ...row }: NewRow,
): Promise<void> {
  await insertRows(tx, 'backtest', [{ workspace_id, ...row, horizons, origins }])
}

/** The newest first, without those that look at a pipeline of `hidden`; one more than asked for. */
export async function readBacktests(
  tx: Tx,
  workspace_id: string,
  { hidden, limit, cursor }: { hidden: readonly string[]; limit: number; cursor?: [string, string] | undefined },
): Promise<BacktestRow[]> {
  const [at, id] = cursor ?? []
  const { rows } = await sql<BacktestRow>`
    select ${columns} from ${joined}
    where b.workspace_id = ${workspace_id} and not b.pipeline_ids && ${hidden}::text[]
      ${at === undefined ? sql`` : sql`and (b.created_at, b.id) < (${at}, ${id})`}
    order by b.created_at desc, b.id desc limit ${limit + 1}`.execute(tx)
  return rows
}

export async function readBacktest(
  tx: Tx,
  workspace_id: string,
  id: string,
): Promise<(BacktestRow & { result: Kept | null }) | undefined> {
  const { rows } = await sql<BacktestRow & { result: Kept | null }>`
    select ${columns}, b.result from ${joined} where b.workspace_id = ${workspace_id} and b.id = ${id}`.execute(tx)
  return rows[0]
}

/**
 * The last one that came to an end and looks at none of `hidden`, before it those that look at all of `wanted`: whoever
 * tries one pipeline does not take the record of all others away. Days that somebody picked are no record.
 */
export async function readLatest(
  tx: Tx,
  workspace_id: string,
  { wanted, hidden }: { wanted: readonly string[]; hidden: readonly string[] },
): Promise<{ id: string; result: Kept } | undefined> {
  const { rows } = await sql<{ id: string; result: Kept }>`
    select id, result from backtest
    where workspace_id = ${workspace_id} and result is not null and origins is null
      and not pipeline_ids && ${hidden}::text[]
    order by pipeline_ids @> ${wanted}::text[] desc, created_at desc, id desc limit 1`.execute(tx)
  return rows[0]
}

/** What was said of one scope, in the order of the origins. */
export async function readSaid(
  tx: Tx,
  workspace_id: string,
  { id, horizon, target, scope }: { id: string; horizon: number; target: Target; scope: string },
): Promise<SaidRow[]> {
  const { rows } = await sql<{ said: SaidRow }>`
    select one as said from backtest b cross join lateral jsonb_array_elements(b.said) with ordinality as s (one, i)
    where b.workspace_id = ${workspace_id} and b.id = ${id} and one ->> 0 = ${String(horizon)}
      and one ->> 2 = ${target} and one ->> 3 = ${scope}
    order by one ->> 1, i`.execute(tx)
  return rows.map(({ said }) => said)
}

/** Answers whether it was still to be written: a job that is handed over again finds its work done. */
export async function saveResult(
  tx: Tx,
  workspace_id: string,
  { id, result, said, finished_at }: { id: string; result: Kept; said: readonly SaidRow[]; finished_at: Instant },
): Promise<boolean> {
  const { rows } = await sql`
    update backtest set result = ${JSON.stringify(result)}, said = ${JSON.stringify(said)}, finished_at = ${finished_at}
    where workspace_id = ${workspace_id} and id = ${id} and finished_at is null returning id`.execute(tx)
  return rows.length > 0
}

/** No part has more deals than this, however little there is to read of each. */
const mostDeals = 1_000

/** The next deals behind one, by their ids: so many that their ledgers have about `rows` rows, but one at least. */
export async function readDealIds(
  tx: Tx,
  workspace_id: string,
  { after, until, rows: wanted }: { after: string; until: Instant; rows: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string; version: number }>`
    select id, version from deal where workspace_id = ${workspace_id} and id > ${after} and created_at <= ${until}
    order by id limit ${mostDeals}`.execute(tx)
  let sum = 0
  // Every row of a deal's ledger has a version of its own, so the last one says how many there are.
  const enough = rows.findIndex(({ version }) => (sum += version) >= wanted)
  return (enough < 0 ? rows : rows.slice(0, enough + 1)).map(({ id }) => id)
}

/** In how many parts of about so many rows these deals are read, at most. */
export async function countParts(tx: Tx, workspace_id: string, until: Instant, wanted: number): Promise<number> {
  const { rows } = await sql<{ deals: bigint; rows: bigint }>`
    select count(*) as deals, coalesce(sum(version), 0)::bigint as rows from deal
    where workspace_id = ${workspace_id} and created_at <= ${until}`.execute(tx)
  const { deals = 0, rows: all = 0 } = rows[0] ?? {}
  return Math.ceil(Number(all) / wanted) + Math.floor(Number(deals) / mostDeals)
}

/** All that the ledger said of these deals until a moment: what they were worth, and in which category. */
export async function readFacts(
  tx: Tx,
  workspace_id: string,
  deal_ids: readonly string[],
  until: Instant,
): Promise<FactRow[]> {
  const { rows } = await sql<FactRow>`
    select deal_id, version, occurred_at::text as occurred, closed_at::text as closed, outcome, amount_minor, currency,
      counted, frozen_rate::text as frozen_rate, category
    from deal_ledger
    where workspace_id = ${workspace_id} and deal_id = any(${deal_ids}::text[]) and occurred_at <= ${until}`.execute(tx)
  return rows.sort((a, b) => (a.deal_id < b.deal_id ? -1 : a.deal_id > b.deal_id ? 1 : a.version - b.version))
}
