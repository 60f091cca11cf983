import { type RawBuilder, sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { type Money, minorOf, moneyOf } from '../../values/money.ts'
import type { AgreedQuota, Quota } from './quota.ts'

export type QuotaFilter = {
  period?: string | undefined
  /** Key or id. */
  pipeline?: string | undefined
  team_id?: string | undefined
  person_id?: string | undefined
}

type Row = {
  id: string
  period: string
  valid_from: Instant
  pipeline_id: string | null
  pipeline_key: string | null
  pipeline_name: string | null
  team_id: string | null
  team_name: string | null
  person_id: string | null
  person_name: string | null
  amount_minor: bigint | null
  currency: string | null
}

/**
 * The quotas in force at a moment: for each period, of each pipeline, team and person, the newest that was valid by then
 * and was not taken back. Those of pipelines come first.
 */
export async function readQuotaList(
  tx: Tx,
  workspace_id: string,
  filter: QuotaFilter,
  at: Instant,
): Promise<AgreedQuota[]> {
  const { period, pipeline, team_id, person_id } = filter
  const own = sql`id, period, pipeline_id, null::text as team_id, null::text as person_id, amount_minor, currency, valid_from`
  const shares = sql`id, period, pipeline_id, team_id, person_id, amount_minor, currency, valid_from`
  const newest = (columns: RawBuilder<unknown>, table: string, keys: string) => sql`
    select distinct on (${sql.raw(keys)}) ${columns} from ${sql.raw(table)}
    where workspace_id = ${workspace_id} and valid_from <= ${at}
      ${period === undefined ? sql`` : sql`and period = ${period}`}
    order by ${sql.raw(keys)}, valid_from desc, id desc`
  const { rows } = await sql<Row>`
    select q.*, p.key as pipeline_key, p.name as pipeline_name, t.name as team_name, w.name as person_name
    from (
      select * from (${newest(own, 'quota', 'period, pipeline_id')}) a
      union all
      select * from (${newest(shares, 'quota_share', 'period, pipeline_id, team_id, person_id')}) b) q
    left join pipeline p on p.workspace_id = ${workspace_id} and p.id = q.pipeline_id
    left join team t on t.workspace_id = ${workspace_id} and t.id = q.team_id
    left join person w on w.workspace_id = ${workspace_id} and w.id = q.person_id
    where q.amount_minor is not null and (q.pipeline_id is null or p.id is not null)
      ${pipeline === undefined ? sql`` : sql`and (p.key = ${pipeline} or p.id = ${pipeline})`}
      ${team_id === undefined ? sql`` : sql`and q.team_id = ${team_id}`}
      ${person_id === undefined ? sql`` : sql`and q.person_id = ${person_id}`}
    order by q.period, num_nonnulls(q.team_id, q.person_id), t.name nulls last, w.name, p.position, p.id, q.id`.execute(
    tx,
  )
  return rows.map(quotaOf)
}

const quotaOf = (row: Row): AgreedQuota => ({
  id: row.id,
  pipeline:
    row.pipeline_id === null
      ? null
      : { id: row.pipeline_id, key: row.pipeline_key ?? '', name: row.pipeline_name ?? '' },
  team: row.team_id === null ? null : { id: row.team_id, name: row.team_name ?? '' },
  person: row.person_id === null ? null : { id: row.person_id, name: row.person_name ?? '' },
  period: row.period,
  amount: moneyOf(row.amount_minor ?? 0n, row.currency ?? ''),
  valid_from: row.valid_from,
})

/** What each pipeline is to win in a period, as agreed at a moment; by the pipeline's id. */
export async function readQuotas(
  tx: Tx,
  workspace_id: string,
  period: string,
  at: Instant,
): Promise<Map<string, Money>> {
  const quotas = await readQuotaList(tx, workspace_id, { period }, at)
  return new Map(
    quotas.flatMap(({ pipeline, team, person, amount }) =>
      pipeline === null || team !== null || person !== null ? [] : [[pipeline.id, amount] as const],
    ),
  )
}

export async function insertQuotas(tx: Tx, workspace_id: string, quotas: readonly Quota[]): Promise<void> {
  const rows = quotas.map(({ id, pipeline, team, person, period, amount, valid_from }) => ({
    workspace_id,
    id,
    pipeline_id: pipeline?.id ?? null,
    team_id: team?.id ?? null,
    person_id: person?.id ?? null,
    period,
    amount_minor: amount && minorOf(amount),
    currency: amount?.currency ?? null,
    valid_from,
  }))
  const isOwn = (row: (typeof rows)[number]) => row.team_id === null && row.person_id === null
  const own = rows.filter(isOwn).map(({ team_id: _, person_id: __, ...row }) => row)
  await insertRows(tx, 'quota', own)
  await insertRows(
    tx,
    'quota_share',
    rows.filter((row) => !isOwn(row)),
  )
}
