import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Edges } from '../../values/fiscal-calendar.ts'
import type { Instant } from '../../values/instant.ts'
import type { Standing } from './standing.ts'

/** Deals of these pipelines that stood open at a moment, and those won in a period by then. */
export async function readStanding(
  tx: Tx,
  workspace_id: string,
  { as_of, pipeline_ids, edges }: { as_of: Instant; pipeline_ids: readonly string[]; edges: Edges },
): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select l.deal_id, l.pipeline_id, l.owner_id, l.category, l.outcome, l.closed_at, l.close_date, l.amount_minor,
      l.currency, l.counted, l.frozen_rate::text as frozen_rate
    from deal_ledger l
    where l.workspace_id = ${workspace_id} and l.until > ${as_of} and l.occurred_at <= ${as_of}
      and l.pipeline_id = any(${pipeline_ids}::text[])
      and (l.outcome is null or (l.outcome = 'won' and l.closed_at >= ${edges.from} and l.closed_at < ${edges.until}))`.execute(
    tx,
  )
  return rows
}
