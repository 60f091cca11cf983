import { type RawBuilder, sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Day, Instant } from '../../values/instant.ts'

export type NewOverride = {
  id: string
  deal_id: string
  pipeline_id: string
  definition_id: string
  move_id: string
  criterion: string
  label: string
  level: 'hard' | 'soft'
  /** Null where the deal was won by it. */
  to_stage: string | null
  reason: string
  expires_on: Day
  granted_by: string
  granted_at: Instant
}

export async function insertOverrides(tx: Tx, workspace_id: string, rows: readonly NewOverride[]): Promise<void> {
  await insertRows(
    tx,
    'gate_override',
    rows.map((row) => ({ workspace_id, ...row })),
  )
}

/** What a move passed is taken back together with the move. */
export async function withdrawOverrides(tx: Tx, workspace_id: string, move_id: string, now: Instant): Promise<void> {
  await sql`update gate_override set withdrawn_at = ${now}
    where workspace_id = ${workspace_id} and move_id = ${move_id} and withdrawn_at is null`.execute(tx)
}

export type OverrideRow = NewOverride & {
  withdrawn_at: Instant | null
  deal_number: bigint
  deal_name: string
  pipeline_key: string
  pipeline_name: string
  granted_by_name: string
}

export type OverrideFilter = {
  pipeline_id?: string | undefined
  deal_id?: string | undefined
  criterion?: string | undefined
  granted_by?: string | undefined
  from?: Instant | undefined
  before?: Instant | undefined
  /** `in_force` and `lapsed` as of this day; withdrawn ones are neither. */
  standing?: 'in_force' | 'lapsed' | 'withdrawn' | undefined
  today: Day
}

type After = { granted_at: string; id: string }

/** The newest first, one more than `limit` where there are more. */
export async function readOverrides(
  tx: Tx,
  workspace_id: string,
  filter: OverrideFilter,
  { limit, after }: { limit: number; after?: After | undefined },
): Promise<OverrideRow[]> {
  const beyond = after ? sql`and (o.granted_at, o.id) < (${after.granted_at}::timestamptz, ${after.id})` : sql``
  const { rows } = await sql<OverrideRow>`
    select o.id, o.deal_id, o.pipeline_id, o.definition_id, o.move_id, o.criterion, o.label, o.level, o.to_stage,
      o.reason, o.expires_on, o.granted_by, o.granted_at, o.withdrawn_at, d.number as deal_number, d.name as deal_name,
      p.key as pipeline_key, p.name as pipeline_name, g.name as granted_by_name
    from gate_override o
    join deal d on d.workspace_id = o.workspace_id and d.id = o.deal_id
    join pipeline p on p.workspace_id = o.workspace_id and p.id = o.pipeline_id
    join person g on g.workspace_id = o.workspace_id and g.id = o.granted_by
    where ${conditions(workspace_id, filter)} ${beyond}
    order by o.granted_at desc, o.id desc limit ${limit + 1}`.execute(tx)
  return rows
}

/** How often one criterion of one pipeline was passed by override in one month. */
export type Tally = {
  pipeline_id: string
  pipeline_key: string
  pipeline_name: string
  criterion: string
  label: string
  month: string
  overrides: number
  lapsed: number
}

export async function readTally(tx: Tx, workspace_id: string, filter: OverrideFilter): Promise<Tally[]> {
  const { rows } = await sql<Tally>`
    select o.pipeline_id, p.key as pipeline_key, p.name as pipeline_name, o.criterion, max(o.label) as label,
      to_char(o.granted_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as overrides,
      count(*) filter (where o.expires_on < ${filter.today}::date)::int as lapsed
    from gate_override o join pipeline p on p.workspace_id = o.workspace_id and p.id = o.pipeline_id
    where ${conditions(workspace_id, filter)}
    group by o.pipeline_id, p.key, p.name, o.criterion, 6
    order by p.name, o.pipeline_id, o.criterion, 6`.execute(tx)
  return rows
}

function conditions(workspace_id: string, filter: OverrideFilter): RawBuilder<unknown> {
  const { pipeline_id, deal_id, criterion, granted_by, from, before, standing, today } = filter
  const asked = [
    sql`o.workspace_id = ${workspace_id}`,
    ...(pipeline_id === undefined ? [] : [sql`o.pipeline_id = ${pipeline_id}`]),
    ...(deal_id === undefined ? [] : [sql`o.deal_id = ${deal_id}`]),
    ...(criterion === undefined ? [] : [sql`o.criterion = ${criterion}`]),
    ...(granted_by === undefined ? [] : [sql`o.granted_by = ${granted_by}`]),
    ...(from === undefined ? [] : [sql`o.granted_at >= ${from}::timestamptz`]),
    ...(before === undefined ? [] : [sql`o.granted_at < ${before}::timestamptz`]),
    ...(standing === undefined ? [] : [standings[standing](today)]),
  ]
  return sql.join(asked, sql` and `)
}

const standings = {
  in_force: (today: Day) => sql`o.withdrawn_at is null and o.expires_on >= ${today}::date`,
  lapsed: (today: Day) => sql`o.withdrawn_at is null and o.expires_on < ${today}::date`,
  withdrawn: (_: Day) => sql`o.withdrawn_at is not null`,
}
