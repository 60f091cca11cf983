import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { type Money, minorOf, moneyOf } from '../../values/money.ts'
import type { Quota } from './quota.ts'

export type QuotaFilter = { period?: string | undefined; pipeline?: string | undefined }

/** The quotas in force at a moment: of each pipeline and period the newest that was valid by then. */
export async function readQuotaList(
  tx: Tx,
  workspace_id: string,
  { period, pipeline }: QuotaFilter,
  at: Instant,
): Promise<Quota[]> {
  type Row = Omit<Quota, 'pipeline' | 'amount'> & {
    pipeline_id: string
    pipeline_key: string
    pipeline_name: string
    amount_minor: bigint
    currency: string
  }
  const { rows } = await sql<Row>`
    select q.id, q.pipeline_id, p.key as pipeline_key, p.name as pipeline_name, q.period, q.amount_minor, q.currency,
      q.valid_from
    from (
      select distinct on (period, pipeline_id) * from quota
      where workspace_id = ${workspace_id} and valid_from <= ${at}
        ${period === undefined ? sql`` : sql`and period = ${period}`}
      order by period, pipeline_id, valid_from desc, id desc) q
    join pipeline p on p.workspace_id = q.workspace_id and p.id = q.pipeline_id
    where p.workspace_id = ${workspace_id}
      ${pipeline === undefined ? sql`` : sql`and (p.key = ${pipeline} or p.id = ${pipeline})`}
    order by q.period, p.position, p.id`.execute(tx)
  return rows.map(({ pipeline_id, pipeline_key, pipeline_name, amount_minor, currency, ...quota }) => ({
    ...quota,
    pipeline: { id: pipeline_id, key: pipeline_key, name: pipeline_name },
    amount: moneyOf(amount_minor, currency),
  }))
}

/** What each pipeline is to win in a period, as agreed at a moment; by the pipeline's id. */
export async function readQuotas(
  tx: Tx,
  workspace_id: string,
  period: string,
  at: Instant,
): Promise<Map<string, Money>> {
  const quotas = await readQuotaList(tx, workspace_id, { period }, at)
  return new Map(quotas.map(({ pipeline, amount }) => [pipeline.id, amount]))
}

export async function insertQuota(tx: Tx, workspace_id: string, quota: Quota): Promise<void> {
  const { id, pipeline, period, amount, valid_from } = quota
  const money = { amount_minor: minorOf(amount), currency: amount.currency }
  await insertRows(tx, 'quota', [{ workspace_id, id, pipeline_id: pipeline.id, period, ...money, valid_from }])
}
