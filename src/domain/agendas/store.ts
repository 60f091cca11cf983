import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Day, Instant } from '../../values/instant.ts'
import type { EndState } from '../history/index.ts'

export type Standing = {
  deal_id: string
  entered_stage_at: Instant
  wait_until: Day | null
  next_step: string | null
  usual_days: number | null
  slow_days: number | null
  very_slow_days: number | null
  overdue_since: Day | null
}

/** The open deals of a pipeline: since when they stand in their stage, beside how long is usual, and what is overdue. */
export async function readStandings(
  tx: Tx,
  workspace_id: string,
  pipeline_id: string,
  today: Day,
): Promise<Map<string, Standing>> {
  const { rows } = await sql<Standing>`
    select d.id as deal_id, d.entered_stage_at, d.wait_until, d.next_step, t.usual_days, t.slow_days, t.very_slow_days,
      o.overdue_since
    from deal d
    left join stage_statistic t on t.workspace_id = d.workspace_id and t.pipeline_id = d.pipeline_id and t.stage = d.stage
    left join (
      select a.deal_id, min(a.due_on) as overdue_since from activity a
      where a.workspace_id = ${workspace_id} and a.done_at is null and a.kind <> 'note' and a.due_on < ${today}::date
        and a.deal_id is not null
      group by a.deal_id) o on o.deal_id = d.id
    where d.workspace_id = ${workspace_id} and d.pipeline_id = ${pipeline_id} and d.outcome is null`.execute(tx)
  return new Map(rows.map((row) => [row.deal_id, row]))
}

/** Deals by their ids as they were at two moments, whatever pipeline they were in; null where they were not there. */
export async function readStates(
  tx: Tx,
  workspace_id: string,
  deal_ids: readonly string[],
  { from, to }: { from: Instant; to: Instant },
): Promise<Map<string, { from: EndState | null; to: EndState | null; next_step: string | null }>> {
  type Row = EndState & { deal_id: string; at_from: boolean; at_to: boolean; next_step: string | null }
  const { rows } = await sql<Row>`
    select l.deal_id, l.occurred_at <= ${from} as at_from, l.until > ${to} as at_to, l.version, l.name, l.pipeline_id,
      l.definition_id, l.stage, l.outcome, l.closed_at, l.amount_minor, l.currency, l.counted,
      l.frozen_rate::text as frozen_rate, l.close_date, l.category, l.owner_id, l.next_step
    from unnest(${deal_ids}::text[]) as asked(id)
    cross join lateral (
      select * from deal_ledger l where l.workspace_id = ${workspace_id} and l.deal_id = asked.id
        and l.until > ${from} and l.occurred_at <= ${to} and (l.occurred_at <= ${from} or l.until > ${to})
      offset 0) l`.execute(tx)
  const states = new Map<string, { from: EndState | null; to: EndState | null; next_step: string | null }>()
  for (const { deal_id, at_from, at_to, next_step, ...state } of rows) {
    const known = states.getOrInsertComputed(deal_id, () => ({ from: null, to: null, next_step: null }))
    if (at_from) known.from = state
    if (at_to) states.set(deal_id, { ...known, to: state, next_step })
  }
  return states
}

/** What people are called. */
export async function readNames(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from person where workspace_id = ${workspace_id} and id = any(${ids}::text[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
