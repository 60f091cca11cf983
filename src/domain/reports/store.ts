import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { PlaceRow } from './funnel.ts'
import { type ClosedRow, type KindRow, type OpenRow, type WeightedRow, windowDays } from './pipeline-totals.ts'

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

/** What stands open at a moment as new, expansion and renewal. */
export async function readKinds(tx: Tx, workspace_id: string, as_of: Instant): Promise<KindRow[]> {
  const { rows } = await sql<Omit<KindRow, 'amount_minor'> & { amount_minor: string }>`
    select pipeline_id, stage, currency, revenue_kind, sum(amount_minor)::text as amount_minor
    from deal_ledger
    where workspace_id = ${workspace_id} and until > ${as_of} and occurred_at <= ${as_of} and outcome is null and counted
      and amount_minor is not null
    group by pipeline_id, stage, currency, revenue_kind`.execute(tx)
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

/**
 * Every change of place of the deals that were ever in a pipeline, in each deal's order, as the ledger knew it at a
 * moment; without moves that were reversed.
 */
export async function readPlaceRows(
  tx: Tx,
  workspace_id: string,
  pipeline_id: string,
  as_of: Instant,
): Promise<PlaceRow[]> {
  const { rows } = await sql<PlaceRow>`
    select l.deal_id, l.pipeline_id, l.definition_id, l.stage, l.outcome, l.occurred_at, l.administrative
    from deal_ledger l
    where l.workspace_id = ${workspace_id} and l.occurred_at <= ${as_of} and l.kind not in ('edited', 'reversed')
      and l.deal_id in (
        select p.deal_id from deal_ledger p where p.workspace_id = ${workspace_id} and p.pipeline_id = ${pipeline_id}
        union
        select s.deal_id from lineage_deal s where s.workspace_id = ${workspace_id} and s.to_pipeline_id = ${pipeline_id})
      and l.id not in (
        select r.reversal_of from deal_ledger r
        where r.workspace_id = ${workspace_id} and r.reversal_of is not null and r.occurred_at <= ${as_of})
    order by l.deal_id, l.version`.execute(tx)
  return rows
}
