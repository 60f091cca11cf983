import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Edges, Period } from '../../values/fiscal-calendar.ts'
import type { Instant } from '../../values/instant.ts'
import type { CountedCategory } from '../pipelines/index.ts'
import { countedCategories } from '../pipelines/index.ts'
import type { Call } from './count-calls.ts'

type Looked = {
  as_of: Instant
  pipeline_ids: readonly string[]
  period: Pick<Period, 'starts' | 'ends'>
  edges: Edges
  /** The moments before its end at which it is looked at what was called. */
  moments: readonly { weeks_before: number; at: Instant }[]
}

/**
 * What was called for a period at each of these moments, by the rows of the ledger that held then, and what had become of
 * it. Where a deal was won counts, and what is known of it at `as_of`: a win that was taken back is none. Deals that were
 * never opportunities of their own are left out. What went where the reader does not see has moved out.
 */
export async function readCalls(
  tx: Tx,
  workspace_id: string,
  { as_of, pipeline_ids, period, edges, moments }: Looked,
): Promise<Call[]> {
  const times = moments.map(({ at }) => at).toSorted()
  const [first, last] = [times.at(0), times.at(-1)]
  type Row = Omit<Call, 'came' | 'category'> & {
    category: CountedCategory
    pipeline_then: string | null
    outcome: string | null
    closed_at: Instant | null
    seen: boolean
  }
  const { rows } = await sql<Row>`
    -- The ledger once, whatever the moments: what is due in the period is a small part of it.
    with due as materialized (
      select l.deal_id, l.pipeline_id, l.owner_id, l.category, l.occurred_at, l.until, l.recorded_at
      from deal_ledger l
      where l.workspace_id = ${workspace_id} and l.pipeline_id = any(${pipeline_ids}::text[]) and l.outcome is null
        and l.until > ${first} and l.occurred_at <= ${last} and l.close_date >= ${period.starts}
        and l.close_date < ${period.ends} and l.category = any(${[...countedCategories]}::text[])),
    called as materialized (
      select l.deal_id, l.pipeline_id, l.owner_id, l.category, m.weeks_before, l.recorded_at <= m.at as recorded,
        array(select t.team_id from team_member t where t.workspace_id = ${workspace_id} and t.person_id = l.owner_id
          and t.valid_from <= m.at and t.valid_until > m.at) as team_ids
      from unnest(${moments.map(({ weeks_before }) => weeks_before)}::int[], ${moments.map(({ at }) => at)}::timestamptz[])
        as m(weeks_before, at)
      join due l on l.until > m.at and l.occurred_at <= m.at)
    select c.*, e.pipeline_id as pipeline_then, s.outcome, s.closed_at, s.deal_id is not null as seen
    from called c
    join (
      select d.deal_id, ending.pipeline_id
      from (select distinct deal_id from called) d
      left join lateral ${rowAt(workspace_id, sql`d.deal_id`, sql`l.occurred_at < ${edges.until} and l.until >= ${edges.until}`)} ending on true
    ) e on e.deal_id = c.deal_id
    left join lateral ${rowAt(workspace_id, sql`c.deal_id`, sql`l.occurred_at <= ${as_of} and l.until > ${as_of}`)} s on true`.execute(
    tx,
  )
  return rows.flatMap(({ pipeline_then, outcome, closed_at, seen, ...call }) => {
    if (outcome === 'void') return []
    const stayed = seen && pipeline_then === call.pipeline_id
    const won = outcome === 'won' && closed_at !== null && closed_at >= edges.from && closed_at < edges.until
    return [{ ...call, came: !stayed ? 'moved_out' : won ? 'won' : 'not_won' }]
  })
}

const rowAt = (workspace_id: string, deal_id: RawBuilder<unknown>, held: RawBuilder<unknown>) => sql`(
  select l.deal_id, l.pipeline_id, l.outcome, l.closed_at from deal_ledger l
  where l.workspace_id = ${workspace_id} and l.deal_id = ${deal_id} and ${held} limit 1)`

export type Firm = {
  amount_minor: bigint | null
  currency: string
  counted: boolean
  frozen_rate: string | null
  outcome: string | null
  closed_at: Instant | null
}

type Asked = {
  at: Instant
  pipeline_id: string
  owner_ids: readonly string[]
  period: Pick<Period, 'starts' | 'ends'>
  edges: Edges
}

/** What these people had won in a period by a moment; with `committed`, also what they had called so firmly for it. */
export async function readFirm(
  tx: Tx,
  workspace_id: string,
  { at, pipeline_id, owner_ids, period, edges }: Asked,
  { committed }: { committed: boolean },
): Promise<Firm[]> {
  const open = committed
    ? sql`or (l.outcome is null and l.category = 'commit' and l.close_date >= ${period.starts} and l.close_date < ${period.ends})`
    : sql``
  const { rows } = await sql<Firm>`
    select l.amount_minor, l.currency, l.counted, l.frozen_rate::text as frozen_rate, l.outcome, l.closed_at
    from deal_ledger l
    where l.workspace_id = ${workspace_id} and l.pipeline_id = ${pipeline_id} and l.until > ${at}
      and l.occurred_at <= ${at} and l.owner_id = any(${owner_ids}::text[])
      and ((l.outcome = 'won' and l.closed_at >= ${edges.from} and l.closed_at < ${edges.until}) ${open})`.execute(tx)
  return rows
}
