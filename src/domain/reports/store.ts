import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { type ClosedRow, type OpenRow, type WeightedRow, windowDays } from './pipeline-totals.ts'

/** What stood open at each of some moments, by stage and currency, from the ledger. */
export async function readOpen(tx: Tx, workspace_id: string, moments: readonly Instant[]): Promise<OpenRow[]> {
  const { rows } = await sql<Omit<OpenRow, 'amount_minor'> & { amount_minor: string }>`
    select m.at, l.pipeline_id, l.stage, l.currency, count(*) as deals,
      coalesce(sum(l.amount_minor) filter (where l.counted), 0)::text as amount_minor
    from unnest(${moments}::timestamptz[]) as m(at)
    join deal_ledger l on l.workspace_id = ${workspace_id} and l.until > m.at and l.occurred_at <= m.at
    where l.outcome is null
    group by m.at, l.pipeline_id, l.stage, l.currency`.execute(tx)
  // Sums may be wider than a bigint, so they come as text.
  return rows.map((row) => ({ ...row, amount_minor: BigInt(row.amount_minor) }))
}

/**
 * Deals won and lost in the window up to a moment, and how long the won ones usually took since they came into the
 * pipeline: one that came from another began here when it came.
 */
export async function readClosed(tx: Tx, workspace_id: string, as_of: Instant): Promise<ClosedRow[]> {
  const { rows } = await sql<ClosedRow>`
    select l.pipeline_id, count(*) filter (where l.outcome = 'won') as won, count(*) as closed,
      percentile_cont(0.5) within group (order by extract(epoch from l.closed_at - f.occurred_at)::float8 / 86400)
        filter (where l.outcome = 'won') as usual_cycle_days
    from deal_ledger l
    cross join lateral (
      select max(e.occurred_at) as occurred_at from deal_ledger e
      where e.workspace_id = l.workspace_id and e.deal_id = l.deal_id and e.version <= l.version
        and e.pipeline_id = l.pipeline_id and e.kind in ('created', 'transferred')) f
    where l.workspace_id = ${workspace_id} and l.until > ${as_of} and l.occurred_at <= ${as_of}
      and l.outcome in ('won', 'lost') and l.closed_at <= ${as_of}
      and l.closed_at > ${as_of}::timestamptz - make_interval(days => ${windowDays})
    group by l.pipeline_id`.execute(tx)
  return rows
}

/**
 * Weighted amounts as the boards have them now, of pipelines with enough history for a chance; added up over the deals
 * of pipelines of which this reader sees only some.
 */
export async function readWeighted(tx: Tx, workspace_id: string, counted: readonly string[]): Promise<WeightedRow[]> {
  const { rows } = await sql<Omit<WeightedRow, 'weighted_minor'> & { weighted_minor: string }>`
    select pipeline_id, stage, currency, sum(weighted_minor)::text as weighted_minor
    from (
      select pipeline_id, stage, currency, weighted_minor from board_total where workspace_id = ${workspace_id}
      union all
      select pipeline_id, stage, currency, weighted_minor from board_delta where workspace_id = ${workspace_id}
      union all
      select pipeline_id, stage, currency, weighted_minor from deal
      where workspace_id = ${workspace_id} and pipeline_id = any(${counted}::text[]) and outcome is null and counted
        and weighted_minor is not null) parts
    where pipeline_id in (
      select pipeline_id from stage_statistic where workspace_id = ${workspace_id} and chance is not null)
    group by pipeline_id, stage, currency`.execute(tx)
  return rows.map((row) => ({ ...row, weighted_minor: BigInt(row.weighted_minor) }))
}
