import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Owed, Category } from '../ledger/index.ts'

export type CardRow = {
  id: string
  number: bigint
  version: number
  name: string
  account_name: string | null
  pipeline_key: string
  stage: string
  amount_minor: bigint | null
  currency: string
  close_date: string | null
  category: Category
  owner_id: string | null
  owner_name: string | null
  owed: Owed[]
  entered_stage_at: string
  wait_until: string | null
  definition_id: string
  usual_days: number | null
  slow_days: number | null
  very_slow_days: number | null
  next_step: string | null
  probability: number | null
  activity_kind: string | null
  activity_subject: string | null
  activity_due_on: string | null
}

/** Where the next page of a column begins: the close date and id of its last card. */
export type CardCursor = { close_date: string; id: string }

const closeDate = sql`coalesce(d.close_date, 'infinity'::date)`

const dressed = sql`
  select d.id, d.number, d.version, d.name, a.name as account_name, p.key as pipeline_key, d.stage, d.amount_minor,
    d.currency, d.close_date, d.category, d.owner_id, o.name as owner_name, d.owed, d.entered_stage_at, d.wait_until,
    d.next_step, d.probability, d.definition_id, g.usual_days, g.slow_days, g.very_slow_days, t.kind as activity_kind,
    t.subject as activity_subject, t.due_on as activity_due_on`

const joined = sql`
  join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
  left join account a on a.workspace_id = d.workspace_id and a.id = d.account_id
  left join person o on o.workspace_id = d.workspace_id and o.id = d.owner_id
  left join stage_statistic g on g.workspace_id = d.workspace_id and g.pipeline_id = d.pipeline_id and g.stage = d.stage
  left join lateral (
    select kind, subject, due_on from activity t
    where t.workspace_id = d.workspace_id and t.deal_id = d.id and t.done_at is null and t.kind <> 'note'
      and (t.kind = 'task' or t.held_at is null)
    order by t.due_on nulls last, t.id limit 1) t on true`

/** The first cards of each stage, by close date, one more than `limit` where there are more. */
export async function readCards(
  tx: Tx,
  workspace_id: string,
  pipeline_id: string,
  stages: readonly string[],
  limit: number,
  after?: CardCursor,
): Promise<CardRow[]> {
  const beyond = after ? sql`and (${closeDate}, d.id) > (${after.close_date}::date, ${after.id})` : sql``
  const { rows } = await sql<CardRow>`
    ${dressed} from unnest(${stages}::text[]) as s(stage)
    cross join lateral (
      select * from deal d
      where d.workspace_id = ${workspace_id} and d.pipeline_id = ${pipeline_id} and d.stage = s.stage
        and d.outcome is null ${beyond}
      order by ${closeDate}, d.id limit ${limit + 1}) d
    ${joined}
    order by d.stage, ${closeDate}, d.id`.execute(tx)
  return rows
}

/** The first cards of some stages of many pipelines together, by close date. */
export async function readUnionCards(
  tx: Tx,
  workspace_id: string,
  places: readonly { pipeline_id: string; stage: string }[],
  limit: number,
  after?: CardCursor,
): Promise<CardRow[]> {
  const beyond = after ? sql`and (${closeDate}, d.id) > (${after.close_date}::date, ${after.id})` : sql``
  const { rows } = await sql<CardRow>`
    ${dressed} from (
      select d.* from unnest(${places.map(({ pipeline_id }) => pipeline_id)}::text[], ${places.map(({ stage }) => stage)}::text[]) as s(pipeline_id, stage)
      cross join lateral (
        select * from deal d
        where d.workspace_id = ${workspace_id} and d.pipeline_id = s.pipeline_id and d.stage = s.stage
          and d.outcome is null ${beyond}
        order by ${closeDate}, d.id limit ${limit + 1}) d
      order by ${closeDate}, d.id limit ${limit + 1}) d
    ${joined}
    order by ${closeDate}, d.id`.execute(tx)
  return rows
}

export type TotalRow = {
  pipeline_id: string
  stage: string
  currency: string
  deals: bigint
  amount_minor: bigint
  weighted_minor: bigint | null
}

/** Of which pipelines totals are counted, and among which deals: what is named here finds them, rights still decide. */
export type Counted = { pipeline_ids: string[]; owner_ids: string[]; deal_ids: string[] }

/**
 * Totals per stage and currency: what is folded and what still waits, never a count over the deals themselves; but of
 * pipelines of which this reader sees only some deals (`counted`), whose kept totals are of no use to them.
 */
export async function readTotals(
  tx: Tx,
  workspace_id: string,
  pipeline_ids: readonly string[],
  counted: Counted,
): Promise<TotalRow[]> {
  const [kept, rest] = await Promise.all([
    readKept(tx, workspace_id, pipeline_ids),
    counted.pipeline_ids.length === 0 ? [] : countOpen(tx, workspace_id, counted),
  ])
  return [...kept, ...rest]
}

