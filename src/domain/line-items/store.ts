import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Day } from '../../values/instant.ts'

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
  rounding_minor: bigint
  starts_on: Day | null
}

export const readLines = async (tx: Tx, workspace_id: string, deal_id: string): Promise<LineRow[]> =>
  (await readLinesOf(tx, workspace_id, [deal_id])).get(deal_id) ?? []

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

/** The same for many deals at once, each line in its place. */
export async function replaceLinesOf(
  tx: Tx,
  workspace_id: string,
  lines: ReadonlyMap<string, readonly LineRow[]>,
): Promise<void> {
  await sql`delete from line_item where workspace_id = ${workspace_id}
    and deal_id = any(${[...lines.keys()]}::text[])`.execute(tx)
  await addLines({ tx, workspace_id }, lines)
}

type Place = { tx: Tx; workspace_id: string }

/** Lines of deals that have none yet. */
export async function addLines({ tx, workspace_id }: Place, lines: ReadonlyMap<string, readonly LineRow[]>) {
  const kept = [...lines].flatMap(([deal_id, own]) =>
    own.map(({ product_key: _key, product_name: _name, ...line }, position) => ({
      workspace_id,
      ...line,
      deal_id,
      position,
    })),
  )
  await insertRows(tx, 'line_item', kept)
}

/** What hangs on each of these deals, in the order in which it stands there. */
export async function readLinesOf(
  tx: Tx,
  workspace_id: string,
  deal_ids: readonly string[],
): Promise<Map<string, LineRow[]>> {
  if (deal_ids.length === 0) return new Map()
  const { rows } = await sql<LineRow>`
    select l.id, l.deal_id, l.product_id, p.key as product_key, p.name as product_name, l.kind, l.quantity,
      l.unit_price_minor, l.period, l.term, l.rounding_minor, l.starts_on
    from line_item l join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
    where l.workspace_id = ${workspace_id} and l.deal_id = any(${deal_ids}::text[])
    order by l.deal_id, l.position`.execute(tx)
  return Map.groupBy(rows, ({ deal_id }) => deal_id)
}
