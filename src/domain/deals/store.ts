import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import { type Money, minorOf } from '../../values/money.ts'
import type { AgeWindow } from '../ageing/index.ts'
import { which } from '../ledger/index.ts'
import type { DealRow } from './deal-of-row.ts'
import type { DealSearchPlan, Operator, OwnMember, Planned } from './search.ts'

/** The columns of a `DealRow`; the deal is `d`. */
const dealColumns = sql`d.id, d.number, d.version, d.name, d.account_id, d.partner_account_id, d.source, d.pipeline_id,
    d.definition_id, d.stage, d.entered_stage_at, d.outcome, d.outcome_reason, d.closed_at, d.amount_minor, d.currency,
    d.close_date, d.category, d.owner_id, d.fields, d.owed, d.carried, d.revenue_kind, d.amount_measure, d.frozen_rate, d.counted,
    d.next_step, d.wait_until, d.created_at, d.updated_at, d.probability, d.weighted_minor, d.probability_computed_at,
    a.name as account_name, a.domain as account_domain, b.name as partner_name, b.domain as partner_domain,
    o.name as owner_name, p.key as pipeline_key, p.name as pipeline_name, f.version as definition_version,
    t.usual_days, t.slow_days, t.very_slow_days`

const dealTables = sql`deal d
  join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
  join definition f on f.workspace_id = d.workspace_id and f.id = d.definition_id
  left join account a on a.workspace_id = d.workspace_id and a.id = d.account_id
  left join account b on b.workspace_id = d.workspace_id and b.id = d.partner_account_id
  left join person o on o.workspace_id = d.workspace_id and o.id = d.owner_id
  left join stage_statistic t on t.workspace_id = d.workspace_id and t.pipeline_id = d.pipeline_id and t.stage = d.stage`

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
  /** The day by which an override has run out. */
  today: string
  /** Open deals that wait for a day; or that do not, and entered their stage within one of these. */
  ageing?: 'waiting' | readonly AgeWindow[] | undefined
  currency?: string | undefined
  /** In minor units of that currency. */
  amount_gte?: string | undefined
  amount_lt?: string | undefined
  /** What a search asks for beyond these. */
  search?: DealSearch | undefined
}

/** A plan, and for each field of the library that it names the definitions in which its reader may read it. */
export type DealSearch = { plan: DealSearchPlan; readable: ReadonlyMap<string, readonly string[]> }

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
    ...(filter.owed
      ? [
          sql`exists (select from jsonb_array_elements(d.owed) o
      where coalesce(o ->> 'excused_until', '') < ${filter.today})`,
        ]
      : []),
    ...(filter.q
      ? [sql`(strpos(lower(d.name), ${filter.q.toLowerCase()}) > 0 or 'd-' || d.number = ${filter.q.toLowerCase()})`]
      : []),
    ...(filter.currency ? [sql`d.currency = ${filter.currency}`] : []),
    ...(filter.amount_gte ? [sql`d.amount_minor >= ${filter.amount_gte}::bigint`] : []),
    ...(filter.ageing === undefined ? [] : agedBy(filter.ageing, filter.today)),
    ...(filter.amount_lt ? [sql`d.amount_minor < ${filter.amount_lt}::bigint`] : []),
    ...(filter.search ? searched(filter.search) : []),
  ]
}

function searched({ plan, readable }: DealSearch): RawBuilder<unknown>[] {
  const spelled = (conditions: readonly Planned[]) => conditions.map((one) => spell(one, readable))
  return [
    ...spelled(plan.all),
    ...(plan.any.length > 0 ? [sql`(${sql.join(spelled(plan.any), sql` or `)})`] : []),
    ...spelled(plan.none).map((one) => sql`not coalesce(${one}, false)`),
  ]
}

