import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'

/** The deals whose line items name a product today; undefined where there is no such product. */
export async function readDealsWithProduct(
  tx: Tx,
  workspace_id: string,
  key_or_id: string,
): Promise<string[] | undefined> {
  const { rows } = await sql<{ deal_id: string | null }>`
    select distinct l.deal_id from product p
    left join line_item l on l.workspace_id = p.workspace_id and l.product_id = p.id
    where p.workspace_id = ${workspace_id} and (p.key = ${key_or_id} or p.id = ${key_or_id})`.execute(tx)
  if (rows.length === 0) return undefined
  return rows.flatMap(({ deal_id }) => deal_id ?? [])
}

/** What people are called who owned deals. */
export async function readNames(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from person where workspace_id = ${workspace_id} and id = any(${ids}::text[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