async function countOpen(
  tx: Tx,
  workspace_id: string,
  { pipeline_ids, owner_ids, deal_ids }: Counted,
): Promise<TotalRow[]> {
  const { rows } = await sql<WideRow>`
    select pipeline_id, stage, currency, count(*) as deals,
      coalesce(sum(amount_minor) filter (where counted), 0)::text as amount_minor,
      coalesce(sum(weighted_minor) filter (where counted), 0)::text as weighted_minor
    from deal where workspace_id = ${workspace_id} and pipeline_id = any(${pipeline_ids}::text[]) and outcome is null
      and (owner_id = any(${owner_ids}::text[]) or id = any(${deal_ids}::text[]))
    group by pipeline_id, stage, currency`.execute(tx)
  return rows.map(totalOfRow)
}

async function readKept(tx: Tx, workspace_id: string, pipeline_ids: readonly string[]): Promise<TotalRow[]> {
  const { rows } = await sql<WideRow>`
    select pipeline_id, stage, currency, sum(deals)::bigint as deals, sum(amount_minor)::text as amount_minor,
      sum(weighted_minor)::text as weighted_minor
    from (
      select pipeline_id, stage, currency, deals, amount_minor, weighted_minor from board_total
      where workspace_id = ${workspace_id} and pipeline_id = any(${pipeline_ids}::text[])
      union all
      select pipeline_id, stage, currency, deals, amount_minor, weighted_minor from board_delta
      where workspace_id = ${workspace_id} and pipeline_id = any(${pipeline_ids}::text[])) parts
    group by pipeline_id, stage, currency having sum(deals) <> 0`.execute(tx)
  return rows.map(totalOfRow)
}

/** Sums may be wider than a bigint, so they come as text. */
type WideRow = Omit<TotalRow, 'amount_minor' | 'weighted_minor'> & {
  amount_minor: string
  weighted_minor: string | null
}

const totalOfRow = ({ amount_minor, weighted_minor, ...row }: WideRow): TotalRow => ({
  ...row,
  amount_minor: BigInt(amount_minor),
  weighted_minor: weighted_minor === null ? null : BigInt(weighted_minor),
})

/** Everything that stood open in these pipelines at a past moment, from the ledger: totals and the first cards. */
export async function readPast(
  tx: Tx,
  workspace_id: string,
  pipeline_ids: readonly string[],
  as_of: string,
  limit: number,
): Promise<{ cards: CardRow[]; totals: TotalRow[] }> {
  const standing = sql`
    with standing as (
      select l.* from deal_ledger l
      where l.workspace_id = ${workspace_id} and l.pipeline_id = any(${pipeline_ids}::text[])
        and l.until > ${as_of} and l.occurred_at <= ${as_of} and l.outcome is null)`
  const totals = await sql<WideRow>`
    ${standing} select pipeline_id, stage, currency, count(*) as deals,
      coalesce(sum(amount_minor) filter (where counted), 0)::text as amount_minor, null::text as weighted_minor
    from standing group by pipeline_id, stage, currency`.execute(tx)
  const cards = await sql<CardRow>`
    ${standing}
    select d.deal_id as id, c.number, d.version, d.name, a.name as account_name, p.key as pipeline_key, d.stage,
      d.amount_minor, d.currency, d.close_date, d.category, d.owner_id, o.name as owner_name, d.owed, d.entered_stage_at,
      d.wait_until, d.next_step, d.definition_id, g.usual_days, g.slow_days, g.very_slow_days,
      null::double precision as probability, null as activity_kind, null as activity_subject,
      null::date as activity_due_on
    from (select d.*, row_number() over (partition by d.pipeline_id, d.stage order by ${closeDate}, d.deal_id) as place
      from standing d) d
    join deal c on c.workspace_id = d.workspace_id and c.id = d.deal_id
    join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
    left join account a on a.workspace_id = d.workspace_id and a.id = d.account_id
    left join person o on o.workspace_id = d.workspace_id and o.id = d.owner_id
    left join stage_statistic g on g.workspace_id = d.workspace_id and g.pipeline_id = d.pipeline_id and g.stage = d.stage
    where d.place <= ${limit}
    order by ${closeDate}, d.deal_id`.execute(tx)
  return { cards: cards.rows, totals: totals.rows.map(totalOfRow) }
}

export async function readPosition(tx: Tx, workspace_id: string): Promise<number> {
  const { rows } = await sql<{ position: bigint }>`
    select position from event_seal where workspace_id = ${workspace_id} order by position desc limit 1`.execute(tx)
  return Number(rows[0]?.position ?? 0n)
}

/** Folds waiting deltas into the totals; as the owner, in one transaction, so that a reader sees either. */
export async function foldDeltas(tx: Tx): Promise<void> {
  const { rows } = await sql<{
    id: bigint
  }>`select id from board_delta order by id limit 20000 for update skip locked`.execute(tx)
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => String(id))
  await sql`
    insert into board_total as t (workspace_id, pipeline_id, stage, currency, deals, amount_minor, weighted_minor)
    select workspace_id, pipeline_id, stage, currency, sum(deals), sum(amount_minor), sum(weighted_minor)
    from board_delta where id = any(${ids}::bigint[]) group by workspace_id, pipeline_id, stage, currency
    on conflict (workspace_id, pipeline_id, stage, currency) do update set deals = t.deals + excluded.deals,
      amount_minor = t.amount_minor + excluded.amount_minor, weighted_minor = t.weighted_minor + excluded.weighted_minor`.execute(
    tx,
  )
  await sql`delete from board_delta where id = any(${ids}::bigint[])`.execute(tx)
}
