import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { minorOf, moneyOf } from '../../values/money.ts'
import type { Adjustment } from './adjustment.ts'

type Filter = { pipeline_id?: string | undefined; period?: string | undefined; person_id?: string | undefined }

/** Every entry made by a moment, the newest first. */
export async function readAdjustments(
  tx: Tx,
  workspace_id: string,
  { pipeline_id, period, person_id }: Filter,
  at: Instant,
): Promise<Adjustment[]> {
  type Row = Omit<Adjustment, 'pipeline' | 'person' | 'by' | 'amount'> & {
    pipeline_id: string
    pipeline_key: string
    pipeline_name: string
    person_id: string
    person_name: string
    author_id: string
    author_name: string
    amount_minor: bigint | null
    currency: string | null
  }
  const { rows } = await sql<Row>`
    select a.id, a.period, a.category, a.reason, a.level, a.created_at, a.amount_minor, a.currency, a.pipeline_id,
      p.key as pipeline_key, p.name as pipeline_name, a.person_id, w.name as person_name, a.author_id, b.name as author_name
    from adjustment a
    join pipeline p on p.workspace_id = a.workspace_id and p.id = a.pipeline_id
    join person w on w.workspace_id = a.workspace_id and w.id = a.person_id
    join person b on b.workspace_id = a.workspace_id and b.id = a.author_id
    where a.workspace_id = ${workspace_id} and a.created_at <= ${at}
      ${pipeline_id === undefined ? sql`` : sql`and a.pipeline_id = ${pipeline_id}`}
      ${period === undefined ? sql`` : sql`and a.period = ${period}`}
      ${person_id === undefined ? sql`` : sql`and a.person_id = ${person_id}`}
    order by a.created_at desc, a.id desc limit 5000`.execute(tx)
  return rows.map(({ id, period, category, reason, level, created_at, ...row }) => ({
    id,
    pipeline: { id: row.pipeline_id, key: row.pipeline_key, name: row.pipeline_name },
    period,
    person: { id: row.person_id, name: row.person_name },
    category,
    amount: row.amount_minor === null ? null : moneyOf(row.amount_minor, row.currency ?? ''),
    reason,
    by: { id: row.author_id, name: row.author_name },
    level,
    created_at,
  }))
}

export async function insertAdjustment(tx: Tx, workspace_id: string, adjustment: Adjustment): Promise<void> {
  const { id, pipeline, period, person, category, amount, reason, by, level, created_at } = adjustment
  const money = { amount_minor: amount && minorOf(amount), currency: amount?.currency ?? null }
  const row = { workspace_id, id, pipeline_id: pipeline.id, period, person_id: person.id, category, ...money }
  await insertRows(tx, 'adjustment', [{ ...row, reason, author_id: by.id, level, created_at }])
}