const columns: Record<OwnMember, string> = {
  name: 'd.name',
  next_step: 'd.next_step',
  pipeline: 'd.pipeline_id',
  stage: 'd.stage',
  owner: 'd.owner_id',
  account_id: 'd.account_id',
  partner_account_id: 'd.partner_account_id',
  source: 'd.source',
  category: 'd.category',
  outcome: "coalesce(d.outcome, 'open')",
  revenue_kind: 'd.revenue_kind',
  currency: 'd.currency',
  amount: 'd.amount_minor',
  probability: 'd.probability',
  close_date: 'd.close_date',
  wait_until: 'd.wait_until',
  closed_at: 'd.closed_at',
  created_at: 'd.created_at',
  updated_at: 'd.updated_at',
  entered_stage_at: 'd.entered_stage_at',
  owed: "(d.owed <> '[]'::jsonb)",
  counted: 'd.counted',
}

const casts = { word: 'text', text: 'text', day: 'date', moment: 'timestamptz', number: 'float8', flag: 'boolean' }
const signs: Partial<Record<Operator, string>> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' }

function spell(condition: Planned, readable: DealSearch['readable']): RawBuilder<unknown> {
  const { of, kind, op, value } = condition
  const own = 'member' in of
  // A value that is hidden from the reader is asked for as if it had never been given.
  const kept = own
    ? sql`null::jsonb`
    : sql`(case when d.definition_id = any(${readable.get(of.key) ?? []}::text[]) then d.fields -> ${of.key} end)`
  const plain = own ? sql.raw(columns[of.member]) : sql`(${kept} #>> '{}')`
  if (op === 'empty') return value === true ? sql`${plain} is null` : sql`${plain} is not null`
  const sign = sql.raw(signs[op] ?? '=')
  if (kind === 'money') {
    const { amount, currency } = value as Money
    if (own)
      return sql`(d.currency = ${currency} and ${plain} ${sign} ${String(minorOf({ amount, currency }))}::bigint)`
    return sql`(${kept} ->> 'currency' = ${currency} and (${kept} ->> 'amount')::numeric ${sign} ${amount}::numeric)`
  }
  const cast = sql.raw(casts[kind])
  const column = own ? plain : sql`${plain}::${cast}`
  if (op === 'contains') return sql`strpos(lower(${column}), ${String(value).toLowerCase()}) > 0`
  if (op === 'ne') return sql`${column} is distinct from ${value}::${cast}`
  if (op === 'in') return sql`${column} = any(${value}::${cast}[])`
  if (op === 'not_in') return sql`(${column} is null or ${column} <> all(${value}::${cast}[]))`
  return sql`${column} ${sign} ${value}::${cast}`
}
function agedBy(ageing: NonNullable<DealFilter['ageing']>, today: string) {
  if (ageing === 'waiting') return [sql`d.outcome is null and d.wait_until > ${today}::date`]
  const list = <K extends keyof AgeWindow>(name: K) => ageing.map((one) => one[name])
  return [
    sql`d.outcome is null and (d.wait_until is null or d.wait_until <= ${today}::date) and exists (
      select from unnest(${list('definition_id')}::text[], ${list('stage')}::text[], ${list('from')}::timestamptz[],
          ${list('before')}::timestamptz[]) as w (definition_id, stage, entered_from, entered_before)
      where w.definition_id = d.definition_id and w.stage = d.stage and d.entered_stage_at >= w.entered_from
        and d.entered_stage_at < w.entered_before)`,
  ]
}

export type PlacedDeal = {
  name: string
  number: bigint
  pipeline_id: string
  owner_id: string | null
  outcome: string | null
  /** The name of whoever did what is told of it. */
  by: string | null
}

/** A deal as it is told of to somebody, with the name of who did something to it. */
export async function readPlaced(
  tx: Tx,
  workspace_id: string,
  deal_id: string,
  actor_id: string | null,
): Promise<PlacedDeal | undefined> {
  const { rows } = await sql<PlacedDeal>`
    select d.name, d.number, d.pipeline_id, d.owner_id, d.outcome, b.name as by from deal d
    left join person b on b.workspace_id = d.workspace_id and b.id = ${actor_id}
    where d.workspace_id = ${workspace_id} and d.id = ${deal_id}`.execute(tx)
  return rows[0]
}
