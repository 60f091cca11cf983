import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { Row, Standing, StandingOfKind } from './reconciliation.ts'

export type Place = { deal_id: string; version: number }

/** Ledger rows up to a moment behind a place, deal by deal and in the order of their versions. */
export async function readRows(
  tx: Tx,
  workspace_id: string,
  as_of: Instant,
  { after, limit }: { after: Place; limit: number },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select deal_id, version, pipeline_id, outcome, amount_minor, currency, revenue_kind, counted, occurred_at
    from deal_ledger
    where workspace_id = ${workspace_id} and (deal_id, version) > (${after.deal_id}, ${after.version}::int)
      and occurred_at <= ${as_of}
    order by deal_id, version limit ${sql.lit(limit)}`.execute(tx)
  return rows
}

type Sum<Of extends Standing> = Omit<Of, 'amount_minor'> & { amount_minor: string }
const exact = <Of extends Standing>(rows: readonly Sum<Of>[]) =>
  rows.map((row) => ({ ...row, amount_minor: BigInt(row.amount_minor) }))

/** What the deals of each pipeline are worth as they stood at a moment, by kinds of revenue. */
export async function readDeals(tx: Tx, workspace_id: string, as_of: Instant): Promise<StandingOfKind[]> {
  const { rows } = await sql<Sum<StandingOfKind>>`
    select pipeline_id, case when outcome is null then 'open' else 'won' end as side, currency, revenue_kind,
      coalesce(sum(amount_minor), 0)::text as amount_minor
    from deal_ledger
    where workspace_id = ${workspace_id} and until > ${as_of} and occurred_at <= ${as_of}
      and counted and (outcome is null or outcome = 'won')
    group by 1, 2, 3, 4`.execute(tx)
  return exact(rows)
}

/** The open totals that the boards show now: what was folded, and what is still to be. */
export async function readBoard(tx: Tx, workspace_id: string): Promise<Standing[]> {
  const { rows } = await sql<Sum<Standing>>`
    select pipeline_id, 'open' as side, currency, sum(amount_minor)::text as amount_minor
    from (
      select pipeline_id, currency, amount_minor from board_total where workspace_id = ${workspace_id}
      union all
      select pipeline_id, currency, amount_minor from board_delta where workspace_id = ${workspace_id}) parts
    group by 1, 3`.execute(tx)
  return exact(rows)
}
