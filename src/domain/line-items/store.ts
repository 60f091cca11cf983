import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'

export type LineRow = {
  id: string
  deal_id: string
  product_id: string
  product_key: string
  product_name: string
  kind: 'one_time' | 'recurring'
  quantity: number
  unit_price_minor: bigint
  period: 'month' | 'quarter' | 'year' | null
  term: number | null
}

export async function readLines(tx: Tx, workspace_id: string, deal_id: string): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select l.id, l.deal_id, l.product_id, p.key as product_key, p.name as product_name, l.kind, l.quantity,
      l.unit_price_minor, l.period, l.term
    from line_item l join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
    where l.workspace_id = ${workspace_id} and l.deal_id = ${deal_id} order by l.position`.execute(tx)
  return rows
}

export async function readProductIds(tx: Tx, workspace_id: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from product where workspace_id = ${workspace_id}`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

export type NewLine = Omit<LineRow, 'product_key' | 'product_name' | 'deal_id'> & { position: number }

/** Puts these lines in the place of all that a deal had. */
export async function replaceLines(
  tx: Tx,
  workspace_id: string,
  deal_id: string,
  lines: readonly NewLine[],
): Promise<void> {
  await sql`delete from line_item where workspace_id = ${workspace_id} and deal_id = ${deal_id}`.execute(tx)
  await insertRows(
    tx,
    'line_item',
    lines.map((line) => ({ workspace_id, deal_id, ...line })),
  )
}
