import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import { which } from '../ledger/index.ts'
import type { DealRow } from './deal-of-row.ts'

/** The columns of a `DealRow`; the deal is `d`. */
const dealColumns = sql`d.id, d.number, d.version, d.name, d.account_id, d.partner_account_id, d.source, d.pipeline_id,
    d.definition_id, d.stage, d.entered_stage_at, d.outcome, d.outcome_reason, d.closed_at, d.amount_minor, d.currency,
    d.close_date, d.category, d.owner_id, d.fields, d.owed, d.carried, d.revenue_kind, d.amount_measure, d.frozen_rate, d.counted,
    d.next_step, d.wait_until, d.created_at, d.updated_at, d.probability, d.weighted_minor, d.probability_computed_at,
    a.name as account_name, a.domain as account_domain, b.name as partner_name, b.domain as partner_domain,
    o.name as owner_name, p.key as pipeline_key, p.name as pipeline_name, f.version as definition_version`

const dealTables = sql`deal d
  join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
  join definition f on f.workspace_id = d.workspace_id and f.id = d.definition_id
  left join account a on a.workspace_id = d.workspace_id and a.id = d.account_id
  left join account b on b.workspace_id = d.workspace_id and b.id = d.partner_account_id
  left join person o on o.workspace_id = d.workspace_id and o.id = d.owner_id`

/** For every reader of deals: a `DealRow` each. */
export const dealSelect = sql`select ${dealColumns} from ${dealTables}`

export async function readDeal(tx: Tx, workspace_id: string, id_or_key: string): Promise<DealRow | undefined> {
  const { rows } =
    await sql<DealRow>`${dealSelect} where d.workspace_id = ${workspace_id} and ${which(id_or_key)}`.execute(tx)
  return rows[0]
}

export type DealFilter = {
  pipeline_id?: string | undefined
  stage?: string | undefined
  owner_id?: string | undefined
  account_id?: string | undefined
  category?: string | undefined
  outcome: 'open' | 'won' | 'lost' | 'transferred' | 'void' | 'any'
  q?: string | undefined
  close_from?: string | undefined
  close_before?: string | undefined
  closed_from?: string | undefined
  closed_before?: string | undefined
  owed?: boolean | undefined
  currency?: string | undefined
  /** In minor units of that currency. */
  amount_gte?: string | undefined
  amount_lt?: string | undefined
}

/** Columns that a list may be sorted by; the id decides between equals, so that pages neither skip nor repeat. */
export const sorts = {
  created: { column: 'd.id', type: 'text' },
  close_date: { column: "coalesce(d.close_date, 'infinity'::date)", type: 'date' },
  amount: { column: 'coalesce(d.amount_minor, 0)', type: 'bigint' },
  updated: { column: 'd.updated_at', type: 'timestamptz' },
} as const
export type DealSort = keyof typeof sorts

export type PageOfDeals = {
  limit: number
  sort: DealSort
  descending: boolean
  after?: { value: string; id: string } | undefined
}

/** One deal more than asked for, so that the caller knows whether there is another page. */
/** How many open deals a person owns. */
export async function countOpenDeals(tx: Tx, workspace_id: string, owner_id: string): Promise<number> {
  const { rows } = await sql<{ n: bigint }>`
    select count(*) as n from deal
    where workspace_id = ${workspace_id} and owner_id = ${owner_id} and outcome is null`.execute(tx)
  return Number(rows[0]?.n ?? 0)
}

export async function readDeals(
  tx: Tx,
  workspace_id: string,
  filter: DealFilter,
  { limit, sort, descending, after }: PageOfDeals,
): Promise<(DealRow & { sort_value: string })[]> {
  const column = sql.raw(sorts[sort].column)
  const type = sql.raw(sorts[sort].type)
  const beyond = sql.raw(descending ? '<' : '>')
  const direction = sql.raw(descending ? 'desc' : 'asc')
  const conditions = [
    ...conditionsOf(workspace_id, filter),
    ...(after ? [sql`(${column}, d.id) ${beyond} (${after.value}::${type}, ${after.id})`] : []),
  ]
  const { rows } = await sql<DealRow & { sort_value: string }>`
    select ${dealColumns}, (${column})::text as sort_value from ${dealTables}
    where ${sql.join(conditions, sql` and `)}
    order by ${column} ${direction}, d.id ${direction} limit ${limit + 1}`.execute(tx)
  return rows
}

/** How many deals there are on all pages. */
export async function countDeals(tx: Tx, workspace_id: string, filter: DealFilter): Promise<number> {
  const conditions = sql.join(conditionsOf(workspace_id, filter), sql` and `)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from deal d where ${conditions}`.execute(tx)
  return rows[0]?.n ?? 0
}

function conditionsOf(workspace_id: string, filter: DealFilter) {
  return [
    sql`d.workspace_id = ${workspace_id}`,
    ...(filter.outcome === 'open'
      ? [sql`d.outcome is null`]
      : filter.outcome === 'any'
        ? []
        : [sql`d.outcome = ${filter.outcome}`]),
    ...(filter.pipeline_id ? [sql`d.pipeline_id = ${filter.pipeline_id}`] : []),
    ...(filter.stage ? [sql`d.stage = ${filter.stage}`] : []),
    ...(filter.owner_id ? [sql`d.owner_id = ${filter.owner_id}`] : []),
    ...(filter.account_id ? [sql`d.account_id = ${filter.account_id}`] : []),
    ...(filter.category ? [sql`d.category = ${filter.category}`] : []),
    ...(filter.close_from ? [sql`d.close_date >= ${filter.close_from}`] : []),
    ...(filter.close_before ? [sql`d.close_date < ${filter.close_before}`] : []),
    ...(filter.closed_from ? [sql`d.closed_at >= ${filter.closed_from}`] : []),
    ...(filter.closed_before ? [sql`d.closed_at < ${filter.closed_before}`] : []),
    ...(filter.owed ? [sql`d.owed <> '[]'::jsonb`] : []),
    ...(filter.q
      ? [sql`(strpos(lower(d.name), ${filter.q.toLowerCase()}) > 0 or 'd-' || d.number = ${filter.q.toLowerCase()})`]
      : []),
    ...(filter.currency ? [sql`d.currency = ${filter.currency}`] : []),
    ...(filter.amount_gte ? [sql`d.amount_minor >= ${filter.amount_gte}::bigint`] : []),
    ...(filter.amount_lt ? [sql`d.amount_minor < ${filter.amount_lt}::bigint`] : []),
  ]
}
